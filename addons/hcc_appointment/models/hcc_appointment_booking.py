import hashlib
import hmac
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, consteq

from odoo.addons.hcc_base.secret_key import derive_key
from odoo.addons.hcc_base.tools import identity
from odoo.addons.hcc_base.transaction import reads_committed

from ..tools import person as person_tools
from .hcc_appointment import LIVE, OPEN

#: A place is held so long for who has not entered the code yet; the code lives as long.
HOLD_MINUTES = 10
#: Wrong codes that an appointment bears; then it lapses.
CODE_TRIES = 5
CODE_DIGITS = 6
APPOINTMENT_TOKEN = "appointment"
#: The page of an appointment answers until so many days after it.
TOKEN_DAYS = 2


class HccAppointment(models.Model):
    """Booking (đặt lịch) and confirming with the one-time code (mã xác nhận).

    Whoever takes or frees a place first takes the locks of the persons and slots concerned, all
    in the order of their numbers: no two wait for each other. What others have committed until
    then is seen, so places are counted, not guessed, and the database's constraints stand behind.
    """

    _inherit = "hcc.appointment"

    # -------------------------------------------------------------------------
    # BOOKING
    # -------------------------------------------------------------------------

    @api.model
    @reads_committed
    def _book(self, lane_id, choice, start, person, request_key):
        """Hold a place for ``person`` and send the code.

        :param choice: ids of the agency and field that were chosen, as on the kiosk
        :param start: naive UTC instant of the slot
        :param person: a ``tools.person.Person``
        :return: ``{"token": …}``, which opens the appointment's page
        :raise UserError: the slot is not offered, closed or full, or the person has reached a limit
        """
        payload = {"lane": lane_id, "start": start.isoformat(), **choice}
        payload["person"] = self._hash("identity", person.identity_number)
        appointment_id = self.env["hcc.request.key"]._once(
            "appointment.book",
            request_key,
            payload,
            lambda: self.sudo()._book_now(lane_id, choice, start, person).id,
        )
        return {"token": self.sudo().browse(appointment_id)._token()}

    def _book_now(self, lane_id, choice, start, person):
        lane = self.env["hcc.lane"].browse(lane_id)
        slot = self._checked_slot(lane, start)
        hashes = self._person_hashes(person)
        self._lock_for_booking(lane, slot, hashes)
        self._check_limits(lane.company_id, slot, hashes)
        place = self._free_place(lane, slot)
        if not place:
            raise UserError(
                self.env._("This slot has just been filled. Please choose another one.")
            )
        now = self.env["hcc.clock"]._now()
        values = {
            **self._slot_values(lane, choice, slot, place),
            **self._person_values(person, hashes),
            "channel": "page",
            "held_until": now + timedelta(minutes=HOLD_MINUTES),
        }
        appointment = self._create_booked("book", values)
        self.env["hcc.outbox"]._enqueue("appointment_code", appointment)
        return appointment

    @api.model
    @reads_committed
    def book_by_hand(
        self, lane_id, start, name, identity_number, phone, reason=None, request_key=None
    ):
        """Book for somebody who asks at the desk or by telephone; confirmed at once.

        :param reason: why a place beyond those of the slot is given; without one a full slot is
            refused
        :return: ``{"appointment_id": …, "name": …}``
        """
        self._check_verb_access("book_by_hand")
        start = fields.Datetime.to_datetime(start)
        lane = self.env["hcc.lane"].browse(lane_id).exists()
        lane.check_access("read")
        person = self._read_person(lane.company_id, name, identity_number, phone)
        hashes = self._person_hashes(person)
        payload = {"lane": lane.id, "start": str(start), "person": hashes["identity_hash"]}
        appointment_id = self.env["hcc.request.key"]._once(
            f"appointment.book/user/{self.env.uid}",
            request_key,
            payload,
            lambda: self._book_by_hand_now(lane, start, person, hashes, reason).id,
        )
        appointment = self.browse(appointment_id)
        return {"appointment_id": appointment.id, "name": appointment.name}

    def _book_by_hand_now(self, lane, start, person, hashes, reason):
        slot = self._offered_slot(lane, start)
        self._lock_for_booking(lane, slot, hashes)
        self.sudo()._check_overlap(slot, hashes)
        place = self.sudo()._free_place(lane, slot)
        if not place and not (reason or "").strip():
            raise UserError(
                self.env._(
                    "Lane %(lane)s, %(slot)s: all places are taken. Give a reason to book one "
                    "more.",
                    lane=lane.name,
                    slot=self._slot_text(lane.company_id, slot.start),
                )
            )
        agency = lane.agency_ids if len(lane.agency_ids) == 1 else lane.agency_ids.browse()
        values = {
            **self._slot_values(lane, {"agency": agency.id}, slot, place),
            **self._person_values(person, hashes),
            "channel": "staff",
            "state": "booked",
        }
        if not place:
            values |= {
                "place": self.sudo()._last_place(lane, slot) + 1,
                "is_extra": True,
                "extra_reason": reason.strip(),
            }
        appointment = self._create_booked("book_by_hand", values)
        self.env["hcc.outbox"]._enqueue("appointment_confirmed", appointment.sudo())
        return appointment

    def _create_booked(self, verb, values):
        """The code is drawn last: its series is locked until the end of the transaction."""
        company = self.env["res.company"].browse(values["company_id"])
        day = self.env["hcc.clock"]._today(company)
        number = self.env["hcc.number.series"]._draw(f"appointment/{company.id}/{day:%Y-%m-%d}")
        appointment = self._guarded_create({**values, "name": f"LH{day:%y%m%d}-{number:04d}"})
        facts = {
            "code": appointment.name,
            "lane": appointment.lane_id.id,
            "slot": appointment.slot_start.isoformat(),
            "place": appointment.place,
            "extra": appointment.is_extra,
        }
        state = appointment.sudo().state
        self.env["hcc.journal.entry"]._append(appointment, verb, None, state, facts)
        return appointment

    # -------------------------------------------------------------------------
    # CONFIRMING
    # -------------------------------------------------------------------------

    @reads_committed
    def _confirm(self, code):
        """Enter the one-time code. A wrong one is counted, so nothing is raised for it.

        :return: ``confirmed``, ``wrong`` or ``over`` (expired, or too many wrong codes)
        """
        self.ensure_one()
        self._lock_rows()
        if self.state == "booked":
            return "confirmed"
        if self.state != "held" or self._hold_is_over():
            return "over"
        if not consteq(self._code(), (code or "").strip()):
            return self._count_wrong_code()
        self._transition("confirm", {"held_until": False})
        self.env["hcc.outbox"]._enqueue("appointment_confirmed", self)
        return "confirmed"

    def _count_wrong_code(self):
        self._guarded_write({"code_tries": self.code_tries + 1})
        if self.code_tries < CODE_TRIES:
            return "wrong"
        self._transition("lapse")
        return "over"

    def _code(self):
        """The one-time code: derived, so that neither the database nor the outbox holds it."""
        message = f"{self.env.cr.dbname}|{self.id}|{self.booked_at.isoformat()}".encode()
        digest = hmac.new(derive_key("appointment-code"), message, hashlib.sha256).digest()
        return f"{int.from_bytes(digest[:8], 'big') % 10**CODE_DIGITS:0{CODE_DIGITS}d}"

    def _hold_is_over(self):
        return bool(self.held_until and self.held_until <= self.env["hcc.clock"]._now())

    def _token(self):
        self.ensure_one()
        ends = self.slot_end + timedelta(days=TOKEN_DAYS)
        return self.env["hcc.token"]._issue(self, APPOINTMENT_TOKEN, ends)

    # -------------------------------------------------------------------------
    # SLOT AND PLACE
    # -------------------------------------------------------------------------

    def _offered_slot(self, lane, start):
        company = lane.company_id
        day = self.env["hcc.clock"]._local(company, start).date()
        slot = self.env["hcc.appointment.offer"].sudo()._of(lane, day)._slot_at(start)
        if not slot or not lane.active or slot.end <= self.env["hcc.clock"]._now():
            raise UserError(
                self.env._(
                    "No appointments are offered at %s. Please choose another time.",
                    self._slot_text(company, start),
                )
            )
        return slot

    def _checked_slot(self, lane, start):
        """The slot for who books ahead on the page: neither too late nor too far away."""
        slot = self._offered_slot(lane, start)
        day = self.env["hcc.clock"]._local(lane.company_id, start).date()
        if not self.env["hcc.appointment.offer"]._of(lane, day)._is_open_for(slot):
            raise UserError(
                self.env._(
                    "%s can no longer, or not yet, be booked. Please choose another time.",
                    self._slot_text(lane.company_id, start),
                )
            )
        return slot

    def _free_place(self, lane, slot):
        """The lowest free place of the slot, 0 when it is full. Its lock is held."""
        taken = set(self._live_in(lane, slot).mapped("place"))
        return next((place for place in range(1, slot.places + 1) if place not in taken), 0)

    def _last_place(self, lane, slot):
        return max([slot.places, *self._live_in(lane, slot).mapped("place")])

    def _live_in(self, lane, slot):
        return self.search(
            [
                ("lane_id", "=", lane.id),
                ("slot_start", "=", slot.start),
                ("state", "in", LIVE),
            ]
        )

    def _slot_values(self, lane, choice, slot, place):
        clock, company = self.env["hcc.clock"], lane.company_id
        day = clock._local(company, slot.start).date()
        offer = self.env["hcc.appointment.offer"].sudo()._of(lane, day)
        return {
            "company_id": company.id,
            "lane_id": lane.id,
            "agency_id": choice.get("agency"),
            "field_id": choice.get("field"),
            "business_date": day,
            "slot_start": slot.start,
            "slot_end": slot.end,
            "opens_at": slot.start - timedelta(minutes=offer.early_minutes),
            "kept_until": slot.start + timedelta(minutes=offer.late_minutes),
            "place": place,
            "places": slot.places,
            "booked_at": clock._now(),
            "booked_on": clock._today(company),
        }

    @api.model
    def _slot_text(self, company, start):
        return self.env["hcc.hall"]._clock_text(company, start, "%H:%M %d/%m/%Y")

    # -------------------------------------------------------------------------
    # PERSON AND LIMITS
    # -------------------------------------------------------------------------

    @api.model
    def _hash(self, kind, value):
        message = f"{kind}|{value}".encode()
        return hmac.new(derive_key("appointment-person"), message, hashlib.sha256).hexdigest()

    @api.model
    def _read_person(self, company, name, identity_number, phone):
        try:
            today = self.env["hcc.clock"]._today(company)
            return person_tools.read(name or "", identity_number or "", phone or "", today)
        except person_tools.PersonError as error:
            raise UserError(str(error)) from error

    @api.model
    def _person_hashes(self, person):
        return {
            "identity_hash": self._hash("identity", person.identity_number),
            "phone_hash": self._hash("phone", person.phone),
        }

    @api.model
    def _person_values(self, person, hashes):
        return {
            "person_name": person.name,
            "phone": person.phone,
            "identity_end": identity.mask_identity(person.identity_number),
            **hashes,
        }

    def _check_limits(self, company, slot, hashes):
        """So many at once, a day and a month, by identity number and by telephone: who gathers
        slots to trade them needs as many persons and telephones."""
        self._check_overlap(slot, hashes)
        clock = self.env["hcc.clock"]
        today = clock._today(company)
        waiting = [("state", "in", OPEN), ("slot_end", ">", clock._now())]
        limits = (
            (company.appointment_open_limit, waiting),
            (company.appointment_day_limit, [("booked_on", "=", today)]),
            (
                company.appointment_month_limit,
                [("booked_on", ">=", today.replace(day=1)), ("state", "!=", "lapsed")],
            ),
        )
        for limit, domain in limits:
            for name, value in hashes.items():
                own = [("company_id", "=", company.id), (name, "=", value)]
                if limit and self.search_count([*own, *domain], limit=limit) >= limit:
                    self._refuse_more(company)

    def _refuse_more(self, company):
        raise UserError(
            self.env._(
                "With this identity number or telephone no further appointment can be booked now: "
                "at most %(open)s open at once, %(day)s a day and %(month)s a month. Please cancel "
                "one that is not needed, or come and take a number.",
                open=company.appointment_open_limit or "–",
                day=company.appointment_day_limit or "–",
                month=company.appointment_month_limit or "–",
            )
        )

    def _check_overlap(self, slot, hashes):
        overlapping = [
            ("identity_hash", "=", hashes["identity_hash"]),
            ("state", "in", OPEN),
            ("slot_start", "<", slot.end),
            ("slot_end", ">", slot.start),
        ]
        if self.search_count(overlapping, limit=1):
            raise UserError(self.env._("This person already has an appointment at this time."))

    # -------------------------------------------------------------------------
    # LOCKS
    # -------------------------------------------------------------------------

    def _lock_for_booking(self, lane, slot, hashes):
        """Take the locks of the person and of all slots concerned, then let expired holds go."""
        own = [("identity_hash", "=", hashes["identity_hash"])]
        in_slot = [("lane_id", "=", lane.id), ("slot_start", "=", slot.start)]
        now = self.env["hcc.clock"]._now()
        over = [("state", "=", "held"), ("held_until", "<=", now)]
        expired = self.sudo().search([*over, "|", *own, "&", *in_slot])
        slots = {(row.lane_id.id, row.slot_start) for row in expired} | {(lane.id, slot.start)}
        self._take_locks([f"person|{value}" for value in hashes.values()], slots)
        expired.invalidate_recordset()
        expired.filtered(lambda row: row.state == "held")._transition("lapse")

    def _lock_rows(self):
        """A slot before its rows, in every verb."""
        rows = self.sudo()
        self._take_locks([], {(row.lane_id.id, row.slot_start) for row in rows})
        super()._lock_rows()

    def _take_locks(self, names, slots):
        names = [*names, *(f"slot|{lane_id}|{start.isoformat()}" for lane_id, start in slots)]
        for key in sorted(_lock_number(name) for name in names):
            self.env.execute_query(SQL("SELECT pg_advisory_xact_lock(%s)::text", key))


def _lock_number(name):
    digest = hashlib.sha256(f"hcc.appointment|{name}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
