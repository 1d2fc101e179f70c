from odoo import fields, models
from odoo.exceptions import AccessError


class HccDossier(models.Model):
    """Sealing: with which seal of the register, by whom, and the row it leaves there."""

    _inherit = "hcc.dossier"

    seal_id = fields.Many2one(
        "hcc.seal", "Seal", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    seal_use_ids = fields.One2many("hcc.seal.use", "dossier_id", "Uses of seals", readonly=True)

    _guarded_fields = frozenset({"seal_id", "seal_use_ids"})

    def _number_and_seal(self, result_number):
        seal = self._seal_at_hand()
        values = super()._number_and_seal(result_number)
        if seal:
            self._record_seal(seal, values)
        return {**values, "seal_id": seal.id}

    def _seal_at_hand(self):
        """The seal that the current user keeps, or a keeper whose place they take.

        :raise AccessError: the policy asks for a registered seal and they keep none
        """
        keeper = self._verb_delegation("complete_step").principal_user_id or self.env.user
        seals = self.env["hcc.seal"]._usable(
            self._agency_in_charge(), self.company_id, None if self.env.su else keeper
        )
        if not seals and self._policy().sudo().seal_register_required:
            raise AccessError(self._no_seal_words(keeper))
        return self._choose_seal(seals)

    def _choose_seal(self, seals):
        """The first of those at hand: the centre's before the one at the agency's office."""
        return seals[:1]

    def _no_seal_words(self, keeper):
        agency = self._agency_in_charge()
        if self.env["hcc.seal"]._usable(agency, self.company_id):
            return self.env._(
                "%(dossier)s: %(user)s keeps no seal of %(agency)s. A keeper named in the register "
                "of seals must do this, or somebody in their place.",
                dossier=self.display_name,
                user=keeper.sudo().name,
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
