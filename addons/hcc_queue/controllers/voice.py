from odoo.exceptions import AccessError, MissingError
from odoo.http import Controller, request, route

from .board import clip_response
from .pages import page_response, speak_vietnamese, staff_route

CLIP_URL = "/hcc/api/voice/clip/%s"
MAX_NUMBER = 12


class VoiceController(Controller):
    """Listening to a zone's voice or to a pack before the public hears it."""

    @route(
        "/hcc/voice/<any(zone, pack):kind>/<int:record_id>",
        type="http", auth="user", methods=["GET"],
    )  # fmt: skip
    def page(self, kind, record_id, **_query):
        record = self._record(kind, record_id)
        config = {"base": f"/hcc/api/voice/{kind}/{record_id}", "name": record.name}
        return page_response("listen", record.company_id, config, title=record.name)

    @staff_route("/hcc/api/voice/<any(zone, pack):kind>/<int:record_id>/say", methods=("GET",))
    def say(self, kind, record_id, number="", counter="", **_query):
        speak_vietnamese()
        record = self._record(kind, record_id)
        call = (number[:MAX_NUMBER], int(counter) if counter.isdecimal() else 1)
        if kind == "pack":
            sentences = [record._sentence(*call, False, CLIP_URL)]
        else:
            sentences = record._sentences(*call, False, CLIP_URL)
        chime = request.env["hcc.hall.zone"]._chime_url()
        volume = record.volume / 100 if kind == "zone" else 1
        return {"chime": chime, "sentences": sentences, "volume": volume}

    @route("/hcc/api/voice/clip/<int:clip_id>", type="http", auth="user", methods=["GET"])
    def clip(self, clip_id, **_query):
        return clip_response(self._readable("hcc.voice.clip", clip_id))

    def _record(self, kind, record_id):
        return self._readable(f"hcc.{'hall.zone' if kind == 'zone' else 'voice.pack'}", record_id)

    def _readable(self, model, record_id):
        record = request.env[model].browse(record_id).exists()
        try:
            record.check_access("read")
        except (AccessError, MissingError):
            record = record.browse()
        if not record:
            raise request.not_found()
        return record
