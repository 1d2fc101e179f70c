"""Issuing a ticket at the kiosk, against Odoo creating one maintenance request.

Both in one process and one transaction that is rolled back, alternately, so that a slow moment of
the machine hits both; the number, the journal entry, the print job and the request key are part
of what is measured; the doorbell's message, written just before a commit, is not.
"""

from uuid import uuid4

from odoo.addons.hcc_base.transaction import number_cursor
from odoo.addons.hcc_queue.models.ticket import hcc_ticket_issue

from hcc_cli.bench import sides

GOALS = {"queue.issue": 0.6}


def run(env):
    with number_cursor(env.registry) as cr:
        env = env(cr=cr)
        kiosk = env["hcc.device"].search([("kind", "=", "kiosk")], limit=1)
        lane = env["hcc.lane"].search([("company_id", "=", kiosk.company_id.id)], limit=1)
        tickets = env(user=env.ref("hcc_base.user_public_page"), su=False)["hcc.ticket"]
        # One kiosk's flood limit would stop a benchmark; its query is part of what is measured.
        hcc_ticket_issue.FLOOD_PER_MINUTE = 10**6

        def issue():
            tickets._issue_at_kiosk(
                kiosk.id, lane.id, lane.agency_ids[:1].id, None, f"bench-{uuid4().hex}"
            )
            env.flush_all()

        def create_request():
            env["maintenance.request"].create({"name": "Máy in hết giấy"})
            env.flush_all()

        ratio = sides(issue, create_request)
        cr.rollback()
    return {"queue.issue": ratio}
