"""What there is beside the dossiers: the parameters chosen, the drawer, the daily jobs."""

from odoo.fields import Command

from ..tools.story import Story
from .clock import at

#: decision by which the linked procedures of the demonstration are announced
DECISION = {
    "decision_number": "Bản thử",
    "decision_date": "2026-07-01",
    "decision_signer": "Dữ liệu minh họa",
}
#: the catalogue is completed so many working days ago
FIRST_DAY = 60
#: when the daily jobs run; on the present day the first time only: its notices are on their way
JOB_TIMES = ("07:20", "11:20", "16:50")


class Routine:
    # -- before the first dossier ---------------------------------------------

    def _daily_stories(self):
        centre = Story("centre", "STP")
        centre.then(FIRST_DAY, "07:40", "quantri", "publish_linked")
        centre.then(FIRST_DAY, "07:50", "quantri", "issue_certificates")
        return [centre, *self._drawers(), *self._jobs()]

    def _act_publish_linked(self, env, _story):
        """The catalogue links no procedures; two that say they are made up show how it is."""
        part = self._publish(
            env, "linked_part", "SCT", "9.999002", "Xác nhận tình trạng kinh doanh (minh họa)", 2
        )
        self._publish(
            env, "linked", "STP", "9.999001",
            "Đăng ký hoạt động liên thông xác nhận tình trạng kinh doanh (minh họa)", 7,
            link_ids=[Command.create({"procedure_id": part.id, "hours": 14})],
        )  # fmt: skip

    def _publish(self, env, key, agency_code, code, name, days, **version):
        agency = self._agency(env, agency_code)
        field = env["hcc.procedure.field"].search([("agency_id", "=", agency.id)], limit=1)
        procedure = env["hcc.procedure"].create(
            {"code": code, "name": name, "agency_id": agency.id, "field_id": field.id}
        )
        steps = (("Thẩm định hồ sơ", "appraise"), ("Phê duyệt", "approve"),
                 ("Lấy số, đóng dấu", "number_seal"))  # fmt: skip
        draft = env["hcc.procedure.version"].create(
            {
                "procedure_id": procedure.id,
                "valid_from": "2026-07-01",
                "time_limit_value": days,
                "time_limit_unit": "working_day",
                "result_name": "Văn bản giải quyết thủ tục",
                "source_note": "Thủ tục minh họa, không có trong danh mục.",
                **DECISION,
                "component_ids": [
                    Command.create({"sequence": 10, "name": "Đơn đề nghị", "originals": 1})
                ],
                "step_ids": [
                    Command.create({"sequence": n * 10, "name": words, "kind": kind, "hours": 4})
                    for n, (words, kind) in enumerate(steps, 1)
                ],
                **version,
            }
        )
        draft.publish()
        self.procedures[key] = procedure.id
        return procedure

    # -- the cashier's drawer -------------------------------------------------

    def _drawers(self):
        """A shift on every day on which somebody paid, counted and closed in the evening."""
        days = {act.days for story in self.stories for act in story.acts if act.verb == "pay"}
        return [
            Story(f"drawer-{day}", "STP")
            .then(day, "07:10", "thungan", "open_drawer")
            .then(day, "16:40", "thungan", "close_drawer")
            for day in days
        ]

    def _act_open_drawer(self, env, _story):
        env["hcc.shift"].open(opening_float=500000)

    def _act_close_drawer(self, env, _story):
        shift = env["hcc.shift"]._current()
        rest = int(shift.opening_float) + shift._collected().get(shift.id, 0)
        for line in shift.count_ids.sorted(lambda line: -line.denomination):
            line.quantity, rest = divmod(rest, line.denomination)
        shift.count()
        shift.close()

    # -- the daily jobs -------------------------------------------------------

    def _jobs(self):
        days = {act.days for story in self.stories for act in story.acts}
        return [
            Story(f"jobs-{day}", "STP").then(day, time, "__system__", "run_jobs")
            for day in days
            for time in (JOB_TIMES if day else JOB_TIMES[:1])
        ]

    def _act_run_jobs(self, env, _story):
        env = env(su=True)
        env["hcc.dossier.warning"]._cron_watch()
        env["hcc.dossier.proposal"]._cron_propose_stops()
        env["hcc.dossier.message"]._cron_deliver()

    # -- the end --------------------------------------------------------------

    def _look_back(self):
        """The truth check as of now, kept as that of the night."""
        with self._transaction() as env, at(env, self.clock.present):
            run = env(user=1, su=True)["hcc.truth.run"]._run(self.centre.with_env(env), "nightly")
            env.flush_all()
            return run.finding_count
