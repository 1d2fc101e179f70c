"""Records of the dialogs that print."""

from .world import own_record_of
from .world_catalogue import _made_by


@own_record_of("hcc.dossier.book")
def dossier_book(world, user):
    return _made_by(user, "hcc.dossier.book", {"agency_id": world.agency.id})
