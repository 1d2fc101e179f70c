from odoo import api, models

#: A board's text is a state: it is worth showing as long as nothing newer is.
SHOW_SECONDS = 12 * 3600
#: A call heard later than this sends people to the wrong counter.
PLAY_SECONDS = 20


class HccDeviceJob(models.Model):
    """Jobs beside the paper: what a counter board shows, what a loudspeaker says."""

    _inherit = "hcc.device.job"

    @api.model
    def _show(self, device, text, record, blink=False):
        """Let a counter board show ``text`` (ASCII); a later text overtakes it."""
        payload = {"text": text, "blink": blink}
        return self._queue(device, "show", payload, record, SHOW_SECONDS, "idempotent")

    @api.model
    def _play(self, device, clips, record, expires_in_seconds=PLAY_SECONDS):
        """Let a loudspeaker play clips, by their names; nothing is heard twice by itself."""
        payload = {"clips": clips}
        return self._queue(device, "play", payload, record, expires_in_seconds, "once")

    @api.model
    def _queue(self, device, kind, payload, record, seconds, job_class):
        target = device.sudo()
        if not target:
            return self.browse()
        job = self.sudo().create(
            {
                "company_id": target.company_id.id,
                "device_id": target.id,
                "kind": kind,
                "job_class": job_class,
                "payload": payload,
                "res_model": record._name,
                "res_id": record.id,
                "lifetime": seconds,
                "expires_at": self._instant_in(seconds),
            }
        )
        target.agent_id._ring()
        return job.with_env(self.env)
