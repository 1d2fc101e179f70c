"""Seals, certificates, and the papers that are signed."""

import base64
from functools import lru_cache

from odoo.fields import Command

from odoo.addons.hcc_dossier.tests.signing import Issuer

from .world import own_record_of, record_of
from .world_common import common_record_of


@lru_cache(maxsize=1)
def _issuer():
    return Issuer()


@record_of("hcc.seal")
def seal(world):
    return world.env["hcc.seal"].create(
        {
            "name": f"Con dấu {world.key}",
            "number": f"CD-{world.key}",
            "agency_id": world.agency.id,
            "company_id": world.centre.id,
            "registration_number": "01/GCN",
            "keeper_ids": [Command.set(world.users["clerk"].ids)],
        }
    )


@own_record_of("hcc.seal.act")
def seal_act(world, user):
    dialogs = world.env["hcc.seal.act"].with_user(user)
    return dialogs.create({"seal_id": world.record("hcc.seal").id, "verb": "retire"})


@record_of("hcc.seal.use")
def seal_use(world):
    dossier = world.record("hcc.dossier").sudo()
    return dossier._parts("hcc.seal.use").create(
        {
            "dossier_id": dossier.id,
            "seal_id": world.record("hcc.seal").id,
            "agency_id": world.agency.id,
            "result_number": f"1/{world.key}",
            "used_at": dossier.received_at,
            "used_on": dossier.received_on,
            "user_id": world.users["clerk"].id,
        }
    )


@record_of("hcc.signing.certificate")
def signing_certificate(world):
    return world.env["hcc.signing.certificate"].create(
        {
            "name": f"Con dấu điện tử {world.key}",
            "purpose": "agency",
            "agency_id": world.agency.id,
            "company_id": world.centre.id,
            "certificate": base64.b64encode(_issuer().token(world.key)[1]),
        }
    )


@record_of("hcc.dossier.draft")
def dossier_draft(world):
    dossier = world.record("hcc.dossier").sudo()
    return dossier._parts("hcc.dossier.draft").create(
        {
            "dossier_id": dossier.id,
            "kind": "result",
            "name": "du-thao.pdf",
            "round": 1,
            "file": base64.b64encode(b"%PDF-1.7"),
            "sha256": "0" * 64,
            "user_id": world.users["appraiser"].id,
            "made_at": dossier.received_at,
        }
    )


@record_of("hcc.signature")
def signature(world):
    draft = world.record("hcc.dossier.draft")
    certificate = world.record("hcc.signing.certificate")
    return draft.dossier_id._parts("hcc.signature").create(
        {
            "dossier_id": draft.dossier_id.id,
            "draft_id": draft.id,
            "step_id": draft.dossier_id.step_ids[0].id,
            "purpose": "agency",
            "user_id": world.users["clerk"].id,
            "certificate_id": certificate.id,
            "field_name": "HCC1",
            "signer": certificate.holder,
            "serial": certificate.serial,
            "signed_at": draft.made_at,
            "verdict": "valid",
            "checked_at": draft.made_at,
        }
    )


@common_record_of("hcc.seal")
def seal_of_an_office(world):
    return world.env["hcc.seal"].create(
        {
            "name": f"Con dấu trụ sở {world.key}",
            "number": f"CT-{world.key}",
            "agency_id": world.agency.id,
        }
    )


@common_record_of("hcc.trust.anchor")
def trust_anchor(world):
    return world.env["hcc.trust.anchor"].create(
        {"name": f"Gốc {world.key}", "certificate": base64.b64encode(_issuer().pem)}
    )
