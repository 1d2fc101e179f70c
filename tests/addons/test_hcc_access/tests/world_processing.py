"""Records of processing: the dialogs of steps, linked procedures, questions to other agencies."""

from .world import own_record_of


@own_record_of("hcc.dossier.reassign")
def dossier_reassign(world, user):
    return world.env["hcc.dossier.reassign"].with_user(user).create({"reason": "Nghỉ phép"})
