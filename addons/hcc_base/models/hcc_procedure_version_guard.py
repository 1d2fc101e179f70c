from odoo import models
from odoo.tools import SQL

from .hcc_procedure_version import LIFE_FIELDS

#: Dropping the tables leaves them behind.
FUNCTIONS = (
    "hcc_procedure_version_guard",
    "hcc_procedure_version_reopen_guard",
    "hcc_version_part_guard",
)
#: Refuses, in the database itself, what the models refuse: a second line behind them.
#: The columns come as arguments, so that a column added by an upgrade can be filled. An exemption's
#: own ``version_id`` is a copy; its fee item says in which version it stands.
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
    IF OLD.state IN ('replaced', 'abolished') AND NEW.state = 'draft' THEN
        RAISE EXCEPTION 'version % has been in force and is no draft again', OLD.id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION hcc_procedure_version_reopen_guard() RETURNS trigger AS $$
DECLARE
    last_verb text;
BEGIN
    SELECT verb INTO last_verb FROM hcc_journal_entry
        WHERE res_model = 'hcc.procedure.version' AND res_id = NEW.id
          AND verb IN ('publish', 'withdraw_publication') ORDER BY id DESC LIMIT 1;
    IF last_verb IS DISTINCT FROM 'withdraw_publication' THEN
        RAISE EXCEPTION 'no journal entry withdraws the publication of version %', NEW.id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION hcc_version_part_guard() RETURNS trigger AS $$
DECLARE
    versions integer[];
    name text;
    is_changed boolean := TG_OP <> 'UPDATE';
BEGIN
    IF TG_TABLE_NAME = 'hcc_fee_exemption' THEN
        versions := ARRAY(SELECT version_id FROM hcc_fee_item WHERE id IN (
            (to_jsonb(OLD) ->> 'fee_item_id')::integer,
            (to_jsonb(NEW) ->> 'fee_item_id')::integer));
    ELSE
        versions := ARRAY[(to_jsonb(OLD) ->> 'version_id')::integer,
                          (to_jsonb(NEW) ->> 'version_id')::integer];
    END IF;
    IF TG_OP = 'UPDATE' THEN
        FOREACH name IN ARRAY TG_ARGV LOOP
            is_changed := is_changed
                OR to_jsonb(OLD) -> name IS DISTINCT FROM to_jsonb(NEW) -> name;
        END LOOP;
    END IF;
    IF is_changed AND EXISTS (SELECT 1 FROM hcc_procedure_version
                              WHERE id = ANY(versions) AND state <> 'draft') THEN
        RAISE EXCEPTION 'a published version never changes (% on %)', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN COALESCE(NEW, OLD);
END;
$$ LANGUAGE plpgsql;
"""
#: Stored columns that are not content: model → column → why it may change after publication.
#: Every other column of a version and its parts is fixed.
FREE_COLUMNS = {
    "hcc.procedure.version": {
        **dict.fromkeys(LIFE_FIELDS, "tells the version's fate: its verbs change it"),
        "spot_count": "counted from the five steps, which are fixed",
        "is_on_the_spot": "follows from the five steps, which are fixed",
    }
}


class HccProcedureVersion(models.Model):
    _inherit = "hcc.procedure.version"

    def init(self):
        """A published version's content does not change, whoever speaks to the database; nor does
        it become a draft again without an entry in the journal."""
        create_guard_functions(self.env)
        self.env.cr.execute(
            SQL(
                "DROP TRIGGER IF EXISTS hcc_procedure_version_guard_row ON %(table)s;"
                " CREATE TRIGGER hcc_procedure_version_guard_row BEFORE UPDATE ON %(table)s"
                " FOR EACH ROW EXECUTE FUNCTION hcc_procedure_version_guard(%(names)s);"
                " DROP TRIGGER IF EXISTS hcc_procedure_version_reopen_guard_row ON %(table)s;"
                " CREATE CONSTRAINT TRIGGER hcc_procedure_version_reopen_guard_row"
                " AFTER UPDATE ON %(table)s DEFERRABLE INITIALLY DEFERRED"
                " FOR EACH ROW WHEN (OLD.state <> 'draft' AND NEW.state = 'draft')"
                " EXECUTE FUNCTION hcc_procedure_version_reopen_guard()",
                table=SQL.identifier(self._table),
                names=SQL(", ").join(fixed_columns(self)),
            )
        )
        guard_relations(self)


def create_guard_functions(env):
    env.cr.execute(GUARD_FUNCTIONS)


def fixed_columns(model):
    """The stored columns that never change once the version is published."""
    free = {*models.MAGIC_COLUMNS, *FREE_COLUMNS.get(model._name, ())}
    return sorted(
        name
        for name, field in model._fields.items()
        if field.store and field.column_type and name not in free
    )


def guard_parts(model):
    """Let the table of a version's parts refuse every change once its version is published."""
    create_guard_functions(model.env)
    _guard_table(model.env.cr, model._table, fixed_columns(model))
    guard_relations(model)


def guard_relations(model):
    """Guard the tables of many-to-many fields, whose first column is ``version_id``."""
    for field in model._fields.values():
        if field.store and field.type == "many2many":
            _guard_table(model.env.cr, field.relation, [field.column1, field.column2])


def _guard_table(cr, table, names):
    cr.execute(
        SQL(
            "DROP TRIGGER IF EXISTS hcc_version_part_guard_row ON %(table)s;"
            " CREATE TRIGGER hcc_version_part_guard_row BEFORE INSERT OR UPDATE OR DELETE"
            " ON %(table)s FOR EACH ROW EXECUTE FUNCTION hcc_version_part_guard(%(names)s)",
            table=SQL.identifier(table),
            names=SQL(", ").join(names),
        )
    )
