"""One agency at one centre with its people and a record of every restricted model.

Records are made as their roles make them. A model with a limited scope in the matrix needs an
entry in ``RECORDS`` (and in ``OWN`` where a role sees only the own ones).
"""

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.hcc_base.tests.common import DECISION
from odoo.addons.hcc_base.tools.identity import invented_citizen_id
from odoo.addons.hcc_device.tools import raster

from . import matrix

#: models without a centre: their agency's staff reach them from every centre
OF_ALL_CENTRES = {"hcc.applicant", "hcc.applicant.merge"}
#: model → function(world): a record that belongs to the world's agency and centre
RECORDS = {}
#: model → function(world, user): a record that belongs to ``user`` there
OWN = {}


def record_of(model):
    """Register the decorated function as the maker of the world's record of ``model``."""

    def register(function):
        RECORDS[model] = function
        return function

    return register


def own_record_of(model):
    """Register the decorated function as the maker of a user's own record of ``model``."""

    def register(function):
        OWN[model] = function
        return function

    return register


class World:
    """An agency received at a centre; ``colleagues`` are second holders of each role there."""

    def __init__(self, env, key, agency, centre):
        self.key, self.agency, self.centre = key, agency, centre
        self.env = env(context={**env.context, "allowed_company_ids": centre.ids})
        self.users = {role: self._create_user(role) for role in matrix.STAFF_ROLES}
        self.colleagues = {role: self._create_user(f"{role}", "2") for role in matrix.STAFF_ROLES}
        self.forget()

    def forget(self):
        """Make records anew: those of the test before were rolled back."""
        self._made, self._made_own = {}, {}

    def record(self, model):
        """The world's record of ``model``, made on the first call."""
        return self._kept(self._made, model, lambda: RECORDS[model](self))

    def own(self, model, user):
        """The record of ``model`` that belongs to ``user``, made on the first call."""
        return self._kept(self._made_own, (model, user.id), lambda: OWN[model](self, user))

    def _kept(self, made, key, make):
        """A maker that fails takes back what it made on its way, so that others stay testable."""
        if key not in made:
            before = dict(self._made), dict(self._made_own)
            try:
                with self.env.cr.savepoint():
                    made[key] = make()
            except Exception:
                for cache, kept in zip((self._made, self._made_own), before, strict=True):
                    cache.clear()
                    cache.update(kept)
                raise
        return made[key]

    def as_user(self, role, model):
        return self.env[model].with_user(self.users[role])

    def _create_user(self, role, suffix=""):
        user = new_test_user(
            self.env,
            f"scope_{self.key}_{role}{suffix}",
            groups=f"{matrix.STAFF_ROLES[role]},base.group_allow_export",
            company_id=self.centre.id,
            company_ids=[Command.set(self.centre.ids)],
            tz="Asia/Ho_Chi_Minh",
        )
        self.agency.member_ids = [Command.link(user.id)]
        return user


# -----------------------------------------------------------------------------
# hcc_base
# -----------------------------------------------------------------------------


@record_of("hcc.counter")
def counter(world):
    return world.env["hcc.counter"].create(
        {
            "name": f"Quầy {world.key}",
            "number": 1 + world.env["hcc.counter"].search_count([]),
            "company_id": world.centre.id,
            "agency_ids": [Command.set(world.agency.ids)],
            "user_ids": [Command.set([user.id for user in world.users.values()])],
        }
    )


@record_of("hcc.calendar.day")
def calendar_day(world):
    taken = world.env["hcc.calendar.day"].search_count([("date", "=", "2030-01-02")])
    day = f"2030-01-{2 + taken:02d}"
    return world.env["hcc.calendar.day"].create(
        {"date": day, "name": "Nghỉ", "kind": "closure", "company_id": world.centre.id}
    )


@record_of("hcc.delegation")
def delegation(world):
    """Between two who hold none of the roles under test, so that it is nobody's own."""
    people = [_create_bystander(world, n) for n in (1, 2)]
    return _delegation(world, *people)


@own_record_of("hcc.delegation")
def own_delegation(world, user):
    return _delegation(world, _create_bystander(world, 3), user)


def _create_bystander(world, n):
    login = f"bystander_{world.key}_{n}"
    user = world.env["res.users"].search([("login", "=", login)])
    return user or new_test_user(
        world.env, login, company_id=world.centre.id, company_ids=[Command.set(world.centre.ids)]
    )


