"""Dossiers received in a hurry, for tests of what comes after."""

_RECEIVED = """
from odoo.addons.hcc_base.transaction import number_cursor

result = []
with number_cursor(env.registry) as cr:
    official = env(cr=cr)["res.users"].search([("login", "=", "canbo")])
    centres = {{"allowed_company_ids": official.company_id.ids}}
    me = env(cr=cr, user=official.id, su=False, context=centres)
    procedure = me["hcc.procedure"].search([("code", "=", "1.013837")])
    applicant = me["hcc.applicant"].find_or_register({{
        "kind": "person", "name": "Lò Thị Thử Nghiệm", "identity_kind": "citizen_id",
        "identity_number": "012190004321", "address": "Tổ 1, phường Tân Phong, tỉnh Lai Châu",
    }})
    for _number in range({count}):
        dossier = me["hcc.dossier"].create(
            {{"procedure_id": procedure.id, "applicant_id": applicant.id, "beside_open": True}})
        dossier.action_tick_all()
        dossier.receive()
        result.append(dossier.{field})
    cr.commit()
"""


def receive(centre, count, field):
    """``field`` of ``count`` dossiers of one applicant, received by the official."""
    return centre.script(_RECEIVED.format(count=count, field=field))
