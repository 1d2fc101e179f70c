from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import procedure_words

TIME_UNITS = [
    ("working_hour", "working hours"),
    ("working_day", "working days"),
    ("calendar_day", "calendar days"),
]
#: Where no policy says otherwise: a half-day is 4 working hours, a day 8.
HALF_DAY_HOURS, DAY_HOURS = 4, 8


class HccProcedureVersion(models.Model):
    _inherit = "hcc.procedure.version"

    time_limit_value = fields.Integer("Time limit", required=True)
    time_limit_unit = fields.Selection(
        TIME_UNITS, "Unit of the time limit", required=True, default="working_day"
    )
    statutory_limit_value = fields.Integer(
        "Statutory time limit", help="By law, where the province has promised less; 0: the same."
    )
    statutory_limit_unit = fields.Selection(
        TIME_UNITS, "Unit of the statutory limit", required=True, default="working_day"
    )
    area_extension_days = fields.Integer(
        "Added in difficult areas (working days)",
        help="For dossiers from an area of difficult conditions, if the procedure grants it; "
        "0: none.",
    )
    limit_words = fields.Char("Term", compute="_compute_limit_words")
    half_day_hours = fields.Integer("Working hours of a half-day", compute="_compute_day_hours")
    day_hours = fields.Integer("Working hours of a day", compute="_compute_day_hours")
    is_same_day = fields.Boolean(
        "Result on the day", help="The result is given while the applicant waits or the same day."
    )

    _time_limit_positive = models.Constraint(
        "CHECK (time_limit_value > 0)", "The time limit must be at least 1."
    )
    _not_beyond_the_law = models.Constraint(
        "CHECK (statutory_limit_value = 0 OR time_limit_unit != statutory_limit_unit"
        " OR time_limit_value <= statutory_limit_value)",
        "The time limit may be shorter than the statutory one, never longer.",
    )
    _statutory_limit_positive = models.Constraint(
        "CHECK (statutory_limit_value >= 0)", "The statutory time limit cannot be negative."
    )
    _area_extension_positive = models.Constraint(
        "CHECK (area_extension_days BETWEEN 0 AND 365)",
        "In difficult areas 0 to 365 working days are added.",
    )

    @api.depends("time_limit_value", "time_limit_unit")
    def _compute_limit_words(self):
        for version in self:
            version.limit_words = version.time_limit_value and version._limit_words()

    @api.depends("valid_from")
    def _compute_day_hours(self):
        """By the common policy of the version's first day: versions are shared by all centres. A
        catalogue may reach back to before the first policy."""
        policies = self.env["hcc.policy"]._common_on(set(self.mapped("valid_from")))
        for version in self:
            policy = policies[version.valid_from]
            version.half_day_hours = policy.half_day_hours or HALF_DAY_HOURS
            version.day_hours = policy.day_hours or DAY_HOURS

    # -------------------------------------------------------------------------
    # CONSTRAINS
    # -------------------------------------------------------------------------

    @api.constrains("is_same_day", "time_limit_value", "time_limit_unit")
    def _check_same_day(self):
        for version in self.filtered("is_same_day"):
            if version._limit_hours() > version.day_hours:
                raise ValidationError(
                    self.env._(
                        "%(version)s: a result on the day needs a time limit of one day or less.",
                        version=version.display_name,
                    )
                )

    @api.constrains(
        "time_limit_value", "time_limit_unit", "statutory_limit_value", "statutory_limit_unit"
    )
    def _check_statutory_limit(self):
        for version in self.filtered("statutory_limit_value"):
            if version._exceeds_statutory_limit():
                raise ValidationError(
                    self.env._(
                        "%(version)s: the time limit (%(limit)s) is longer than the statutory one "
                        "(%(statutory)s). A province may shorten it, never lengthen it.",
                        version=version.display_name,
                        limit=version._limit_words(),
                        statutory=version._statutory_words(),
                    )
                )

    # -------------------------------------------------------------------------
    # TIME LIMITS
    # -------------------------------------------------------------------------

    def _limit_hours(self):
        """The time limit in working hours, for comparison with the sum of the steps."""
        return self._working_hours(self.time_limit_value, self.time_limit_unit)

    def _working_hours(self, value, unit):
        """``value`` ``unit`` in working hours; calendar days count as five working days a week."""
        if unit == "working_hour":
            return value
        if unit == "working_day":
            return value * self.day_hours
        return max(value * 5 // 7, 1) * self.day_hours

    def _exceeds_statutory_limit(self):
        """Like units compare exactly, unlike ones in working hours."""
        self.ensure_one()
        limit, statutory = self.time_limit_value, self.statutory_limit_value
        if self.time_limit_unit != self.statutory_limit_unit:
            limit = self._limit_hours()
            statutory = self._working_hours(statutory, self.statutory_limit_unit)
        return limit > statutory

    def _is_shortened(self):
        self.ensure_one()
        mine = (self.time_limit_value, self.time_limit_unit)
        return bool(self.statutory_limit_value) and mine != (
            self.statutory_limit_value,
            self.statutory_limit_unit,
        )

    def _limit_words(self):
        """The time limit in Vietnamese: ``05 ngày làm việc``."""
        return self._term_words(self.time_limit_value, self.time_limit_unit)

    def _statutory_words(self):
        return self._term_words(self.statutory_limit_value, self.statutory_limit_unit)

    def _term_words(self, value, unit):
        if unit != "working_hour":  # only hours are compared with the policy's half-day and day
            return procedure_words.limit(value, unit)
        return procedure_words.limit(
            value, unit, half_day_hours=self.half_day_hours, day_hours=self.day_hours
        )
