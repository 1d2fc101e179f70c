from functools import partial

from odoo import models
from odoo.exceptions import AccessError


class HccCommonMixin(models.AbstractModel):
    """A record that all centres share (dữ liệu dùng chung), or one centre's on which others depend.

    What holds for all centres is changed only by administrators of a leading centre (Trung tâm
    đứng đầu): one that reports to no other. A model that has records of single centres too says
    whose a record is: those are kept by the centre's administrators and those of the centres above.

    This limits what the access lists give and opens nothing; who reads is not its business. It is
    asked anew at every act, so that a change of the reporting line holds at once.
    """

    _name = "hcc.common.mixin"
    _description = "Common to All Centres"

    #: whether single centres have records of their own beside the common ones
    _has_own_records = False

    def _check_access(self, operation):
        refusal = super()._check_access(operation)
        if refusal or operation == "read":
            return refusal
        foreign = self._kept_by_others()
        if foreign is None or not self._binds_user(operation):
            return None
        return foreign, partial(foreign._make_common_error)

    def _kept_by_others(self):
        """Those of ``self`` that the user's centres do not keep; without real records: ``self``
        when none of the model could be theirs. ``None``: nothing stands in the way."""
        centres = self.env.user.sudo().company_ids.filtered("active")
        if not any(self._ids):
            return None if self._has_own_records or centres._leading() else self
        return self.filtered(lambda record: not record.sudo()._is_kept_by(centres)) or None

    def _binds_user(self, operation):
        """On the platform's own models whoever has a right from elsewhere keeps it."""
        return self._name.startswith("hcc.") or not self.env.user._has_right_outside_suite(
            self._name, operation
        )

    def _owner(self):
        """Extension point: the centre whose record it is; empty: common to all."""
        return self.env["res.company"]

    def _is_kept_by(self, centres):
        """Extension point: whether administrators of ``centres`` may change the record."""
        owner = self._owner()
        return bool((owner._with_superiors() & centres) if owner else centres._leading())

    # -------------------------------------------------------------------------
    # WORDS
    # -------------------------------------------------------------------------

    def _make_common_error(self):
        record = self.sudo()[:1]
        owner = record._owner()
        words = {"what": record._words_of_what(), "owner": owner.name}
        # the user's own centres were not enough: who is left may
        others = owner._with_superiors() - self.env.user.sudo().company_ids
        if others:
            return AccessError(
                self.env._(
                    "You cannot change %(what)s of %(owner)s. Administrators of these centres keep "
                    "it: %(keepers)s. Ask them.",
                    keepers=", ".join(others.mapped("name")),
                    **words,
                )
            )
        return AccessError(
            self.env._(
                "You cannot change %(what)s: it is common to all centres. Administrators of the "
                "leading centre keep it: %(keepers)s. Ask them.",
                keepers=self.env["res.company"]._leading_names(),
                **words,
            )
        )

    def _words_of_what(self):
        label = self._model_label()
        return f"{label} “{self.display_name}”" if any(self._ids) else label