def _delegation(world, principal, delegate):
    return world.env["hcc.delegation"].create(
        {
            "principal_user_id": principal.id,
            "delegate_user_id": delegate.id,
            "agency_id": world.agency.id,
            "company_id": world.centre.id,
            "act_approve": True,
            "decision_number": f"1/QĐ-{world.key}",
            "decision_date": "2026-01-01",
            "decision_signer": "Giám đốc",
            "date_from": "2026-01-01",
            "date_to": "2026-12-31",
        }
    )


@record_of("hcc.policy")
def policy(world):
    same = [("company_id", "=", world.centre.id)]
    return world.env["hcc.policy"].search(same, limit=1) or world.env["hcc.policy"].create(
        {
            "name": f"Riêng {world.key}",
            "regime": "a",
            "valid_from": "2000-01-01",
            "valid_to": "2000-01-02",
            "company_id": world.centre.id,
        }
    )


@record_of("hcc.login.failure")
def login_failure(world):
    failures = world.env["hcc.login.failure"]
    failures._count(world.users["official"].login)
    return failures.search([("user_id", "=", world.users["official"].id)])


@record_of("hcc.applicant")
def applicant(world):
    seed = 500 + world.env["hcc.applicant"].search_count([])
    return world.as_user("official", "hcc.applicant").find_or_register(
        {"name": f"Lò Văn {world.key}", "identity_number": invented_citizen_id(seed)}
    )


@record_of("hcc.applicant.merge")
def applicant_merge(world):
    second = world.as_user("official", "hcc.applicant").find_or_register(
        {"name": f"Lò Văn {world.key}", "identity_kind": "other"}
    )
    pair = {"winner_id": world.record("hcc.applicant").id, "loser_id": second.id}
    return world.as_user("official", "hcc.applicant.merge").create(pair)


@own_record_of("hcc.applicant.entry")
def applicant_entry(world, user):
    return world.env["hcc.applicant.entry"].with_user(user).create({"name": "Lò Văn Hộp"})


@record_of("hcc.journal.entry")
def journal_entry(world):
    return world.env["hcc.journal.entry"]._append(world.record("hcc.dossier"), "test")


@record_of("hcc.outbox")
def outbox(world):
    dossier = world.record("hcc.dossier")
    return world.env["hcc.outbox"].create(
        {
            "company_id": world.centre.id,
            "kind": "test",
            "res_model": dossier._name,
            "res_id": dossier.id,
        }
    )


# -----------------------------------------------------------------------------
# hcc_device
# -----------------------------------------------------------------------------


@record_of("hcc.device")
def device(world):
    return world.env["hcc.device"].create(
        {"name": f"Ki-ốt {world.key}", "kind": "kiosk", "company_id": world.centre.id}
    )


@record_of("hcc.device.job")
def device_job(world):
    agent = world.env["hcc.device"].create(
        {"name": f"Máy trạm {world.key}", "kind": "agent", "company_id": world.centre.id}
    )
    printer = world.env["hcc.device"].create(
        {
            "name": f"Máy in {world.key}",
            "kind": "printer",
            "company_id": world.centre.id,
            "agent_id": agent.id,
            "host": "192.0.2.10",
        }
    )
    picture = raster.to_one_bit(raster.canvas(576).text("A001", size=80, bold=True).image)
    return world.env["hcc.device.job"]._print(
        printer, picture, world.record("hcc.device"), expires_in_seconds=90
    )


# -----------------------------------------------------------------------------
# hcc_queue
# -----------------------------------------------------------------------------


@record_of("hcc.lane")
def lane(world):
    lanes = world.env["hcc.lane"].search_count([("company_id", "=", world.centre.id)])
    return world.env["hcc.lane"].create(
        {
            "name": f"Làn {world.key}",
            "prefix": "ABC"[lanes],
            "company_id": world.centre.id,
            "agency_ids": [Command.set(world.agency.ids)],
            "counter_ids": [Command.set(world.record("hcc.counter").ids)],
        }
    )


@record_of("hcc.counter.turn")
def counter_turn(world):
    return world.env["hcc.counter.turn"].create(
        {
            "lane_id": world.record("hcc.lane").id,
            "counter_id": world.record("hcc.counter").id,
            "turn": "before",
        }
    )


@record_of("hcc.ticket")
def ticket(world):
    answer = world.env["hcc.ticket"]._issue_at_kiosk(
        world.record("hcc.device").id, world.record("hcc.lane").id, None, None, None
    )
    return world.env["hcc.ticket"].search(
        [("name", "=", answer["number"]), ("company_id", "=", world.centre.id)]
    )


