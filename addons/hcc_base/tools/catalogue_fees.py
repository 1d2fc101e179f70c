"""Fees as agencies write them into a cell: proposals, never a guess (see ``catalogue_prose``).

The value is a list of ``{"code", "kind", "name", "amount", "condition"}``; an empty one says that
nothing is collected. Amounts are whole đồng; None where the catalogue has no tariff yet.
"""

import re

from .catalogue_prose import Proposal, unsaid
from .text import clean, fold, plain_digits

KINDS = {"fee": "Lệ phí", "charge": "Phí", "service": "Giá dịch vụ"}
MAX_AMOUNT = 100_000_000_000
_FREE = re.compile(
    r"(?:mien phi|mien|khong|khong co|khong thu(?: phi| le phi|)|khong thu phi, le phi|"
    r"0 ?(?:dong|d|vnd))[\s.;]*"
)
_CURRENCY = r"(?:viet nam dong|vnd|dong|d)(?![a-z])"
_NUMBER = r"(?<![\d.,/])(\d{1,3}(?:[.,]\d{3})+|\d+)(?![\d]|[.,]\d)"
_AMOUNT = re.compile(rf"{_NUMBER}\s*(trieu|nghin|ngan|ty)?\s*({_CURRENCY}|usd|do la)")
_SCALE = {"trieu": 10**6, "nghin": 10**3, "ngan": 10**3, "ty": 10**9, None: 1}
_CANONICAL = re.compile(
    r"(?:\[(?P<code>[^\]\s]+)\] )?(?P<kind>Lệ phí|Phí|Giá dịch vụ): (?:(?P<name>.+?): )?"
    r"(?:(?P<amount>\d{1,3}(?:\.\d{3})*) đồng|chưa có mức thu)(?: \[khi: (?P<condition>.+)\])?"
)
_ELSEWHERE = re.compile(r"muc thu|muc phi|muc le phi|theo quy dinh|thong tu|nghi quyet|nghi dinh")
_LABEL = re.compile(r"^(le phi|phi|gia dich vu|gia)\s*:?\s*")
_LABEL_KINDS = {"le phi": "fee", "phi": "charge", "gia dich vu": "service", "gia": "service"}


def fees(text: str) -> Proposal:
    """What a cell says is to be paid."""
    source = clean(plain_digits(text), keep_lines=True)
    lines = [line for line in source.split("\n") if line.strip()]
    exact = [_CANONICAL.fullmatch(line.strip()) for line in lines]
    if lines and all(found and _is_exact(found) for found in exact):
        return Proposal([_item_of(found) for found in exact], source)
    said = fold(source)
    if unsaid(source):
        question = "Tờ không nêu phí, lệ phí. Ghi là không thu?"
        return Proposal([], source, "fee_unknown", question)
    if _FREE.fullmatch(said):
        return Proposal([], source)
    return _with_amounts(source, said)


def _is_exact(found):
    """Our own line; without a code, another amount in its name makes it somebody's prose."""
    return found["code"] or not _amounts(fold(found["name"] or ""))


def write_fees(items: list[dict]) -> str:
    """The words that :func:`fees` reads back as exactly these items."""
    return "\n".join(_line(item) for item in items) or "Không thu"


def _line(item):
    code = f"[{item['code']}] " if item["code"] else ""
    name = f"{item['name']}: " if item["name"] else ""
    condition = f" [khi: {item['condition']}]" if item["condition"] else ""
    amount = "chưa có mức thu"
    if item["amount"] is not None:
        amount = f"{item['amount']:,} đồng".replace(",", ".")
    return f"{code}{KINDS[item['kind']]}: {name}{amount}{condition}"


def _item_of(found):
    kinds = {label: kind for kind, label in KINDS.items()}
    return _item(
        int(found["amount"].replace(".", "")) if found["amount"] else None,
        kind=kinds[found["kind"]],
        code=found["code"] or "",
        name=found["name"] or "",
        condition=found["condition"] or "",
    )


def _item(amount, kind="fee", code="", name="", condition=""):
    return {"code": code, "kind": kind, "name": name, "amount": amount, "condition": condition}


