from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.hcc_base.models.hcc_applicant import PERSONAL
from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.tools import file_kinds, identity

from ..dossier.hcc_dossier import APPROVER, CLERK, OFFICIAL

#: what whoever scanned a paper says of it; its content is fixed once it is accepted
PARTICULARS = frozenset(
    {"number", "issued_on", "issuer", "signer", "valid_from", "valid_until", "provenance"}
)
#: what an official can tell apart by the paper itself
TOLD_PROVENANCES = ("scan", "certified")
#: who may take papers out of the system as a list
EXPORT_GROUPS = tuple(PERSONAL.split(","))
LIVE_STATES = ("draft", "accepted")


class HccDocument(models.Model):
    """A paper as a file (giấy tờ điện tử): scanned at reception, given online, or a result.

    Whose it is, of which type, what it says, where it comes from, and the file with its SHA-256.
    The file is fixed from the first moment: another file is another document, which supersedes
    the former. Made by the dossier's verbs only (``attach_scan``, ``store_result``); accepted
    with the dossier; revoked by an approver or the clerk of the agency it was given to.

    Officials, appraisers, approvers and clerks read the papers that were given to their agencies
    or are reused there with the owner's consent; officials and clerks of the agency it was given
    to describe it, and delete it before acceptance; oversight reads all of the centre. Nobody
    else: directors and administrators see that a paper exists, on the dossier, not what it says.
    """

    _name = "hcc.document"
    _description = "Electronic Paper"
    _inherit = ["hcc.state.mixin", "hcc.viewing.mixin"]
    _order = "id desc"
    _allow_sudo_commands = False
    _export_groups = EXPORT_GROUPS
    _viewing_fields = frozenset({"paper_code", "file"})

    # -------------------------------------------------------------------------
    # WHOSE, WHAT
    # -------------------------------------------------------------------------

    owner_id = fields.Many2one(
        "hcc.applicant", "Owner", required=True, readonly=True, index=True, ondelete="restrict"
    )
    type_id = fields.Many2one(
        "hcc.document.type", "Type", required=True, readonly=True, index=True, ondelete="restrict"
    )
    type_code = fields.Char(
        "Code of the type",
        required=True,
        readonly=True,
        help="For a result, its national code where the catalogue says it.",
    )
    paper_code = fields.Char(
        compute="_compute_codes",
        compute_sudo=True,
        groups=PERSONAL,
        help="Identity number of the owner, a point, code of the type.",
    )
    masked_code = fields.Char(
        "Paper code, masked", compute="_compute_codes", compute_sudo=True, groups=PERSONAL
    )
    number = fields.Char("Number of the paper")
    issued_on = fields.Date("Issued on")
    issuer = fields.Char("Issuing body")
    signer = fields.Char("Signed by")
    valid_from = fields.Date()
    valid_until = fields.Date()
    is_valid = fields.Boolean("In force today", compute="_compute_is_valid")

    # -------------------------------------------------------------------------
    # THE FILE
    # -------------------------------------------------------------------------

    file = fields.Binary(attachment=True, readonly=True, copy=False)
    file_name = fields.Char(compute="_compute_file_name")
    file_kind = fields.Char("Kind of file", readonly=True, help="By its content.")
    file_size = fields.Integer("Size (bytes)", readonly=True)
    page_count = fields.Integer("Pages", readonly=True)
    sha256 = fields.Char("SHA-256", size=64, readonly=True, copy=False)
    virus_check = fields.Selection(
        [
            ("off", "No scanner set up"),
            ("waiting", "Not checked yet"),
            ("clean", "Clean"),
            ("infected", "Virus found, file removed"),
        ],
        required=True,
        readonly=True,
        default="off",
    )
    virus_checked_at = fields.Datetime("Checked for viruses", readonly=True)

    # -------------------------------------------------------------------------
    # WHERE FROM
    # -------------------------------------------------------------------------

    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True, index=True)
    provenance = fields.Selection(
        [
            ("scan", "Scanned from the paper shown"),
            ("result", "Result of a dossier"),
            ("online", "Sent by the applicant online"),
            ("certified", "Certified electronic copy"),
        ],
        required=True,
        default="scan",
    )
    dossier_id = fields.Many2one(
        "hcc.dossier",
        "Given in",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    counter_id = fields.Many2one(
        "hcc.counter", readonly=True, index="btree_not_null", ondelete="set null"
    )
    taken_at = fields.Datetime("Taken in", required=True, readonly=True)
    taken_user_id = fields.Many2one("res.users", "Taken in by", required=True, readonly=True)
    use_ids = fields.One2many(
        "hcc.dossier.component", "document_id", "Used in", readonly=True, groups=PERSONAL
    )
    consent_at = fields.Datetime(
        "Consent to reuse",
        readonly=True,
        help="When the owner last agreed that this paper is used again.",
    )

    # -------------------------------------------------------------------------
    # WHERE IT STANDS
    # -------------------------------------------------------------------------

    state = fields.Selection(
        [
            ("draft", "Taken in"),
            ("accepted", "Accepted"),
            ("superseded", "Superseded"),
            ("revoked", "Revoked"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
    )
    superseded_by_id = fields.Many2one(
        "hcc.document", "Superseded by", readonly=True, index="btree_not_null", copy=False
    )
    revoked_at = fields.Datetime(readonly=True, copy=False)
    revoked_user_id = fields.Many2one("res.users", "Revoked by", readonly=True, copy=False)
    revocation_reason = fields.Text("Why it was revoked", readonly=True, copy=False)
    can_revoke = fields.Boolean(compute="_compute_can")

    _content_uniq = models.UniqueIndex(
        "(owner_id, type_id, sha256) WHERE state IN ('draft', 'accepted')",
        "This very file is already kept for this owner as a paper of this type.",
    )
    _file_check = models.Constraint(
        "CHECK (sha256 IS NOT NULL AND file_size > 0 AND file_kind IS NOT NULL)",
        "A paper in the store has a file.",
    )
    _validity_check = models.Constraint(
        "CHECK (valid_from <= valid_until)", "A paper is valid from a day to a later one."
    )
    _revoked_check = models.Constraint(
        "CHECK (state <> 'revoked' OR (revocation_reason IS NOT NULL AND revoked_at IS NOT NULL))",
        "A revoked paper says when and why.",
    )
    _store_idx = models.Index("(owner_id, type_id) WHERE state = 'accepted'")
    _waiting_idx = models.Index("(id) WHERE virus_check IN ('off', 'waiting')")

    # -------------------------------------------------------------------------
    # RULES OF THE STATE MIXIN
    # -------------------------------------------------------------------------

    _verbs = {
        "accept": Verb(("draft",), "accepted", (OFFICIAL, CLERK)),
        "supersede": Verb(LIVE_STATES, "superseded", (OFFICIAL, CLERK)),
        "revoke": Verb(("accepted", "superseded"), "revoked", (APPROVER, CLERK)),
    }
    _guarded_fields = frozenset(
        {
            "owner_id", "type_id", "type_code", "file", "file_kind", "file_size", "page_count",
            "sha256", "virus_check", "virus_checked_at", "company_id", "dossier_id",
            "counter_id", "taken_at", "taken_user_id", "use_ids", "consent_at", "state",
            "superseded_by_id", "revoked_at", "revoked_user_id", "revocation_reason",
        }
    )  # fmt: skip
    _editable_fields = {"draft": PARTICULARS, "accepted": PARTICULARS}
    _deletable_states = ("draft",)

    @api.model
    def _verb_labels(self):
        _ = self.env._
        return super()._verb_labels() | {
            "accept": _("Accept the paper"),
            "supersede": _("Supersede"),
            "revoke": _("Revoke"),
        }

    # -------------------------------------------------------------------------
    # COMPUTE
    # -------------------------------------------------------------------------

    @api.depends("type_code")
    def _compute_display_name(self):
        """It travels to every screen that names a paper: nothing of the owner."""
        for document in self:
            document.display_name = f"{document.type_code or ''} #{document._origin.id or ''}"

    @api.depends("owner_id.identity_number", "type_code")
    def _compute_codes(self):
        for document in self:
            number = document.owner_id.identity_number or ""
            document.paper_code = number and f"{number}.{document.type_code}"
            document.masked_code = (
                number and f"{identity.mask_identity(number)}.{document.type_code}"
            )

    @api.depends("type_code", "file_kind")
    def _compute_file_name(self):
        """What the citizen's own file was called may name the citizen; it is not kept."""
        for document in self:
            ending = file_kinds.ENDINGS.get(document.file_kind, ("bin",))[0]
            document.file_name = f"{document.type_code}-{document._origin.id}.{ending}"

    @api.depends("state", "valid_from", "valid_until")
    def _compute_is_valid(self):
        for document in self:
            today = self.env["hcc.clock"]._today(document.company_id)
            document.is_valid = document.state == "accepted" and document._holds_on(today)

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can(self):
        for document in self:
            document.can_revoke = bool(document.id) and document._can("revoke")

    def _holds_on(self, day):
        self.ensure_one()
        return (not self.valid_from or self.valid_from <= day) and (
            not self.valid_until or self.valid_until >= day
        )

    # -------------------------------------------------------------------------
    # CRUD
    # -------------------------------------------------------------------------

    def write(self, vals):
        described = sorted(PARTICULARS.intersection(vals))
        if described and not self._guard_is_open():
            self._check_own_words(vals)
        if "owner_id" in vals:
            self._yield_to_twins(vals["owner_id"])
        result = super().write(vals)
        if "owner_id" in vals:
            self._regain_from_twins()
        if described and not self._guard_is_open():
            for document in self.filtered(lambda d: d.state == "accepted"):
                self.env["hcc.journal.entry"]._append(
                    document, "correct", facts={"fields": described}
                )
        return result

    @api.ondelete(at_uninstall=False)
    def _journal_discard(self):
        for document in self:
            self.env["hcc.journal.entry"]._append(
                document, "discard", document.state, facts={"dossier": document.dossier_id.id}
            )

    def copy(self, default=None):  # pylint: disable=method-required-super
        self.check_access("read")
        raise UserError(self.env._("%s: a paper is reused, not copied.", self[:1].display_name))

    def _check_own_words(self, vals):
        """What a result says was decided; it is not described anew. And a scan becomes a certified
        copy by a look at it, never a result."""
        for document in self.filtered(lambda d: d.provenance == "result"):
            raise AccessError(
                self.env._(
                    "%s is a result: its number, date and signer are those of the decision. "
                    "Archive the right paper in its place.",
                    document.display_name,
                )
            )

        told = {vals.get("provenance", "scan"), *self.mapped("provenance")}
        if "provenance" in vals and not told.issubset(TOLD_PROVENANCES):
            raise AccessError(
                self.env._("A scan can be told to be a certified copy, and back; nothing else.")
            )

    def _yield_to_twins(self, owner_id):
        """Two applicants become one: of a file that both had, the survivor's own stays."""
        for document in self.sudo().filtered(lambda d: d.state in LIVE_STATES):
            twin = self._kept_already(owner_id, document.type_id, document.sha256) - document
            if twin:
                document._guarded_write({"state": "superseded", "superseded_by_id": twin.id})

    def _regain_from_twins(self):
        """And apart again, when the merging is undone."""
        for document in self.sudo().filtered("superseded_by_id"):
            twin = document.superseded_by_id
            if twin.sha256 == document.sha256 and twin.owner_id != document.owner_id:
                document._guarded_write({"state": "accepted", "superseded_by_id": False})

    @api.model
    def _kept_already(self, owner_id, document_type, sha256):
        domain = [
            ("owner_id", "=", owner_id),
            ("type_id", "=", document_type.id),
            ("sha256", "=", sha256),
            ("state", "in", LIVE_STATES),
        ]
        return self.sudo().search(domain, limit=1)

    def _hcc_attachment_limits(self, field=None):
        if field != "file":
            return super()._hcc_attachment_limits(field)
        document_type = self.type_id.sudo()
        formats = set(document_type._formats())
        kinds = tuple(k for k, endings in file_kinds.ENDINGS.items() if formats & {*endings})
        return {"kinds": kinds, "max_bytes": document_type.max_size_mb * 1024**2}

    # -------------------------------------------------------------------------
    # VERBS
    # -------------------------------------------------------------------------

    def revoke(self, reason=None):
        """Take a paper out of use: forged, issued in error, withdrawn. It is offered no more."""
        self.ensure_one()
        text = (reason or "").strip()
        if not text:
            raise UserError(self.env._("%s: state why it is revoked.", self.display_name))
        values = {
            "revoked_at": self.env["hcc.clock"]._now(),
            "revoked_user_id": self.env.uid,
            "revocation_reason": text,
        }
        facts = {"dossier": self.dossier_id.id, "sha256": self.sha256}
        return self._transition("revoke", values=values, facts=facts)

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb != "revoke":
            return
        if self.provenance == "result":
            self.dossier_id.sudo()._check_file_revocable(self.sudo())
        if not self.env.su:
            agency = self.dossier_id.sudo().agency_id
            if not agency._has_staff(self.env.user):
                raise AccessError(
                    self.env._(
                        "%(paper)s was given to %(agency)s: only its staff revoke it.",
                        paper=self.display_name,
                        agency=agency.name,
                    )
                )

    def _accept(self):
        """With the dossier; who may accept that sees its papers."""
        for document in self.sudo():
            values = {"consent_at": document.consent_at or document.owner_id.consent_at}
            expiry = document.issued_on and document.type_id._expiry(document.issued_on)
            if expiry and not document.valid_until and expiry >= (document.valid_from or expiry):
                values["valid_until"] = expiry
            document._transition("accept", values=values, facts=document._journal_facts())

    def _supersede(self, successor):
        for document in self.sudo().filtered(lambda d: d.state in LIVE_STATES):
            facts = {**document._journal_facts(), "by": successor.id}
            values = {"superseded_by_id": successor.id}
            document._transition("supersede", values=values, facts=facts)

    def _replaced_by(self, successor, dossier):
        """Another file came onto the line: a scan of this dossier gives way, what was reused from
        elsewhere stays as it is."""
        for document in self.sudo():
            if document.dossier_id == dossier and not document.use_ids:
                if document.state == "draft":
                    document.unlink()
                else:
                    document._supersede(successor)

    def _discard_unused(self):
        """Delete scans that no line holds and no acceptance has fixed."""
        self.sudo().exists().filtered(lambda d: d.state == "draft" and not d.use_ids).unlink()

    def _journal_facts(self):
        return {"dossier": self.dossier_id.id, "type": self.type_code, "sha256": self.sha256}

    # -------------------------------------------------------------------------
    # SCREENS
    # -------------------------------------------------------------------------

    def action_revoke(self):
        """Ask for the reason, then revoke."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Revoke"),
            "res_model": "hcc.document.revoke",
            "view_mode": "form",
            "target": "new",
            "context": {"default_document_id": self.id},
        }

    def action_open_file(self):
        """Show the file in a tab of its own; the journal says who looked."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/hcc/paper/{self.id}",
            "target": "new",
        }
