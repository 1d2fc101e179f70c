from .common import ReportCommon


class TestPolicy(ReportCommon):
    def test_shipped_schemes_and_thresholds(self):
        forms = {"a": "circular_02_2017", "b": "circular_01_2020", "c": "circular_01_2020"}
        for regime, form in forms.items():
            self.assertRecordValues(
                self.env.ref(f"hcc_base.policy_{regime}"),
                [
                    {
                        "eval_scheme": "circular_01_2018",
                        "report_forms": form,
                        "index766_online_services": 80,
                        "index766_online_dossiers": 50,
                        "index766_satisfaction": 90,
                    }
                ],
            )

    def test_sources_cover_this_addons_parameters(self):
        names = set(self.env["hcc.policy"]._parameter_names())
        self.assertLessEqual({"eval_scheme", "index766_reuse"}, names)
        for regime in "abc":
            policy = self.env.ref(f"hcc_base.policy_{regime}")
            self.assertEqual(set(policy.source_ids.mapped("field_name")), names)