def _amounts(said):
    """Every amount of a folded text: ``(đồng, currency, start, end)``."""
    found = []
    for item in _AMOUNT.finditer(said):
        digits, scale, currency = item.groups()
        amount = int(re.sub(r"[.,]", "", digits)) * _SCALE[scale]
        found.append((amount, currency, item.start(), item.end()))
    return found


def _with_amounts(source, said):
    found = _amounts(said)
    if any(currency in ("usd", "do la") for _, currency, *_ in found):
        return Proposal(
            None, source, "fee_foreign", "Mức thu ghi bằng ngoại tệ. Ghi số tiền bằng đồng."
        )
    if not found:
        return _without_amount(source, said)
    kind, rest = _labelled(said)
    if said.startswith("mien phi"):
        return Proposal(
            None, source, "fee_free_but", "Tờ ghi «Miễn phí» nhưng nêu số tiền. Ghi mức thu."
        )
    amount, _, _, end = found[0]
    others = sorted({item[0] for item in found[1:]} - {amount})
    if amount < 1000:
        return _too_small(source, kind, amount, others)
    if amount > MAX_AMOUNT:
        return Proposal(None, source, "fee_unread", "Mức thu lớn bất thường. Ghi số tiền.")
    if others:
        return _several(source, said, found)
    items = [_item(amount, kind or "fee", condition=_note(source, said, end))]
    return _judged(source, kind, items, rest)


def _labelled(said):
    """The kind a cell names at its beginning, and what follows."""
    found = _LABEL.match(said)
    return (_LABEL_KINDS[found[1]], said[found.end() :]) if found else ("", said)


def _note(source, said, end):
    """What stands behind the amount; empty unless both texts run in step."""
    note = clean(source)[end:] if len(clean(source)) == len(said) else ""
    return note.strip(" ()/.;,–-")[:200]


def _without_amount(source, said):
    if said.startswith("mien phi") and not _ELSEWHERE.search(said):
        return Proposal(
            [], source, "fee_free_note", "Tờ ghi «Miễn phí» kèm lời chú. Ghi là không thu?"
        )
    question = "Tờ không nêu số tiền mà dẫn quy định khác. Ghi mức thu, hoặc «Không thu»."
    return Proposal(None, source, "fee_no_amount", question)


def _too_small(source, kind, amount, others):
    """20 VNĐ: the thousands were left out, says the note beside it or common sense; ask."""
    thousands = amount * 1000
    items = [_item(thousands, kind or "fee")] if amount else None
    said = "lời chú cũng nêu số này" if thousands in others else "lời chú không nêu rõ"
    question = f"«{amount} đồng» có lẽ thiếu ba số 0: là {thousands:,} đồng ({said})?"
    return Proposal(items, source, "fee_thousands", question.replace(",", ".", 1))


def _several(source, said, found):
    """More than one amount: which of them holds when, only a person can say."""
    first, _, _, end = found[0]
    noted = said[end:].lstrip().startswith("(")
    if noted and first not in [item[0] for item in found[1:]]:
        question = "Số tiền và lời chú nêu các mức khác nhau. Ghi mức đúng."
        return Proposal(None, source, "fee_contradiction", question)
    return Proposal(None, source, "fee_cases", "Ô nêu nhiều mức thu. Ghi mỗi mức một dòng.")


def _judged(source, kind, items, rest):
    words = f"{items[0]['amount']:,}".replace(",", ".")
    if items[0]["condition"]:
        question = f"Mức thu {words} đồng có kèm điều kiện hoặc đơn vị tính. Nhận cả lời chú?"
        return Proposal(items, source, "fee_note", question)
    if not kind:
        question = f"Tờ không nói {words} đồng là phí hay lệ phí. Ghi là lệ phí?"
        return Proposal(items, source, "fee_kind", question)
    if not _AMOUNT.fullmatch(rest.strip(" .;")):
        question = f"Mức thu nằm trong đoạn văn. Có đúng là {words} đồng?"
        return Proposal(items, source, "fee_prose", question)
    return Proposal(items, source)
