"""Components, steps, results, legal basis and levels as agencies write them (``catalogue_prose``).

A component is ``{"name", "originals", "certified_copies", "copies", "is_required", "condition",
"case_name"}``; a step ``{"name", "kind", "hours"}``; a result ``{"name", "code"}``.
"""

import re

from .catalogue_prose import Proposal, unbracketed, unsaid
from .text import clean, fold

_TABLE = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
_COUNT = re.compile(r"(\d{1,3}) bản chính(?:, ?(\d{1,3}) bản sao)?|(\d{1,3}) bản sao")
_FILE_NAME = re.compile(r"\.(?:docx?|pdf|xlsx?|rar|zip|jpe?g|png)$")
_CANONICAL = re.compile(
    r"- (?P<name>.+) \((?P<originals>\d+) bản chính, (?P<certified>\d+) bản sao chứng thực, "
    r"(?P<copies>\d+) bản sao\)(?P<optional> \[không bắt buộc\])?"
    r"(?: \[khi: (?P<condition>[^\]]+)\])?(?: \[trường hợp: (?P<case>[^\]]+)\])?"
)
_BULLET = re.compile(r"^(?:[-+*•–]|\d{1,2}[.)]|[a-zđ]\))\s*")
_SAID_COUNT = re.compile(
    r"[\s(,;:–-]*(?:so luong:?\s*)?(?P<n>\d{1,2})\s*(?:\([a-z]+\)\s*)?"
    r"(?P<what>ban chinh|ban sao (?:co )?chung thuc|ban sao|ban goc|ban)\)?[\s.;,]*$"
)
#: A result's code after its name; one of another form where nothing follows it.
_RESULT = re.compile(r"Mã: ?((?i:KQ\.[A-Z]\d{2}\.\d+|[\d.]+[A-Z]\d{2}-KQ\d+)|[\w.-]+$)")
_WRITTEN_RESULT = re.compile(r"(.+) \[(\S*)\]")
_PORTAL_NOISE = re.compile(
    r"Từ khóa.*?Mô tả(?:Không có thông tin)?(?:Chọn cơ quan thực hiện.*)?$", re.DOTALL
)
_LOWER = "".join(filter(str.islower, map(chr, range(ord("a"), ord("ỹ") + 1))))
_LAW = re.compile(rf"(\d+/\d{{4}}/(?:QH\d{{2}}|[A-ZĐ]+(?:-[A-ZĐ]+)*(?![{_LOWER}])))")
_STEP = re.compile(r"- (?P<name>.+) \((?P<kind>[^,()]+), (?P<hours>\d+(?:,\d+)?) giờ\)")
STEP_KINDS = {
    "appraise": "thẩm định",
    "approve": "phê duyệt",
    "number_seal": "lấy số và đóng dấu",
    "other": "khác",
}
LEVELS = {
    "ministry": "Cấp bộ",
    "province": "Cấp tỉnh",
    "district": "Cấp huyện",
    "commune": "Cấp xã",
    "both": "Cấp tỉnh, Cấp xã",
    "other": "Cơ quan khác",
}
_LEVEL_WORDS = {
    "ministry": ("bo", "trung uong"),
    "province": ("tinh", "thanh pho"),
    "district": ("huyen",),
    "commune": ("xa", "phuong"),
    "other": ("co quan khac", "khac"),
}


# --- Components -------------------------------------------------------------------------


def components(text: str) -> Proposal:
    """The papers of a dossier."""
    source = clean(text, keep_lines=True)
    lines = [line.strip() for line in source.split("\n") if line.strip()]
    exact = [_CANONICAL.fullmatch(line) for line in lines]
    if lines and all(exact):
        return Proposal([_component_of(found) for found in exact], source)
    if fold(source).strip(" .-") in ("khong", "khong co", "khong yeu cau"):
        return Proposal([], source)
    if unsaid(source):
        return Proposal(
            None,
            source,
            "component_none",
            "Tờ không nêu thành phần hồ sơ. Ghi mỗi giấy tờ một dòng.",
        )
    if _TABLE in source:
        return _of_portal(source)
    return _of_lines(source, lines)


def write_components(items: list[dict]) -> str:
    """The words that :func:`components` reads back as exactly these papers."""
    return "\n".join(_component_line(item) for item in items) or "Không"


