import os
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, models, tools

from ..tools import working_time

#: Seconds by which a demonstration server's clock is moved; set by whoever starts the server.
DEMO_CLOCK_VARIABLE = "HCC_DEMO_CLOCK"
DEFAULT_TIMEZONE = "Asia/Ho_Chi_Minh"


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
    def _calendar(self, company):
        """The centre's working hours, days off and make-up days, prepared for arithmetic."""
        company = company.sudo()
        return company.resource_calendar_id._hcc_working_calendar(company.id)

    @api.model
    def _term(self, company, start, value, unit, policy=None):
        rule = policy.sudo().calendar_day_rule if policy else "next_working_day"
        term = working_time.Term(value, unit)
        return working_time.due(start, term, self._calendar(company), calendar_day_rule=rule)

    @api.model
    def _due(self, company, start, value, unit, policy=None):
        """The instant at which a term of ``value`` ``unit`` from ``start`` ends (naive UTC).

        :param unit: ``working_hour``, ``working_day`` or ``calendar_day``
        :raise ValueError: the term is not positive or the calendar never works
        """
        return self._term(company, start, value, unit, policy).instant

    @api.model
    def _explain(self, company, start, value, unit, policy=None):
        """The same term line by line, in Vietnamese, as printed on the slip."""
        return working_time.explain(self._term(company, start, value, unit, policy))

    @api.model
    def _handover_deadline(self, company, received, policy):
        """Until when a dossier received at ``received`` must be with its agency.

        Decree 61/2018 art. 18(2): the same working day; received after 15:00, the next one.
        """
        return working_time.handover_deadline(
            received, policy.sudo().handover_cutoff_minutes, self._calendar(company)
        )


def _midnight(day, zone):
    return datetime.combine(day, time.min, tzinfo=zone)
