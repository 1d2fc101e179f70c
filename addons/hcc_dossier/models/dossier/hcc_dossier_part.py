from odoo import api, fields, models
from odoo.exceptions import AccessError

from .hcc_dossier import EXPORT_GROUPS


class HccDossierPart(models.AbstractModel):
    """A row that belongs to a dossier and follows its rules.

    The dossier's verbs write it; everybody who may read the dossier may read it. A concrete model
    may open fields to plain editing while the dossier is still being received.
    """

    _name = "hcc.dossier.part"
    _export_groups = EXPORT_GROUPS
    _description = "Part of a Dossier"

    #: dossier states in which the row may be edited by hand
    _open_states = ()

    dossier_id = fields.Many2one(
        "hcc.dossier", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(
        "res.company", "Centre", compute="_compute_company_id", store=True, precompute=True
    )

    @api.depends("dossier_id.company_id")
    def _compute_company_id(self):
        for part in self:
            part.company_id = part.dossier_id.company_id

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_open()
        return parts

    def write(self, vals):
        self._check_open()
        if "dossier_id" in vals and not self._is_verb():
            raise AccessError(self.env._("A part of a dossier cannot move to another dossier."))
        return super().write(vals)

    def unlink(self):
        self._check_open()
        return super().unlink()

    def _is_verb(self):
        return self.env["hcc.dossier"]._guard_is_open()

    def _check_open(self):
        if self._is_verb():
            return
        for dossier in self.dossier_id:
            if dossier.state not in self._open_states:
                raise AccessError(
                    self.env._(
                        "%(dossier)s is in state “%(state)s”: its %(part)s only change through the "
                        "dossier's buttons.",
                        dossier=dossier.display_name,
                        state=dossier._state_label(),
                        part=self._model_label().lower(),
                    )
                )
