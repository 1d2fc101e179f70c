from odoo import api, models


class HccCode(models.AbstractModel):
    """The other numbers on a centre's papers: of a result, a notice, a hand-over list and its
    parcel, a pre-numbered slip, and the code of a stored paper."""

    _inherit = "hcc.code"

    @api.model
    def _resolvers(self):
        return [
            *super()._resolvers(),
            "_dossiers_of_result",
            "_dossier_of_notice",
            "_handover_list",
            "_pre_numbered_slip",
            "_stored_papers",
        ]

    @api.model
    def _dossiers_of_result(self, code):
        return self._with_code("hcc.dossier", [("result_number", "=", code)])

    @api.model
    def _dossier_of_notice(self, code):
        notices = self._with_code("hcc.dossier.notice", [("number", "=", code)])
        return self._with_code("hcc.dossier", [("id", "in", notices.dossier_id.ids)])

    @api.model
    def _handover_list(self, code):
        names = ("name", "waybill_number", "tracking_code")
        domain = ["|"] * (len(names) - 1) + [(name, "=", code) for name in names]
        return self._with_code("hcc.handover", domain)

    @api.model
    def _pre_numbered_slip(self, code):
        """The dossier that was entered from it, else the slip itself."""
        form = self._with_code("hcc.offline.form", [("name", "=", code)])
        entered = form and self._with_code("hcc.dossier", [("offline_form_id", "in", form.ids)])
        return entered or form

    @api.model
    def _stored_papers(self, code):
        """``<number of the owner>.<type>`` (mã giấy tờ): the papers of that owner and type."""
        number, _point, kind = code.partition(".")
        if not kind:
            return self.env["hcc.document"]
        owners = self._with_code("hcc.applicant", [("identity_number", "=", number)])
        domain = [("owner_id", "in", owners.ids), ("type_code", "=", kind.upper())]
        return self._with_code("hcc.document", domain) if owners else self.env["hcc.document"]
