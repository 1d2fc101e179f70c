from datetime import timedelta

from odoo import models

from odoo.addons.hcc_base.secret_key import derive_key
from odoo.addons.hcc_base.tools import due_words_en, file_kinds, identity

from ...tools import public_words, signed_pass
from ..dossier.hcc_dossier import FINAL_STATES, WAITING_STATES

#: purpose of the token given after a look-up by code and second fact
LOOKUP_TOKEN = "dossier_lookup"
#: states in which a result may be shown to the applicant
RESULT_STATES = ("done", "returned")
#: how long the address of a result's file works
DOWNLOAD_MINUTES = 10


class HccDossier(models.Model):
    """The public page of a dossier (trang tra cứu): what its applicant may know, in Vietnamese or
    English, and nothing personal but a masked name. A slip may lie about, and words name people: of
    what officials wrote of a dossier, the reasons of a new appointment and of a revoked result are
    shown to whoever gave the second fact, other reasons to nobody. The note of each missing paper
    is shown to any slip: the applicant must know what to bring.

    Called by the public page's user once a token was checked, hence the narrow sudo.
    """

    _inherit = "hcc.dossier"

    def _get_public_status(self, language="vi", with_fact=False):
        """All that the page shows, as plain values.

        :param with_fact: whether the visitor has given the second fact
        """
        self.ensure_one()
        dossier = self.sudo().with_context(public_language=language, public_with_fact=with_fact)
        return {
            "code": dossier.display_name,
            **dossier._public_standing(),
            "procedure": dossier.version_id.name or dossier.procedure_id.name,
            "agency": dossier.agency_id.name,
            "applicant": identity.mask_name(dossier.applicant_name or ""),
            "missing": dossier._public_missing(),
            "received_at": dossier._public_time(dossier.received_at),
            **dossier._public_appointment(),
            "milestones": dossier._public_milestones(),
            "notices": dossier._public_notices(),
            "result": dossier._public_result(with_fact),
            "map_url": dossier.company_id.map_url or "",
        }

    def _public_language(self):
        return self.env.context.get("public_language", "vi")

    # -------------------------------------------------------------------------
    # WHERE IT STANDS
    # -------------------------------------------------------------------------

    def _public_standing(self):
        words = self.status_words
        if self._public_language() == "en":
            words = self._status_book({}).english.get(self.status_code, words)
        return {
            "status_code": self.status_code,
            "status": words,
            "is_final": self.state in FINAL_STATES,
            "is_waiting": self.state in WAITING_STATES,
            "is_overdue": self.is_overdue,
            "task": self._get_applicant_task(),
        }

    def _get_applicant_task(self):
        """Extension point: what the applicant must do now, in one sentence of the page's
        language."""
        self.ensure_one()
        language = self._public_language()
        if self.state == "done":
            return public_words.COLLECT_TASKS[language][self.return_channel]
        return public_words.TASKS[language].get(self.state, "")

    def _public_missing(self):
        """What the applicant is asked to bring, whatever was written to them since."""
        notice = self._last_guiding_notice()
        if self.state not in ("guided", "supplement") or not notice:
            return {"papers": [], "until": ""}
        until = notice.expected_on and f"{notice.expected_on:%d/%m/%Y}"
        return {"papers": notice.content or [], "until": until or ""}

    def _public_milestones(self):
        """The steps of the way: name, time of completion, and which one is going on."""
        ways = self._public_ways(public_words.WORDS[self._public_language()])
        current = next((way for way in ways if not way["at"]), None)
        for way in ways:
            way["is_done"] = bool(way["at"])
            way["is_current"] = way is current and self.state not in FINAL_STATES
            way["at"] = self._public_time(way["at"])
        return ways if self.received_at else []

    def _public_handover(self, words):
        """Papers that stay at the centre to the end are handed over to nobody."""
        if self.is_on_the_spot and not self.handed_over_at:
            return []
        return [{"name": words["hand_over"], "at": self.handed_over_at}]

    def _public_ways(self, words):
        """Name and time of everything on the way, in its order."""
        return [
            {"name": words["receive"], "at": self.received_at},
            *self._public_handover(words),
            *self._public_steps(),
            *self._public_results(words),
        ]

    def _public_results(self, words):
        return [
            {"name": words["result_back"], "at": self.finished_at},
            {"name": words["return"], "at": self.returned_at},
        ]

    def _public_steps(self):
        english = self._public_language() == "en" and public_words.STEP_KINDS
        return [
            {
                "name": english and english.get(step.kind) or step.name,
                "is_vietnamese": bool(english) and step.kind not in english,
                "at": step.finished_at,
            }
            for step in self.step_ids
            if step.outcome != "sent_back"
        ]

    def _public_notices(self):
        """The papers sent to the applicant: form, number and day, not their text."""
        notices = self._told_notices()
        if not notices:
            return []
        names = public_words.NOTICES[self._public_language()]
        policy = self.policy_id or self._todays_policy()
        return [
            {
                "name": names.get(notice.kind, ""),
                "form": policy._form_number(notice._forms[notice.kind]) if policy else "",
                "number": notice.number,
                "day": f"{notice.issued_on:%d/%m/%Y}",
            }
            for notice in notices
        ]

    # -------------------------------------------------------------------------
    # WHEN
    # -------------------------------------------------------------------------

    def _public_appointment(self):
        return {
            "appointment": self._public_time(self.appointment_at),
            "first_due": self._public_time(self.first_due_at),
            "is_moved": self.appointment_at != self.first_due_at,
            "explanation": self._public_explanation() if self.due_at else [],
            "moves": self._public_moves() if self.due_at else [],
        }

    def _public_explanation(self):
        if self._public_language() == "en":
            due = self._due_from_ledger(with_reappointments=True)
            return due_words_en.explain_in_english(due)
        return self._explain_due()

    def _public_moves(self):
        """Every change of the appointment that the applicant did not cause, with its reason: that
        of the calendar is public, an apology's stands in the letter."""
        words = public_words.WORDS[self._public_language()]
        return [
            {
                "sorry": words["sorry"],
                "since": self._public_time(row.moved_from),
                "to": self._public_time(row.moved_to or row.ended_at),
                **self._public_reason(row.reason, row.kind == "calendar"),
            }
            for row in self.ledger_ids
            if row.kind in ("reappointment", "calendar")
        ]

    def _public_reason(self, reason, is_public=False):
        """A reason as far as this visitor may read it, and where else it is to be read."""
        if is_public or self.env.context.get("public_with_fact"):
            return {"reason": reason or "", "where": ""}
        return {"reason": "", "where": public_words.WORDS[self._public_language()]["in_letter"]}

    def _public_time(self, instant):
        """A time as the page's language writes it; empty without one."""
        if not instant or self._public_language() == "vi":
            return self._local_words(instant)
        return due_words_en.moment_words(self.env["hcc.clock"]._local(self.company_id, instant))

    # -------------------------------------------------------------------------
    # THE RESULT'S FILES
    # -------------------------------------------------------------------------

    def _public_result_files(self):
        """The result's files that the applicant may download; the content is read when asked."""
        return [
            {
                "id": document.id,
                "name": document.file_name,
                "mimetype": file_kinds.MIMETYPES.get(document.file_kind),
                "content": document._content,
            }
            for document in self._public_result_documents()
        ]

    def _public_result(self, with_fact):
        """The result's files; whether the second fact is still to be given for them."""
        nothing = {"documents": [], "asks_fact": False}
        mode = self.policy_id.result_download or "off"
        if mode == "off" or self.state not in RESULT_STATES:
            return nothing
        files = self._public_result_files()
        if mode == "second_fact" and not with_fact:
            return {"documents": [], "asks_fact": bool(files)}
        until = self.env["hcc.clock"]._now() + timedelta(minutes=DOWNLOAD_MINUTES)
        expires = f"{until:%Y%m%d%H%M%S}"
        return {
            "documents": [
                {"name": file["name"], "path": self._result_path(file["id"], expires)}
                for file in files
            ],
            "asks_fact": False,
        }

    def _result_path(self, document_id, expires):
        """What follows the token in the address of a result's file."""
        return f"{document_id}/{expires}/{self._sign_result(document_id, expires)}"

    def _sign_result(self, document_id, expires):
        return signed_pass.sign(derive_key("result_download"), self.id, document_id, expires)

    def _open_result(self, document_id, expires, signature, with_fact):
        """The file that a signed address names, or ``None``: the policy is asked once more."""
        dossier = self.sudo()
        is_signed = signed_pass.is_signed(
            derive_key("result_download"), signature, dossier.id, document_id, expires
        )
        if not is_signed or expires < f"{self.env['hcc.clock']._now():%Y%m%d%H%M%S}":
            return None
        mode = dossier.policy_id.result_download or "off"
        allowed = mode == "on" or (mode == "second_fact" and with_fact)
        if not allowed or dossier.state not in RESULT_STATES:
            return None
        files = dossier._public_result_files()
        found = next((file for file in files if str(file["id"]) == document_id), None)
        if found:
            facts = {"document": document_id, "way": "lookup" if with_fact else "slip"}
            self.env["hcc.journal.entry"]._append(dossier, "download_result", facts=facts)
        return found
