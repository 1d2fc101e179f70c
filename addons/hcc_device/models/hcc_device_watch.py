from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.hcc_base.tools.working_time import working_minutes_between

#: What lasts shorter than this is not worth calling anybody.
TELL_AFTER_SECONDS = 60
WELL = ("ready", "")
#: Faults of the agent's computer, for whoever looks after computers; all others: the hall.
TECHNICAL = ("silent", "journal_error", "driver_error", "no_player", "no_clips")


class HccDevice(models.Model):
    """Looking after the devices: what is wrong since when, and who is told.

    Once a minute during the centre's hours each device is looked at. The hall managers are told
    once of each fault, administrators of what concerns computers; when the device is well again
    the fault ends by itself. Behind a silent agent nothing else is reported: it is the cause.
    """

    _inherit = "hcc.device"

    health_state = fields.Char("What it says", compute="_compute_health_state")
    fault_ids = fields.One2many("hcc.device.fault", "device_id", "Faults")

    @api.model
    def _trouble_words(self):
        """Everything that a device may be said to suffer from, in the user's words."""
        field = self.env["hcc.device.fault"]._fields["trouble"]
        return dict(field._description_selection(self.env))

    @api.depends("health", "is_silent", "agent_id.is_silent", "agent_id.state")
    def _compute_health_state(self):
        """What the device last said; old news is not shown as if it were true."""
        words = self._trouble_words()
        for device in self:
            state, agent = (device.health or {}).get("state"), device.agent_id
            if device.is_silent or (agent and (agent.is_silent or agent.state != "in_use")):
                device.health_state = self.env._("No news")
            elif state in WELL:
                device.health_state = self.env._("Ready") if state else False
            else:
                device.health_state = device._since_words(words.get(state, state))

    def _since_words(self, word):
        """“Paper running low since 09:12”, with the day when it is not today's."""
        since = self._health_since()
        if not word or not since:
            return word or False
        clock = self.env["hcc.clock"]
        local = clock._local(self.company_id, since)
        is_today = local.date() == clock._today(self.company_id)
        return self.env._(
            "%(trouble)s since %(time)s",
            trouble=word,
            time=local.strftime("%H:%M" if is_today else "%H:%M %d/%m"),
        )

    def _health_since(self):
        """When the device's present state began, naive UTC, as its agent told."""
        try:
            told = datetime.fromisoformat((self.health or {}).get("since") or "")
        except (ValueError, TypeError):
            return None
        return told.replace(tzinfo=None) - (told.utcoffset() or timedelta(0))

    # -------------------------------------------------------------------------
    # FAULTS
    # -------------------------------------------------------------------------

    @api.model
    def _cron_watch(self):
        """Open, tell and close faults of every centre; one whose hours are over is left alone."""
        devices = self.search([])
        for company, own in devices.grouped("company_id").items():
            own._end_faults()
            if self._is_working(company):
                own._open_faults()
                own._tell_faults(company)

    @api.model
    def _is_working(self, company):
        """Whether the centre is open: a kiosk switched off in the evening is no fault."""
        clock = self.env["hcc.clock"]
        now = clock._now()
        try:
            calendar = clock._calendar(company)
        except UserError:
            return True  # without hours nothing can be called an evening
        return working_minutes_between(now, now + timedelta(minutes=1), calendar) > 0

    def _trouble(self):
        """``(what, since)`` is wrong with the device now, or ``(None, None)``."""
        if self.is_silent:
            return "silent", self.last_seen_at
        if self.agent_id and (self.agent_id.is_silent or self.agent_id.state != "in_use"):
            return None, None
        state = (self.health or {}).get("state") or ""
        if self.state == "revoked" or state in WELL:
            return None, None
        known = self._trouble_words()
        return state if state in known else "other", self._health_since()

    def _open_fault(self):
        return self.fault_ids.filtered("is_open")

    def _end_faults(self):
        now = self.env["hcc.clock"]._now()
        for device in self:
            fault = device._open_fault()
            if fault and fault.trouble != device._trouble()[0]:
                fault.ended_at = now
        # One fault ends before the next begins, in the database too.
        self.fault_ids.flush_recordset(["ended_at"])

    def _open_faults(self):
        now = self.env["hcc.clock"]._now()
        for device in self:
            trouble, since = device._trouble()
            if trouble and not device._open_fault():
                self.env["hcc.device.fault"].create(
                    {
                        "company_id": device.company_id.id,
                        "device_id": device.id,
                        "trouble": trouble,
                        "began_at": min(since or now, now),
                    }
                )

    def _tell_faults(self, company):
        """Tell whom it concerns, once; what passes within a minute is told to nobody."""
        now = self.env["hcc.clock"]._now()
        faults = self._open_fault().filtered(
            lambda fault: (
                not fault.told_at and fault.began_at <= now - timedelta(seconds=TELL_AFTER_SECONDS)
            )
        )
        for fault in faults:
            for user in self._whom_to_tell(company, fault.trouble):
                user._bus_send("simple_notification", fault.device_id._fault_message(user))
            fault.told_at = now

    def _fault_message(self, user):
        device = self.with_context(lang=user.lang)
        words = device._trouble_words()
        fault = device._open_fault()
        since = device.env["hcc.clock"]._local(device.company_id, fault.began_at)
        return {
            "type": "danger" if fault.trouble != "paper_low" else "warning",
            "sticky": True,
            "title": device.name,
            "message": device.env._(
                "%(trouble)s since %(time)s",
                trouble=words[fault.trouble],
                time=since.strftime("%H:%M"),
            ),
        }

    @api.model
    def _whom_to_tell(self, company, trouble):
        """The hall managers of the centre, or its administrators when it is about computers."""
        managers = self._users_of(company, "hall_manager")
        administrators = self._users_of(company, "administrator")
        wanted = administrators if trouble in TECHNICAL else managers
        return wanted | managers if trouble == "silent" else wanted or managers or administrators

    @api.model
    def _users_of(self, company, role):
        group = self.env.ref(f"hcc_base.group_{role}")
        return (
            self.env["res.users"]
            .sudo()
            .search([("all_group_ids", "in", group.ids), ("company_ids", "in", company.ids)])
        )

    @api.autovacuum
    def _gc_faults(self):
        """A year is enough to see which device fails often."""
        old = self.env["hcc.clock"]._now() - timedelta(days=366)
        self.env.cr.execute(SQL("DELETE FROM hcc_device_fault WHERE ended_at < %s", old))
