"""The hall's zones, its notices and its voice."""

import base64

from odoo.fields import Command

from .world import record_of

_WAV = b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 28


@record_of("hcc.hall.zone")
def hall_zone(world):
    return world.env["hcc.hall.zone"].create(
        {
            "name": f"Khu {world.key}",
            "company_id": world.centre.id,
            "counter_ids": [Command.set(world.record("hcc.counter").ids)],
        }
    )


@record_of("hcc.hall.notice")
def hall_notice(world):
    values = {"text": f"Thông báo {world.key}", "company_id": world.centre.id}
    return world.env["hcc.hall.notice"].create(values)


@record_of("hcc.voice.pack")
def voice_pack(world):
    values = {"name": f"Giọng {world.key}", "company_id": world.centre.id}
    return world.env["hcc.voice.pack"].create(values)


@record_of("hcc.voice.clip")
def voice_clip(world):
    return world.env["hcc.voice.clip"].create(
        {
            "name": "digit_0",
            "audio": base64.b64encode(_WAV),
            "pack_id": world.record("hcc.voice.pack").id,
        }
    )
