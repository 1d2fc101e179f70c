"""Time limits and fees as agencies write them: what is certain, what is asked."""

import re

import pytest
from hcc_base_tools.catalogue_channels import channels
from hcc_base_tools.catalogue_fees import fees, write_fees
from hcc_base_tools.catalogue_prose import limit, write_limit
from hypothesis import given
from hypothesis import strategies as st

DAYS, CALENDAR, HOURS = "working_day", "calendar_day", "working_hour"
TABLE = "Hình thức nộpThời gianPhí, lệ phíMô tả"
WORDS = st.sampled_from(
    "ngày làm việc giờ tháng 05 (năm) 3 1/2 0,5 buổi trong không quá đồng VNĐ 20.000 1,500,000 "
    "triệu phí lệ phí: miễn Trực tiếp Không có thông tin ( ) ; / - \n".split(" ")
)
PROSE = st.one_of(st.text(), st.lists(WORDS).map(" ".join))


def value(number, unit, same_day=False):
    return {"value": number, "unit": unit, "same_day": same_day}


def fee(amount, kind="fee", **more):
    return {"code": "", "kind": kind, "name": "", "amount": amount, "condition": "", **more}


@pytest.mark.parametrize(
    "text, expected",
    [
        ("20 Ngày làm việc", value(20, DAYS)),
        ("05 (năm) ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ", value(5, DAYS)),
        ("Không quá 07 ngày làm việc, kể từ ngày nhận đủ hồ sơ", value(7, DAYS)),
        ("Trong thời hạn 30 ngày kể từ ngày nhận hồ sơ hợp lệ.", value(30, CALENDAR)),
        ("30 Ngày", value(30, CALENDAR)),
        ("28 giờ làm việc", value(28, HOURS)),
        ("16 giờ hành chính", value(16, HOURS)),
        ("1/2 ngày", value(4, HOURS)),
        ("Nửa ngày làm việc", value(4, HOURS)),
        ("1,5 ngày làm việc", value(12, HOURS)),
        ("01 ngày làm việc, trả trong ngày", value(1, DAYS, True)),
        ("10 NGÀY LÀM VIỆC", value(10, DAYS)),
    ],
)
def test_a_limit_said_once_is_certain(text, expected):
    proposal = limit(text)
    assert (proposal.value, proposal.kind) == (expected, "")


@pytest.mark.parametrize(
    "text, expected, kind",
    [
        ("3 Tháng", value(90, CALENDAR), "limit_month"),
        ("2 tuần", value(14, CALENDAR), "limit_month"),
        ("28 giờ", value(28, HOURS), "limit_hours"),
        ("30 phút", value(1, HOURS, True), "limit_minutes"),
        ("trong buổi", value(4, HOURS, True), "limit_session"),
        ("Giải quyết ngay trong ngày", value(1, DAYS, True), "limit_same_day"),
        ("5", value(5, DAYS), "limit_no_unit"),
        ("0", None, "limit_no_unit"),
        ("Không quy định", None, "limit_none"),
        ("Không có thông tin", None, "limit_none"),
        ("", None, "limit_none"),
        ("Theo văn bản của Bộ", None, "limit_unread"),
        ("3 ngày làm việc hoặc 5 ngày làm việc", value(3, DAYS), "limit_many"),
        ("từ 5 đến 7 ngày làm việc", value(7, DAYS), "limit_prose"),
        ("-5 ngày làm việc tại xã", value(5, DAYS), "limit_prose"),
        ("99999 ngày", None, "limit_unread"),
    ],
)
def test_any_doubt_about_a_limit_is_asked(text, expected, kind):
    proposal = limit(text)
    assert (proposal.value, proposal.kind) == (expected, kind)
    assert proposal.question and not proposal.certain


def test_the_title_of_the_column_gives_the_unit_of_bare_numbers():
    assert limit("5", "ngày làm việc") == limit("5 ngày làm việc")
    assert limit("5 ngày", "giờ làm việc").value == value(5, CALENDAR)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Miễn phí", []),
        ("Không", []),
        ("Không thu phí", []),
        ("0 đồng", []),
        ("Lệ phí: 50.000 đồng", [fee(50000)]),
        ("Phí: 1,500,000 VNĐ", [fee(1500000, "charge")]),
        (
            "[LP-01] Lệ phí: Cấp mới: 135.000 đồng [khi: nộp trực tiếp]",
            [fee(135000, code="LP-01", name="Cấp mới", condition="nộp trực tiếp")],
        ),
        ("Lệ phí: Thẻ: 5.000 đồng\nPhí: 90 đồng", [fee(5000, name="Thẻ"), fee(90, "charge")]),
    ],
)
def test_a_fee_said_once_is_certain(text, expected):
    proposal = fees(text)
    assert (proposal.value, proposal.kind) == (expected, "")


