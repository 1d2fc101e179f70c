from odoo import models


class HccCounter(models.Model):
    """Who may sit down: the centre's permanent staff, substitutes and officials whose secondment is
    active, at the counters that list them or that belong to the agency they come from.
    """

    _inherit = "hcc.counter"

    def _can_open(self, user):
        self.ensure_one()
        return self.active and not self._open_refusal(user)

    def _has_staff(self):
        """Somebody listed, or somebody seconded from one of its agencies."""
        stays = (
            self.env["hcc.secondment"]
            .sudo()
            .search_count(
                [
                    ("company_id", "=", self.company_id.id),
                    ("is_current", "=", True),
                    ("agency_id", "in", self.sudo().agency_ids.ids),
                ],
                limit=1,
            )
        )
        return super()._has_staff() or bool(stays)

    def _open_refusal(self, user):
        """Why ``user`` may not open this counter, in words; empty when the user may."""
        self.ensure_one()
        stays = self.env["hcc.secondment"]._current_of(user, self.company_id)
        permanent = self.env["hr.employee"]._is_permanent_staff(user, self.company_id)
        if not stays and not permanent:
            return self._refusal_of_stranger(user)
        if user in self.sudo().user_ids or stays.agency_id & self.sudo().agency_ids:
            return ""
        return self.env._(
            "Counter %(counter)s is not for you: it neither lists you nor belongs to your agency. "
            "The hall manager can add you.",
            counter=self.display_name,
        )

    def _refusal_of_stranger(self, user):
        """What became of the stay of somebody who has none now."""
        last = self.env["hcc.secondment"].sudo().search(
            [
                ("user_id", "=", user.id),
                ("company_id", "=", self.company_id.id),
                ("state", "in", ("approved", "ended", "recalled")),
            ],
            order="date_start desc",
            limit=1,
        )  # fmt: skip
        if last.state == "approved":
            return self.env._(
                "Your secondment to %(centre)s only begins on %(day)s.",
                centre=self.company_id.name,
                day=f"{last.date_start:%d/%m/%Y}",
            )
        if last:
            return self.env._(
                "Your secondment to %(centre)s ended on %(day)s, so you can no longer open a "
                "counter. If it was extended, staff management must record the decision.",
                centre=self.company_id.name,
                day=f"{last.ended_on:%d/%m/%Y}",
            )
        return self.env._(
            "You have no secondment to %(centre)s and are not on its permanent staff. Staff "
            "management must record it before you open a counter.",
            centre=self.company_id.name,
        )
