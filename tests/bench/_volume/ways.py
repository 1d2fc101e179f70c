"""The ways a dossier goes, and how many of a hundred go each: of those that have ended, and of
those that are open."""

from collections.abc import Callable
from typing import NamedTuple


class Way(NamedTuple):
    name: str
    is_open: bool
    weight: float
    live: Callable


WAYS: list[Way] = []


def _way(name, weight, is_open=False):
    def register(live):
        WAYS.append(Way(name, is_open, weight, live))
        return live

    return register


# --- Ended ------------------------------------------------------------------------------


def _returned(life, days):
    life.take(1)
    life.steps(life.step_count, 1, days)
    life.to_centre(days)
    life.collect(days + 1)


@_way("returned_early", 56)
def _early(life):
    _returned(life, life.term - 2)


@_way("returned_on_time", 20)
def _on_time(life):
    life.take(1)
    life.steps(life.step_count, 1, life.term - 1)
    life.to_centre(life.term, 7 * 60)
    life.collect(life.term + 3)


@_way("returned_late", 4)
def _late(life):
    _returned(life, life.term + 3)


@_way("sent_back_once", 5)
def _sent_back(life):
    life.take(1)
    life.steps(4, 1, 2)
    life.at(2, 16 * 60)
    life.by("approver").send_back("Bổ sung căn cứ.")
    while life.dossier.sudo().current_step_id:
        life.steps(1, 3, 3)
    life.to_centre(3)
    life.collect(4)


@_way("refused_application", 3)
def _refused_application(life):
    life.take(1)
    life.steps(4, 1, 2)
    life.refuse_application(2)
    if life.dossier.sudo().current_step_id:
        life.steps(1, 3, 3)
    life.to_centre(3)
    life.collect(4)


@_way("supplemented", 4)
def _supplemented(life):
    life.take(1)
    life.steps(1, 1, 1)
    _request_supplement(life, 1)
    life.at(4, 9 * 60)
    life.by("official").accept_supplement()
    life.steps(life.step_count - 1, 4, life.term)
    life.to_centre(life.term)
    life.collect(life.term + 1)


@_way("withdrawn", 2)
def _withdrawn(life):
    life.take(1)
    life.at(2, 9 * 60)
    life.by("official").withdraw("Theo đơn.")


@_way("stopped", 1)
def _stopped(life):
    life.take(1)
    life.steps(1, 1, 1)
    _request_supplement(life, 1)
    life.at(35, 9 * 60)
    life.by("official").stop("Quá hạn bổ sung.")


@_way("given_back", 1)
def _given_back(life):
    life.take(1)
    life.at(2, 9 * 60)
    life.by("approver").give_back("Không thuộc thẩm quyền.")


@_way("refused_at_counter", 2)
def _refused(life):
    life.at(0, 8 * 60)
    life.draft(complete=False)
    life.by("official").refuse("Không thuộc phạm vi tiếp nhận.")


@_way("cancelled", 2)
def _cancelled(life):
    life.at(0, 8 * 60)
    life.receive()
    life.at(0, 9 * 60)
    life.by("approver").cancel("Nhập nhầm.")


# --- Open -------------------------------------------------------------------------------


def _request_supplement(life, day):
    life.at(day, 14 * 60)
    life.by("appraiser").request_supplement("Thiếu bản thuyết minh.")


def _in_step(life, finished):
    """In process, with so many steps finished in the last days."""
    life.take(life.age - 3)
    life.steps(finished, life.age - 3, life.age - 2)


@_way("received", 6, is_open=True)
def _received(life):
    life.just_now(20)
    life.receive()


@_way("handed_over", 6, is_open=True)
def _handed_over(life):
    life.at(life.age - 1, 15 * 60)
    life.receive()
    life.just_now(5)
    life.by("official").hand_over()


@_way("in_assignment", 8, is_open=True)
def _in_assignment(life):
    _in_step(life, 0)


@_way("to_appraise", 18, is_open=True)
def _to_appraise(life):
    _in_step(life, 1)


@_way("in_appraisal", 24, is_open=True)
def _in_appraisal(life):
    _in_step(life, 1)
    life.at(life.age - 1, 8 * 60)
    life.by("appraiser").take_step()


@_way("in_drafting", 12, is_open=True)
def _in_drafting(life):
    _in_step(life, 3)
    life.at(life.age - 1, 8 * 60)
    life.by("appraiser").take_step()


@_way("to_approve", 10, is_open=True)
def _to_approve(life):
    _in_step(life, 4)


@_way("to_seal", 4, is_open=True)
def _to_seal(life):
    _in_step(life, 5)


@_way("on_the_way_back", 2, is_open=True)
def _on_the_way_back(life):
    _in_step(life, 6)
    life.just_now(3)
    life.by("clerk").hand_over()


@_way("supplement", 4, is_open=True)
def _supplement(life):
    _in_step(life, 1)
    _request_supplement(life, life.age - 2)


@_way("suspended", 2, is_open=True)
def _suspended(life):
    _in_step(life, 1)
    life.at(life.age - 1, 14 * 60)
    life.by("approver").suspend("Chờ kết luận.")


@_way("to_collect", 4, is_open=True)
def _to_collect(life):
    _in_step(life, 6)
    life.to_centre(life.age - 2)
