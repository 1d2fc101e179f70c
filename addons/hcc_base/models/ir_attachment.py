import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import file_kinds


class IrAttachment(models.Model):
    """Files of the suite's records (tệp đính kèm).

    Who may read or change one follows from its record, as everywhere. Beyond that, and for the
    superuser too: it is never public, has no anonymous link, never moves to another record, is
    no mere address, and is of a kind and size its record takes (``_hcc_attachment_limits``).
    Its SHA-256 is kept, so that damage on the disk shows.
    """

    _inherit = "ir.attachment"

    sha256 = fields.Char("SHA-256", size=64, readonly=True, copy=False)
    is_of_suite = fields.Boolean(compute="_compute_is_of_suite")

    @api.model_create_multi
    def create(self, vals_list):
        prepared, files = [], self
        for vals in map(_without_technical, vals_list):
            if _is_ours(vals.get("res_model")):
                vals.update(self._checked_content(vals, vals))
                files = self._as_they_are()
            prepared.append(vals)
        attachments = super(IrAttachment, files).create(prepared).with_env(self.env)
        attachments._check_closed()
        return attachments

    def _as_they_are(self):
        """The platform makes large pictures smaller; a scan stays what was handed in."""
        return self.with_context(image_no_postprocess=True)

    @api.model
    def _is_closed_to_defaults(self, name):
        """A context says nothing of a file but, on the platform's own screens, whose it is."""
        return name in self._fields and (self.env.su or name not in ("res_model", "res_id"))

    def write(self, vals):
        vals = _without_technical(vals)
        ours = self.sudo().filtered("is_of_suite")
        if not ours and not _is_ours(vals.get("res_model")):
            return super().write(vals)
        self.check_access("write")
        ours._check_stays(vals)
        for attachment in self:
            checked = attachment.sudo()._checked_change(vals)
            super(IrAttachment, attachment._as_they_are()).write({**vals, **checked})
        self._check_closed()
        return True

    def copy_data(self, default=None):
        """Whoever reads a file of the suite may copy it to another of its records only."""
        vals_list = super().copy_data(default)
        for attachment, vals in zip(self, vals_list, strict=True):
            if attachment.is_of_suite and not self.env.su:
                if not (_is_ours(vals.get("res_model")) and vals.get("res_id")):
                    raise AccessError(
                        self.env._(
                            "“%s” belongs to a record of the centre and is copied to another such "
                            "record only. Download the file if you need it elsewhere.",
                            attachment.name,
                        )
                    )
        return vals_list

    def _checked_change(self, vals):
        """What ``_checked_content`` says of the file as it will be."""
        names = ("name", "res_model", "res_id", "res_field")
        target = {**{name: self[name] for name in names}, **vals}
        if {"raw", "datas"} & vals.keys():
            return self._checked_content(target, vals)
        if self.is_of_suite and not {"name", "mimetype"} & vals.keys():
            return {}
        # uploaded before its record existed, or about to be called something else
        return self._checked_content({**target, "raw": self.raw}, vals)

    @api.depends("res_model")
    def _compute_is_of_suite(self):
        for attachment in self:
            attachment.is_of_suite = _is_ours(attachment.res_model)

    def generate_access_token(self):
        if self.sudo().filtered("is_of_suite"):
            raise AccessError(self._closed_text())
        return super().generate_access_token()

    # -------------------------------------------------------------------------
    # RULES
    # -------------------------------------------------------------------------

    def _check_closed(self):
        """Look at the rows as they have become: what they were before counts as well."""
        for attachment in self.sudo().filtered("is_of_suite"):
            if attachment.public or attachment.access_token:
                raise AccessError(self._closed_text())
            is_unchecked = attachment.file_size and not attachment.sha256
            if attachment.type != "binary" or attachment.url or is_unchecked:
                raise AccessError(
                    self.env._(
                        "A file of the centre's records is uploaded to its record and kept here, "
                        "not at another address."
                    )
                )

    def _closed_text(self):
        return self.env._(
            "A file of the centre's records cannot be made public or be given an open link. "
            "Whoever may see the record sees its files."
        )

    def _check_stays(self, vals):
        for attachment in self.filtered("res_id"):
            for name in ("res_model", "res_id", "res_field"):
                if name in vals and (vals[name] or False) != (attachment[name] or False):
                    raise AccessError(
                        self.env._(
                            "“%s” belongs to its record and cannot be moved to another one.",
                            attachment.name,
                        )
                    )

    def _checked_content(self, target, vals):
        """Further values for ``vals``: the true kind of the content, and its SHA-256."""
        content = _content(target)
        if not content:
            return {"sha256": False} if {"raw", "datas"} & vals.keys() else {}
        record = self._target(target)
        limits = record._hcc_attachment_limits(target.get("res_field") or None)
        name = target.get("name") or ""
        kind = self._checked_kind(name, content, limits, bool(target.get("res_field")))
        return {
            "mimetype": file_kinds.MIMETYPES[kind],
            "sha256": hashlib.sha256(content).hexdigest(),
        }

    def _target(self, target):
        model = target["res_model"]
        if model not in self.env:
            raise UserError(
                self.env._("There are no records of the kind “%s” to attach a file to.", model)
            )
        return self.env[model].browse(target.get("res_id") or [])

    def _checked_kind(self, name, content, limits, is_field):
        if len(content) > limits["max_bytes"]:
            raise UserError(
                self.env._(
                    "“%(name)s” has %(size)s MB; at most %(limit)s MB can be attached here.",
                    name=name,
                    size=round(len(content) / 1024**2, 1),
                    limit=round(limits["max_bytes"] / 1024**2, 1),
                )
            )
        kind = file_kinds.kind_of(content)
        if kind not in limits["kinds"]:
            raise UserError(
                self.env._(
                    "“%(name)s” cannot be attached here: its content is none of %(kinds)s.",
                    name=name,
                    kinds=", ".join(limits["kinds"]),
                )
            )
        if not is_field and not file_kinds.fits_name(kind, name):
            raise UserError(
                self.env._(
                    "“%(name)s” is not what its name says: its content is of the kind %(kind)s. "
                    "Save it again under the right name.",
                    name=name,
                    kind=kind,
                )
            )
        return kind


def _without_technical(vals):
    """Where and how the content is kept is not said by whoever uploads it."""
    return {name: vals[name] for name in vals if name not in ("sha256", "db_datas")}


def _is_ours(model):
    return bool(model) and model.startswith("hcc.")


def _content(vals):
    if raw := vals.get("raw"):
        return raw.encode() if isinstance(raw, str) else raw
    return base64.b64decode(vals.get("datas") or b"")
