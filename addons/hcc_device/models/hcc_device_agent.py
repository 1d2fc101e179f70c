import hashlib
import json
import logging
from datetime import timedelta

from odoo import models

from ..tools import wire
from .hcc_device_job import BATCH, OUTCOME_STATES, REASONS

_logger = logging.getLogger(__name__)

REASON_CODES = frozenset(code for code, _label in REASONS)
#: Outcomes of a job whose fate had been given up may still be corrected by its agent.
CORRECTABLE_REASON = "agent_silent"


class HccDevice(models.Model):
    """The agent's side of a device: one idempotent call carries everything.

    Up come results of jobs, events and health; down go jobs. The agent names the unfinished jobs
    that its journal holds, so a job whose answer got lost on the way is simply given again, and
    a repeated call has the same effect as one. Everything here runs after the token was checked,
    and touches only jobs of the calling agent's own devices.
    """

    _inherit = "hcc.device"

    def _sync(self, request):
        """Take in what the agent says and return what it shall do.

        :param request: ``{boot, seq, journal, config_rev, holding, results, events, health}``
        :return: ``{now, device_id, acked, events_acked, jobs, config_rev[, config, token]}``
        """
        agent = self.sudo()
        agent.ensure_one()
        agent._lock_for_sync()
        agent.env["hcc.device.job"]._expire()
        acked = agent._take_results(wire.dicts(request, "results", BATCH))
        events_acked = agent._take_events(wire.dicts(request, "events", BATCH))
        holding = agent._take_holding(wire.dicts(request, "holding"))
        agent._take_health(request)
        journal = wire.text(request.get("journal"))
        jobs = agent._open_jobs(journal, holding)
        answer = {
            "now": wire.utc(agent.env["hcc.clock"]._now()),
            "device_id": agent.id,
            "acked": acked,
            "events_acked": events_acked,
            "jobs": [payload for job in jobs if (payload := job._lease(agent, journal))],
        }
        return {
            **answer,
            **agent._config_answer(request.get("config_rev")),
            **agent._token_answer(),
        }

    # -------------------------------------------------------------------------
    # UP: RESULTS, EVENTS, HEALTH
    # -------------------------------------------------------------------------

    def _take_results(self, results):
        """Close the jobs; every number is acknowledged, or it would be sent for ever."""
        by_uid = {wire.text(result.get("uid")): result for result in results}
        jobs = self.env["hcc.device.job"].search(
            [("uid", "in", list(by_uid)), ("leased_agent_id", "=", self.id)]
        )
        for job in jobs:
            result = by_uid[job.uid]
            still_open = job.state == "leased" or job.reason == CORRECTABLE_REASON
            if still_open and result.get("outcome") in OUTCOME_STATES:
                job._close(result["outcome"], _reason(result))
        strangers = by_uid.keys() - set(jobs.mapped("uid"))
        if strangers:
            _logger.info("Agent %s sent results of %s jobs not its own.", self.id, len(strangers))
        return sorted(by_uid)

    def _take_holding(self, holding):
        """Note why unfinished jobs wait; return their numbers."""
        waiting = {wire.text(job.get("uid")): _reason(job) for job in holding}
        jobs = self.env["hcc.device.job"].search(
            [
                ("uid", "in", list(waiting)),
                ("leased_agent_id", "=", self.id),
                ("state", "=", "leased"),
            ]
        )
        for job in jobs:
            if job.reason != waiting[job.uid]:
                job.reason = waiting[job.uid]
        return set(waiting)

    def _take_health(self, request):
        """Note the agent's sign of life, and what it says of its devices."""
        now = self.env["hcc.clock"]._now()
        health = request.get("health") if isinstance(request.get("health"), dict) else {}
        self._note_health(now, wire.health(health), wire.text(request.get("boot")))
        devices = health.get("devices")
        for key, state in devices.items() if isinstance(devices, dict) else ():
            device = self._own_device(key)
            if device and isinstance(state, dict):
                device._note_health(now, wire.health(state))

    def _note_health(self, now, health, boot=None):
        values = {"health": health} if self.health != health else {}
        if boot and self.agent_boot != boot:
            values["agent_boot"] = boot
        if not self.last_seen_at or self.last_seen_at <= now - timedelta(seconds=5):
            values["last_seen_at"] = now
        if values:
            self._guarded_write(values)

    def _own_device(self, key):
        return self.device_ids.filtered(lambda device: str(device.id) == str(key))

    # -------------------------------------------------------------------------
    # DOWN: JOBS AND SETTINGS
    # -------------------------------------------------------------------------

    def _open_jobs(self, journal, holding):
        """Jobs to give now: new ones, and those given before that did not arrive.

        A job given into a journal that no longer exists may have been printed: nobody knows.
        """
        Job = self.env["hcc.device.job"]
        given = Job.search(
            [
                ("state", "=", "leased"),
                ("leased_agent_id", "=", self.id),
                ("uid", "not in", list(holding)),
            ],
            order="id",
        )
        given.filtered(lambda job: job.lease_journal != journal)._close("unknown", "journal_lost")
        again = given.filtered(lambda job: job.state == "leased")
        new = Job.search(
            [("state", "=", "pending"), ("device_id", "in", self.device_ids.ids)],
            order="id",
            limit=max(BATCH - len(again), 0),
        )
        return (again | new.try_lock_for_update(allow_referencing=True)).sorted("id")[:BATCH]

    def _config_answer(self, known_rev):
        """The settings of the agent's devices, when it does not have them yet."""
        attached = self.device_ids.filtered("is_attached")
        config = {"devices": {str(device.id): device._agent_settings() for device in attached}}
        text = json.dumps(config, sort_keys=True).encode()
        revision = hashlib.sha256(text).hexdigest()[:16]
        if revision == known_rev:
            return {"config_rev": revision}
        return {"config_rev": revision, "config": config}


def _reason(row):
    code = wire.text(row.get("reason"))
    return (code if code in REASON_CODES else "other") if code else False
