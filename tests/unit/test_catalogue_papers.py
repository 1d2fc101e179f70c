"""Components, steps, results, legal basis and level as agencies write them."""

import pytest
from hcc_base_tools.catalogue_papers import (
    components,
    legal_basis,
    level,
    results,
    steps,
    write_components,
    write_results,
    write_steps,
)
from hypothesis import given
from hypothesis import strategies as st

TABLE = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"


def counts(proposal):
    return [
        (item["name"], item["originals"], item["certified_copies"], item["copies"])
        for item in proposal.value
    ]


def test_the_portals_table_is_parted_where_a_count_stands():
    proposal = components(
        f"--{TABLE}Tờ khai theo mẫu1 bản chínhGiấy ủy quyền0 bản chính,2 bản sao--"
    )
    assert counts(proposal) == [("Tờ khai theo mẫu", 1, 0, 0), ("Giấy ủy quyền", 0, 0, 2)]
    assert proposal.certain and all(item["is_required"] for item in proposal.value)


def test_papers_of_several_cases_are_required_in_their_case_only():
    proposal = components(
        f"Cấp mới:{TABLE}Đơn cấp mới1 bản chính* Cấp lại{TABLE}Đơn cấp lại1 bản chính"
    )
    assert [(item["case_name"], item["is_required"]) for item in proposal.value] == [
        ("Cấp mới", False),
        ("Cấp lại", False),
    ]


@pytest.mark.parametrize(
    "text, kind",
    [
        (f"--{TABLE}Tờ khai1 bản chínhGiấy chứng nhận đăng", "component_cut"),
        (f"--{TABLE}Giấy tờ phải nộp:0 bản chínhTờ khai1 bản chính", "component_zero"),
        (f"--{TABLE}Tờ khai theo mẫu quy địnhMau-01.docx1 bản chính", "component_template"),
        ("Đơn đề nghị; Bản sao thẻ căn cước", "component_split"),
        ("Đơn đề nghị\nẢnh 4x6", "component_count"),
        ("--", "component_none"),
        (f"--{TABLE}", "component_none"),
    ],
)
def test_any_doubt_about_papers_is_asked(text, kind):
    proposal = components(text)
    assert proposal.kind == kind and proposal.question


def test_the_name_of_a_template_file_is_no_part_of_the_papers_name():
    proposal = components(f"--{TABLE}Đơn (Mẫu số 2)02-Don-cap-lai.pdf1 bản chính")
    assert counts(proposal) == [("Đơn (Mẫu số 2)", 1, 0, 0)]


def test_lines_with_counts_are_certain():
    proposal = components(
        "1. Đơn đề nghị (01 bản chính)\n- Giấy khai sinh: 02 bản sao chứng thực\na) Ảnh, 3 bản sao;"
    )
    assert counts(proposal) == [
        ("Đơn đề nghị", 1, 0, 0),
        ("Giấy khai sinh", 0, 2, 0),
        ("Ảnh", 0, 0, 3),
    ]
    assert proposal.certain


def test_no_papers_said_is_no_papers():
    assert components("Không").value == []


def test_results_carry_their_national_codes():
    proposal = results(
        "Giấy phép lái xeMã: KQ.G17.000277Thông báo từ chốiMã: KQ.G17.000278"
        "Từ khóaKhông có thông tinMô tảKhông có thông tin"
    )
    assert proposal.value == [
        {"name": "Giấy phép lái xe", "code": "KQ.G17.000277"},
        {"name": "Thông báo từ chối", "code": "KQ.G17.000278"},
    ]
    assert results("- Giấy xác nhận").value == [{"name": "Giấy xác nhận", "code": ""}]


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            "- Quyết định thành lậpMã: KQ.g19.000556- Văn bản từ chốiMã: KQ.G19.000557Từ khóaMô tả",
            [("Quyết định thành lập", "KQ.G19.000556"), ("Văn bản từ chối", "KQ.G19.000557")],
        ),
        ("Văn bản tố tụngMã: VBTTTừ khóaKhông có thông tinMô tả", [("Văn bản tố tụng", "VBTT")]),
        ("Giấy phép\nMã: KQ.G17.000277", [("Giấy phép", "KQ.G17.000277")]),
        ("- Giấy phép [KQ.g17.000277]", [("Giấy phép", "KQ.G17.000277")]),
    ],
)
def test_no_result_is_lost_for_the_spelling_of_its_code(text, expected):
    assert [(item["name"], item["code"]) for item in results(text).value] == expected


def test_the_portals_list_of_laws_becomes_lines():
    text = (
        "Tên văn bản pháp lýMã văn bảnLuật Cư trú 68/2020/QH1468/2020/QH14Nghị định154/2024/NĐ-CP"
    )
    assert legal_basis(text) == "Luật Cư trú 68/2020/QH14\nNghị định 154/2024/NĐ-CP"
    assert legal_basis("Luật Cư trú") == "Luật Cư trú"


@pytest.mark.parametrize(
    "text, expected, kind",
    [
        ("Cấp tỉnh", "province", ""),
        ("Cấp xã", "commune", ""),
        ("Cấp tỉnh, Cấp xã", "both", ""),
        ("Cấp bộ", "ministry", ""),
        ("Cơ quan khác", "other", ""),
        ("Cấp bộ, Cấp tỉnh", "province", "level_many"),
        ("Cấp bộ, Cấp tỉnh, Cấp xã", "both", "level_many"),
        ("cấp gì đó", "province", "level_unread"),
    ],
)
def test_levels(text, expected, kind):
    proposal = level(text)
    assert (proposal.value, proposal.kind) == (expected, kind)


def test_steps_are_read_in_our_own_form_only():
    items = [
        {"name": "Thẩm định hồ sơ", "kind": "appraise", "hours": 12.5},
        {"name": "Ký", "kind": "approve", "hours": 4.0},
        {"name": "Đóng dấu (văn thư)", "kind": "number_seal", "hours": 1.0},
    ]
    assert steps(write_steps(items)).value == items
    assert steps("Bước 1: chuyên viên thẩm định").kind == "step_unread"


NAMES = st.text(st.sampled_from("ab đêô XY 12(),.-"), min_size=1, max_size=20).map(
    lambda text: " ".join(f"a{text}b".split())
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "name": NAMES,
                "originals": st.integers(0, 20),
                "certified_copies": st.integers(0, 20),
                "copies": st.integers(0, 20),
                "is_required": st.booleans(),
                "condition": st.one_of(st.just(""), NAMES),
                "case_name": st.one_of(st.just(""), NAMES),
            }
        )
    )
)
def test_papers_written_are_read_back(items):
    proposal = components(write_components(items))
    assert proposal.value == items and proposal.certain


RESULT_NAMES = NAMES | st.sampled_from(
    ["Giấy Mã: KQ.G01.000002", "Giấy Mã: KQ.g01.000002 và biển", "1. Giấy [A]", "Từ khóa và Mô tả"]
)
RESULT_CODES = st.sampled_from(["", "KQ.G01.000001"])


@given(st.lists(st.fixed_dictionaries({"name": RESULT_NAMES, "code": RESULT_CODES})))
def test_results_written_are_read_back(items):
    assert results(write_results(items)).value == items


@given(
    st.one_of(
        st.text(), st.text(st.sampled_from("1 bản chính,0 sao-Mã: KQ.docxA\n")).map(TABLE.__add__)
    )
)
def test_no_text_breaks_a_parser(text):
    for parse in (components, steps, results, level, legal_basis):
        parse(text)
