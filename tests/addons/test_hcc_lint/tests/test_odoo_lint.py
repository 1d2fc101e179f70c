"""Odoo's `test_lint`, read from its source without installing it, on our addons alone.

Left out, because they cannot apply: `test_eslint` (wants Odoo's node tools), `test_l10n` (no
localisation here), `test_checkers` (tests of the checkers), `test_docstring` (Odoo's own prose),
`test_markers` (walks every file of Odoo; git and ruff see conflict markers). Its pylint checks run
in `./hcc test lint`.
"""

from pathlib import Path
from unittest.mock import patch

from odoo.modules import Manifest
from odoo.tests import tagged

# modules, not classes: an imported test class would be collected as one of ours
from odoo.addons.test_lint.tests import (
    test_dunderinit,
    test_i18n,
    test_index,
    test_jstranslate,
    test_manifests,
    test_naming,
    test_onchange_domains,
    test_orm_import,
    test_override_signatures,
    test_pofile,
    test_routes,
    test_test_holes,
)

REPOSITORY = Path(__file__).resolve().parents[4]


def our_manifests():
    """Only what lies in this repository."""
    return [m for m in Manifest.all_addon_manifests() if _is_ours(m)]


def _is_ours(manifest) -> bool:
    path = Path(manifest.path).resolve()
    return path.parent in (REPOSITORY / "addons", REPOSITORY / "tests" / "addons")


class OurAddonsOnly:
    """Narrows every way in which Odoo's lint tests list modules; their tests are inherited."""

    allow_inherited_tests_method = True

    def setUp(self):
        super().setUp()
        ours = our_manifests()
        self.assertTrue(ours, "no addon of ours was found")
        names = [manifest.name for manifest in ours]
        self.startPatcher(patch.object(Manifest, "all_addon_manifests", lambda: ours))
        self.startPatcher(patch.object(test_pofile, "get_modules", lambda: names))


@tagged("-at_install", "post_install")
class TestInitFiles(OurAddonsOnly, test_dunderinit.TestDunderinit):
    """Every folder of Python files is a package."""


@tagged("-at_install", "post_install")
class TestTranslatedProps(OurAddonsOnly, test_i18n.TestI18n):
    """Texts in templates can be translated."""


@tagged("-at_install", "post_install")
class TestInverseIndexes(OurAddonsOnly, test_index.TestIndex):
    """Inverse fields are indexed."""


@tagged("-at_install", "post_install")
class TestJavaScriptTerms(OurAddonsOnly, test_jstranslate.TestJsTranslations):
    """`_t` gets plain strings."""


@tagged("-at_install", "post_install")
class TestManifests(OurAddonsOnly, test_manifests.ManifestLinter):
    """Only keys Odoo knows, none at its default."""


@tagged("-at_install", "post_install")
class TestParameterNames(OurAddonsOnly, test_naming.TestNaming):
    """No public method takes `ids` or `context`."""


@tagged("-at_install", "post_install")
class TestOnchange(OurAddonsOnly, test_onchange_domains.TestOnchangeDomains):
    """No domain comes out of an onchange."""


@tagged("-at_install", "post_install")
class TestOrmImports(OurAddonsOnly, test_orm_import.TestDunderinit):
    """`odoo.orm` is private."""


@tagged("-at_install", "post_install")
class TestOverrides(OurAddonsOnly, test_override_signatures.TestLintOverrideSignatures):
    """An override takes what the method it overrides takes."""


@tagged("-at_install", "post_install")
class TestPotFiles(OurAddonsOnly, test_pofile.PotLinter):
    """No term twice."""


@tagged("-at_install", "post_install")
class TestRoutes(OurAddonsOnly, test_routes.RoutesLinter):
    """Routes are well defined."""


@tagged("-at_install", "post_install")
class TestHoles(OurAddonsOnly, test_test_holes.TestTestHoles):
    """No test file is forgotten."""
