from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL


class HccPolicy(models.Model):
    """The rules in force from a day on (bộ quy định), for every centre or for one.

    Law is data: a new decree or a province's own decision is a new policy from its date, without
    code. A centre's own policy wins over the common one; of several, the latest valid one counts.
    Each addon adds its parameters. Where a value comes from, and how certain that is, stands in its
    ``hcc.policy.source`` and from there in the help of the field.
    Administrators of a leading centre keep policies, also those of a centre below: no centre sets
    its own law. Everybody reads them.
    """

    _name = "hcc.policy"
    _inherit = ["hcc.common.mixin"]
    _description = "Policy"
    _order = "valid_from desc, company_id, id desc"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    regime = fields.Selection(
        [
            ("a", "A: Decree 61/2018"),
            ("b", "B: Decree 118/2025"),
            ("c", "C: Decree 118/2025 as amended, from 1 July 2026"),
        ],
        required=True,
    )
    company_id = fields.Many2one("res.company", "Centre", index=True, help="Empty: every centre.")
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(help="Last day; empty: until another policy follows.")
    legal_basis = fields.Text()
    unverified_note = fields.Text(
        "Remarks", help="What is still to be found out about this policy as a whole."
    )
    source_ids = fields.One2many("hcc.policy.source", "policy_id", "Sources", copy=True)
    unchecked_count = fields.Integer(
        "Not compared with the legal text", compute="_compute_unchecked_count"
    )

    calendar_day_rule = fields.Selection(
        [
            ("next_working_day", "A due date on a day off moves to the next working day"),
            ("skip_holidays", "Public holidays inside the term are not counted either"),
        ],
        "Terms in calendar days",
        required=True,
        default="next_working_day",
        help="Source: common practice of one-stop software; no nationwide rule was found.",
    )
    handover_cutoff_minutes = fields.Integer(
        "Hand-over cut-off (minutes after midnight)",
        default=15 * 60,
        required=True,
        help="Received later than this, a dossier may reach its agency on the next working day. "
        "Decree 61/2018 art. 18(2): 15:00. It does not move the start of the time limit.",
    )
    handover_cutoff_hour = fields.Float(
        "Hand-over cut-off",
        compute="_compute_handover_cutoff_hour",
        inverse="_inverse_handover_cutoff_hour",
        help="As a time of day, at the centre.",
    )
    half_day_hours = fields.Integer(
        "Working hours of a half-day",
        default=4,
        required=True,
        help="As the provincial plans have it: 4 hours.",
    )
    day_hours = fields.Integer("Working hours of a day", default=8, required=True)
    qr_system_name = fields.Char(
        "System name in the QR code",
        default="HCC",
        help="Circular 01/2023/TT-VPCP: name of the information system that issued the paper.",
    )
    qr_position = fields.Selection(
        [("top_left", "Top left"), ("top_right", "Top right")],
        "Place of the QR code",
        required=True,
        default="top_left",
        help="Where the QR code of Circular 01/2023/TT-VPCP stands on issued papers.",
    )
    agency_code_scheme = fields.Selection(
        [
            ("qcvn_102", "QCVN 102:2016/BTTTT (000.00.14.H20)"),
            ("qd_20", "Decision 20/2020/QĐ-TTg (H35.12)"),
        ],
        "Identifier codes of agencies",
        required=True,
        default="qd_20",
        help="Which of an agency's codes opens its dossier codes, where it has several.",
    )
    has_district_level = fields.Boolean(
        "A district level stands between",
        help="Whether centres of a district are set up between province and commune.",
    )
    reception_scope = fields.Selection(
        [
            ("territorial", "Only where the competent agency receives"),
            ("province", "At every centre of the province"),
        ],
        "Where a dossier may be handed in",
        required=True,
        default="province",
        help="Territorial: a centre accepts only dossiers of agencies that receive at it, of "
        "procedures entered for it, and of versions marked “Received anywhere”. Province: also "
        "those that other centres receive. A decision that leaves a procedure outside the centre "
        "holds in both cases.",
    )
    area_extension_rule = fields.Selection(
        [
            ("procedure", "The days that the procedure grants are added"),
            ("none", "No days are added"),
        ],
        "Time limit in areas of difficult conditions",
        required=True,
        default="procedure",
        help="Whether a version's “Added in difficult areas” counts for dossiers marked at "
        "reception as coming from such an area.",
    )
    on_the_spot_steps = fields.Selection(
        [
            ("four", "Four: receive, appraise, approve, return"),
            ("five", "Five: the seal at the centre as well"),
        ],
        "On the spot means",
        required=True,
        default="four",
    )
    on_the_spot_target_province = fields.Integer("On-the-spot share, province (%)", default=20)
    on_the_spot_target_district = fields.Integer("On-the-spot share, district (%)", default=50)
    on_the_spot_target_commune = fields.Integer("On-the-spot share, commune (%)", default=100)

    _valid_uniq = models.UniqueIndex(
        "(valid_from, COALESCE(company_id, 0)) WHERE active",
        "Another policy already starts on this day for the centre.",
    )
    _valid_check = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)", "A policy ends after it starts."
    )
    _cutoff_check = models.Constraint(
        "CHECK (handover_cutoff_minutes BETWEEN 0 AND 1440)",
        "The cut-off is a time of day, in minutes after midnight.",
    )

    _spot_target_check = models.Constraint(
        "CHECK (on_the_spot_target_province BETWEEN 0 AND 100"
        " AND on_the_spot_target_district BETWEEN 0 AND 100"
        " AND on_the_spot_target_commune BETWEEN 0 AND 100)",
        "A share lies between 0 and 100 per cent.",
    )

    @api.depends("source_ids.certainty")
    def _compute_unchecked_count(self):
        for policy in self:
            policy.unchecked_count = len(policy.source_ids.filtered("is_unchecked"))

    def _is_unchecked(self, name):
        """Whether nobody has compared the parameter ``name`` with the legal text yet."""
        checked = [("policy_id", "=", self.id), ("is_unchecked", "=", False)]
        return not self.env["hcc.policy.source"].search_count(
            [*checked, ("field_name", "=", name)], limit=1
        )

    @api.depends("handover_cutoff_minutes")
    def _compute_handover_cutoff_hour(self):
        for policy in self:
            policy.handover_cutoff_hour = policy.handover_cutoff_minutes / 60

    def _inverse_handover_cutoff_hour(self):
        for policy in self:
            policy.handover_cutoff_minutes = round(policy.handover_cutoff_hour * 60)

    @api.constrains("half_day_hours", "day_hours")
    def _check_hours(self):
        for policy in self:
            if not 0 < policy.half_day_hours <= policy.day_hours <= 24:
                raise ValidationError(
                    self.env._(
                        "%s: a half-day is shorter than a day of at most 24 hours.", policy.name
                    )
                )

    def _owner(self):
        return self.company_id

    def _is_kept_by(self, centres):
        return super()._is_kept_by(centres._leading())

    @api.model
    def _get(self, company, day):
        """The policy of ``company`` on ``day`` (its business date).

        Which day counts is the caller's rule: deadlines and forms take the day of reception,
        receipts the day of collection, secondments the decision's date.

        :raise UserError: no policy holds on that day
        """
        policies = self._valid_on(company, day)
        if not policies:
            raise UserError(
                self.env._(
                    "%(centre)s has no policy for %(day)s. An administrator must add one under "
                    "Configuration / Policies.",
                    centre=company.sudo().name,
                    day=fields.Date.to_string(day),
                )
            )
        return policies[0].with_env(self.env)

    @api.model
    def _todays(self, company):
        """The policy of ``company`` today; empty where none holds."""
        return self._valid_on(company, self.env["hcc.clock"]._today(company))[:1]

    @api.model
    def _common(self, day):
        """The policy that every centre without one of its own follows on ``day``; may be empty."""
        return self._valid_on(self.env["res.company"], day)[:1].with_env(self.env)

    @api.model
    def _common_on(self, days):
        """``{day: _common(day)}`` of many days in one query; empty of a day that is not set."""
        policies = self.sudo().search([("company_id", "=", False)], order="valid_from desc")
        return {day: policies._first_valid(day).with_env(self.env) for day in days}

    def _first_valid(self, day):
        valid = (p for p in self if day and p.valid_from <= day <= (p.valid_to or day))
        return next(valid, self.browse())

    @api.model
    def _valid_on(self, company, day):
        """All policies that hold for ``company`` on ``day``, the one that counts first."""
        return self.sudo().search(
            [
                ("company_id", "in", (False, company.id)),
                ("valid_from", "<=", day),
                "|", ("valid_to", "=", False), ("valid_to", ">=", day),
            ]
        ).sorted(lambda p: (bool(p.company_id), p.valid_from), reverse=True)  # fmt: skip

    @api.model
    def _valid_sql(self, company, day):
        """SQL: the policy that :meth:`_get` gives for the centre of the id ``company``, if any."""
        return SQL(
            """SELECT y.* FROM hcc_policy y
               WHERE y.active AND (y.company_id IS NULL OR y.company_id = %(company)s)
                 AND y.valid_from <= %(day)s AND (y.valid_to IS NULL OR y.valid_to >= %(day)s)
               ORDER BY (y.company_id IS NOT NULL) DESC, y.valid_from DESC LIMIT 1""",
            company=company,
            day=day,
        )

    def _is_on_the_spot(self, version):
        """Whether everything ``version`` needs happens at the centre, as this policy counts it."""
        self.ensure_one()
        steps = ["spot_receive", "spot_appraise", "spot_approve", "spot_return"]
        if self.on_the_spot_steps == "five":
            steps.append("spot_seal")
        return all(version[name] for name in steps)

    def _extension_days(self, days):
        """How many of the ``days`` granted in difficult areas this policy adds."""
        self.ensure_one()
        return days if self.area_extension_rule == "procedure" else 0

    def _on_the_spot_target(self, level):
        """The share (%) of procedures that centres of ``level`` should settle on the spot."""
        self.ensure_one()
        return self[f"on_the_spot_target_{level or 'province'}"]
