from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.text import clean


class HccProcedure(models.Model):
    """The name of a procedure (tên thủ tục) is that of the version in force; former names still
    lead to it.

    Papers and pages take the name from their version. Here it stands for lists and searches: it is
    written when a version is published, and at night when one dated ahead begins.
    """

    _inherit = "hcc.procedure"

    former_names = fields.Text(
        compute="_compute_former_names",
        help="Under which it was announced before; a search finds it by them too.",
    )

    @api.depends("version_ids.name", "version_ids.state")
    @api.depends_context("company")
    def _compute_former_names(self):
        for procedure in self:
            names = procedure.current_version_id._former_names()
            procedure.former_names = "\n".join(names)

    def write(self, vals):
        if vals.get("name"):
            self._check_name_in_force(vals["name"])
        return super().write(vals)

    def _check_name_in_force(self, name):
        for procedure in self:
            version = procedure.current_version_id
            if version and _key(version.name) != _key(name):
                raise UserError(
                    self.env._(
                        "%(procedure)s has the name of its version in force. Start the next "
                        "version to announce another name.",
                        procedure=procedure.display_name,
                    )
                )

    def _take_name_in_force(self):
        for procedure in self:
            version = procedure.current_version_id
            if version and procedure.name != version.name:
                procedure.sudo().name = version.name

    @api.model
    def _cron_follow_names(self):
        """Let procedures take the names of the versions that have begun."""
        versions = self.env["hcc.procedure.version"]
        in_force = versions._search(versions._in_force_domain(self.env["hcc.clock"]._today()))
        rows = self.env.execute_query(
            SQL(
                """SELECT p.id FROM hcc_procedure p JOIN hcc_procedure_version v
                   ON v.procedure_id = p.id WHERE v.name <> p.name AND v.id IN %s""",
                in_force.subselect(),
            )
        )
        self.browse(row[0] for row in rows)._take_name_in_force()


class HccProcedureVersion(models.Model):
    _inherit = "hcc.procedure.version"

    def _publish(self):
        result = super()._publish()
        self.procedure_id._take_name_in_force()
        return result

    def _former_names(self):
        """The other names of the versions announced before this one, the latest first."""
        if not self:
            return []
        before = self.procedure_id.version_ids.filtered(
            lambda version: version.state != "draft" and version.valid_from < self.valid_from
        )
        known, names = {_key(self.name)}, []
        for name in before.sorted("valid_from", reverse=True).mapped("name"):
            if _key(name) not in known:
                known.add(_key(name))
                names.append(clean(name))
        return names


def _key(name):
    """Names that differ in spaces and capitals only are one."""
    return clean(name).casefold()
