"""Proposals and warnings of a world's dossier."""

from .world import record_of


@record_of("hcc.dossier.proposal")
def dossier_proposal(world):
    dossier = world.record("hcc.dossier").sudo()
    return dossier._propose("apology", "Lý do", authority="agency")


@record_of("hcc.dossier.warning")
def dossier_warning(world):
    dossier = world.record("hcc.dossier").sudo()
    return dossier._parts("hcc.dossier.warning").create(
        {
            "dossier_id": dossier.id,
            "kind": "dossier_near",
            "agency_id": dossier.agency_id.id,
            "due_at": dossier.due_at,
            "raised_at": dossier.received_at,
        }
    )
