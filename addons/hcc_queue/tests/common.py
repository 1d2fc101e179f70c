from odoo.fields import Command

from odoo.addons.hcc_base.tests.common import HccCommon


class QueueCommon(HccCommon):
    """Two lanes (A of the agency, B of the other), a general lane Z, three counters, a kiosk with a
    printer, a board, a rating screen and one user a role.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.official = cls._create_user("q_official", "official", agency=cls.agency)
        cls.colleague = cls._create_user("q_colleague", "official", agency=cls.agency)
        cls.cashier = cls._create_user("q_cashier", "cashier")
        cls.hall_manager = cls._create_user("q_hall_manager", "hall_manager")
        cls.oversight = cls._create_user("q_oversight", "oversight")
        cls.administrator = cls._create_user("q_administrator", "administrator")
        cls.appraiser = cls._create_user("q_appraiser", "appraiser", agency=cls.agency)
        cls.counter = cls._create_counter(1, cls.agency, cls.official | cls.colleague)
        cls.counter_2 = cls._create_counter(2, cls.agency, cls.official | cls.colleague)
        cls.cash_counter = cls._create_counter(9, None, cls.cashier)
        cls.land, cls.water = (
            cls._create_field(name, code, cls.agency)
            for name, code in (("Đất đai", "DD"), ("Tài nguyên nước", "TNN"))
        )
        cls.trade = cls._create_field("Thương mại", "TM", cls.other_agency)
        cls.lane = cls._create_lane("A", "Sở Thử nghiệm", cls.agency)
        cls.other_lane = cls._create_lane("B", "Sở Khác", cls.other_agency)
        cls.general_lane = cls._create_lane("Z", "Nhận kết quả, nộp phí", None)
        cls.general_lane.counter_ids = cls.cash_counter
        cls.printer = cls._create_device("Máy in", "printer", host="127.0.0.1")
        cls.kiosk = cls._create_device("Ki-ốt", "kiosk", printer_id=cls.printer.id)
        cls.board = cls._create_device("Bảng", "board")
        cls.screen = cls._create_device("Đánh giá", "rating", counter_id=cls.counter.id)
        cls.env.flush_all()

    @classmethod
    def _create_counter(cls, number, agency, users):
        return cls.env["hcc.counter"].create(
            {
                "name": agency.short_name if agency else "Thu phí, trả kết quả",
                "number": number,
                "company_id": cls.centre.id,
                "agency_ids": [Command.set(agency.ids if agency else [])],
                "user_ids": [Command.set(users.ids)],
            }
        )

    @classmethod
    def _create_field(cls, name, code, agency):
        field = cls.env["hcc.procedure.field"].create(
            {"name": name, "code": code, "agency_id": agency.id}
        )
        cls.env["hcc.procedure"].create(
            {
                "name": f"Thủ tục {name}",
                "code": f"L-{code}",
                "kind": "service",
                "agency_id": agency.id,
                "field_id": field.id,
            }
        )
        return field

    @classmethod
    def _create_lane(cls, prefix, name, agency, **values):
        return cls.env["hcc.lane"].create(
            {
                "name": name,
                "prefix": prefix,
                "company_id": cls.centre.id,
                "agency_ids": [Command.set(agency.ids if agency else [])],
                **values,
            }
        )

    @classmethod
    def _create_device(cls, name, kind, **values):
        return cls.env["hcc.device"].create(
            {"name": name, "kind": kind, "company_id": cls.centre.id, **values}
        )

    def issue(self, lane=None, key=None, agency=None, field=None, **more):
        """Issue a ticket at the kiosk and return it."""
        lane = lane or self.lane
        answer = self.env["hcc.ticket"]._issue_at_kiosk(
            self.kiosk.id, lane.id, agency and agency.id, field and field.id, key, **more
        )
        return self.env["hcc.ticket"].search(
            [("name", "=", answer["number"]), ("company_id", "=", self.centre.id)], limit=1
        )

    def open_session(self, user=None, counter=None):
        user, counter = user or self.official, counter or self.counter
        answer = self.env["hcc.counter.session"].with_user(user).open(counter.id)
        return self.env["hcc.counter.session"].with_user(user).browse(answer["session_id"])

    def call_next(self, session, key=None):
        """Call the next ticket as the session's official and return it (in that user's eyes)."""
        answer = self.env["hcc.ticket"].with_user(session.user_id).call_next(session.id, key)
        return self.env["hcc.ticket"].with_user(session.user_id).browse(answer["ticket_id"] or [])

    def journal_verbs(self, record):
        return (
            self.env["hcc.journal.entry"]
            .search([("res_model", "=", record._name), ("res_id", "=", record.id)], order="id")
            .mapped("verb")
        )
