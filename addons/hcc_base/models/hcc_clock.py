import os
import uuid
from contextlib import contextmanager
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, models, tools
from odoo.tools import SQL

from ..tools import working_time

#: Seconds by which a demonstration server's clock is moved; set by whoever starts the server.
DEMO_CLOCK_VARIABLE = "HCC_DEMO_CLOCK"
DEFAULT_TIMEZONE = "Asia/Ho_Chi_Minh"
#: Parameter that holds the calendars' version: a new random value with every change of any of them.
CALENDARS_VERSION = "hcc.calendars_version"
#: Entry of ``cr.cache``: this transaction is changing a calendar.
CHANGING = "hcc_changing_calendars"


class HccClock(models.AbstractModel):
    """The suite's one source of time and of working-time arithmetic.

    Instants are naive UTC, as in Odoo's fields, and come from the database, not from the server's
    own clock. Business dates and printed times are the centre's.
    """

    _name = "hcc.clock"
    _description = "Clock"

    # -------------------------------------------------------------------------
    # NOW
    # -------------------------------------------------------------------------

    @api.model
    def _now(self):
        """The present instant: the database's transaction time, naive UTC, whole seconds."""
        now = self.env.cr.now().replace(microsecond=0)
        if self._is_demonstration():
            now += timedelta(seconds=self._demonstration_offset())
        return now

    @api.model
    def _today(self, company=None):
        """The business date of ``company`` (default: the current centre)."""
        return self._local(company or self.env.company, self._now()).date()

    @api.model
    def _timezone(self, company):
        return ZoneInfo(company.sudo().resource_calendar_id.tz or DEFAULT_TIMEZONE)

    @api.model
    def _local(self, company, instant):
        """``instant`` (naive UTC) as the centre's wall clock shows it (aware)."""
        return instant.replace(tzinfo=timezone.utc).astimezone(self._timezone(company))

    @api.model
    def _day_bounds(self, company, day):
        """First instant of ``day`` and of the day after, naive UTC: a half-open interval."""
        zone = self._timezone(company)
        return tuple(
            _midnight(day + timedelta(days=n), zone).astimezone(timezone.utc).replace(tzinfo=None)
            for n in (0, 1)
        )

    @api.model
    def _is_demonstration(self):
        """Whether a moved clock is in force: a demonstration server on a demonstration database."""
        return bool(self._demonstration_offset()) and self._is_demonstration_database()

    @api.model
    def _is_demonstration_database(self):
        return tools.str2bool(
            self.env["ir.config_parameter"].sudo().get_param("hcc.demonstration", "False"), False
        )

    @api.model
    def _demonstration_offset(self):
        return int(os.environ.get(DEMO_CLOCK_VARIABLE) or 0)

    # -------------------------------------------------------------------------
    # WORKING TIME
    # -------------------------------------------------------------------------

    @api.model
    def _calendar(self, company, agency=None):
        """Working hours, days off and make-up days of the centre, or of an agency that has its
        own there, prepared for arithmetic.
        """
        company = company.sudo()
        agency = agency.sudo() if agency else self.env["hcc.agency"]
        hours = agency.calendar_id or company.resource_calendar_id
        version = self._calendars_version()
        own_days = self.env["hcc.calendar.day"]._agencies_with_own_days(version)
        # Agencies that work like the centre share its prepared calendar.
        agency_id = agency.id if agency.calendar_id or agency.id in own_days else False
        return hours._hcc_working_calendar(company.id, agency_id, version)

    @api.model
    def _term(self, company, start, value, unit, policy=None, agency=None):
        term = working_time.Term(value, unit)
        calendar = self._calendar(company, agency)
        return working_time.due(start, term, calendar, calendar_day_rule=_day_rule(policy))

    @api.model
    def _due(self, company, start, value, unit, policy=None, agency=None):
        """The instant at which a term of ``value`` ``unit`` from ``start`` ends (naive UTC).

        :param unit: ``working_hour``, ``working_day`` or ``calendar_day``
        :param agency: the agency whose calendar counts where it has its own
        :raise ValueError: the term is not positive or the calendar never works
        """
        return self._term(company, start, value, unit, policy, agency).instant

    @api.model
    def _due_many(self, company, starts, value, unit, policy=None, agency=None):
        """The due instants of many starts with one term, in their order."""
        term = working_time.Term(value, unit)
        calendar = self._calendar(company, agency)
        return working_time.due_instants(
            starts, term, calendar, calendar_day_rule=_day_rule(policy)
        )

    @api.model
    def _explain(self, company, start, value, unit, policy=None, agency=None):
        """The same term line by line, in Vietnamese, as printed on the slip."""
        return working_time.explain(self._term(company, start, value, unit, policy, agency))

    @api.model
    def _handover_deadline(self, company, received, policy, agency=None):
        """Until when a dossier received at ``received`` must be with its agency.

        Decree 61/2018 art. 18(2): the same working day; received after 15:00, the next one.
        """
        return working_time.handover_deadline(
            received, policy.sudo().handover_cutoff_minutes, self._calendar(company, agency)
        )

    # -------------------------------------------------------------------------
    # CHANGES OF CALENDARS
    # -------------------------------------------------------------------------

    @api.model
    def _calendars_version(self):
        """What prepared calendars are cached by. Read in this transaction: a cached calendar is
        never older than what the transaction may see, whichever process changed it.
        """
        cache = self.env.cr.cache
        if CALENDARS_VERSION not in cache:
            self._remember_version(self._read_version(SQL()))
        return cache[CALENDARS_VERSION]

    @api.model
    def _hold_calendars(self):
        """Let no calendar change until this transaction ends.

        For verbs that write a due date; called before they lock their record. A change under way
        is waited for; in REPEATABLE READ the request is then repeated by Odoo.
        """
        self._remember_version(self._read_version(SQL("FOR SHARE")))

    @contextmanager
    def _changing_calendars(self):
        """Hold the clock while calendars change; then have everything that follows recomputed.

        Yields a dict for the cause: ``facts`` (for the journal) and ``reason`` (in words).
        """
        cause, cache = {}, self.env.cr.cache
        if cache.get(CHANGING):  # a part of a change, e.g. the hours of a calendar being written
            yield cause
            return
        cache[CHANGING] = True
        try:
            self._read_version(SQL("FOR UPDATE"))
            yield cause
        finally:
            cache.pop(CHANGING)
        self.env.flush_all()
        self._renew_version()
        self._after_calendar_change(cause)

    @api.model
    def _after_calendar_change(self, cause):
        """Extension point: compute again what follows from the calendars."""

    def _read_version(self, lock):
        rows = self.env.execute_query(
            SQL("SELECT value FROM ir_config_parameter WHERE key = %s %s", CALENDARS_VERSION, lock)
        )
        return rows[0][0] if rows else ""

    def _renew_version(self):
        """A random value: a version that was rolled back never comes again."""
        version = uuid.uuid4().hex
        self.env["ir.config_parameter"].sudo().set_param(CALENDARS_VERSION, version)
        self.env.flush_all()
        self._remember_version(version)

    def _remember_version(self, version):
        cr = self.env.cr
        cr.cache[CALENDARS_VERSION] = version
        cr.postcommit.add(lambda: cr.cache.pop(CALENDARS_VERSION, None))
        cr.postrollback.add(lambda: cr.cache.pop(CALENDARS_VERSION, None))


def _day_rule(policy):
    return policy.sudo().calendar_day_rule if policy else "next_working_day"


def _midnight(day, zone):
    return datetime.combine(day, time.min, tzinfo=zone)
