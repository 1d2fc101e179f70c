from odoo.fields import Command

from odoo.addons.hcc_base.tests.common import DECISION, HccCommon

OWNER = {
    "name": "Lò Thị Thử Nghiệm",
    "identity_number": "012195000017",
    "address": "Bản Thử, xã Mẫu, tỉnh Lai Châu",
    "phone": "0912345678",
}

#: what a proxy shows beside the power of attorney
SHOWN = {
    "collector_paper_date": "2026-11-20",
    "collector_identity_kind": "citizen_id",
    "collector_identity": "012195000099",
}


class HccDossierCommon(HccCommon):
    """A published procedure of 3 working days, three papers and three steps; one user a role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedure = cls._create_procedure(cls.agency, "1.000001", "Cấp giấy phép thử nghiệm")
        cls.other_procedure = cls._create_procedure(
            cls.other_agency, "1.000002", "Cấp chứng chỉ khác"
        )
        cls.official = cls._create_user("d_official", "official", agency=cls.agency)
        cls.appraiser = cls._create_user("d_appraiser", "appraiser", agency=cls.agency)
        cls.approver = cls._create_user("d_approver", "approver", agency=cls.agency)
        cls.clerk = cls._create_user("d_clerk", "clerk", agency=cls.agency)
        cls.seal = cls.env["hcc.seal"].search([("agency_id", "=", cls.agency.id)])
        cls.director = cls._create_user("d_director", "director")
        cls.oversight = cls._create_user("d_oversight", "oversight")
        cls.cashier = cls._create_user("d_cashier", "cashier")
        cls.other_official = cls._create_user("d_other", "official", agency=cls.other_agency)
        cls.other_approver = cls._create_user("d_other_ap", "approver", agency=cls.other_agency)
        cls.elsewhere = cls._create_user(
            "d_elsewhere", "official", agency=cls.agency, centre=cls.other_centre
        )

    @classmethod
    def _create_procedure(cls, agency, code, name, **version):
        field = cls.env["hcc.procedure.field"].create(
            {
                "name": f"Lĩnh vực {agency.code}",
                "code": f"{agency.code}-{code}",
                "agency_id": agency.id,
            }
        )
        procedure = cls.env["hcc.procedure"].create(
            {"code": code, "name": name, "agency_id": agency.id, "field_id": field.id}
        )
        cls._publish_version(procedure, **version)
        return procedure

    @classmethod
    def _publish_version(cls, procedure, **values):
        values = {
            "procedure_id": procedure.id,
            "valid_from": "2026-01-01",
            "time_limit_value": 3,
            "time_limit_unit": "working_day",
            "result_name": "Giấy phép",
            **DECISION,
            "component_ids": [
                Command.create({"sequence": 1, "name": "Đơn đề nghị theo mẫu", "originals": 1}),
                Command.create({"sequence": 2, "name": "Bản sao giấy tờ", "certified_copies": 2}),
                Command.create(
                    {
                        "sequence": 3,
                        "name": "Văn bản ủy quyền",
                        "is_required": False,
                        "condition": "nộp thay",
                    }
                ),
            ],
            "step_ids": [
                Command.create(
                    {"sequence": 1, "name": "Thẩm định", "kind": "appraise", "hours": 12}
                ),
                Command.create({"sequence": 2, "name": "Phê duyệt", "kind": "approve", "hours": 8}),
                Command.create(
                    {"sequence": 3, "name": "Lấy số, đóng dấu", "kind": "number_seal", "hours": 4}
                ),
            ],
        } | values
        version = cls.env["hcc.procedure.version"].create(values)
        version.publish()
        return version

    @classmethod
    def _create_user(cls, login, *roles, agency=None, keeps_seal=True, **where):
        """A clerk keeps a seal of the own agency, unless the test says otherwise."""
        user = super()._create_user(login, *roles, agency=agency, **where)
        if keeps_seal and agency and "clerk" in roles:
            cls._create_seal(agency, user)
        return user

    @classmethod
    def _create_seal(cls, agency, keepers, **values):
        """A seal of ``agency`` in use, kept by ``keepers``."""
        seal = cls.env["hcc.seal"].create(
            {
                "name": f"Con dấu {agency.name}",
                "number": f"CD-{agency.code}-{cls.env['hcc.seal'].search_count([]) + 1}",
                "agency_id": agency.id,
                "keeper_ids": [Command.set(keepers.ids)],
                "registration_number": "01/GCN",
                **values,
            }
        )
        seal.take_into_use()
        return seal

    # -------------------------------------------------------------------------
    # A DOSSIER AS FAR AS THE TEST NEEDS IT
    # -------------------------------------------------------------------------

    def _draft(self, user=None, procedure=None, complete=True, **values):
        """A dossier on the official's screen."""
        user = user or self.official
        if values.get("channel") == "postal":
            values.setdefault("arrived_at", self.env["hcc.clock"]._now())
        applicant = self.env["hcc.applicant"].with_user(user).find_or_register(OWNER)
        dossier = (
            self.env["hcc.dossier"]
            .with_user(user)
            .create(
                {
                    "procedure_id": (procedure or self.procedure).id,
                    "applicant_id": applicant.id,
                    "beside_open": True,
                    **values,
                }
            )
        )
        if complete:
            dossier.component_ids.filtered("is_required").write({"is_received": True})
        return dossier

    def _received(self, **values):
        dossier = self._draft(**values)
        dossier.receive()
        return dossier

    def _processing(self, **values):
        dossier = self._received(**values)
        dossier.hand_over()
        dossier.with_user(self.appraiser).take()
        return dossier

    def _sealed(self, **values):
        """All steps complete, the result still with the agency."""
        dossier = self._processing(**values)
        for user in (self.appraiser, self.approver, self.clerk):
            dossier.with_user(user).complete_step()
        return dossier

    def _done(self, **values):
        dossier = self._sealed(**values)
        dossier.with_user(self.clerk).hand_over()
        dossier.take()
        return dossier
