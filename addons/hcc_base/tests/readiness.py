"""What the tests of every addon's lines of "Is it ready?" share."""


class ReadinessCase:
    """Mixin: one line of the list, before and after it is mended."""

    def _readiness_line(self, key, centre=None):
        centre = centre or self.centre
        lines = self.env["hcc.readiness"].sudo().with_company(centre)._checks(centre)
        found = [line for line in lines if line["key"] == key]
        self.assertEqual(len(found), 1, f"{key} stands {len(found)} times in the list")
        return found[0]

    def assertLacks(self, key, words="", centre=None):
        line = self._readiness_line(key, centre)
        self.assertFalse(line["ok"], key)
        self.assertIn(words, line["detail"])
        return line

    def assertHolds(self, key, centre=None):
        line = self._readiness_line(key, centre)
        self.assertTrue(line["ok"], f"{key}: {line['detail']}")
        self.assertEqual(line["detail"], "")
