from datetime import datetime, timezone

import pytest
from hcc_base_tools.slip_codes import parse_statutory_qr, statutory_qr_payload
from hcc_base_tools.text import clean
from hypothesis import given
from hypothesis import strategies as st

ISSUED = datetime(2026, 11, 21, 2, 10)
ITEMS = ("H35.12-261121-0001", "1.001777", "…0001", "Giấy tiếp nhận hồ sơ", "Một cửa Lai Châu")


def test_payload():
    assert statutory_qr_payload(*ITEMS, ISSUED, datetime(2026, 11, 25, 3, 0)) == (
        "HCC1|H35.12-261121-0001|1.001777|…0001|Giấy tiếp nhận hồ sơ|Một cửa Lai Châu"
        "|2026-11-21T09:10:00+07:00|2026-11-25T10:00:00+07:00"
    )


def test_without_an_appointment_the_last_field_is_empty():
    payload = statutory_qr_payload(*ITEMS, ISSUED)
    assert payload.endswith("+07:00|") and payload.count("|") == 7
    assert parse_statutory_qr(payload) == (*ITEMS, ISSUED, None)


@given(
    st.lists(st.text(), min_size=5, max_size=5),
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)),
)
def test_payloads_read_back(texts, issued_at):
    issued_at = issued_at.replace(microsecond=0)
    texts[2] = "x" + texts[2]  # never a full number
    parsed = parse_statutory_qr(statutory_qr_payload(*texts, issued_at, issued_at))
    assert parsed == (*map(clean, texts), issued_at, issued_at)


@pytest.mark.parametrize("number", ["012095000001", "045123456", " 012095000001 "])
def test_a_full_personal_number_is_refused(number):
    with pytest.raises(ValueError, match="che bớt"):
        statutory_qr_payload("H35", "1.001777", number, "Giấy", "Hệ thống", ISSUED)


def test_an_organisation_may_be_named_in_full():
    assert "|0314409058|" in statutory_qr_payload(
        "H35", "1.001777", "0314409058", "Giấy", "Hệ thống", ISSUED
    )


def test_an_aware_datetime_is_refused():
    with pytest.raises(ValueError, match="naive"):
        statutory_qr_payload(*ITEMS, ISSUED.replace(tzinfo=timezone.utc))


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "HCC1",
        "HCC2|a|b|c|d|e|2026-11-21T09:10:00+07:00|",
        "a|b|c|d|e|f|g|h",
        "HCC1|a|b|c|d|e|f|g|h",
    ],
)
def test_no_payloads(payload):
    with pytest.raises(ValueError):
        parse_statutory_qr(payload)
