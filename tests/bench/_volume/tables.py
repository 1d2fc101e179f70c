"""Tables that belong to a dossier, found in the database itself: what an addon adds is copied, too,
or refused when nobody knows how."""

from contextlib import contextmanager

from .specimens import TABLE


class Part:
    """A table of a dossier's rows: where its copies' ids start is a column of the plan."""

    def __init__(self, cr, table):
        self.table = table
        cr.execute(
            f"""CREATE TEMP TABLE volume_{table} AS
                SELECT row.*,
                       row_number() OVER (PARTITION BY dossier_id ORDER BY id) AS volume_place
                FROM {table} row WHERE dossier_id IN (SELECT id FROM {TABLE});
                CREATE UNIQUE INDEX ON volume_{table} (id);
                CREATE INDEX ON volume_{table} (dossier_id);
                ANALYZE volume_{table}"""
        )


def part_tables(cr):
    """Tables whose rows belong to a specimen."""
    cr.execute(
        """SELECT conrelid::regclass::text, attname
           FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
           WHERE confrelid = 'hcc_dossier'::regclass AND contype = 'f' ORDER BY 1, 2"""
    )
    found = []
    for table, column in cr.fetchall():
        cr.execute(
            f"SELECT EXISTS (SELECT FROM {table} WHERE {column} IN (SELECT id FROM {TABLE}))"
        )
        if not cr.fetchone()[0]:
            continue
        if table == "hcc_dossier" or column != "dossier_id":
            raise NotImplementedError(f"{table}.{column} names specimens: say how it is copied")
        found.append(table)
    return found


def copied(cr, table, parts, own):
    """``{column: SQL}`` of a copy: ``s`` is the specimen's row, ``p`` the plan's."""
    tables = {part.table for part in parts}
    targets = _targets(cr, table)
    found = {}
    for column, kind in columns(cr, table):
        target = targets.get(column)
        if (table, column) in own:
            found[column] = own[table, column]
        elif column == "id":
            found[column] = "p.id" if table == "hcc_dossier" else f"p.{table}_base + s.volume_place"
        elif column == "dossier_id" and target == "hcc_dossier":
            found[column] = "p.id"
        elif target in tables:
            found[column] = moved(target, f"s.{column}")
        elif kind == "timestamp without time zone":
            found[column] = f"s.{column} - p.shift"
        elif kind == "date":
            found[column] = f"s.{column} - p.days"
        else:
            found[column] = f"s.{column}"
    return found


def moved(table, value):
    """The copy's id of a row of ``table`` that the specimen calls ``value``."""
    place = f"(SELECT x.volume_place FROM volume_{table} x WHERE x.id = {value})"
    return f"p.{table}_base + {place}"


def columns(cr, table):
    cr.execute(
        """SELECT column_name, data_type FROM information_schema.columns
           WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position""",
        (table,),
    )
    return cr.fetchall()


def _targets(cr, table):
    cr.execute(
        """SELECT attname, confrelid::regclass::text
           FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
           WHERE conrelid = %s::regclass AND contype = 'f'""",
        (table,),
    )
    return dict(cr.fetchall())


@contextmanager
def indexes_away(cr, tables):
    """Indexes but the primary ones are built once, behind the copying."""
    cr.execute(
        """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
           WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary
             AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)""",
        (tables,),
    )
    indexes = cr.fetchall()
    for name, _definition in indexes:
        cr.execute(f"DROP INDEX {name}")
    yield
    for _name, definition in indexes:
        cr.execute(definition)


def move_sequence(cr, table):
    cr.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")


def highest_id(cr, table):
    cr.execute(f"SELECT COALESCE(max(id), 0) FROM {table}")
    return cr.fetchone()[0]
