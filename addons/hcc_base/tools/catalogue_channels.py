"""The cell in which the national portal runs together channel, time limit, fee and description:
"Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp5 Ngày làm việcMiễn phí…".
"""

import re
from typing import NamedTuple

from . import catalogue_fees, catalogue_prose
from .catalogue_prose import Proposal, unsaid
from .text import clean

_HEAD = "Hình thức nộpThời gianPhí, lệ phíMô tả"
_FEE_BEGINS = r"(?=Không có thông tin|Miễn phí|Phí ?:|Lệ phí ?:)"
_CHANNEL = re.compile(
    r"(Trực tiếp|Trực tuyến|Dịch vụ bưu chính)(?=\d|Không|Miễn phí|Phí ?:|Lệ phí ?:)"
)
_LIMIT = re.compile(
    r"(\d+(?:[.,/]\d+)?) ?(Ngày làm việc|Ngày|Giờ làm việc|Giờ|Tháng|Tuần|Năm|Phút)"
    rf"|Không có thông tin|\d{{1,3}}{_FEE_BEGINS}|Không(?: [^()\d]{{0,60}}?)?{_FEE_BEGINS}"
)
_FEE = re.compile(
    r"(?:(?:Phí|Lệ phí) ?: ?)?"
    r"(?:Miễn phí|Không có thông tin|\d[\d.,]* ?(?:Việt Nam Đồng|VNĐ|Đồng|USD))"
)
_DIRECT = "Trực tiếp"


class Channels(NamedTuple):
    """``how``: the channels by name and what their descriptions say."""

    limit: Proposal
    fees: Proposal
    how: str


class _Segment(NamedTuple):
    name: str
    limit: str | None  # None: run together with the fee
    fee: str
    note: str


def channels(text: str) -> Channels | None:
    """The three things the cell says; None when it is not the portal's table."""
    source = clean(text)
    if not source.startswith(_HEAD):
        return None
    parts = _CHANNEL.split(source.removeprefix(_HEAD))
    segments = [_segment(name, rest) for name, rest in zip(parts[1::2], parts[2::2], strict=True)]
    if not segments:
        return None
    return Channels(_limit(source, segments), _fees(source, segments), _how(segments))


def _segment(name, rest):
    found = _LIMIT.match(rest)
    if not found:
        return _Segment(name, None, *_fee_and_note(rest))
    limit = found[0].strip() if found[1] or found[0][0].isdigit() else ""
    return _Segment(name, limit, *_fee_and_note(rest[found.end() :]))


def _fee_and_note(rest):
    """The fees with their bracketed remarks, then the description."""
    fee = ""
    while found := _FEE.match(rest):
        piece = found[0] + _bracketed(rest[found.end() :])
        fee += ("; " if fee else "") + ("" if unsaid(piece) else piece)
        rest = rest[len(piece) :].lstrip("; ")
    return fee, rest.strip()


def _bracketed(text):
    """A leading "(…)" up to the bracket that closes it, or to the end when none does."""
    if not text.startswith("("):
        return ""
    depth = 0
    for index, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if not depth:
            return text[: index + 1]
    return text


def _how(segments):
    lines = [
        f"{segment.name}: {segment.note}" if segment.note else segment.name for segment in segments
    ]
    return "\n".join(dict.fromkeys(lines))


def _shown(segments, attribute):
    return "\n".join(
        f"{segment.name}: {getattr(segment, attribute) or '–'}" for segment in segments
    )


def _limit(source, segments):
    if any(segment.limit is None for segment in segments):
        glued = next(segment for segment in segments if segment.limit is None)
        question = f"Ô ghi liền thời hạn với mức thu («{glued.fee[:40]}»). Ghi thời hạn."
        return Proposal(None, source, "limit_glued", question)
    shown = _shown(segments, "limit")
    said = list(dict.fromkeys(segment.limit for segment in segments if segment.limit))
    if not said:
        return catalogue_prose.limit("")._replace(source=shown)
    if len(said) > 1:
        direct = next((s.limit for s in segments if s.name == _DIRECT and s.limit), said[0])
        question = "Các hình thức nộp có thời hạn khác nhau. Ghi theo hình thức trực tiếp?"
        return Proposal(catalogue_prose.limit(direct).value, shown, "limit_channels", question)
    proposal = catalogue_prose.limit(said[0])._replace(source=shown)
    return _against_notes(proposal, segments)


def _against_notes(proposal, segments):
    """A description that names another limit makes the table's doubtful."""
    if not proposal.certain:
        return proposal
    notes = " ".join(dict.fromkeys(segment.note for segment in segments))
    stated = catalogue_prose.limit(notes) if notes else None
    same = (
        not stated
        or stated.value is None
        or (stated.value == proposal.value and stated.kind != "limit_many")
    )
    if same:
        return proposal
    question = "Phần mô tả nêu thêm thời hạn khác. Ghi theo cột thời gian?"
    source = f"{proposal.source}\n{notes}"[:1000]
    return Proposal(proposal.value, source, "limit_notes", question)


def _fees(source, segments):
    shown = _shown(segments, "fee")
    if any(segment.limit is None for segment in segments):
        question = "Ô ghi liền thời hạn với mức thu. Ghi mức thu, hoặc «Không thu»."
        return Proposal(None, shown, "fee_glued", question)
    said = list(dict.fromkeys(segment.fee for segment in segments))
    if len(said) == 1:
        return catalogue_fees.fees(said[0])._replace(source=shown)
    direct = next((s.fee for s in segments if s.name == _DIRECT), said[0])
    proposal = catalogue_fees.fees(direct)
    question = "Các hình thức nộp có mức thu khác nhau. Ghi theo hình thức trực tiếp?"
    return Proposal(
        proposal.value, shown, "fee_channels", f"{question} {proposal.question}".strip()
    )
