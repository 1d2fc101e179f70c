"""Text from outside that no database and no spreadsheet should take as it comes."""

#: A spreadsheet starts a formula or a command at these, in their full-width forms too.
LIVE_STARTS = tuple("=+-@\t\r\n\0＝＋－＠")
#: What is put before such a text in a CSV file; spreadsheets then show the text as it is.
GUARD = "'"


def is_storable(text):
    """Whether PostgreSQL can hold it: no NUL, no half of a surrogate pair."""
    if "\0" in text:
        return False
    return text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)


def unstorable(value):
    """Whether a text anywhere in ``value`` (nested lists and dicts, keys too) is not storable."""
    if isinstance(value, str):
        return not is_storable(value)
    if isinstance(value, dict):
        return any(unstorable(key) or unstorable(each) for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return any(map(unstorable, value))
    return False


def is_live(text):
    """Whether a spreadsheet could read ``text`` as a formula."""
    return text.lstrip(" ").startswith(LIVE_STARTS)


def guarded(text):
    """``text`` as plain text of a CSV cell."""
    return GUARD + text if is_live(text) else text


def unguarded(text):
    """What ``guarded`` was given."""
    rest = text.removeprefix(GUARD)
    return rest if rest != text and is_live(rest) else text
