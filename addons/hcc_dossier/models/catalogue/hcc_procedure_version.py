from odoo import api, fields, models
from odoo.fields import Domain

from ..dossier.hcc_dossier import FINAL_STATES


class HccProcedureVersion(models.Model):
    _inherit = "hcc.procedure.version"

    open_dossier_count = fields.Integer(
        "Open dossiers",
        compute="_compute_open_dossier_count",
        help="Those the reader may see that still work by this version.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_open_dossier_count(self):
        if not self.env["hcc.dossier"].has_access("read"):
            self.open_dossier_count = 0
            return
        counts = dict(
            self.env["hcc.dossier"]._read_group(
                self._open_dossiers_domain(), ["version_id"], ["__count"]
            )
        )
        for version in self:
            version.open_dossier_count = counts.get(version._origin, 0)

    def _get_publish_blockers(self):
        return super()._get_publish_blockers() + [
            self.env._(
                "“%(seal)s” ends with the electronic seal, which stands beside a digital signature "
                "only: let the step that decides before it be signed digitally, too.",
                seal=seal.name,
            )
            for seal in self.step_ids
            if seal.kind == "number_seal"
            and seal.signature_kind == "digital"
            and self._deciding_step(seal).signature_kind != "digital"
        ]

    def _deciding_step(self, seal):
        """The last approval before ``seal``; where nobody approves, the last step."""
        steps = self.step_ids.sorted(lambda step: (step.sequence, step._origin.id))
        before = steps[: list(steps).index(seal)]
        return (before.filtered(lambda step: step.kind == "approve") or before)[-1:]

    def action_open_dossiers(self):
        """The dossiers that still work by this version, as far as the reader may see them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hcc_dossier.action_dossier")
        title = self.env._("Open dossiers of %s", self.display_name)
        return action | {
            "name": title,
            "display_name": title,  # the breadcrumb's
            "domain": list(self._open_dossiers_domain()),
            "context": {"create": False},
        }

    def _open_dossiers_domain(self):
        return Domain("version_id", "in", self.ids) & Domain("state", "not in", FINAL_STATES)

    def _get_open_uses(self):
        """Dossiers not yet ended keep working by the version of their day of reception."""
        uses = super()._get_open_uses()
        count = self.env["hcc.dossier"].sudo().search_count(self._open_dossiers_domain())
        if count:
            uses.append(self.env._("%s dossiers are still open under this version.", count))
        return uses

    def _last_used_on(self):
        """The last day on which a dossier was received by it, whatever became of that."""
        [(last,)] = (
            self.env["hcc.dossier"]
            .sudo()
            ._read_group([("version_id", "=", self.id)], aggregates=["received_on:max"])
        )
        return max(filter(None, (super()._last_used_on(), last)), default=False)
