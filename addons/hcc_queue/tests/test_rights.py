from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import QueueCommon

READERS = ("official", "cashier", "hall_manager", "oversight", "administrator")


@tagged("post_install", "-at_install")
class TestRights(QueueCommon):
    def test_tickets_calls_and_sessions_are_read_only(self):
        self.issue()
        session = self.open_session()
        ticket = self.call_next(session)
        for record in (ticket, ticket.call_ids, session):
            for role in READERS:
                seen = record.with_user(self[role])
                with self.subTest(model=record._name, role=role):
                    self.assertTrue(seen.has_access("read"))
                    for operation in ("write", "create", "unlink"):
                        self.assertFalse(seen.has_access(operation), operation)
            with self.assertRaises(AccessError):
                record.with_user(self.appraiser).check_access("read")

    def test_lanes_are_kept_by_hall_managers(self):
        for role in ("hall_manager", "administrator"):
            self.lane.with_user(self[role]).name = role
        for role in ("official", "cashier", "oversight"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.lane.with_user(self[role]).name = role

    def __getitem__(self, role):
        return getattr(self, role)
