from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

COMPETENCE_FIELDS = frozenset({"competent_centre_id"})
#: verbs of the counter; the officials of the receiving centre call them for other centres too
COUNTER_VERBS = frozenset(
    {
        "receive", "guide", "refuse", "hand_over", "take_result", "return_result",
        "accept_supplement", "withdraw", "cancel",
    }
)  # fmt: skip


class HccDossier(models.Model):
    """Reception independent of administrative boundaries (tiếp nhận không phụ thuộc địa giới).

    The centre of the dossier receives it, keeps its slip and returns its result. Where the agency
    works at another centre, that one is the competent centre: the papers go there, its staff see
    the dossier as their own and process it. At the receiving centre every official sees and
    handles such dossiers, whichever agency's they are; nobody of that agency sits there.
    """

    _inherit = "hcc.dossier"

    competent_centre_id = fields.Many2one(
        "res.company",
        "For the centre",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('is_centre', '=', True)]",
        help="Where the competent agency works, when this centre receives for another one.",
    )

    _editable_fields = {"draft": COMPETENCE_FIELDS, "guided": COMPETENCE_FIELDS}

    _competent_centre_check = models.Constraint(
        "CHECK (competent_centre_id IS NULL OR competent_centre_id <> company_id)",
        "The competent centre is another one than the receiving centre.",
    )

    @api.onchange("procedure_id", "channel")
    def _onchange_competent_centre(self):
        if self.channel != "other_centre":
            self.competent_centre_id = False
        elif not self.competent_centre_id and self.procedure_id:
            self.competent_centre_id = self.procedure_id._competent_centres()[:1]

    @api.constrains("procedure_id", "company_id", "competent_centre_id")
    def _check_procedure(self):
        super()._check_procedure()
        for dossier in self.filtered(lambda d: d.procedure_id and d.competent_centre_id):
            dossier._check_competent_centre()

    def _check_competent_centre(self):
        procedure, competent = self.procedure_id, self.competent_centre_id.sudo()
        words = {"procedure": procedure.display_name, "centre": self.company_id.sudo().name}
        if procedure._is_received_at(self.company_id):
            raise ValidationError(
                self.env._(
                    "%(procedure)s is received at %(centre)s itself: name no other centre.", **words
                )
            )
        if competent not in procedure._competent_centres():
            raise ValidationError(
                self.env._(
                    "%(procedure)s is not received at %(competent)s, so no dossier of it can be "
                    "taken for that centre.",
                    competent=competent.name,
                    **words,
                )
            )

    def _check_identified(self):
        super()._check_identified()
        if (self.channel == "other_centre") != bool(self.competent_centre_id):
            raise UserError(
                self.env._(
                    "%(dossier)s: “At another centre” and the competent centre belong together. "
                    "Choose both, or neither.",
                    dossier=self.display_name,
                )
            )

    def _is_staff_for(self, verb):
        if not self.competent_centre_id or verb not in COUNTER_VERBS:
            return super()._is_staff_for(verb)
        return self.company_id in self.env.user.company_ids or super()._is_staff_for(verb)

    def _prepare_reception(self, facts):
        values = super()._prepare_reception(facts)
        if self.competent_centre_id:
            facts["competent_centre"] = self.competent_centre_id.id
        return values
