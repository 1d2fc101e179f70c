import pytest
from hcc_base_tools import colour
from hypothesis import given
from hypothesis import strategies as st

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    "one, other, ratio",
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#0b4f8a", "#ffffff", 8.40),
    ],
)
def test_contrast_of_known_pairs(one, other, ratio):
    assert colour.contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert colour.contrast(one, other) == colour.contrast(other, one)


@pytest.mark.parametrize("text", ["#0B4F8A", "0b4f8a", " #0b4f8A "])
def test_a_colour_is_written_one_way(text):
    assert colour.normalised(text) == "#0b4f8a"


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "red",
        "#fff",
        "#12345g",
        "#1234567",
        "url(x)",
        "#０b4f8a",
        "#0b4f8a;}",
        "#0b4f8a\n;",
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(colour.ColourError, match="hệ 16"):
        colour.normalised(text)


@pytest.mark.parametrize(
    "ground, text", [("#ffff00", "#000000"), ("#0b4f8a", "#ffffff"), ("#ffffff", "#000000")]
)
def test_text_on_a_colour(ground, text):
    assert colour.text_on(ground) == text


def test_a_dark_brand_is_its_own_ink():
    assert colour.palette("#0B4F8A") == {
        "color": "#0b4f8a",
        "text": "#ffffff",
        "soft": "#e7edf3",
        "ink": "#0b4f8a",
    }


@given(COLOURS)
def test_every_colour_gives_a_readable_palette(brand):
    palette = colour.palette(brand)
    assert colour.contrast(palette["text"], palette["color"]) >= 4.5
    for ground in ("#ffffff", "#f4f6f9", palette["soft"]):
        assert colour.contrast(palette["ink"], ground) >= 4.5


@given(COLOURS, COLOURS)
def test_contrast_lies_between_1_and_21(one, other):
    assert 1 <= colour.contrast(one, other) <= 21.0000001
