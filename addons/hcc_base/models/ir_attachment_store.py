import hashlib
import logging
import os

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import durable_file

_logger = logging.getLogger(__name__)

#: Every file's content is read again once in so many nights; that it exists, every night.
CONTENT_CHECK_NIGHTS = 28


class IrAttachment(models.Model):
    """The files on the disk: whole and durable once written, and their loss is noticed.

    The platform writes without ``fsync``: a power cut takes the last seconds' files while their
    rows stay, a full disk leaves half a file that blocks the same upload for ever, and a missing
    file reads as an empty one.
    """

    _inherit = "ir.attachment"

    # -------------------------------------------------------------------------
    # WRITING
    # -------------------------------------------------------------------------

    @api.model
    def _get_path(self, bin_data, sha):
        """Half a file that an older version left is no collision: it is written again."""
        path = self._full_path(f"{sha[:2]}/{sha}")
        if os.path.isfile(path) and not self._is_whole(path, sha):
            return f"{sha[:2]}/{sha}", path
        return super()._get_path(bin_data, sha)

    @api.model
    def _file_write(self, bin_value, checksum):
        name, path = self._get_path(bin_value, checksum)
        if not os.path.exists(path) or not self._is_whole(path, checksum):
            durable_file.write_durably(path, bin_value)
            self._mark_for_gc(name)
        return name

    @api.model
    def _is_whole(self, path, checksum):
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha1").hexdigest() == checksum

    def _gc_file_store_unsafe(self):
        super()._gc_file_store_unsafe()
        durable_file.remove_stale(self._filestore())

    # -------------------------------------------------------------------------
    # READING
    # -------------------------------------------------------------------------

    def _compute_raw(self):
        """A file of the suite's records is what was stored, or an error; never nothing."""
        super()._compute_raw()
        for attachment in self.filtered("is_of_suite"):
            if attachment.store_fname and not attachment._is_intact(attachment.raw):
                _logger.error("Stored file of attachment %s is lost or damaged", attachment.id)
                raise UserError(
                    self.env._(
                        "The file “%s” is missing or damaged on the server. "
                        "Tell the administrator; it can be restored from the backup.",
                        attachment.name,
                    )
                )

    def _is_intact(self, content):
        content = content or b""
        if self.sha256:
            return hashlib.sha256(content).hexdigest() == self.sha256
        return len(content) == self.file_size

    # -------------------------------------------------------------------------
    # NIGHTLY CHECK
    # -------------------------------------------------------------------------

    @api.model
    def _cron_check_filestore(self):
        """Every stored file exists in full; a part of them is read again each night."""
        night = self.env["hcc.clock"]._today().toordinal() % CONTENT_CHECK_NIGHTS
        lost = [row[0] for row in self._stored_files() if not self._is_stored(night, *row)]
        if lost:
            _logger.error(
                "Filestore: %s files are lost or damaged, attachments %s", len(lost), lost[:50]
            )
        return lost

    @api.model
    def _stored_files(self):
        return self.env.execute_query(
            SQL(
                """SELECT id, store_fname, file_size, checksum FROM ir_attachment
                   WHERE store_fname IS NOT NULL ORDER BY id"""
            )
        )

    def _is_stored(self, night, attachment_id, name, size, checksum):
        path = self._full_path(name)
        if not os.path.isfile(path) or os.path.getsize(path) != size:
            return False
        return attachment_id % CONTENT_CHECK_NIGHTS != night or self._is_whole(path, checksum)