@record_of("hcc.counter.session")
def counter_session(world):
    _employ(world, world.users["official"], is_permanent=True)
    sessions = world.as_user("official", "hcc.counter.session")
    return sessions.browse(sessions.open(world.record("hcc.counter").id)["session_id"])


@record_of("hcc.ticket.call")
def ticket_call(world):
    waiting = world.record("hcc.ticket")
    session = world.record("hcc.counter.session")
    world.as_user("official", "hcc.ticket").call_next(session.id)
    return world.env["hcc.ticket.call"].search([("ticket_id", "=", waiting.id)], limit=1)


@record_of("hcc.satisfaction")
def satisfaction(world):
    world.record("hcc.ticket.call")
    served = world.record("hcc.ticket").with_user(world.users["official"])
    served.serve()
    served.finish()
    level = world.env["hcc.satisfaction.level"].search([], limit=1)
    return world.env["hcc.satisfaction"]._rate(world.record("hcc.counter"), served.name, level.code)


@record_of("hcc.policy.source")
def policy_source(world):
    return world.record("hcc.policy").source_ids[:1]


@own_record_of("hcc.policy.apply")
def policy_apply(world, user):
    profile = world.env["hcc.policy.profile"].search([], limit=1)
    wizards = world.env["hcc.policy.apply"].with_user(user)
    return wizards.create({"profile_id": profile.id, "company_id": world.centre.id})


@own_record_of("hcc.policy.compare")
def policy_compare(world, user):
    pair = {"left_id": world.record("hcc.policy").id, "right_id": world.record("hcc.policy").id}
    return world.env["hcc.policy.compare"].with_user(user).create(pair)


@own_record_of("hcc.policy.compare.line")
def policy_compare_line(world, user):
    compared = policy_compare(world, user)
    compared.flush_recordset()  # computed once; it would clear the line that is added here
    return compared.line_ids.create({"compare_id": compared.id})


@own_record_of("hcc.centre.setup")
def centre_setup(world, user):
    setups = world.env["hcc.centre.setup"].with_user(user)
    return setups.create({"calendar_id": world.env["resource.calendar"].search([], limit=1).id})


@own_record_of("hcc.centre.setup.line")
def centre_setup_line(world, user):
    lines = world.env["hcc.centre.setup.line"].with_user(user)
    return lines.create({"setup_id": centre_setup(world, user).id, "name": "Trung tâm"})


@own_record_of("hcc.procedure.poster")
def procedure_poster(world, user):
    return world.env["hcc.procedure.poster"].with_user(user).create({})


@own_record_of("hcc.ticket.prefer")
def ticket_prefer(world, user):
    asked = {"ticket_id": world.record("hcc.ticket").id, "ground": "seen"}
    return world.env["hcc.ticket.prefer"].with_user(user).create(asked)


@own_record_of("hcc.ticket.transfer")
def ticket_transfer(world, user):
    return (
        world.env["hcc.ticket.transfer"]
        .with_user(user)
        .create(
            {
                "ticket_id": world.record("hcc.ticket").id,
                "lane_id": world.record("hcc.lane").id,
            }
        )
    )


# -----------------------------------------------------------------------------
# hcc_dossier
# -----------------------------------------------------------------------------


def _procedure(world):
    """The agency's procedure with a fee, made once for all its centres."""
    procedures = world.env["hcc.procedure"]
    found = procedures.search([("agency_id", "=", world.agency.id)], limit=1)
    return found or _create_procedure(world)


def _create_procedure(world):
    agency, env = world.agency, world.env
    field = env["hcc.procedure.field"].create(
        {"name": f"Lĩnh vực {agency.code}", "code": f"S-{agency.code}", "agency_id": agency.id}
    )
    fee = env["hcc.fee"].create(
        {
            "code": f"S-{agency.code}",
            "name": f"Lệ phí {agency.code}",
            "agency_id": agency.id,
            "tariff_ids": [Command.create({"amount": 50000, "valid_from": "2026-01-01"})],
        }
    )
    procedure = env["hcc.procedure"].create(
        {
            "code": f"9.{agency.id:06d}",
            "name": f"Thủ tục {agency.code}",
            "agency_id": agency.id,
            "field_id": field.id,
            "version_ids": [
                Command.create(
                    {
                        "valid_from": "2026-01-01",
                        "time_limit_value": 5,
                        "component_ids": [Command.create({"name": "Đơn"})],
                        "step_ids": [
                            Command.create({"name": "Thẩm định", "kind": "appraise", "hours": 8}),
                            Command.create({"name": "Phê duyệt", "kind": "approve", "hours": 8}),
                        ],
                        "fee_item_ids": [Command.create({"fee_id": fee.id})],
                        **DECISION,
                    }
                )
            ],
        }
    )
    procedure.version_ids.publish()
    return procedure


