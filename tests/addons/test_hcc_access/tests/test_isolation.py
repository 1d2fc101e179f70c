from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hcc_base.models.base import Base
from odoo.addons.hcc_base.tests.common import HccCommon

from . import matrix
from .markers import Marked
from .probe import Prober

#: Of all probes, so many are tried in every test run; `./hcc campaign isolation` tries more.
SAMPLE = 3000
SEED = 20261123
QUIET = (
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.hcc_base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
    "odoo.models",
    "odoo.models.unlink",
    "odoo.sql_db",
    "odoo.osv.expression",
    "odoo.domains",
    "odoo.orm.domains",
)


@tagged("post_install", "-at_install")
class TestIsolation(HccCommon):
    """No way leads from one centre or agency to what another one keeps."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        page = cls.env.ref("hcc_base.user_public_page")
        page.write({"company_id": cls.centre.id, "company_ids": [Command.set(cls.centre.ids)]})
        agencies = (cls.agency, cls.other_agency)
        cls.marked = Marked(cls.env, agencies, (cls.centre, cls.other_centre))
        cls.prober = Prober(cls.marked)

    def _run(self, prober, probes):
        with mute_logger(*QUIET):
            return prober.run(probes)

    def test_a_sample_of_all_probes_finds_nothing(self):
        prober = self.prober
        before = prober.checksum()
        leaks = self._run(prober, prober.sample(SAMPLE, SEED))
        self.assertFalse(leaks, "\n".join(sorted(leaks)[:60]))
        self.assertEqual(prober.checksum(), before)
        self.assertFalse(prober.unexpected, prober.unexpected[:10])
        self.assertGreater(prober.refused, SAMPLE / 10, "hardly anything was refused")

    def test_every_role_and_every_kind_of_probe_is_there(self):
        probes = self.prober.probes
        self.assertGreater(len(probes), 20_000)
        self.assertEqual({probe.role for probe in probes}, set(matrix.ROLES))
        self.assertLessEqual(
            {
                "read",
                "web_read",
                "export path",
                "report",
                "file",
                "oracle",
                "adopt",
                "unlink",
                "default",
                "defaults",
            },
            {probe.kind for probe in probes},
        )

    def test_no_public_method_reaches_a_foreign_record(self):
        prober = self.prober
        probes = [probe for probe in prober.probes if probe.kind == "method"]
        self.assertGreater(len(probes), 1000)
        leaks = self._run(prober, probes)
        self.assertFalse(leaks, "\n".join(sorted(leaks)[:60]))
        self.assertFalse(prober.unexpected, prober.unexpected[:10])

    def test_no_default_of_a_context_is_taken(self):
        prober = self.prober
        probes = [probe for probe in prober.probes if probe.kind == "defaults"]
        probes += [
            probe
            for probe in prober.probes
            if probe.kind == "default" and probe.model == "hcc.applicant"
        ]
        prober.born = 0
        leaks = self._run(prober, probes)
        self.assertFalse(leaks, "\n".join(sorted(leaks)[:60]))
        self.assertFalse(prober.unexpected, prober.unexpected[:10])
        self.assertGreater(prober.born, 20, "hardly anything was made")

    def test_a_taken_default_is_found(self):
        """Negative control: contexts preset everything, as on the platform."""
        self.patch(Base, "_is_closed_to_defaults", lambda self, name: False)
        prober = Prober(self.marked, roles=("official",), models=["hcc.applicant"])
        leaks = self._run(prober, [p for p in prober.probes if p.kind == "default"])
        self.assertTrue([leak for leak in leaks if "took defaults for ['merged_into_id']" in leak])

    def test_a_missing_rule_is_found(self):
        """Negative control: a model without its centre's rule."""
        self.env.ref("hcc_base.rule_counter_centre").active = False
        prober = Prober(self.marked, roles=("official",), models=["hcc.counter"])
        prober.models = ["hcc.counter"]
        leaks = self._run(prober, prober.probes)
        self.assertTrue([leak for leak in leaks if leak.startswith("read ")])
        self.assertTrue([leak for leak in leaks if leak.startswith("everything ")])

    def test_a_leaky_field_is_found(self):
        """Negative control: a related field read as superuser, and a plain display name."""
        field = self.env["hcc.due"]._fields["dossier_code"]
        self.assertTrue(field.compute_sudo)
        prober = Prober(self.marked, roles=("cashier",), models=["hcc.due", "hcc.dossier"])
        applicant = type(self.env["hcc.dossier"])

        def plain(records):
            for record in records.sudo():
                record.display_name = record.applicant_name

        applicant._compute_display_name, kept = plain, applicant._compute_display_name
        self.addCleanup(setattr, applicant, "_compute_display_name", kept)
        leaks = self._run(prober, prober.probes)
        self.assertTrue([leak for leak in leaks if "applicant_name" in leak])
