"""The look-up code of every copy, as the product derives it."""

import io

from .applicants import copy_from
from .specimens import TABLE
from .tables import move_sequence

COLUMNS = ("res_model", "res_id", "purpose", "serial", "token_hash", "is_revoked", "create_uid")


def issue(env):
    """One code a copy, for the purposes that its specimen has codes for."""
    cr, token = env.cr, env["hcc.token"]
    cr.execute(
        f"""SELECT p.id, t.purpose, t.serial FROM hcc_token t
            JOIN volume_plan p ON p.specimen = t.res_id
            WHERE t.res_model = 'hcc.dossier' AND t.is_revoked IS NOT TRUE
              AND t.res_id IN (SELECT id FROM {TABLE})"""
    )
    lines = io.StringIO()
    for dossier_id, purpose, serial in cr.fetchall():
        raw = token._derive(env["hcc.dossier"].browse(dossier_id), purpose, serial)
        values = ("hcc.dossier", dossier_id, purpose, serial, token._hash(raw), "f", env.uid)
        lines.write("\t".join(map(str, values)) + "\n")
    copy_from(cr, lines, "hcc_token", COLUMNS)
    move_sequence(cr, "hcc_token")
