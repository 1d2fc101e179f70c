from odoo import models
from odoo.tools import SQL

from .hcc_procedure_version import LIFE_FIELDS

#: Dropping the tables leaves them behind.
FUNCTIONS = ("hcc_procedure_version_guard", "hcc_version_part_guard")
#: Refuses, in the database itself, what the models refuse: a second line behind them.
#: The columns come as arguments, so that a column added by an upgrade can be filled.
GUARD_FUNCTIONS = """
CREATE OR REPLACE FUNCTION hcc_procedure_version_guard() RETURNS trigger AS $$
DECLARE
    name text;
BEGIN
    IF OLD.state <> 'draft' THEN
        FOREACH name IN ARRAY TG_ARGV LOOP
            IF to_jsonb(OLD) -> name IS DISTINCT FROM to_jsonb(NEW) -> name THEN
                RAISE EXCEPTION 'published version % never changes (%)', OLD.id, name
                    USING ERRCODE = 'insufficient_privilege';
            END IF;
        END LOOP;
    END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION hcc_version_part_guard() RETURNS trigger AS $$
DECLARE
    versions integer[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        versions := ARRAY[NEW.version_id];
    ELSIF TG_OP = 'DELETE' THEN
        versions := ARRAY[OLD.version_id];
    ELSE
        versions := ARRAY[OLD.version_id, NEW.version_id];
    END IF;
    IF EXISTS (SELECT 1 FROM hcc_procedure_version
               WHERE id = ANY(versions) AND state <> 'draft') THEN
        RAISE EXCEPTION 'a published version never changes (% on %)', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN COALESCE(NEW, OLD);
END;
$$ LANGUAGE plpgsql;
"""


class HccProcedureVersion(models.Model):
    _inherit = "hcc.procedure.version"

    def init(self):
        """A published version's content does not change, whoever speaks to the database."""
        create_guard_functions(self.env)
        names = [name for name in content_columns(self) if name not in LIFE_FIELDS]
        self.env.cr.execute(
            SQL(
                "DROP TRIGGER IF EXISTS hcc_procedure_version_guard_row ON %(table)s;"
                " CREATE TRIGGER hcc_procedure_version_guard_row BEFORE UPDATE ON %(table)s"
                " FOR EACH ROW EXECUTE FUNCTION hcc_procedure_version_guard(%(names)s)",
                table=SQL.identifier(self._table),
                names=SQL(", ").join(names),
            )
        )


def create_guard_functions(env):
    env.cr.execute(GUARD_FUNCTIONS)


def content_columns(model):
    """The stored columns that people fill; what is computed may be computed anew."""
    return sorted(
        name
        for name, field in model._fields.items()
        if field.store
        and field.column_type
        and not field.compute
        and name not in models.MAGIC_COLUMNS
    )


def guard_parts(model):
    """Let the table of a version's parts refuse every change once its version is published."""
    create_guard_functions(model.env)
    model.env.cr.execute(
        SQL(
            "DROP TRIGGER IF EXISTS hcc_version_part_guard_row ON %(table)s;"
            " CREATE TRIGGER hcc_version_part_guard_row BEFORE INSERT OR DELETE"
            " OR UPDATE OF %(columns)s ON %(table)s"
            " FOR EACH ROW EXECUTE FUNCTION hcc_version_part_guard()",
            table=SQL.identifier(model._table),
            columns=SQL(", ").join(SQL.identifier(name) for name in content_columns(model)),
        )
    )
