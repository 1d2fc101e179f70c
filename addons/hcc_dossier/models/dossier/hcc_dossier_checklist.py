from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .hcc_dossier import RECEPTION_STATES


class HccDossier(models.Model):
    """The papers that the chosen procedure asks for, as rows to tick at reception."""

    _inherit = "hcc.dossier"

    component_ids = fields.One2many("hcc.dossier.component", "dossier_id", "Components")
    missing_count = fields.Integer("Missing papers", compute="_compute_missing_count")

    @api.depends("component_ids.is_missing", "component_ids.is_received")
    def _compute_missing_count(self):
        for dossier in self:
            missing = dossier.component_ids.filtered(lambda c: c.is_missing or c._is_lacking())
            dossier.missing_count = len(missing)

    @api.model_create_multi
    def create(self, vals_list):
        self._check_applicants(vals_list)
        dossiers = super().create(vals_list)
        for dossier, vals in zip(dossiers, vals_list, strict=True):
            if dossier.version_id and not vals.get("component_ids"):
                dossier._fill_components()
        return dossiers

    def write(self, vals):
        self._check_applicants([vals])
        result = super().write(vals)
        if vals.get("procedure_id") and "component_ids" not in vals:
            for dossier in self:
                dossier.component_ids.unlink()
                dossier._fill_components()
        return result

    def _check_applicants(self, vals_list):
        """A dossier is no way to look at an applicant whom the agency does not know.

        Not a constraint: those run as superuser.
        """
        applicants = {vals["applicant_id"] for vals in vals_list if vals.get("applicant_id")}
        if applicants:
            self.env["hcc.applicant"].browse(applicants).check_access("read")

    @api.onchange("procedure_id")
    def _onchange_procedure_id(self):
        commands = [fields.Command.create(vals) for vals in self._prepare_components()]
        self.component_ids = [fields.Command.clear(), *commands]

    def _fill_components(self):
        self.env["hcc.dossier.component"].create(
            [{"dossier_id": self.id, **vals} for vals in self._prepare_components()]
        )

    def _prepare_components(self):
        return [
            {
                "component_id": component.id,
                "sequence": component.sequence,
                "name": component.name,
                "originals": component.originals,
                "certified_copies": component.certified_copies,
                "copies": component.copies,
            }
            for component in self.version_id.component_ids
        ]

    def action_reload_version(self):
        """Take the procedure's version of the day of reception; ticks are kept where the paper is
        the same."""
        for dossier in self:
            if dossier.state not in RECEPTION_STATES:
                dossier._check_editable({"procedure_id": dossier.procedure_id.id})
            dossier.check_access("write")
            kept = {line.name: line for line in dossier.component_ids}
            version = dossier.procedure_id._version_on(dossier._reception_day())
            dossier._guarded_write({"version_id": version.id})
            former = dossier.component_ids
            lines = [{"dossier_id": dossier.id, **line} for line in dossier._prepare_components()]
            for line in lines:
                if line["name"] in kept:
                    line.update(kept[line["name"]]._kept_when_reloaded())
            dossier._parts("hcc.dossier.component").create(lines)
            former.unlink()
        return True

    @api.constrains("procedure_id", "company_id")
    def _check_procedure(self):
        for dossier in self.filtered("procedure_id"):
            refusal = dossier._procedure_refusal()
            if refusal:
                raise ValidationError(refusal)

    def _procedure_refusal(self):
        """Why a dossier of this procedure is not begun at this centre; empty when it is."""
        return self.procedure_id._reception_refusal(self.company_id)
