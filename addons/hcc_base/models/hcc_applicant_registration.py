from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..tools import identity, text
from .hcc_applicant import CONTACT_FIELDS, IDENTITY_FIELDS


class HccApplicant(models.Model):
    """How an applicant comes to be known: by the full number and the name from the card."""

    _inherit = "hcc.applicant"

    @api.model
    def find_or_register(self, vals):
        """Return the applicant with this identity number, registering them if they are new.

        Whoever knows the full number *and* the name (the card lies on the counter) gets to see
        the record; the number with another name is refused, so that numbers cannot be tried out.

        :param vals: fields of an applicant; at least ``name``
        """
        self.check_access("create")
        vals = self._normalised(self._known_fields(vals))
        return self._find_by_card(vals) or self.create(vals)

    @api.model
    def _find_by_card(self, vals):
        """The applicant with the number and the name of the card; empty when they are new.

        :param vals: normalised, as :meth:`find_or_register` takes them
        """
        found = self._find_by_number(vals)
        if found:
            found._check_same_name(vals.get("name"))
            return found._found_at_the_counter(self.env)
        known = self._find_by_old_card(vals)
        if known:
            return known._found_at_the_counter(self.env)._adopt_card(vals)
        return self.browse()

    def _found_at_the_counter(self, env):
        """The live record of whoever showed the card, open to the agencies of the official."""
        applicant = self._survivor()
        applicant._open_to(env.user.agency_ids)
        env["hcc.journal.entry"]._append(applicant, "find")
        return applicant.with_env(env)

    def _adopt_card(self, vals):
        """Replace an older paper's number by the citizen number of the card on the counter.

        :raise UserError: the applicant has another citizen number: that is another person, or
            two records of one person that must be merged
        """
        self.ensure_one()
        if self.identity_kind == "citizen_id" and self.identity_number:
            raise UserError(
                self.env._(
                    "%(applicant)s already has another citizen number. Compare it with the card: "
                    "if it is another person, register them anew; if it is the same person with "
                    "two records, register the card and merge both records afterwards.",
                    applicant=self.display_name,
                )
            )
        old = self.identity_number if self.identity_kind == "old_id" else False
        names = ("identity_kind", "identity_number", "birth_date", "sex", "is_disagreement_checked")
        card = {name: vals[name] for name in names if vals.get(name)}
        self.write({"previous_number": vals.get("previous_number") or old} | card)
        return self

    @api.model
    def _known_fields(self, vals):
        allowed = IDENTITY_FIELDS + CONTACT_FIELDS
        unknown = sorted(set(vals) - set(allowed))
        if unknown:
            raise UserError(
                self.env._("Unknown data of an applicant: %(names)s.", names=", ".join(unknown))
            )
        return {"kind": "person", "identity_kind": "citizen_id"} | vals

    def _find_by_number(self, vals):
        number = vals.get("identity_number")
        if not number:
            return self.sudo().browse()
        return self._with_number(vals.get("kind"), vals["identity_kind"], number)[:1]

    @api.model
    def _with_number(self, kind, identity_kind, number):
        """All records of this number, on whichever paper a person shows it; live ones first."""
        domain = Domain("identity_kind", "=", identity_kind)
        if kind != "organisation" and identity.is_citizen_number(identity_kind, number):
            papers = Domain("identity_kind", "in", identity.CITIZEN_NUMBER_KINDS)
            domain |= papers & Domain("kind", "=", "person")
        applicants = self.sudo().with_context(active_test=False)
        return applicants.search(domain & Domain("identity_number", "=", number)).sorted(
            lambda a: (not a.active, a.identity_kind != "citizen_id", a.id)
        )

    def _find_by_old_card(self, vals):
        """Whoever came with the old card once: the new one names its number. The name must agree;
        where it does not, the card is registered anew and nothing is said of the other record."""
        number = vals["identity_kind"] == "citizen_id" and vals.get("previous_number")
        if not number:
            return self.sudo().browse()
        return self._find_by_number(
            {"identity_kind": "old_id", "identity_number": number}
        ).filtered(lambda applicant: applicant.search_text == text.fold(vals.get("name") or ""))

    def _survivor(self):
        """The record that took this one's place, or itself."""
        applicant = self.sudo()
        while applicant.merged_into_id:
            applicant = applicant.merged_into_id
        return applicant

    def _check_same_name(self, name):
        known = {self.sudo().search_text, self._survivor().search_text}
        if not name or text.fold(name) not in known:
            raise UserError(
                self.env._(
                    "The number %(number)s is registered under another name than the one entered. "
                    "Compare both with the card. If the registered name is wrong, "
                    "an official of the agency that registered it must correct it.",
                    number=identity.mask_identity(self.sudo().identity_number),
                )
            )

    def _open_to(self, agencies):
        """Let the officials of ``agencies`` see these applicants (called when a dossier comes)."""
        for applicant in self.sudo():
            missing = agencies.sudo() - applicant.agency_ids
            if missing:
                applicant.write({"agency_ids": [Command.link(agency.id) for agency in missing]})

    def _agencies_dealt_with(self):
        """Extension point: the agencies that know these applicants from work still on record."""
        return self.env["hcc.agency"].sudo()
