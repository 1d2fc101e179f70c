"""Reasons of dossiers, pre-numbered slips, times without a server."""

from .world import own_record_of, record_of
from .world_common import common_record_of


@record_of("hcc.dossier.reason")
def reason(world):
    values = {"kind": "stop", "code": f"ZZ{world.key}", "name": "Lý do thử"}
    return world.env["hcc.dossier.reason"].create(values)


@common_record_of("hcc.dossier.reason")
def common_reason(world):
    return world.record("hcc.dossier.reason")


@record_of("hcc.dossier.incident")
def dossier_incident(world):
    dossier = world.record("hcc.dossier")
    dossier.report_loss("Thất lạc khi bàn giao.")
    return dossier.sudo().incident_ids[:1]


@record_of("hcc.offline.form")
def offline_form(world):
    return world.env["hcc.offline.form"]._print(world.centre, world.record("hcc.counter"), 1)


@record_of("hcc.outage")
def outage(world):
    return world.env["hcc.outage"].create(
        {
            "company_id": world.centre.id,
            "started_at": "2026-01-05 02:00:00",
            "ended_at": "2026-01-05 04:00:00",
            "reason": "Mất điện",
        }
    )


@own_record_of("hcc.offline.print")
def offline_print(world, user):
    return world.env["hcc.offline.print"].with_user(user).create({"quantity": 1})


@own_record_of("hcc.offline.spoil")
def offline_spoil(world, user):
    values = {"form_id": world.record("hcc.offline.form").id, "reason": "Rách"}
    return world.env["hcc.offline.spoil"].with_user(user).create(values)
