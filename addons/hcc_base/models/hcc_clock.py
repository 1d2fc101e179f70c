import os
import uuid
from contextlib import contextmanager
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import SUPERUSER_ID, api, models, tools
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import working_time
from .hcc_calendar_preview import PREVIEW_KEY, CalendarPreview

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

        :raise UserError: they have no working hours
        """
        version = self._calendars_version()
        if agency:
            hours = agency.sudo().calendar_id
            days = self.env["hcc.calendar.day"]
            if hours or agency.id in days._agencies_with_own_days(version):
                hours = hours or company.sudo().resource_calendar_id
                return self._prepared(hours, company, agency)
        # Agencies that work like the centre share its prepared calendar.
        hours = company.sudo().resource_calendar_id
        return self._prepared(hours, company, self.env["hcc.agency"])

    def _prepared(self, hours, company, agency):
        try:
            return hours._hcc_working_calendar(company.id, agency.id, self._calendars_version())
        except ValueError as error:
            who = " – ".join(filter(None, [company.sudo().name, agency.sudo().name]))
            raise UserError(
                self.env._(
                    "%(who)s has no working hours by which a due date can be counted. An "
                    "administrator must enter them under Configuration.\n%(problem)s",
                    who=who,
                    problem=str(error),
                )
            ) from error

    @api.model
    def _term(self, company, start, value, unit, policy=None, agency=None, extension_days=0):
        """The due date of :meth:`_due` as a ``working_time.Due``, which can be explained."""
        term = working_time.Term(value, unit, extension_days)
        calendar = self._calendar(company, agency)
        return working_time.due(start, term, calendar, calendar_day_rule=_day_rule(policy))

    @api.model
    def _due(self, company, start, value, unit, policy=None, agency=None, extension_days=0):
        """The instant at which a term of ``value`` ``unit`` from ``start`` ends (naive UTC).

        :param unit: ``working_hour``, ``working_day`` or ``calendar_day``
        :param agency: the agency whose calendar counts where it has its own
        :param extension_days: working days added for an area of difficult conditions
        :raise ValueError: the term is not positive or far too long
        """
        return self._term(company, start, value, unit, policy, agency, extension_days).instant

    @api.model
    def _due_many(self, company, starts, value, unit, policy=None, agency=None):
        """The due instants of many starts with one term, in their order."""
        term = working_time.Term(value, unit)
        calendar = self._calendar(company, agency)
        return working_time.due_instants(
            starts, term, calendar, calendar_day_rule=_day_rule(policy)
        )

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
        """Extension point: compute again what follows from the calendars, or only tell it."""
        is_person = self.env.uid != SUPERUSER_ID  # not the shipped days, being installed
        if is_person and cause.get("facts") and not self._calendar_preview():
            self.env["hcc.journal.entry"]._append(
                self.env.company, "change_calendar", facts=cause["facts"]
            )

    @api.model
    def _calendar_preview(self):
        """The collector of consequences while a change is only tried, else None."""
        preview = self.env.context.get(PREVIEW_KEY)
        return preview if isinstance(preview, CalendarPreview) else None

    @api.model
    def _after_confirmation(self):
        """Extension point: the action shown after a dialog changed the calendars."""
        return {"type": "ir.actions.act_window_close"}

    def _read_version(self, lock):
        rows = self.env.execute_query(
            SQL("SELECT value FROM ir_config_parameter WHERE key = %s %s", CALENDARS_VERSION, lock)
        )
        return rows[0][0] if rows else ""

    def _renew_version(self):
        """A random value: a version that was rolled back never comes again.

        In SQL, for nobody reads it through Odoo's cached parameters.
        """
        version = uuid.uuid4().hex
        self.env.cr.execute(
            SQL(
                "UPDATE ir_config_parameter SET value = %s WHERE key = %s",
                version,
                CALENDARS_VERSION,
            )
        )
        if not self.env.cr.rowcount:
            self.env["ir.config_parameter"].sudo().set_param(CALENDARS_VERSION, version)
            self.env.flush_all()
        self._remember_version(version)

    def _forget_version(self):
        """After a change was rolled back within this transaction."""
        self.env.cr.cache.pop(CALENDARS_VERSION, None)

    def _remember_version(self, version):
        cr = self.env.cr
        cr.cache[CALENDARS_VERSION] = version
        cr.postcommit.add(lambda: cr.cache.pop(CALENDARS_VERSION, None))
        cr.postrollback.add(lambda: cr.cache.pop(CALENDARS_VERSION, None))


def _day_rule(policy):
    return policy.sudo().calendar_day_rule if policy else "next_working_day"


def _midnight(day, zone):
    return datetime.combine(day, time.min, tzinfo=zone)