def _component_line(item):
    counts = (
        f"{item['originals']} bản chính, {item['certified_copies']} bản sao chứng thực, "
        f"{item['copies']} bản sao"
    )
    optional = "" if item["is_required"] else " [không bắt buộc]"
    condition = f" [khi: {item['condition']}]" if item["condition"] else ""
    case = f" [trường hợp: {item['case_name']}]" if item["case_name"] else ""
    return f"- {item['name']} ({counts}){optional}{condition}{case}"


def _component_of(found):
    return _component(
        found["name"],
        originals=int(found["originals"]),
        certified=int(found["certified"]),
        copies=int(found["copies"]),
        required=not found["optional"],
        condition=found["condition"] or "",
        case=found["case"] or "",
    )


def _component(name, originals=0, certified=0, copies=0, required=True, condition="", case=""):
    return {
        "name": clean(name),
        "originals": originals,
        "certified_copies": certified,
        "copies": copies,
        "is_required": required,
        "condition": condition,
        "case_name": _case(case),
    }


def _case(text):
    """A heading over papers, without what sets it off."""
    return unbracketed(text).strip(" -–:*+")[:200]


def _of_portal(source):
    """Cases, each headed by the portal's column titles; a paper ends where its count stands."""
    cases = clean(source).split(_TABLE)
    items, doubts, title = [], set(), cases[0]
    several = len(cases) > 2
    for number, body in enumerate(cases[1:], start=1):
        papers, rest = _papers(body, doubts)
        if number == len(cases) - 1 and rest.strip(" -–"):
            doubts.add("component_cut")
            papers.append(_component(rest))
        for paper in papers:
            case = _case(title)
            items.append({**paper, "case_name": case, "is_required": not (several and case)})
        title = rest
    return _with_doubts(items, source, doubts)


def _papers(body, doubts):
    papers, start = [], 0
    for found in _COUNT.finditer(body):
        name = body[start : found.start()].strip()
        start = found.end()
        if template := _template_start(name):
            doubts.add("component_template")
            name = name[:template]
        originals, copies = int(found[1] or 0), int(found[2] or found[3] or 0)
        if not originals + copies:
            doubts.add("component_zero")
        if name.strip(" -+"):
            papers.append(_component(_BULLET.sub("", name), originals, 0, copies))
    return papers, body[start:]


def _template_start(name):
    """Where the name of a template file begins that runs on from the paper's name; 0: nowhere."""
    if not _FILE_NAME.search(name[-6:]):
        return 0
    for index in range(len(name) - 5, 0, -1):
        before, here = name[index - 1], name[index]
        begins = here.isupper() or here.isdigit()
        closes = before.islower() or before in ")”;"
        ends_sentence = before == "." and name[index - 2].islower()
        if begins and (closes or ends_sentence):
            return index
    return 0


_DOUBTS = {
    "component_cut": "Giấy tờ cuối không có số lượng: ô có thể bị cắt ngắn. Đọc lại ô và sửa.",
    "component_zero": "Có giấy tờ ghi 0 bản (thường là tiêu đề nhóm). Xem danh sách và sửa.",
    "component_split": "Các giấy tờ viết liền một đoạn, đã tách theo dấu chấm phẩy. Đúng chưa?",
    "component_count": "Có giấy tờ không ghi số lượng: ghi là 1 bản chính?",
    "component_template": "Tên giấy tờ viết liền với tên tệp mẫu; đã bỏ tên tệp. Đúng chưa?",
    "component_none": "Tờ không nêu thành phần hồ sơ. Ghi mỗi giấy tờ một dòng.",
}


def _with_doubts(items, source, doubts):
    if not items:
        return Proposal(None, source, "component_none", _DOUBTS["component_none"])
    kinds = [kind for kind in _DOUBTS if kind in doubts]
    if not kinds:
        return Proposal(items, source)
    return Proposal(items, source, kinds[0], " ".join(_DOUBTS[kind] for kind in kinds))


def _of_lines(source, lines):
    doubts = set()
    if len(lines) == 1 and ";" in lines[0]:
        lines = [part.strip() for part in lines[0].split(";") if part.strip(" .")]
        doubts.add("component_split")
    items = [_of_line(line, doubts) for line in lines]
    return _with_doubts([item for item in items if item["name"]], source, doubts)


def _of_line(line, doubts):
    text = clean(_BULLET.sub("", line))
    folded = fold(text)
    found = _SAID_COUNT.search(folded) if len(folded) == len(text) else None
    if not found:
        doubts.add("component_count")
        return _component(text.rstrip(" .;,"), 1)
    name, count, what = text[: found.start()].rstrip(" (-–,:;"), int(found["n"]), found["what"]
    if "chung thuc" in what:
        return _component(name, certified=count)
    return _component(name, copies=count) if what == "ban sao" else _component(name, count)


