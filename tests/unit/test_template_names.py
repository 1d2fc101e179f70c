"""A name that a template gives to a loop or a value must not be a getter of its component: the
getter wins without a word, and every row shows the same."""

import re
from pathlib import Path

import pytest

TEMPLATES = sorted(Path(__file__).parents[2].glob("addons/*/static/src/**/*.xml"))


def shadowed(template, scripts):
    """Names that the template gives, and a script beside it has as a getter."""
    given = re.findall(r't-(?:as|set)="(\w+)"', template)
    return sorted(set(given) & set(re.findall(r"\bget (\w+)\(\)", scripts)))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_name_hides_behind_a_getter(path):
    scripts = "".join(script.read_text() for script in path.parent.glob("*.js"))
    assert not shadowed(path.read_text(), scripts)


def test_one_that_hides_is_found():
    assert shadowed('<t t-foreach="x" t-as="draft"/>', "get draft() {}") == ["draft"]
