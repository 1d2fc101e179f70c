from datetime import datetime, timezone

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.hcc_base.transaction import draws_number
from odoo.addons.hcc_base.wizards.hcc_applicant_entry import ENTRY_FIELDS

#: what the desk sends of the dossier itself; all else is ignored
FORM_FIELDS = (
    "channel", "arrived_at", "competent_centre_id", "return_channel", "return_address", "subject",
    "sets", "is_difficult_area", "beside_open", "submitter_kind", "submitter_legal_kind",
    "submitter_name", "submitter_phone", "submitter_identity_number", "submitter_paper",
    "submitter_paper_date",
)  # fmt: skip
CONTACT_FIELDS = ("address", "phone", "email")
LINE_FIELDS = (
    "is_received", "originals", "certified_copies", "copies", "is_missing", "note",
)  # fmt: skip
DESK_VERBS = ("receive", "guide", "refuse")


class HccDossier(models.Model):
    """The three answers of the reception desk, each in one transaction: the applicant is found or
    registered, the dossier written and the verb called, or nothing of it happened."""

    _inherit = "hcc.dossier"

    @api.model
    @draws_number
    def desk_submit(self, verb, form, request_key=None):
        """Accept, guide or refuse what the desk shows.

        :param verb: ``receive``, ``guide`` or ``refuse``
        :param form: ``{"dossier_id", "applicant_id" | "applicant", "contact", "has_consented",
            "procedure_id", "components", "reason", …}`` and the fields of ``FORM_FIELDS``
        :return: what the screen shows then, without personal data
        """
        self.check_access("create")
        if verb not in DESK_VERBS or not isinstance(form, dict):
            raise UserError(self.env._("The desk accepts, guides or refuses."))
        answer = self.env["hcc.request.key"]._once(
            f"dossier.desk/{self.env.uid}",
            request_key,
            {"verb": verb, "form": form},
            lambda: self._desk_submit(verb, form),
        )
        return {**answer, "paper": self._desk_paper(answer), "act": self._desk_act(answer)}

    def _desk_submit(self, verb, form):
        dossier = self._desk_dossier(form)
        if verb == "receive":
            dossier.receive()
            return dossier._desk_accepted()
        answer = getattr(dossier, verb)(form.get("reason"))
        return dossier._desk_answered(verb, answer["notice_id"])

    # -------------------------------------------------------------------------
    # WHAT WAS FILLED IN
    # -------------------------------------------------------------------------

    def _desk_dossier(self, form):
        """The dossier of the desk, new or continued, as the form has it."""
        applicant = self._desk_applicant(form)
        values = self._desk_values(form)
        values |= {"applicant_id": applicant.id, "procedure_id": form.get("procedure_id") or False}
        if not form.get("dossier_id"):
            dossier = self.create(values | {"component_ids": self._desk_lines(form)})
            return dossier
        dossier = self.browse(form["dossier_id"])
        if dossier.procedure_id.id == values["procedure_id"]:
            del values["procedure_id"]  # the components stay as they are
        dossier.write(values)
        dossier._desk_write_lines(form)
        return dossier

    def _desk_applicant(self, form):
        applicants = self.env["hcc.applicant"]
        if form.get("applicant_id"):
            applicant = applicants.browse(form["applicant_id"])
            applicant.check_access("read")
        elif form.get("applicant"):
            values = self._desk_entry_values(form["applicant"])
            entry = self.env["hcc.applicant.entry"].create(values)
            applicant = entry._applicant()
        else:
            raise UserError(self.env._("Scan the applicant's card, or enter the applicant."))
        self._desk_contact(applicant, form)
        return applicant

    @api.model
    def _desk_entry_values(self, values):
        """Particulars of an applicant as the entry dialog takes them."""
        known = {name: values.get(name) for name in (*ENTRY_FIELDS, "use_applicant_id")}
        self._check_date(known["birth_date"])
        return {name: value for name, value in known.items() if value}

    def _desk_contact(self, applicant, form):
        """Contacts as the applicant gave them today, and consent where it was given."""
        contact = form.get("contact") or {}
        known = applicant.sudo()
        changed = {
            name: contact[name].strip() or False
            for name in CONTACT_FIELDS
            if name in contact and (contact[name] or "").strip() != (known[name] or "")
        }
        if form.get("has_consented") and not known.consent_at:
            changed["consent_at"] = self.env["hcc.clock"]._now()
        if changed:
            applicant.write(changed)

    def _desk_values(self, form):
        values = {name: form[name] or False for name in FORM_FIELDS if name in form}
        self._check_date(values.get("submitter_paper_date"))
        if values.get("arrived_at"):
            values["arrived_at"] = self._from_wall_clock(values["arrived_at"])
        if values.get("channel") != "postal":
            values["arrived_at"] = False
        if values.get("channel") != "other_centre":
            values["competent_centre_id"] = False
        if not values.get("submitter_kind"):
            values |= {name: False for name in FORM_FIELDS if name.startswith("submitter_")}
        else:
            number, phone = (values.get(f"submitter_{n}") for n in ("identity_number", "phone"))
            values |= self._submitter_numbers(number, phone)
        values["sets"] = self._checked_sets(values.get("sets"))
        return {name: value for name, value in values.items() if name in self._fields}

    @api.model
    def _checked_sets(self, typed):
        text = str(typed or 1).strip()
        if not text.isdecimal() or not 0 < int(text) < 100:
            raise UserError(self.env._("“%s” is no number of sets: 1 to 99.", typed))
        return int(text)

    @api.model
    def _check_date(self, typed):
        """A person typed it: what is no date is said, not stumbled over."""
        try:
            return fields.Date.to_date(typed)
        except ValueError:
            raise UserError(self.env._("“%s” is not a date.", typed)) from None

    def _from_wall_clock(self, typed):
        """``2026-11-20T09:00`` as the centre's clock shows it, in naive UTC."""
        try:
            local = datetime.fromisoformat(typed)
        except (TypeError, ValueError):
            raise UserError(self.env._("“%s” is not a date and time.", typed)) from None
        zone = self.env["hcc.clock"]._timezone(self.env.company)
        return local.replace(tzinfo=zone).astimezone(timezone.utc).replace(tzinfo=None)

    def _desk_lines(self, form):
        """The components as new rows; names and order are the catalogue's."""
        typed = {line.get("component_id"): line for line in form.get("components") or []}
        procedure = self.env["hcc.procedure"].browse(form.get("procedure_id") or [])
        draft = self._desk_draft(procedure)
        return [
            Command.create(vals | self._line_values(typed.get(vals["component_id"], {})))
            for vals in draft._prepare_components()
        ]

    def _desk_write_lines(self, form):
        typed = {line.get("component_id"): line for line in form.get("components") or []}
        for line in self.component_ids:
            values = self._line_values(typed.get(line.component_id.id, {}))
            changed = {name: v for name, v in values.items() if (line[name] or False) != v}
            if changed:
                line.write(changed)

    @api.model
    def _line_values(self, typed):
        return {name: typed[name] or False for name in LINE_FIELDS if name in typed}

    # -------------------------------------------------------------------------
    # WHAT THE SCREEN SHOWS
    # -------------------------------------------------------------------------

    def _desk_form(self):
        """The fields of the form as the desk fills them in."""
        [row] = self.read(["return_address", "submitter_phone", "submitter_identity_number"])
        form = {name: row.get(name, self[name]) or "" for name in FORM_FIELDS}
        form["competent_centre_id"] = self.competent_centre_id.id
        form["submitter_paper_date"] = str(self.submitter_paper_date or "")
        arrived = self.arrived_at and self.env["hcc.clock"]._local(self.company_id, self.arrived_at)
        form["arrived_at"] = f"{arrived:%Y-%m-%dT%H:%M}" if arrived else ""
        return form

    def _desk_accepted(self):
        """Code, appointment and how it was counted; the slip, where one is due."""
        return {
            "verb": "receive",
            "dossier_id": self.id,
            "code": self.name,
            "due": self._local_words(self.due_at),
            "explanation": self._explain_due(),
            "handover_due": self._local_words(self.handover_due_at),
            "extra": self._get_slip_extra(),
            "has_slip": not self.slip_on_request,
        }

    def _desk_answered(self, verb, notice_id):
        notice = self.env["hcc.dossier.notice"].browse(notice_id)
        return {
            "verb": verb,
            "dossier_id": self.id,
            "code": self.reception_number,
            "missing": [line["name"] for line in notice.content or []],
            "has_slip": True,
            "notice_id": notice_id,
        }

    @api.model
    def _desk_act(self, answer):
        """Extension point: the dialog of what follows at this same desk, if anything does."""
        return {}

    @api.model
    def _desk_paper(self, answer):
        """What is printed for the applicant: the slip, or the notice that was issued."""
        notice_id = answer.get("notice_id")
        model = "hcc.dossier.notice" if notice_id else "hcc.dossier"
        report = self.env.ref(f"hcc_dossier.report_{'notice' if notice_id else 'slip'}").sudo()
        record = self.env[model].browse(notice_id or answer["dossier_id"])
        return report.report_action(record, config=False)
