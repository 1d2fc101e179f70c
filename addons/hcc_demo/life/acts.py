"""What happens at the counter and on the agencies' tables."""

import base64
from datetime import timedelta
from functools import cache
from html import escape

from odoo.addons.hcc_base.paper import render_pdf

from ..tools.people import CONSENTING, PEOPLE

#: who hands in for somebody else
SUBMITTERS = {
    "authorised": {
        "submitter_kind": "authorised",
        "submitter_name": "Lò Thị Họa",
        "submitter_phone": "0900000013",
        "submitter_paper": "12/2026/UQ",
        "submitter_identity_number": "012190000113",
    },
    "parent": {
        "submitter_kind": "legal",
        "submitter_legal_kind": "parent",
        "submitter_name": "Vàng A Thí",
        "submitter_phone": "0900000005",
        "submitter_paper": "Giấy khai sinh 31/2009",
        "submitter_identity_number": "012069000105",
    },
}
#: what a proxy or representative shows
IDENTITY = {"collector_identity_kind": "citizen_id", "collector_identity": "012190000113"}


class Acts:
    # -- reception ------------------------------------------------------------

    def _act_draft(self, env, story, **how):
        self._draft(env, story, **how)

    def _act_receive(self, env, story, **how):
        self._draft(env, story, **how).receive()

    def _act_accept_guided(self, env, story, scans=False):
        """The applicant came back with what was missing."""
        dossier = self._dossier(env, story.key)
        dossier.component_ids.write({"is_missing": False})
        self._fill_in(dossier, scans=scans)
        dossier.receive()

    def _act_guide(self, env, story, reason, missing):
        dossier = self._draft(env, story)
        dossier.component_ids[missing].write({"is_received": False, "is_missing": True})
        dossier.guide(reason)

    def _act_refuse(self, env, story, **reason):
        self._draft(env, story).refuse(**reason)

    def _draft(self, env, story, arrived=None, submitter=None, **how):
        """The official fills the dossier in; papers that are always asked for lie there."""
        applicant = env["hcc.applicant"].find_or_register(self._person(env, story.person))
        values = {
            **story.particulars,
            "procedure_id": self._procedure(env, story.procedure).id,
            "applicant_id": applicant.id,
            "beside_open": True,
        }
        submitter = values.pop("submitter", submitter)
        if submitter:
            today = env["hcc.clock"]._today()
            values |= {**SUBMITTERS[submitter], "submitter_paper_date": today - timedelta(3)}
        if arrived:
            values["arrived_at"] = self.clock.instant(arrived, "15:00")
        elif values.get("channel") == "postal":
            values["arrived_at"] = env["hcc.clock"]._now()
        dossier = env["hcc.dossier"].create(values)
        self.dossiers[story.key] = dossier.id
        self._fill_in(dossier, **how)
        return dossier

    def _person(self, env, key):
        consents = key in CONSENTING
        consent = {"consent_at": env["hcc.clock"]._now()} if consents else {}
        return {**PEOPLE[key], **consent}

    def _fill_in(self, dossier, scans=False, keeps=None, reuse=False):
        lines = dossier.component_ids.filtered("is_required")
        lines.filtered(lambda line: not line.is_received).write({"is_received": True})
        if reuse:
            offers = dossier._reusable_papers()
            choices = {offer["component_id"]: offer["document_id"] for offer in offers}
            dossier.reuse_papers(choices, consent=True)
        for line in lines if scans else ():
            if not line.sudo().document_id:
                line.attach_scan("quet.pdf", trial_paper(line.name))
        if keeps:
            lines.sorted(lambda line: -line.originals)[-1:].write({"original_kept": keeps})

    # -- money ----------------------------------------------------------------

    def _act_pay(self, env, story):
        dues = env["hcc.due"].search(
            [
                ("dossier_id", "=", self.dossiers[story.key]),
                ("state", "=", "open"),
                ("collect_at", "=", "reception"),
            ]
        )
        env["hcc.receipt"].collect(dues.ids, env["hcc.shift"]._current().id)

    # -- processing -----------------------------------------------------------

    def _act_ask_supplement(self, env, story, reason, missing):
        dossier = self._dossier(env, story.key)
        dossier.request_supplement(reason, component_ids=dossier.component_ids[missing].ids)

    def _act_suspend(self, env, story, until, **reason):
        self._dossier(env, story.key).suspend(expected_on=self.clock.day(until), **reason)

    def _act_ask_agencies(self, env, story, agencies, **question):
        ids = [self._agency(env, code).id for code in agencies]
        self._dossier(env, story.key).consult(ids, **question)

    def _act_answer(self, env, story, **answer):
        dossier = self._dossier(env, story.key)
        questions = dossier.sudo().consultation_ids.filtered("is_open")
        dossier.answer_consultation(consultation_id=questions[0].id, **answer)

    def _act_with_child(self, env, story, does):
        """An act on the linked dossier."""
        child = self._dossier(env, story.key).sudo().child_ids[:1]
        getattr(env["hcc.dossier"].browse(child.id), does)()

    # -- results --------------------------------------------------------------

    def _act_store_result(self, env, story):
        dossier = self._dossier(env, story.key)
        title = dossier.version_id.result_name or "Kết quả giải quyết"
        dossier.store_result(trial_paper(title), "ket-qua.pdf")

    def _act_return_result(self, env, story, collector_days=None, **how):
        """Whoever comes for the applicant shows an identity paper."""
        if how.get("collector") in ("proxy", "representative"):
            shown = dict(IDENTITY)
            if collector_days:
                shown["collector_paper_date"] = str(self.clock.day(collector_days))
            how["particulars"] = shown
        self._dossier(env, story.key).return_result(**how)


@cache
def trial_paper(title):
    """A page that says what it stands for, as the screens send files: base64. Drawn once a kind."""
    pdf = render_pdf(
        "<html><body style='font-family: sans-serif; padding: 3cm'>"
        "<p style='text-align: center; color: #999'>BẢN THỬ – KHÔNG CÓ GIÁ TRỊ</p>"
        f"<h1 style='text-align: center; font-size: 18pt'>{escape(title)}</h1>"
        "<p>Giấy tờ minh họa do bản thử của phần mềm tạo ra; mọi tên và số đều là bịa đặt.</p>"
        "</body></html>"
    )
    return base64.b64encode(pdf).decode()
