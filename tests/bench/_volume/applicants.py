"""Invented people: as many applicants as the dossiers need, with numbers that the product itself
invents for demonstrations."""

import io

from odoo.addons.hcc_base.tools import identity, text

from .tables import highest_id, move_sequence

#: Seeds of the numbers; those below are the demonstration's and the specimens'.
FIRST_SEED = 200_000
FAMILIES = ("Lò", "Lường", "Quàng", "Tòng", "Cà", "Vàng", "Giàng", "Lý", "Tẩn", "Chẻo", "Hà", "Mùa")
MIDDLES = ("Thị", "Văn", "Thanh", "Minh", "Đức", "Ngọc", "A", "Thu")
GIVEN = ("Mẫu", "Thử", "Nghiệm", "Đo", "Lường", "Giả", "Định", "Ví", "Dụ", "Họa", "Phỏng", "Tạm")
COLUMNS = (
    "id", "kind", "name", "search_text", "identity_kind", "identity_number", "phone", "address",
    "active", "create_uid", "write_uid",
)  # fmt: skip


def make(env, count):
    """``count`` applicants, and ``volume_applicant`` with what a dossier keeps of each."""
    count = max(count, 1)
    first, lines, kept = highest_id(env.cr, "hcc_applicant"), io.StringIO(), io.StringIO()
    for n in range(count):
        family, middle = FAMILIES[n % 12], MIDDLES[n // 12 % 8]
        name = f"{family} {middle} {GIVEN[n // 96 % 12]}"
        number = identity.invented_citizen_id(FIRST_SEED + n)
        values = (
            first + 1 + n, "person", name, text.fold(name), "citizen_id", number, "0912345678",
            f"Bản {n % 300 + 1}, xã Mẫu, tỉnh Lai Châu", "t", env.uid, env.uid,
        )  # fmt: skip
        lines.write("\t".join(map(str, values)) + "\n")
        kept.write(f"{n}\t{first + 1 + n}\t{name}\t{identity.mask_identity(number)}\n")
    cr = env.cr
    cr.execute(
        "CREATE TEMP TABLE volume_applicant (n int PRIMARY KEY, id int, name text, masked text)"
    )
    copy_from(cr, lines, "hcc_applicant", COLUMNS)
    copy_from(cr, kept, "volume_applicant", ("n", "id", "name", "masked"))
    cr.execute("UPDATE hcc_applicant SET create_date = now() AT TIME ZONE 'UTC', "
               "write_date = now() AT TIME ZONE 'UTC' WHERE create_date IS NULL")  # fmt: skip
    cr.execute("ANALYZE volume_applicant")
    move_sequence(cr, "hcc_applicant")


def make_known(cr):
    """An agency knows whom its dossiers name."""
    cr.execute(
        """INSERT INTO hcc_applicant_agency_rel (applicant_id, agency_id)
           SELECT DISTINCT applicant_id, agency_id FROM volume_plan"""
    )


def copy_from(cr, lines, table, names):
    lines.seek(0)
    cr._obj.copy_expert(f"COPY {table} ({', '.join(names)}) FROM STDIN", lines)
