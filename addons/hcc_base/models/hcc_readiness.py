from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

#: Who sees the list.
ROLES = ("hcc_base.group_administrator", "hcc_base.group_director")


class HccReadiness(models.AbstractModel):
    """Is it ready? (sẵn sàng mở cửa): what a centre still lacks before it can open.

    Every addon extends ``_checks`` with its own lines; each says whether it holds, what is missing,
    and opens the place where that is mended. Administrators and directors see it for their centres.
    Counting runs as superuser: a line tells how many, never whose.
    """

    _name = "hcc.readiness"
    _description = "Is the Centre Ready?"

    # -------------------------------------------------------------------------
    # THE PAGE
    # -------------------------------------------------------------------------

    @api.model
    def load_page(self, company_id=None):
        """What the page shows of one of the caller's centres."""
        self._check_role()
        centres = self.env.companies.filtered("is_centre") or self.env.company
        company = centres.filtered(lambda centre: centre.id == company_id) or centres[:1]
        # sudo: a line tells how many are missing, never whose they are
        lines = self.sudo().with_company(company)._checks(company)
        needed = [line for line in lines if line["needed"]]
        return {
            "centre": {"id": company.id, "name": company.name},
            "centres": [{"id": centre.id, "name": centre.name} for centre in centres],
            "sections": self._by_section(lines),
            "ready": sum(line["ok"] for line in needed),
            "total": len(needed),
            "advice": sum(not line["ok"] for line in lines if not line["needed"]),
        }

    def _check_role(self):
        if not any(self.env.user.has_group(group) for group in ROLES):
            raise AccessError(
                self.env._("Only administrators and directors see what their centre lacks.")
            )

    @api.model
    def _by_section(self, lines):
        sections = {}
        for line in lines:
            sections.setdefault(line["section"], []).append(line)
        return [{"name": name, "lines": rows} for name, rows in sections.items()]

    # -------------------------------------------------------------------------
    # FOR THOSE WHO EXTEND IT
    # -------------------------------------------------------------------------

    @api.model
    def _checks(self, company):
        """Extension point: ``[line …]`` of what ``company`` needs, see ``_line``."""
        return []

    @api.model
    def _line(self, key, section, label, missing, action=None, needed=True):
        """One line of the list.

        :param missing: what is missing in words; empty: it holds
        :param action: what opens the place to mend it: an xmlid or an action's dict
        :param needed: without it the centre cannot open; else it is advice
        """
        return {
            "key": key,
            "section": section,
            "label": label,
            "ok": not missing,
            "needed": needed,
            "detail": missing or "",
            "action": action,
        }

    @api.model
    def _records_action(self, name, records, views=("list", "form")):
        """Open exactly the records that lack something."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": records._name,
            "views": [[False, view] for view in views],
            "domain": [["id", "in", records.ids]],
            "target": "current",
        }

    @api.model
    def _centre_action(self, company):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Centre"),
            "res_model": "res.company",
            "res_id": company.id,
            "views": [[self.env.ref("hcc_base.res_company_view_form_centre").id, "form"]],
            "target": "current",
        }

    @api.model
    def _some(self, records, name="name"):
        """The first names of a set, and how many more."""
        names = records[:3].mapped(name)
        more = len(records) - len(names)
        return "; ".join(names) + (self.env._(" and %s more", more) if more > 0 else "")

    @api.model
    def _received_agencies(self, company, in_hall=False):
        """The agencies (not their rooms) that the centre receives."""
        agencies = self.env["hcc.agency"]
        received = agencies._receiving_domain(company, in_hall=in_hall)
        return agencies.search(received & Domain("parent_id", "=", False))

    @api.model
    def _users_of(self, group, company):
        return self.env["res.users"].search(
            [
                ("all_group_ids", "in", self.env.ref(group).ids),
                ("company_ids", "in", company.ids),
                ("share", "=", False),
            ]
        )
