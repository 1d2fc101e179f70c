"""Hand-over lists and findings of the truth check."""

from .world import _draft as dossier_draft
from .world import own_record_of, record_of


@record_of("hcc.handover")
def handover(world):
    listed = dossier_draft(world)
    listed.receive()
    action = listed.action_list_for_handover()
    return world.env["hcc.handover"].browse(action["res_id"])


@record_of("hcc.handover.line")
def handover_line(world):
    return world.record("hcc.handover").line_ids


@own_record_of("hcc.handover.act")
def handover_act(world, user):
    dialogs = world.env["hcc.handover.act"].with_user(user)
    return dialogs.create({"handover_id": world.record("hcc.handover").id, "verb": "hand"})


def _run(world):
    return world.env["hcc.truth.run"].sudo()._run(world.centre, "demand").with_env(world.env)


@record_of("hcc.truth.run")
def truth_run(world):
    return _run(world)


@record_of("hcc.truth.finding")
def truth_finding(world):
    """About a dossier that a hand in the database moved."""
    dossier = dossier_draft(world)
    dossier.receive()
    world.env.flush_all()
    world.env.cr.execute("UPDATE hcc_dossier SET custody = 'agency' WHERE id = %s", [dossier.id])
    world.env.invalidate_all()
    about = [("run_id", "=", _run(world).id), ("res_id", "=", dossier.id)]
    return world.env["hcc.truth.finding"].search([*about, ("check_code", "=", "custody_state")])


@own_record_of("hcc.truth.acknowledge")
def truth_acknowledge(world, user):
    dialogs = world.env["hcc.truth.acknowledge"].with_user(user)
    values = {"finding_ids": world.record("hcc.truth.finding").ids, "reason": "Đang tìm"}
    return dialogs.create(values)
