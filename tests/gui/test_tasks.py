"""The one way into the background."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject

from inspector_app.domain.errors import CancelledError, InspectorError, InternalError, NoTripError
from inspector_app.gui.tasks import Tasks
from tests.kit.window import settle, wait_until


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()
    settle()


def test_calls_run_in_order_on_one_thread_and_answer_here(tasks: Tasks) -> None:
    threads: list[int] = []
    answers: list[tuple[int, int]] = []

    def call(number: int) -> int:
        threads.append(threading.get_ident())
        return number

    def answer(number: int) -> None:
        answers.append((number, threading.get_ident()))

    for number in range(20):
        tasks.run(lambda number=number: call(number), answer)
    wait_until(lambda: len(answers) == 20)
    here = threading.get_ident()
    assert answers == [(number, here) for number in range(20)]
    assert len(set(threads)) == 1
    assert threads[0] != here


def test_an_error_of_the_catalogue_arrives_as_it_is(tasks: Tasks) -> None:
    errors: list[InspectorError] = []

    def fail() -> None:
        raise NoTripError

    tasks.run(fail, None, errors.append)
    wait_until(lambda: bool(errors))
    assert isinstance(errors[0], NoTripError)


def test_anything_else_is_reported_and_the_worker_lives_on(tasks: Tasks) -> None:
    errors: list[InspectorError] = []
    unexpected: list[object] = []
    answers: list[int] = []
    tasks.unexpected.connect(unexpected.append)

    def fail() -> None:
        raise ZeroDivisionError

    tasks.run(fail, None, errors.append)
    tasks.run(lambda: 7, answers.append)
    wait_until(lambda: answers == [7])
    assert isinstance(unexpected[0], ZeroDivisionError)
    assert isinstance(errors[0], InternalError)


def test_progress_and_cancelling(tasks: Tasks) -> None:
    seen: list[int] = []
    errors: list[InspectorError] = []
    go_on = threading.Event()

    def work(progress: Callable[[int, int, str], None]) -> None:
        for number in range(1000):
            progress(number, 1000, "")
            go_on.wait(0.01)

    job = tasks.run(work, None, errors.append, progress=lambda done, _all, _what: seen.append(done))
    wait_until(lambda: len(seen) > 2)
    job.cancel()
    wait_until(lambda: bool(errors))
    assert isinstance(errors[0], CancelledError)
    assert seen[-1] < 900


def test_a_callback_whose_widget_is_gone_is_dropped(tasks: Tasks) -> None:
    class Page(QObject):
        heard = 0

        def listen(self, _value: int) -> None:
            Page.heard += 1

    page = Page()
    started = threading.Event()
    tasks.run(lambda: int(started.wait(5)), page.listen)
    page.deleteLater()
    settle()
    started.set()
    wait_until(lambda: not tasks.is_busy)
    assert Page.heard == 0


def test_busy_and_idle(tasks: Tasks) -> None:
    said: list[bool] = []
    idle: list[int] = []
    tasks.busy_changed.connect(said.append)
    tasks.run(lambda: None)
    tasks.run(lambda: None)
    tasks.when_idle(lambda: idle.append(1))
    assert tasks.is_busy
    assert idle == []
    wait_until(lambda: bool(idle))
    assert said == [True, False]


def test_closing_finishes_what_was_asked(tasks: Tasks) -> None:
    done: list[int] = []
    for number in range(50):
        tasks.run(lambda number=number: done.append(number))
    tasks.close()
    assert done == list(range(50))
    with pytest.raises(RuntimeError):
        tasks.run(lambda: None)