# --- Steps, results, law, level ----------------------------------------------------------


def steps(text: str) -> Proposal:
    """The internal process, written as our own sheets write it; anything else is asked."""
    source = clean(text, keep_lines=True)
    kinds = {words: kind for kind, words in STEP_KINDS.items()}
    found = [_STEP.fullmatch(line.strip()) for line in source.split("\n") if line.strip()]
    if found and all(item and item["kind"] in kinds for item in found):
        return Proposal(
            [
                {
                    "name": item["name"],
                    "kind": kinds[item["kind"]],
                    "hours": float(item["hours"].replace(",", ".")),
                }
                for item in found
            ],
            source,
        )
    question = (
        "Ghi mỗi bước một dòng: «- Thẩm định hồ sơ (thẩm định, 24 giờ)»; việc là thẩm định, "
        "phê duyệt, lấy số và đóng dấu, hoặc khác."
    )
    return Proposal(None, source, "step_unread", question)


def write_steps(items: list[dict]) -> str:
    return "\n".join(
        f"- {item['name']} ({STEP_KINDS[item['kind']]}, {item['hours']:g} giờ)".replace(".", ",")
        if item["hours"] % 1
        else f"- {item['name']} ({STEP_KINDS[item['kind']]}, {int(item['hours'])} giờ)"
        for item in items
    )


def results(text: str) -> Proposal:
    """What the applicant receives, with the national codes of the results."""
    source = clean(text, keep_lines=True)
    if all(_WRITTEN_RESULT.fullmatch(line) for line in source.split("\n")):
        return Proposal(_listed_results(source), source)
    said = _PORTAL_NOISE.sub("", source)
    parts = _RESULT.split(clean(said))
    if len(parts) == 1:
        return Proposal(_listed_results(said), source)
    names = [clean(_BULLET.sub("", clean(name))) for name in parts[0::2]]
    items = [_result(name, code) for name, code in zip(names, parts[1::2], strict=False)]
    return Proposal([item for item in items if item["name"]], source)


def write_results(items: list[dict]) -> str:
    """One a line, its code in brackets; empty ones where a name would not be read as it is."""
    plain = "\n".join(
        f"- {item['name']} [{item['code']}]" if item["code"] else f"- {item['name']}"
        for item in items
    )
    if results(plain).value == items:
        return plain
    return "\n".join(f"- {item['name']} [{item['code']}]" for item in items)


def _listed_results(text):
    lines = [clean(_BULLET.sub("", line)) for line in text.split("\n")]
    return [_written_result(line) for line in lines if line]


def _written_result(line):
    found = _WRITTEN_RESULT.fullmatch(line)
    return _result(*found.groups()) if found else _result(line, "")


def _result(name, code):
    return {"name": name, "code": code.upper()}


def legal_basis(text: str) -> str:
    """The portal's list of legal texts, one a line; its bare repetitions of numbers left out."""
    source = clean(text, keep_lines=True).removeprefix("Tên văn bản pháp lýMã văn bản")
    if source == clean(text, keep_lines=True):
        return source
    lines, pieces = [], _LAW.split(source)
    for before, number in zip(pieces[0::2], [*pieces[1::2], ""], strict=True):
        words = before.strip(" ;.,")
        if words:
            lines.append(f"{words} {number}".strip())
        elif number and not (lines and lines[-1].endswith(number)):
            lines.append(number)
    return "\n".join(dict.fromkeys(lines))


def level(text: str) -> Proposal:
    """On which level a procedure is decided."""
    source = clean(text)
    parts = [fold(part).removeprefix("cap ").strip() for part in re.split(r"[,;/]| và ", source)]
    found = {key for key, names in _LEVEL_WORDS.items() for part in parts if part in names}
    if len(found) == 1:
        return Proposal(found.pop(), source)
    if found == {"province", "commune"}:
        return Proposal("both", source)
    if not found:
        question = f"Không nhận ra cấp thực hiện «{source[:60]}». Ghi là cấp tỉnh?"
        return Proposal("province", source, "level_unread", question)
    provincial = (
        "both"
        if {"province", "commune"} <= found
        else ("province" if "province" in found else "commune" if "commune" in found else "other")
    )
    question = f"Tờ ghi nhiều cấp ({source}). Danh mục ghi là «{LEVELS[provincial]}»?"
    return Proposal(provincial, source, "level_many", question)