def _draft(world):
    dossier = world.as_user("official", "hcc.dossier").create(
        {
            "procedure_id": _procedure(world).id,
            "applicant_id": world.record("hcc.applicant").id,
            "beside_open": True,
        }
    )
    dossier.component_ids.write({"is_received": True})
    return dossier


@record_of("hcc.status.set")
def status_set(world):
    return world.env.ref("hcc_dossier.status_set_national_10").copy()


@record_of("hcc.status")
def status(world):
    # One that no state shows: the others may not be deleted.
    return world.record("hcc.status.set").status_ids.filtered(lambda s: not s.state_ids)


@record_of("hcc.status.state")
def status_state(world):
    return world.record("hcc.status.set").state_ids[:1]


@record_of("hcc.dossier")
def dossier(world):
    draft = _draft(world)
    draft.receive()
    return draft


@record_of("hcc.dossier.component")
def dossier_component(world):
    return world.record("hcc.dossier").sudo().component_ids[0]


@record_of("hcc.dossier.step")
def dossier_step(world):
    return world.record("hcc.dossier").sudo().step_ids[0]


@record_of("hcc.dossier.ledger")
def dossier_ledger(world):
    return world.record("hcc.dossier").sudo().ledger_ids[0]


@record_of("hcc.dossier.notice")
def dossier_notice(world):
    answer = _draft(world).guide("Thiếu đơn")
    return world.env["hcc.dossier.notice"].browse(answer["notice_id"])


@own_record_of("hcc.dossier.act")
def dossier_act(world, user):
    dialogs = world.env["hcc.dossier.act"].with_user(user)
    return dialogs.create({"dossier_id": world.record("hcc.dossier").id, "verb": "cancel"})


@own_record_of("hcc.dossier.applicant")
def dossier_applicant(world, user):
    dialogs = world.env["hcc.dossier.applicant"].with_user(user)
    return dialogs.create({"dossier_id": world.record("hcc.dossier").id, "name": "Lò Văn Hộp"})


# -----------------------------------------------------------------------------
# hcc_fees
# -----------------------------------------------------------------------------


@record_of("hcc.fee.modifier")
def fee_modifier(world):
    fees = world.record("hcc.dossier").version_id.sudo().fee_item_ids.fee_id
    return world.env["hcc.fee.modifier"].create(
        {
            "name": f"Giảm {world.key}",
            "fee_ids": fees.filtered(lambda fee: fee.kind != "service").ids,
            "company_id": world.centre.id,
            "valid_from": "2026-12-31",
        }
    )


@record_of("hcc.due")
def due(world):
    return world.record("hcc.dossier").sudo().due_ids[0]


@record_of("hcc.receipt.book")
def receipt_book(world):
    same = [("company_id", "=", world.centre.id)]
    book = world.env["hcc.receipt.book"].search(same, limit=1)
    if not book:
        world.centre._hcc_fees_setup()
        book = world.env["hcc.receipt.book"].create(
            {"company_id": world.centre.id, "symbol": "26TAA", "year": 2026}
        )
        book.open_book()
    return book


@own_record_of("hcc.shift")
def own_shift(world, user):
    world.record("hcc.receipt.book")
    shifts = world.env["hcc.shift"].with_user(user)
    return shifts.browse(shifts.open()["shift_id"])


@record_of("hcc.shift")
def shift(world):
    return world.own("hcc.shift", world.users["cashier"])


@own_record_of("hcc.shift.count")
def own_shift_count(world, user):
    return world.own("hcc.shift", user).count_ids[0]


@record_of("hcc.shift.count")
def shift_count(world):
    return world.record("hcc.shift").count_ids[0]


@record_of("hcc.receipt")
def receipt(world):
    answer = world.as_user("cashier", "hcc.receipt").collect(
        world.record("hcc.due").ids, world.record("hcc.shift").id
    )
    return world.env["hcc.receipt"].browse(answer["receipts"][0]["id"])


@record_of("hcc.payment")
def payment(world):
    return world.record("hcc.receipt").payment_ids[0]


