"""Records of the catalogue's decisions and dialogs, the calendar's and the journal's."""

from odoo.fields import Command

from .world import _procedure, own_record_of, record_of


def _made_by(user, model, values):
    return user.env[model].with_user(user).create(values)


@record_of("res.company")
def company(world):
    return world.centre


@record_of("hcc.catalogue.decision")
def catalogue_decision(world):
    line = {"procedure_id": _procedure(world).id, "mode": "own_premises", "reason": "Thử"}
    return world.env["hcc.catalogue.decision"].create(
        {
            "name": f"{world.key}/QĐ-UBND",
            "company_id": world.centre.id,
            "signer": "Chủ tịch",
            "line_ids": [Command.create(line)],
        }
    )


@record_of("hcc.catalogue.decision.line")
def catalogue_decision_line(world):
    return world.record("hcc.catalogue.decision").line_ids[0]


@record_of("hcc.catalogue.statistics")
def catalogue_statistics(world):
    procedure = _procedure(world)
    world.env.flush_all()
    same = [("company_id", "=", world.centre.id), ("procedure_id", "=", procedure.id)]
    return world.env["hcc.catalogue.statistics"].search(same)


@own_record_of("hcc.catalogue.export")
def catalogue_export(world, user):
    return _made_by(user, "hcc.catalogue.export", {"agency_ids": [Command.set(world.agency.ids)]})


def _template(world):
    lines = [{"name": "Thẩm định", "share": 60}, {"name": "Phê duyệt", "share": 40}]
    return world.env["hcc.process.template"].create(
        {"name": f"Mẫu {world.key}", "line_ids": [Command.create(line) for line in lines]}
    )


@own_record_of("hcc.procedure.poster")
def procedure_poster(world, user):
    values = {"procedure_ids": [Command.set(_procedure(world).ids)]}
    return _made_by(user, "hcc.procedure.poster", values)


@own_record_of("hcc.process.apply")
def process_apply(world, user):
    draft = _procedure(world).version_ids[0].copy()
    values = {"version_id": draft.id, "template_id": _template(world).id}
    return _made_by(user, "hcc.process.apply", values)


@own_record_of("hcc.process.copy")
def process_copy(world, user):
    version = _procedure(world).version_ids[0]
    return _made_by(user, "hcc.process.copy", {"version_id": version.id})


@own_record_of("hcc.process.copy.line")
def process_copy_line(world, user):
    values = {
        "dialog_id": world.own("hcc.process.copy", user).id,
        "procedure_id": _procedure(world).id,
        "effect": "refused",
    }
    return _made_by(user, "hcc.process.copy.line", values)


@own_record_of("hcc.calendar.closure")
def calendar_closure(world, user):
    return _made_by(user, "hcc.calendar.closure", {"date_from": "2030-03-04", "reason": "Bão"})


@own_record_of("hcc.calendar.hours")
def calendar_hours(world, user):
    values = {"calendar_id": world.centre.resource_calendar_id.id}
    return _made_by(user, "hcc.calendar.hours", values)


@own_record_of("hcc.calendar.hours.line")
def calendar_hours_line(world, user):
    values = {"dialog_id": world.own("hcc.calendar.hours", user).id, "dayofweek": "0"}
    return _made_by(user, "hcc.calendar.hours.line", values)


@own_record_of("hcc.calendar.removal")
def calendar_removal(world, user):
    return _made_by(user, "hcc.calendar.removal", {})


@own_record_of("hcc.calendar.swap")
def calendar_swap(world, user):
    values = {"date_off": "2030-03-04", "date_worked": "2030-03-09"}
    return _made_by(user, "hcc.calendar.swap", values)


@own_record_of("hcc.calendar.year")
def calendar_year(world, user):
    return _made_by(user, "hcc.calendar.year", {"year": 2030})


@own_record_of("hcc.calendar.year.line")
def calendar_year_line(world, user):
    values = {
        "dialog_id": world.own("hcc.calendar.year", user).id,
        "date": "2030-01-01",
        "name": "Tết Dương lịch",
    }
    return _made_by(user, "hcc.calendar.year.line", values)


@own_record_of("hcc.clock.trial")
def clock_trial(world, user):
    return _made_by(user, "hcc.clock.trial", {"company_id": world.centre.id})


@record_of("hcc.journal.check")
def journal_check(world):
    return world.env["hcc.journal.check"]._check(world.centre)
