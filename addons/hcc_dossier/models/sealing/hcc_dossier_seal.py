from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class HccDossier(models.Model):
    """Sealing: with which seal of the register, by whom, and the row it leaves there."""

    _inherit = "hcc.dossier"

    seal_id = fields.Many2one(
        "hcc.seal", "Seal", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    seal_use_ids = fields.One2many("hcc.seal.use", "dossier_id", "Uses of seals", readonly=True)

    _guarded_fields = frozenset({"seal_id", "seal_use_ids"})

    def _number_and_seal(self, result_number, seal_id):
        seal = self._seal_at_hand(seal_id)
        values = super()._number_and_seal(result_number, seal_id)
        if seal:
            self._record_seal(seal, values)
        return {**values, "seal_id": seal.id}

    def _seal_at_hand(self, seal_id):
        """The seal put on the result.

        :raise AccessError: the policy asks for a registered seal and there is none to use
        """
        kept = self._kept_seals()
        seal = self._choose_seal(kept, seal_id) if kept else kept
        if not seal and self._policy().sudo().seal_register_required:
            raise AccessError(self._no_seal_words(kept))
        return seal

    def _seal_keeper(self):
        """The current user, or the keeper whose place they take."""
        return self._verb_delegation("complete_step").principal_user_id or self.env.user

    def _kept_seals(self):
        keeper = None if self.env.su else self._seal_keeper()
        return self.env["hcc.seal"]._usable(self._agency_in_charge(), self.company_id, keeper)

    def _seals_for_paper(self):
        """Those at hand that stamp paper; first the one of the place where the step is done."""
        at_centre = self.current_step_id.on_the_spot or self.custody == "centre"
        wet = self._kept_seals().filtered(lambda seal: seal.kind != "electronic")
        return wet.sorted(lambda seal: bool(seal.company_id) != at_centre)

    def _choose_seal(self, kept, seal_id):
        """The one named, of those that stamp paper; else the first of them."""
        seals = self._seals_for_paper()
        if seal_id:
            seals = seals.filtered(lambda seal: seal.id == seal_id)
            if not seals:
                raise UserError(
                    self.env._(
                        "%s: this is no seal for paper that you keep for the agency. Choose "
                        "another one.",
                        self.display_name,
                    )
                )
        return seals[:1]

    def _no_seal_words(self, kept):
        agency = self._agency_in_charge()
        if kept:
            return self.env._(
                "%(dossier)s: %(user)s keeps only an electronic seal of %(agency)s. Number and "
                "seal with “Prepare and sign”.",
                dossier=self.display_name,
                user=self._seal_keeper().sudo().name,
                agency=agency.sudo().name,
            )
        if self.env["hcc.seal"]._usable(agency, self.company_id):
            return self.env._(
                "%(dossier)s: %(user)s keeps no seal of %(agency)s. A keeper named in the register "
                "of seals must do this, or somebody in their place.",
                dossier=self.display_name,
                user=self._seal_keeper().sudo().name,
                agency=agency.sudo().name,
            )
        return self.env._(
            "%(dossier)s: no seal of %(agency)s is in use in the register. An administrator must "
            "enter it and name its keepers.",
            dossier=self.display_name,
            agency=agency.sudo().name,
        )

    def _record_seal(self, seal, values):
        clock = self.env["hcc.clock"]
        self._parts("hcc.seal.use").create(
            {
                "dossier_id": self.id,
                "seal_id": seal.id,
                "agency_id": self.agency_id.id,
                "result_number": values["result_number"],
                "used_at": values["sealed_at"],
                "used_on": clock._local(self.company_id, values["sealed_at"]).date(),
                "user_id": self.env.uid,
                "on_behalf_user_id": self._verb_delegation("complete_step").principal_user_id.id,
            }
        )
