from odoo import api, models
from odoo.tools import SQL

from odoo.addons.hcc_base.truth import ERROR, Check

from ..dossier.hcc_dossier import OPEN_STATES


class HccTruthRun(models.Model):
    """Linked dossiers: no child without its parent, no finished parent without its children."""

    _inherit = "hcc.truth.run"

    @api.model
    def _checks(self):
        _ = self.env._
        return [
            *super()._checks(),
            Check(
                "child_parent",
                _("Linked dossier without its parent"),
                _("Look in the journal for the dossier that it belongs to; if that one has ended, "
                  "end this one, too."),
                ERROR,
                self._find_child_without_parent,
            ),
            Check(
                "parent_child",
                _("Finished without a linked dossier that it needs"),
                _("Find out whether the other agency decided; its decision belongs to this "
                  "dossier's papers."),
                ERROR,
                self._find_parent_without_child,
            ),
        ]  # fmt: skip

    def _find_child_without_parent(self, company):
        joins = SQL("LEFT JOIN hcc_dossier parent ON parent.id = d.parent_id")
        where = SQL(
            """d.link_id IS NOT NULL AND d.state = ANY(%s)
               AND (parent.id IS NULL OR parent.state <> ALL(%s))""",
            list(OPEN_STATES),
            list(OPEN_STATES),
        )
        return self._wrong_dossiers(company, where, joins=joins)

    def _find_parent_without_child(self, company):
        where = SQL(
            """d.state IN ('done', 'returned') AND d.result_kind = 'granted' AND EXISTS (
                   SELECT FROM hcc_procedure_link link
                   WHERE link.version_id = d.version_id AND link.is_required AND NOT EXISTS (
                       SELECT FROM hcc_dossier child
                       WHERE child.parent_id = d.id AND child.link_id = link.id))"""
        )
        return self._wrong_dossiers(company, where)
