from hcc_base_tools import comparison
from hcc_base_tools.comparison import Change, Part
from hypothesis import given
from hypothesis import strategies as st

LINES = st.lists(
    st.builds(Part, st.sampled_from("ABCD"), st.integers(1, 4), st.sampled_from(["x", "y"])),
    max_size=6,
)


def test_fields_that_differ():
    before = {"Thời hạn": "5", "Kết quả": "Giấy phép", "Ghi chú": "cũ"}
    after = {"Thời hạn": "4", "Kết quả": "Giấy phép", "Căn cứ": "mới"}
    assert comparison.fields(before, after) == [
        Change("Thời hạn", "changed", "5", "4"),
        Change("Căn cứ", "added", "", "mới"),
        Change("Ghi chú", "removed", "cũ", ""),
    ]


def test_lines_are_matched_by_name_wherever_they_stand():
    before = [Part("Đơn", 1, "01 bản"), Part("Bản vẽ", 2, "01 bản")]
    after = [Part("Bản vẽ", 1, "02 bản"), Part("Đơn", 2, "01 bản")]
    assert comparison.parts(before, after) == [Change("Bản vẽ", "changed", "01 bản", "02 bản")]


def test_a_line_at_the_same_place_was_renamed():
    before, after = [Part("Đơn", 1, "01 bản")], [Part("Tờ khai", 1, "01 bản")]
    assert comparison.parts(before, after) == [
        Change("Tờ khai", "changed", "Đơn\n01 bản", "Tờ khai\n01 bản")
    ]


def test_lines_come_and_go():
    before = [Part("Đơn", 1, "01 bản"), Part("Ảnh", 2, "02 ảnh")]
    after = [Part("Đơn", 1, "01 bản"), Part("Bản vẽ", 3, "01 bản")]
    assert comparison.parts(before, after) == [
        Change("Bản vẽ", "added", "", "01 bản"),
        Change("Ảnh", "removed", "02 ảnh", ""),
    ]


@given(LINES)
def test_nothing_differs_from_itself(lines):
    assert comparison.parts(lines, list(lines)) == []


@given(LINES, LINES)
def test_every_line_is_accounted_for(before, after):
    kinds = [change.kind for change in comparison.parts(before, after)]
    assert len(after) - len(before) == kinds.count("added") - kinds.count("removed")
