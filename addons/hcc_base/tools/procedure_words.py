"""How a procedure's numbers are said in Vietnamese, for citizens and on paper."""

_UNITS = {
    "working_hour": "giờ làm việc",
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
}


def limit(value: int, unit: str, *, half_day_hours: int = 4, day_hours: int = 8) -> str:
    """``05 ngày làm việc``; hours that make a half-day or a day say so: ``(01 buổi)``."""
    words = f"{value:02d} {_UNITS[unit]}"
    if unit == "working_hour" and value == half_day_hours:
        return f"{words} (01 buổi)"
    if unit == "working_hour" and value == day_hours:
        return f"{words} (01 ngày)"
    return words


def copies(originals: int, certified: int, plain: int) -> str:
    """``01 bản chính, 02 bản sao chứng thực``; empty when none is counted."""
    counted = (
        (originals, "bản chính"),
        (certified, "bản sao chứng thực"),
        (plain, "bản sao"),
    )
    return ", ".join(f"{number:02d} {what}" for number, what in counted if number)


def validity(months: int) -> str:
    """``05 năm``, ``18 tháng``; nothing where no limit is named: whoever entered none has not
    said that there is none."""
    if not months:
        return ""
    return f"{months // 12:02d} năm" if months % 12 == 0 else f"{months:02d} tháng"


def exemption(kind: str, percent: int) -> str:
    """``Miễn`` or ``Giảm 50 %``."""
    return "Miễn" if kind == "exempt" else f"Giảm {percent} %"
