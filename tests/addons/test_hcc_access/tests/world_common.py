"""A commune's centre below the world's, its administrator, and what is common to all centres."""

from odoo.fields import Command
from odoo.tests import new_test_user

from .world import _procedure

#: model → function(world): a record common to all centres, where the suite ships none
COMMON = {}


def common_record_of(model):
    """Register the decorated function as the maker of a common record of ``model``."""

    def register(function):
        COMMON[model] = function
        return function

    return register


def common_record(world, model):
    """The world's own common record of ``model``, else any that the suite ships."""
    if model in COMMON:
        return COMMON[model](world)
    return world.env[model].with_context(active_test=False).search([], limit=1)


def commune_of(world):
    """A commune's centre that reports to the world's."""
    return world.env["res.company"].create(
        {
            "name": f"Xã {world.key}",
            "is_centre": True,
            "parent_centre_id": world.centre.id,
            "resource_calendar_id": world.centre.resource_calendar_id.copy(
                {"company_id": False}
            ).id,
        }
    )


def commune_user(world, commune, *roles):
    login = "_".join((f"common_{world.key}", *roles))
    return new_test_user(
        world.env,
        login,
        groups=",".join(f"hcc_base.group_{role}" for role in roles),
        company_id=commune.id,
        company_ids=[Command.set(commune.ids)],
    )


def _version(world):
    return _procedure(world).version_ids[:1]


@common_record_of("hcc.agency")
def agency(world):
    return world.agency


@common_record_of("hcc.agency.alias")
def agency_alias(world):
    return world.env["hcc.agency.alias"].create({"agency_id": world.agency.id, "code": "H99.88"})


@common_record_of("hcc.procedure")
def procedure(world):
    return _procedure(world)


@common_record_of("hcc.procedure.version")
def version(world):
    return _version(world)


@common_record_of("hcc.procedure.field")
def procedure_field(world):
    return _procedure(world).field_id


@common_record_of("hcc.procedure.alias")
def procedure_alias(world):
    values = {"procedure_id": _procedure(world).id, "code": "9.888888"}
    return world.env["hcc.procedure.alias"].create(values)


@common_record_of("hcc.procedure.component")
def component(world):
    return _version(world).component_ids[:1]


@common_record_of("hcc.procedure.step")
def step(world):
    return _version(world).step_ids[:1]


@common_record_of("hcc.fee.item")
def fee_item(world):
    return _version(world).fee_item_ids[:1]


@common_record_of("hcc.fee")
def fee(world):
    return fee_item(world).fee_id


@common_record_of("hcc.tariff")
def tariff(world):
    return fee(world).tariff_ids[:1]


@common_record_of("hcc.procedure.result")
def result(world):
    draft = _version(world).copy()
    return world.env["hcc.procedure.result"].create({"version_id": draft.id, "name": "Giấy phép"})


@common_record_of("hcc.fee.exemption")
def exemption(world):
    item = _version(world).copy().fee_item_ids[:1]
    values = {"fee_item_id": item.id, "name": "Người có công"}
    return world.env["hcc.fee.exemption"].create(values)


@common_record_of("hcc.catalogue.import")
def sheet(world):
    return world.env["hcc.catalogue.import"].create({"file_name": "danh-muc.csv"})


@common_record_of("hcc.catalogue.import.column")
def sheet_column(world):
    return world.env["hcc.catalogue.import.column"].create({"import_id": sheet(world).id})


@common_record_of("hcc.catalogue.import.match")
def sheet_match(world):
    values = {"import_id": sheet(world).id, "kind": "agency", "source": "Sở"}
    return world.env["hcc.catalogue.import.match"].create(values)


@common_record_of("hcc.catalogue.import.row")
def sheet_row(world):
    return world.env["hcc.catalogue.import.row"].create({"import_id": sheet(world).id})


@common_record_of("hcc.catalogue.import.question")
def sheet_question(world):
    values = {"row_id": sheet_row(world).id}
    return world.env["hcc.catalogue.import.question"].create(values)


@common_record_of("resource.calendar")
def calendar(world):
    return world.centre.resource_calendar_id


@common_record_of("resource.calendar.attendance")
def attendance(world):
    return calendar(world).attendance_ids[:1]


@common_record_of("hcc.policy")
def policy(world):
    return world.env.ref("hcc_base.policy_c")


@common_record_of("hcc.policy.source")
def policy_source(world):
    return policy(world).source_ids[:1]


@common_record_of("hcc.calendar.day")
def calendar_day(world):
    return world.env["hcc.calendar.day"].search([("company_id", "=", False)], limit=1)


@common_record_of("hcc.fee.modifier")
def fee_modifier(world):
    values = {"name": "Giảm chung", "fee_ids": [Command.set(fee(world).ids)]}
    return world.env["hcc.fee.modifier"].create(values)
