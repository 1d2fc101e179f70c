"""Who works in the volume, and on what: six invented agencies with their staff, a seal and two
free procedures of six steps each."""

from datetime import timedelta
from uuid import uuid4

from odoo.fields import Command

#: role → persons of it in each agency
STAFF = {"official": 1, "appraiser": 3, "approver": 2, "clerk": 1}
AGENCIES = 6
#: working days of the two procedures of each agency, in turn
TERMS = (5, 7, 10, 12, 15, 20)
#: name, kind, role, share of the term
STEPS = (
    ("Phân công xử lý", "other", "approver", 0.05),
    ("Thẩm định hồ sơ", "appraise", "appraiser", 0.4),
    ("Soát xét", "appraise", "appraiser", 0.15),
    ("Dự thảo kết quả", "other", "appraiser", 0.15),
    ("Phê duyệt", "approve", "approver", 0.2),
    ("Lấy số, đóng dấu", "number_seal", "clerk", 0.05),
)
DECISION = {
    "decision_number": "01/QĐ-ĐO",
    "decision_date": "2025-07-01",
    "decision_signer": "Người ký minh họa",
    "certainty": "likely",
}


class Agency:
    """An agency with its people ``{role: [user, …]}`` and procedures."""

    def __init__(self, env, number):
        self.env, self.number = env, number
        self.centre = env.company
        self.record = self._make()
        self.people = {role: self._users(role, count) for role, count in STAFF.items()}
        self.record.member_ids = [
            Command.link(user.id) for users in self.people.values() for user in users
        ]
        self._make_seal()
        self.procedures = [self._procedure(n) for n in (1, 2)]

    def _make(self):
        return self.env["hcc.agency"].create(
            {
                "name": f"Cơ quan đo {self.number}",
                "short_name": f"Đo {self.number}",
                "code": f"DO{self.number}",
                "identifier_code": f"{self.centre.identifier_code[:3]}.9{self.number}",
                "kind": "department",
                "company_ids": [Command.set(self.centre.ids)],
            }
        )

    def _users(self, role, count):
        group = self.env.ref(f"hcc_base.group_{role}")
        return self.env["res.users"].create(
            [
                {
                    "name": f"{group.with_context(lang='vi_VN').name} đo {self.number}.{n}",
                    "login": f"do{self.number}.{role}{n}",
                    "password": uuid4().hex,
                    "group_ids": [Command.set(group.ids)],
                    "company_id": self.centre.id,
                    "company_ids": [Command.set(self.centre.ids)],
                    "lang": "vi_VN",
                    "tz": "Asia/Ho_Chi_Minh",
                }
                for n in range(1, count + 1)
            ]
        )

    def _make_seal(self):
        seal = self.env["hcc.seal"].create(
            {
                "name": f"Con dấu {self.record.name}",
                "number": f"CD-DO{self.number}",
                "agency_id": self.record.id,
                "keeper_ids": [Command.set(self.people["clerk"].ids)],
                "registration_number": f"{self.number:02d}/GCN",
            }
        )
        seal.take_into_use()

    def _procedure(self, which):
        term = TERMS[(2 * self.number + which) % len(TERMS)]
        field = self.env["hcc.procedure.field"].create(
            {
                "name": f"Lĩnh vực đo {self.number}.{which}",
                "code": f"DO-{self.number}-{which}",
                "agency_id": self.record.id,
            }
        )
        procedure = self.env["hcc.procedure"].create(
            {
                "code": f"9.{self.number:03d}{which:03d}",
                "name": f"Cấp giấy phép đo lường mẫu số {self.number}.{which}",
                "agency_id": self.record.id,
                "field_id": field.id,
            }
        )
        self._publish(procedure, term)
        return procedure

    def _publish(self, procedure, term):
        hours = term * 8
        version = self.env["hcc.procedure.version"].create(
            {
                "procedure_id": procedure.id,
                "valid_from": "2025-07-01",
                "time_limit_value": term,
                "time_limit_unit": "working_day",
                "result_name": "Giấy phép",
                **DECISION,
                "component_ids": [
                    Command.create({"sequence": 1, "name": "Đơn đề nghị theo mẫu", "originals": 1}),
                    Command.create({"sequence": 2, "name": "Bản thuyết minh", "originals": 1}),
                    Command.create(
                        {"sequence": 3, "name": "Bản sao giấy tờ", "certified_copies": 1}
                    ),
                ],
                "step_ids": [
                    Command.create(
                        {
                            "sequence": 10 * n,
                            "name": name,
                            "kind": kind,
                            "role": role,
                            "hours": share * hours,
                        }
                    )
                    for n, (name, kind, role, share) in enumerate(STEPS, start=1)
                ],
            }
        )
        version.publish()

    def delegate(self, other):
        """The first approver is away: the second one of another agency takes their place."""
        first, second = self.people["approver"][0], other.people["approver"][1]
        today = self.env["hcc.clock"]._today(self.centre)
        delegation = self.env["hcc.delegation"].create(
            {
                "principal_user_id": first.id,
                "delegate_user_id": second.id,
                "agency_id": self.record.id,
                "act_approve": True,
                "decision_number": f"{self.number:02d}/QĐ-ĐO",
                "decision_date": today,
                "decision_signer": "Giám đốc",
                "date_from": today,
                "date_to": today + timedelta(days=30),
            }
        )
        delegation.activate()


def hire(env):
    """The agencies of the volume."""
    agencies = [Agency(env, number) for number in range(1, AGENCIES + 1)]
    for agency, other in zip(agencies, agencies[1:] + agencies[:1], strict=True):
        agency.delegate(other)
    return agencies
