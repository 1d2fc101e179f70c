"""Electronic papers: scans of a dossier."""

import base64
import io

from PIL import Image

from .world import _draft, own_record_of, record_of


def picture(shade=200):
    """A scan of nothing; each world has its own shade of it."""
    content = io.BytesIO()
    Image.new("L", (40, 60), shade).save(content, "PNG")
    return base64.b64encode(content.getvalue()).decode()


@record_of("hcc.document")
def document(world):
    draft = _draft(world)
    line = draft.component_ids[:1]
    answer = line.attach_scan("don.png", picture())
    return world.as_user("official", "hcc.document").browse(answer["document_id"])


@record_of("hcc.document.statistics")
def document_statistics(world):
    line = world.record("hcc.dossier").sudo().component_ids[:1]
    world.env.flush_all()
    return world.env["hcc.document.statistics"].search([("id", "=", line.id)])


@own_record_of("hcc.document.revoke")
def document_revoke(world, user):
    document = world.record("hcc.document")
    return world.env["hcc.document.revoke"].with_user(user).create({"document_id": document.id})


@own_record_of("hcc.dossier.reuse")
def dossier_reuse(world, user):
    dialogs = world.env["hcc.dossier.reuse"].with_user(user)
    return dialogs.create({"dossier_id": world.record("hcc.dossier").id})


@own_record_of("hcc.dossier.reuse.line")
def dossier_reuse_line(world, user):
    line = world.record("hcc.dossier.component")
    values = {"reuse_id": dossier_reuse(world, user).id, "component_id": line.id, "document_ref": 1}
    return world.env["hcc.dossier.reuse.line"].with_user(user).create(values)
