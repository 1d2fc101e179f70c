"""What travels with a change of a calendar that is only tried."""

#: Entry of the context under which a change is tried. Its value is an object of this process.
PREVIEW_KEY = "hcc_calendar_preview"


class CalendarPreview:
    """Collects, as lines for the reader, what a change would bring about."""

    def __init__(self):
        self.lines = []
