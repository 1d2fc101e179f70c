"""Records of processing: the dialogs of steps, linked procedures, questions to other agencies."""

from .world import _draft, _procedure, own_record_of, record_of
from .world_common import common_record_of


@own_record_of("hcc.dossier.reassign")
def dossier_reassign(world, user):
    return world.env["hcc.dossier.reassign"].with_user(user).create({"reason": "Nghỉ phép"})


@common_record_of("hcc.procedure.link")
def procedure_link(world):
    procedure = _procedure(world)
    draft = procedure.version_ids[:1].copy({"valid_from": "2027-01-01"})
    other = world.env["hcc.procedure"].create(
        {
            "code": f"8.{procedure.id:06d}",
            "name": "Thủ tục liên thông",
            "agency_id": procedure.agency_id.id,
            "field_id": procedure.field_id.id,
        }
    )
    values = {"version_id": draft.id, "procedure_id": other.id}
    return world.env["hcc.procedure.link"].create(values)


@record_of("hcc.dossier.consultation")
def dossier_consultation(world):
    dossier = _draft(world)
    dossier.receive()
    dossier.hand_over()
    dossier.sudo().take()
    dossier.sudo().consult(dossier.agency_id.ids, "Đề nghị giải trình.", 3)
    return dossier.sudo().consultation_ids[0]
