from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL


class HccHall(models.AbstractModel):
    """What the loudspeaker of a zone says."""

    _inherit = "hcc.hall"

    @api.model
    def _voice_state(self, board, clip_url):
        """What a board says, ``None`` when it has no loudspeaker.

        Only calls that still hold are listed: of tickets that are called and not yet served, each
        with its last call. What was undone, or is too old to be said, is not there any more.
        """
        zone = board.zone_id
        if not board.speaks or not zone:
            return None
        calls = [] if zone._is_quiet() or not zone.volume else self._calls_to_say(zone)
        return {
            "volume": zone.volume / 100,
            "times": zone.times,
            "max_age": zone.max_age,
            "chime": zone._chime_url(),
            "sound": board._sound_state(),
            "calls": [
                {
                    "id": call_id,
                    "called_at": f"{called_at:%Y-%m-%dT%H:%M:%S}Z",
                    "sentences": zone._sentences(number, counter, kind == "recall", clip_url),
                }
                for call_id, number, counter, kind, called_at in calls
            ],
        }

    @api.model
    def _calls_to_say(self, zone):
        """The calls that hold now at the counters of ``zone``, the first first."""
        self.env["hcc.ticket"].flush_model()
        clock = self.env["hcc.clock"]
        return self.env.execute_query(
            SQL(
                """
                SELECT call.id, ticket.name, counter.number, call.kind, call.called_at
                  FROM hcc_ticket_call call
                  JOIN hcc_ticket ticket ON ticket.id = call.ticket_id
                  JOIN hcc_counter counter ON counter.id = call.counter_id
                 WHERE call.company_id = %(company)s
                   AND %(in_zone)s
                   AND call.called_at > %(limit)s
                   AND ticket.state = 'called'
                   AND ticket.session_id = call.session_id
                   AND NOT EXISTS (SELECT 1 FROM hcc_ticket_call later
                                    WHERE later.ticket_id = call.ticket_id AND later.id > call.id)
              ORDER BY call.id
                """,
                company=zone.company_id.id,
                in_zone=self._in_zone(zone),
                limit=clock._now() - timedelta(seconds=zone.max_age),
            )
        )
