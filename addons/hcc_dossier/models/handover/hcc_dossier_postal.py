from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from ..dossier.hcc_dossier import OFFICIAL


class HccDossier(models.Model):
    """Results that went to the applicant by post: until the post reports the delivery they stay on
    the list of what was sent and not delivered; a parcel that comes back makes the result wait at
    the centre again."""

    _inherit = "hcc.dossier"

    delivered_at = fields.Datetime(
        "Delivered by the post", readonly=True, copy=False, help="As the postal enterprise reports."
    )
    postal_returns = fields.Integer(
        "Came back by post", readonly=True, copy=False, help="How often the parcel came back."
    )
    can_record_delivery = fields.Boolean(compute="_compute_can")
    can_record_postal_return = fields.Boolean(compute="_compute_can")

    _undelivered_idx = models.Index(
        "(company_id, returned_on)"
        " WHERE collector_kind = 'postal' AND state = 'returned' AND delivered_at IS NULL"
    )

    _verbs = {
        "record_delivery": Verb(("returned",), None, (OFFICIAL,)),
        "record_postal_return": Verb(("returned",), "done", (OFFICIAL,)),
    }
    _guarded_fields = frozenset({"delivered_at", "postal_returns"})

    @api.model
    def _verb_labels(self):
        _ = self.env._
        return {
            **super()._verb_labels(),
            "record_delivery": _("Delivered by the post"),
            "record_postal_return": _("Came back by post"),
        }

    def _check_return(self, collector, collector_name, collector_paper):
        super()._check_return(collector, collector_name, collector_paper)
        if collector == "postal" and not (collector_paper or "").strip():
            raise UserError(
                self.env._(
                    "%s: enter the number of the consignment; without it nobody can follow the "
                    "parcel.",
                    self.display_name,
                )
            )

    def record_delivery(self):
        """The post reports that the applicant has the result."""
        for dossier in self:
            now = self.env["hcc.clock"]._now()
            dossier._transition("record_delivery", values={"delivered_at": now})
        return self

    def record_postal_return(self):
        """The parcel came back: the result is at the centre again and is returned once more."""
        for dossier in self:
            consignment = dossier.collector_paper or ""
            dossier._transition(
                "record_postal_return",
                values=dossier._back_at_the_centre,
                facts={"consignment": consignment},
            )
        return self

    def _back_at_the_centre(self):
        return {
            "custody": "centre",
            "returned_at": False,
            "returned_on": False,
            "collector_kind": False,
            "collector_name": False,
            "collector_paper": False,
            "postal_returns": self.postal_returns + 1,
        }

    def _check_record_delivery(self):
        self._check_is_in_the_post()

    def _check_record_postal_return(self):
        self._check_is_in_the_post()

    def _check_is_in_the_post(self):
        if self.collector_kind != "postal" or self.delivered_at:
            raise UserError(
                self.env._(
                    "%s is not on its way by post: it was handed out, or is delivered already.",
                    self.display_name,
                )
            )