@record_of("hcc.receipt.void")
def receipt_void(world):
    draft = _draft(world)
    draft.receive()
    dues = draft.sudo().due_ids
    receipts = world.as_user("cashier", "hcc.receipt")
    answer = receipts.collect(dues.ids, world.record("hcc.shift").id)
    wrong = world.env["hcc.receipt"].browse(answer["receipts"][0]["id"])
    wrong.with_user(world.users["accountant"]).void("Thu nhầm")
    return wrong.void_ids[0]


@record_of("hcc.remittance")
def remittance(world):
    world.record("hcc.receipt.book")
    return world.as_user("accountant", "hcc.remittance").create(
        {"company_id": world.centre.id, "date_from": "2026-11-01", "date_to": "2026-11-30"}
    )


@record_of("hcc.remittance.line")
def remittance_line(world):
    world.env["hcc.remittance.line"].flush_model()
    return world.env["hcc.remittance.line"].create(
        {
            "remittance_id": world.record("hcc.remittance").id,
            "company_id": world.centre.id,
            "agency_id": world.agency.id,
            "kind": "fee",
            "amount": 50000,
            "treasury_amount": 50000,
            "agency_amount": 0,
        }
    )


@record_of("hcc.agency.balance")
def agency_balance(world):
    world.record("hcc.payment")
    world.env.flush_all()
    return world.env["hcc.agency.balance"].search(
        [("company_id", "=", world.centre.id), ("agency_id", "=", world.agency.id)], limit=1
    )


@own_record_of("hcc.fee.reason")
def fee_reason(world, user):
    return (
        world.env["hcc.fee.reason"]
        .with_user(user)
        .create({"res_model": "hcc.due", "res_id": 1, "reason": "Thử"})
    )


# -----------------------------------------------------------------------------
# hcc_staffing
# -----------------------------------------------------------------------------


def _employ(world, user, **values):
    employees = world.env["hr.employee"]
    same = [("user_id", "=", user.id), ("company_id", "=", world.centre.id)]
    employee = employees.search(same) or employees.create(
        {
            "name": user.name,
            "user_id": user.id,
            "company_id": world.centre.id,
            "agency_id": world.agency.id,
        }
    )
    employee.write(values)
    return employee


@own_record_of("hcc.secondment")
def own_secondment(world, user):
    employee = _employ(world, user)
    return world.as_user("hr", "hcc.secondment").create(
        {
            "employee_id": employee.id,
            "agency_id": world.agency.id,
            "company_id": world.centre.id,
            "date_start": "2026-12-01",
            "date_end": "2027-11-30",
        }
    )


@record_of("hcc.secondment")
def secondment(world):
    return world.own("hcc.secondment", world.colleagues["official"])


@record_of("hcc.secondment.decision")
def secondment_decision(world):
    return world.as_user("hr", "hcc.secondment.decision").create(
        {
            "number": f"{world.key}/QĐ",
            "date": "2026-11-20",
            "signer": "Chủ tịch",
            "company_id": world.centre.id,
        }
    )


@own_record_of("hcc.procedure.abolish")
def procedure_abolish(world, user):
    return (
        world.env["hcc.procedure.abolish"]
        .with_user(user)
        .create(
            {
                "version_ids": [Command.set(_procedure(world).version_ids.ids)],
                "decision_number": "1/QĐ-UBND",
                "decision_date": "2026-11-20",
                "decision_signer": "Chủ tịch",
            }
        )
    )


@own_record_of("hcc.secondment.decide")
def secondment_decide(world, user):
    return (
        world.env["hcc.secondment.decide"]
        .with_user(user)
        .create({"verb": "cancel", "secondment_ids": [Command.set([])]})
    )


# -----------------------------------------------------------------------------
# hcc_report
# -----------------------------------------------------------------------------


@own_record_of("hcc.report.agency.table")
def agency_table(world, user):
    return world.env["hcc.report.agency.table"].with_user(user).create({})


@own_record_of("hcc.report.agency.line")
def agency_line(world, user):
    table = world.own("hcc.report.agency.table", user)
    table.action_show()
    return table.line_ids[0]


@own_record_of("hcc.report.indicators")
def report_indicators(world, user):
    return world.env["hcc.report.indicators"].with_user(user).create({})


@own_record_of("hcc.report.indicator")
def report_indicator(world, user):
    report = world.own("hcc.report.indicators", user)
    report.action_show()
    return report.line_ids[0]
