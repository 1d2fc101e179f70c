"""Accepting a dossier, against Odoo creating one maintenance request.

Measured as in ``queue_issue``. The draft with its papers is made outside the clock: an official
fills it in during minutes; what must be quick is the acceptance (code, steps, due date with its
ledger, dues, token, journal).
"""

from uuid import uuid4

from odoo.addons.hcc_base.transaction import number_cursor

from hcc_cli.bench import sides

GOALS = {"dossier.receive": 2.5}
ROUNDS, WARM_UP = 31, 3
APPLICANT = {
    "kind": "person",
    "name": "Lò Thị Thử Nghiệm",
    "identity_kind": "citizen_id",
    "identity_number": "012190004321",
    "phone": "0912345678",
    "address": "Tổ 1, phường Tân Phong, tỉnh Lai Châu",
}


def run(env):
    with number_cursor(env.registry) as cr:
        env = env(cr=cr)
        official = env["res.users"].search([("login", "=", "canbo")])
        dossiers = env(user=official, su=False)["hcc.dossier"]
        procedure = env["hcc.procedure"].search([("code", "=", "1.013837")])
        applicant = dossiers.env["hcc.applicant"].find_or_register(APPLICANT)
        drafts = [_draft(dossiers, procedure, applicant) for _ in range(ROUNDS + WARM_UP)]
        env.flush_all()

        def receive():
            drafts.pop().receive(f"bench-{uuid4().hex}")
            env.flush_all()

        def create_request():
            env["maintenance.request"].create({"name": "Máy in hết giấy"})
            env.flush_all()

        ratio = sides(receive, create_request, rounds=ROUNDS, warm_up=WARM_UP)
        cr.rollback()
    return {"dossier.receive": ratio}


def _draft(dossiers, procedure, applicant):
    draft = dossiers.create(
        {"procedure_id": procedure.id, "applicant_id": applicant.id, "beside_open": True}
    )
    draft.action_tick_all()
    return draft
