"""What makes an installation or a test run fail though Odoo says it went through."""

from hcc_cli import logcheck
from hcc_cli.logcheck import LogCheck

HEAD = "2026-11-22 02:04:56,487 11107"
GOOD = f"{HEAD} INFO db odoo.modules.loading: Modules loaded.\n"
WARNING = f"{HEAD} WARNING db odoo.addons.hcc_queue.models.ticket: not so good\n"
ERROR = f"{HEAD} ERROR ? odoo.sql_db: bad query: SELECT\n"
ALLOWED = f"{HEAD} WARNING db odoo.http: Couldn't load Geoip City file at /usr/share\n"
RESULT = f"{HEAD} ERROR db odoo.tests.result: 1 failed, 2 error(s) of 9 tests when loading\n"
SKIPPED = f"{HEAD} INFO db odoo.addons.hcc_queue.tests.test_x: skipped TestX.test_y : no chrome\n"


def test_warnings_of_any_logger_count():
    assert len(logcheck.problems(GOOD + WARNING + ERROR)) == 2
    assert logcheck.problems(GOOD + "Traceback (most recent call last):\n") == []


def test_odoos_own_noise_does_not():
    assert logcheck.problems(ALLOWED) == []
    assert logcheck.problems(ALLOWED.replace("odoo.http", "odoo.addons.hcc_base.http"))


def test_the_runners_own_line():
    assert logcheck.results(GOOD) is None
    assert logcheck.results(GOOD + RESULT) == (6, 3)


def test_a_skipped_test_is_seen():
    assert logcheck.skipped(GOOD + SKIPPED) == [SKIPPED.strip()]
    assert logcheck.skipped(SKIPPED.replace("hcc_queue", "web")) == []


def test_only_what_was_written_since(tmp_path):
    file = tmp_path / "odoo.log"
    file.write_text(WARNING)
    check = LogCheck(file)
    assert check.problems() == []
    with open(file, "a") as log:
        log.write(GOOD + ERROR)
    assert check.problems() == [ERROR.strip()]