@pytest.mark.parametrize(
    "text, expected, kind",
    [
        ("275,000 VNĐ(đồng/lần)", 275000, "fee_note"),
        ("10,000 Việt Nam Đồng(/khẩu-chiếc.)", 10000, "fee_note"),
        ("300,000 Việt Nam Đồng", 300000, "fee_kind"),
        ("90 VNĐ", 90000, "fee_thousands"),
        ("20 VNĐ(20.000 đ/tờ khai)", 20000, "fee_thousands"),
        ("1,500,000 VNĐ(150.000 đồng/1 giấy)", None, "fee_contradiction"),
        ("Lệ phí: 20.000 đồng; phí: 30.000 đồng", None, "fee_cases"),
        ("10 USD(10USD/giấy)", None, "fee_foreign"),
        ("Miễn phí(Không thu lệ phí của hộ nghèo)", [], "fee_free_note"),
        ("Miễn phí(Mức thu theo Nghị quyết của HĐND)", None, "fee_no_amount"),
        ("Miễn phí(trên 15 tấn: 150.000 đồng/giấy)", None, "fee_free_but"),
        ("Theo quy định của Bộ Tài chính", None, "fee_no_amount"),
        ("Không có thông tin", [], "fee_unknown"),
        ("999999999999 đồng", None, "fee_unread"),
    ],
)
def test_any_doubt_about_a_fee_is_asked(text, expected, kind):
    proposal = fees(text)
    amounts = proposal.value and proposal.value[0]["amount"]
    assert (expected, kind) == (amounts if proposal.value else proposal.value, proposal.kind)
    assert proposal.question


def test_the_portals_cell_is_parted_into_limit_fee_and_manner():
    cell = (
        f"{TABLE}Trực tiếp5 Ngày làm việcLệ phí : 50,000 ĐồngNộp tại quầy"
        "Trực tuyến5 Ngày làm việcLệ phí : 50,000 Đồng"
    )
    found = channels(cell)
    assert found.limit.value == value(5, DAYS) and found.limit.certain
    assert found.fees.value == [fee(50000)] and found.fees.certain
    assert found.how == "Trực tiếp: Nộp tại quầy\nTrực tuyến"


@pytest.mark.parametrize(
    "cell, limit_kind, fee_kind",
    [
        ("Trực tiếp5 NgàyMiễn phíTrực tuyến3 NgàyMiễn phí", "limit_channels", ""),
        ("Trực tiếp1Miễn phí", "limit_no_unit", ""),
        ("Trực tiếp120 VNĐ(20.000 đ/tờ khai)", "limit_glued", "fee_glued"),
        ("Trực tiếp5 NgàyMiễn phíTrực tuyến5 Ngày20,000 VNĐ", "", "fee_channels"),
        ("Trực tiếpKhông có thông tinKhông có thông tin", "limit_none", "fee_unknown"),
        ("Trực tiếpKhông phải trả kết quảMiễn phí", "limit_none", ""),
        ("Trực tiếp5 NgàyMiễn phíXong trong 7 ngày làm việc", "limit_notes", ""),
    ],
)
def test_doubts_of_the_portals_cell(cell, limit_kind, fee_kind):
    found = channels(TABLE + cell)
    assert (found.limit.kind, found.fees.kind) == (limit_kind, fee_kind)


def test_another_cell_is_not_the_portals():
    assert channels("Trực tiếp hoặc trực tuyến") is None
    assert channels(TABLE) is None


@given(PROSE)
def test_no_text_breaks_a_parser(text):
    limit(text)
    fees(text)
    channels(text)
    channels(TABLE + text)


@pytest.mark.parametrize("mark", ["¹", "①", "٣", "㏠", "５"])
def test_what_only_looks_like_a_digit_is_no_number(mark):
    assert limit(mark).value is None
    assert limit(f"5 ngày làm việc{mark}").value["value"] == 5
    assert not fees(mark).value


@given(PROSE)
def test_a_limits_number_stands_in_the_text(text):
    """Or comes from a conversion: halves and parts of days into hours, weeks, months, minutes."""
    proposal = limit(text)
    if proposal.value and proposal.kind in ("", "limit_no_unit", "limit_hours", "limit_prose"):
        number = proposal.value["value"]
        stated = {float(n.replace(",", ".")) for n in re.findall(r"[0-9]+(?:[.,][0-9]+)?", text)}
        by_the_day = {8 * part for part in stated} | {4.0}
        assert number in stated or (proposal.value["unit"] == HOURS and number in by_the_day)


@given(PROSE)
def test_a_fees_digits_stand_in_the_text(text):
    proposal = fees(text)
    digits = re.sub(r"[^0-9]", "", text)
    for item in proposal.value or []:
        assert str(item["amount"]).rstrip("0") in digits


@given(st.integers(1, 3650), st.sampled_from([DAYS, CALENDAR, HOURS]), st.booleans())
def test_a_limit_written_is_read_back(number, unit, same_day):
    proposal = limit(write_limit(value(number, unit, same_day)))
    assert proposal.value == value(number, unit, same_day) and proposal.certain


NAMES = st.text(st.sampled_from("abc đêô XYZ 12(),."), max_size=20).map(
    lambda t: " ".join(t.split())
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "code": st.just("LP-01"),
                "kind": st.sampled_from(["fee", "charge", "service"]),
                "name": NAMES,
                "amount": st.integers(0, 10**9),
                "condition": NAMES,
            }
        )
    )
)
def test_fees_written_are_read_back(items):
    proposal = fees(write_fees(items))
    assert proposal.value == items and proposal.certain
