from odoo import api, fields, models

from ..cron_wake import wake


class HccOutbox(models.Model):
    """A message to be delivered by the server itself (hộp thư đi): e-mail, SMS, portal.

    Each kind has its ``_deliver_<kind>(message)``, added by the addon that sends it. Administrators
    and oversight see the list, administrators may try a failed message again.
    """

    _name = "hcc.outbox"
    _inherit = ["hcc.outbox.mixin"]
    _description = "Outgoing Message"
    _order = "id desc"
    _allow_sudo_commands = False

    kind = fields.Char(required=True, readonly=True)
    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    payload = fields.Json(readonly=True, help="Ids and codes only; texts are made at delivery.")

    _pending_idx = models.Index("(next_try_at) WHERE state = 'pending'")
    _record_idx = models.Index("(res_model, res_id)")

    @api.model
    def _enqueue(self, kind, record, payload=None):
        """Add a message about ``record``; it is delivered as soon as this transaction commits."""
        if not hasattr(self, f"_deliver_{kind}"):
            raise NotImplementedError(f"Nothing delivers outbox messages of kind {kind!r}.")
        message = self.sudo().create(
            {
                "company_id": record.sudo()._journal_company().id,
                "kind": kind,
                "res_model": record._name,
                "res_id": record.id,
                "payload": payload or {},
            }
        )
        wake(self.env, "hcc_base.ir_cron_outbox_deliver")
        return message

    def _carry_out(self):
        getattr(self, f"_deliver_{self.kind}")(self)

    def action_retry(self):
        """Put failed messages back into the queue."""
        self.check_access("write")
        self.sudo().filtered(lambda m: m.state != "done")._again()

    def _again(self):
        """Back into the queue."""
        self.write({"state": "pending", "next_try_at": False, "attempts": 0})
        wake(self.env, "hcc_base.ir_cron_outbox_deliver")

    def _source_record(self):
        return self.env[self.res_model].browse(self.res_id).exists()
