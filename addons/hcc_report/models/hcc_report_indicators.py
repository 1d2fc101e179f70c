from odoo import fields, models

from .. import facts
from ..tools import indicators

#: Decision 766's table of points an indicator was not found: scores are shown of 100.
SCALE_766 = 100
ONLINE_GROUPS = ("online_partial", "online_full")


class HccReportIndicators(models.TransientModel):
    """The official indicators of a centre for a period (chỉ tiêu theo quy định).

    Thresholds and the set of nine come from the policy of the period's last day; the counts from
    the facts behind the agency table, the shares of procedures from the catalogue of today.
    Directors and oversight run it for their centre.
    """

    _name = "hcc.report.indicators"
    _inherit = ["hcc.report.period.mixin"]
    _description = "Indicators of a Period"

    line_ids = fields.One2many("hcc.report.indicator", "report_id", readonly=True)

    _period_check = models.Constraint(
        "CHECK(date_to >= date_from)", "A period ends on or after its first day."
    )

    def action_show(self):
        """Count anew; the form then shows the rows."""
        self.ensure_one()
        self._check_may_run()
        self.sudo().computed_at = False
        rows = self._rows()
        self.sudo().line_ids.unlink()
        self.env["hcc.report.indicator"].sudo().create(
            [{**row, "report_id": self.id, "sequence": n} for n, row in enumerate(rows, start=1)]
        )
        self.sudo().computed_at = self._period().ends_at
        self.invalidate_recordset(["line_ids"])
        return True

    # -------------------------------------------------------------------------
    # COUNTS
    # -------------------------------------------------------------------------

    def _rows(self):
        policy, counts, catalogue = self._policy(), self._counts(), self._catalogue_counts()
        return [
            *self._own_rows(policy, counts, catalogue),
            *self._rows_766(policy, counts, catalogue),
            *self._nine_rows(policy, counts, catalogue),
        ]

    def _counts(self):
        """``{name: how many dossiers}`` of the whole centre."""
        self._flush_facts()
        counts = {}
        for query in (facts.indicator_counts, facts.linked_counts):
            self.env.cr.execute(query(self._period()))
            counts.update(self.env.cr.dictfetchone())
        return counts

    def _catalogue_counts(self):
        """How many procedures, as the centre receives them today; what nobody sorted into groups
        is not known to be offline."""
        policy, centre = self._policy(), self.company_id
        # sudo: how many procedures, for everybody who may run the report
        versions = self.env["hcc.readiness"].sudo()._versions_in_force(centre)
        grouped = versions.filtered("handling_group_ids")
        online = grouped.filtered(
            lambda version: set(version.handling_group_ids.mapped("code")) & set(ONLINE_GROUPS)
        )
        spot = versions.filtered(policy._is_on_the_spot)
        return {
            "procedures": len(versions),
            "on_the_spot": len(spot),
            "grouped": len(grouped),
            "online": len(online),
        }

    # -------------------------------------------------------------------------
    # ROWS
    # -------------------------------------------------------------------------

    def _row(self, section, code, name, formula, **values):
        """A row of counts; with a ``threshold`` Decision 766 scores it, a target of the policy is
        reached or not."""
        counted = {"numerator": values.get("numerator"), "denominator": values.get("denominator")}
        rate = indicators.rate(**counted)
        if rate is None:
            return self._prepare_row(section, code, name, formula, "no_data", **values)
        values["rate"] = float(rate)
        score = indicators.score(
            **counted, threshold=values.get("threshold") or 0, maximum=SCALE_766
        )
        if score is None:
            return self._prepare_row(section, code, name, formula, "rated", **values)
        if section == "own":
            status = "reached" if score == SCALE_766 else "below"
            return self._prepare_row(section, code, name, formula, status, **values)
        values.update(score=float(score), maximum=SCALE_766)
        return self._prepare_row(section, code, name, formula, "scored", **values)

    def _prepare_row(self, section, code, name, formula, status, **values):
        return {
            "section": section,
            "code": code,
            "name": name,
            "formula": formula,
            "status": status,
            **{key: value or 0 for key, value in values.items()},
        }

    def _own_rows(self, policy, counts, catalogue):
        _ = self.env._
        return [
            self._row(
                "own", "", _("Solved on time"),
                _("Solved early or on time ÷ solved in the period (Decree 61/2018 art. 30)"),
                numerator=counts["early"] + counts["on_time"], denominator=counts["finished"],
            ),
            self._row(
                "own", "", _("Procedures settled on the spot"),
                _("On the spot ÷ procedures received, by the catalogue of today; the policy's "
                  "target for the centre's level"),
                numerator=catalogue["on_the_spot"], denominator=catalogue["procedures"],
                threshold=policy._on_the_spot_target(self.company_id.centre_level),
            ),
            self._row(
                "own", "", _("Linked dossiers on time"),
                _("Within their quota ÷ linked dossiers finished in the period; inter-agency "
                  "dossiers are counted once, as the applicant handed them in"),
                numerator=counts["linked_finished"] - counts["linked_late"],
                denominator=counts["linked_finished"],
            ),
        ]  # fmt: skip

    def _rows_766(self, policy, counts, catalogue):
        _, unknown = self.env._, self.env._("The system does not record what this counts")
        settled = counts["early"] + counts["on_time"] + counts["in_time"]
        return [
            self._row(
                "d766", "2.1", _("Within the time limit"),
                _("(solved early or on time + open, not due) ÷ (solved + open)"),
                numerator=settled, denominator=settled + counts["late"] + counts["overdue"],
            ),
            self._row(
                "d766", "3.1", _("Procedures provided online"),
                _("In a group of online services ÷ procedures received that have a group, by the "
                  "catalogue of today; those not eligible are not taken out"),
                numerator=catalogue["online"], denominator=catalogue["grouped"],
                threshold=policy.index766_online_services,
            ),
            self._row(
                "d766", "3.3", _("Dossiers received online"),
                _("Received online ÷ received in the period; without the share synchronised"),
                numerator=counts["online"], denominator=counts["received"],
                threshold=policy.index766_online_dossiers,
            ),
            self._row("d766", "3.6", _("Dossiers paid online"), unknown,
                      threshold=policy.index766_online_payment),
            self._row("d766", "4.2", _("Dossiers digitised"), unknown,
                      threshold=policy.index766_digitised),
            self._row("d766", "4.3", _("Data reused"), unknown, threshold=policy.index766_reuse),
            self._row("d766", "5.4", _("Satisfaction"), unknown,
                      threshold=policy.index766_satisfaction),
        ]  # fmt: skip

    def _nine_rows(self, policy, counts, catalogue):
        """Art. 13: what the system does not count is left out of the total (art. 15(4b))."""
        if policy.eval_scheme != "circular_01_2018":
            return []
        unknown = self.env._("The system does not record what this counts")
        known = self._nine_known(policy, counts, catalogue)
        rows, points = [], []
        for number, name in enumerate(self._nine_names(), start=1):
            formula, value, denominator = known.get(str(number), (unknown, None, 0))
            points.append(value)
            rows.append(self._point_row(str(number), name, formula, value, denominator))
        return [*rows, self._total_row(points)]

    def _nine_names(self):
        _ = self.env._
        return [
            _("Total time against the time limit"), _("Time of each agency"),
            _("Contacts to complete the dossier"), _("Agencies to be contacted"),
            _("Work at the centre"), _("Publication of procedures"), _("Attitude of officials"),
            _("Answers to complaints"), _("Online services"),
        ]  # fmt: skip

    def _nine_known(self, policy, counts, catalogue):
        """``{number: (formula, points or None, how many were counted)}``."""
        _ = self.env._
        target = policy._on_the_spot_target(self.company_id.centre_level)
        time = {2: counts["early"], 1: counts["on_time"], 0: counts["late"]}
        contacts = {
            2: counts["contacts_none"], 1: counts["contacts_one"], 0: counts["contacts_more"],
        }  # fmt: skip
        return {
            "1": (
                _("Mean over the dossiers solved: early 2, on time 1, late 0"),
                indicators.mean(time), counts["finished"],
            ),
            "3": (
                _("Mean over the dossiers solved: no supplement asked 2, one 1, more 0"),
                indicators.mean(contacts), counts["finished"],
            ),
            "5": (
                _("The on-the-spot target is reached: 2, else 1; by the catalogue of today"),
                indicators.spot_points(catalogue["on_the_spot"], catalogue["procedures"], target),
                catalogue["procedures"],
            ),
        }  # fmt: skip

    def _point_row(self, code, name, formula, points, denominator):
        if points is None:
            return self._prepare_row("c01", code, name, formula, "no_data")
        return self._prepare_row(
            "c01", code, name, formula, "scored",
            denominator=denominator, score=float(points), maximum=indicators.FULL,
        )  # fmt: skip

    def _total_row(self, points):
        total, left_out = indicators.total(points)
        known = len(points) - left_out
        formula = (
            self.env._("Not classified: %s indicators are left out for want of data", left_out)
            if left_out
            else self.env._("Class: %s", indicators.agency_class(total))
        )
        return {
            **self._prepare_row(
                "c01", "", self.env._("Total"), formula, "scored" if known else "no_data",
                score=float(total), maximum=known * indicators.FULL,
            ),
            "is_total": True,
        }  # fmt: skip
