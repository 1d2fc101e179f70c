"""Records of following a dossier: notices, contacts, texts, providers."""

from .world import _draft, record_of
from .world_common import common_record_of


@record_of("hcc.dossier.message")
def dossier_message(world):
    draft = _draft(world)
    draft.applicant_id.sudo().write(
        {"consent_at": "2026-11-01 00:00:00", "email": f"nguoi.{world.key}@example.vn"}
    )
    draft.receive()
    return world.env["hcc.dossier.message"].search([("dossier_id", "=", draft.id)], limit=1)


@record_of("hcc.dossier.contact")
def dossier_contact(world):
    answer = world.record("hcc.dossier").log_call("reached")
    return world.env["hcc.dossier.contact"].browse(answer["contact_id"])


@record_of("hcc.message.template")
def message_template(world):
    values = {"event": "ready", "channel": "sms", "company_id": world.centre.id}
    same = [(name, "=", value) for name, value in values.items()]
    templates = world.env["hcc.message.template"]
    return templates.search(same) or templates.create({**values, "body": "{code}: {link}"})


@common_record_of("hcc.sms.provider")
def sms_provider(world):
    return world.env["hcc.sms.provider"].create(
        {"name": f"Cổng {world.key}", "code": f"cong_{world.key}", "kind": "log"}
    )


@record_of("hcc.sms.log")
def sms_log(world):
    message = world.record("hcc.dossier.message")
    logs = world.env["hcc.sms.log"]
    logs._note("0912345678", "Da tiep nhan ho so", message)
    return logs.search([("message_id", "=", message.id)])
