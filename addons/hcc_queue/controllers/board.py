from odoo.http import Controller, request, route

from odoo.addons.hcc_device.controllers.api import ApiError, json_route, read_json

from ..tools import voice
from .pages import device_of, doorbell, page_of_device, page_response

MAX_REPORT_BYTES = 1024
#: A recording's address changes with the recording.
CLIP_CACHE = "private, max-age=604800, immutable"


class BoardController(Controller):
    """The hall board: who is called where, who is next, how many wait; and the zone's voice."""

    @route("/hcc/board/<string:token>", type="http", auth="public", methods=["GET"])
    def page(self, token, **_query):
        board = page_of_device(token, "board")
        config = {
            "base": f"/hcc/board/{token}",
            "channel": doorbell("hall", board.company_id),
            "speaks": board.speaks,
        }
        return page_response("board", board.company_id, config)

    @json_route("/hcc/board/<string:token>/state", methods=("GET",))
    def state(self, token, **_query):
        board = device_of(token, "board")
        hall = request.env["hcc.hall"]
        state = hall._board_state(board.company_id, board.zone_id)
        clip_url = f"/hcc/board/{token}/clip/%s"
        return {**state, "voice": hall.sudo()._voice_state(board, clip_url)}

    @json_route("/hcc/board/<string:token>/sound", max_bytes=MAX_REPORT_BYTES)
    def sound(self, token, **_query):
        """The page says whether it can be heard."""
        board = device_of(token, "board")
        try:
            board._report_sound(read_json().get("state"))
        except (ValueError, TypeError) as error:
            raise ApiError(400, "unknown_state") from error
        return {"done": True}

    @route("/hcc/board/<string:token>/clip/<int:clip_id>", type="http", auth="public",
           methods=["GET"])  # fmt: skip
    def clip(self, token, clip_id, **_query):
        board = page_of_device(token, "board")
        clips = board.zone_id.pack_ids.clip_ids
        return clip_response(clips.filtered(lambda clip: clip.id == clip_id))


def clip_response(clip):
    """The recording, or a 404 page when there is none."""
    if not clip:
        raise request.not_found()
    content = clip._content()
    return request.make_response(
        content,
        headers=[
            ("Content-Type", voice.AUDIO_TYPES[clip.audio_type]),
            ("Content-Length", len(content)),
            ("Cache-Control", CLIP_CACHE),
            ("X-Content-Type-Options", "nosniff"),
        ],
    )
