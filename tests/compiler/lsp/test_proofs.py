"""Proofs in a second process: stopped when they are not wanted any more, replaced when they hang or die."""

from __future__ import annotations

import asyncio
import sys
from datetime import date
from typing import Any

import pytest
from lsprotocol import types
from milligram.lsp import proofs
from milligram.lsp.jobs import Answer, Check, Checked
from milligram.lsp.proofs import Failed, Helper
from pygls.exceptions import JsonRpcRequestCancelled

from tests.compiler.lsp.editor import LONG, editing
from tests.compiler.lsp.test_server import SMALL

SLOW_ROWS = 1200


def slow(rows: int = SLOW_ROWS) -> str:
    """A guideline whose check takes a while: conditions over three inputs each."""
    lines = ['guideline g\n  title "G"\n  version 1.0.0\n  status draft\n  for "tests"\n\nsource r "R"\n']
    lines += [f"input n{index} in mmol/L, plausible 0 to 100\n" for index in range(30)]
    lines.append("\npathway\n")
    for row in range(rows):
        first, second = row % 30, (row * 7 + 3) % 30
        lines.append(
            f"  when n{first} under {row % 90 + 1} mmol/L and n{second} over {row % 80 + 2} mmol/L:\n"
            f'    note "row {row}" [r]\n'
        )
    return "".join(lines)


def check(text: str, seconds: float = 60) -> Check:
    return Check(path="a.mg", text=text, as_of=date(2026, 11, 22), seconds=seconds, steps=20_000_000)


async def answered(helper: Helper, *jobs: Check) -> list[Answer | Failed]:
    """The answers, in the order in which they come."""
    answers: list[Answer | Failed] = []
    for job in jobs:
        helper.ask(job, answers.append)
    while len(answers) < len(jobs):
        await asyncio.sleep(0.01)
    return answers


def run(doing: object) -> None:
    assert asyncio.iscoroutine(doing)
    asyncio.run(asyncio.wait_for(doing, LONG))


def test_what_is_stopped_is_never_answered_and_the_next_is() -> None:
    async def scene() -> None:
        begun: list[int] = []
        helper = Helper(asyncio.get_running_loop(), begun.append)
        try:
            told: list[Answer | Failed] = []
            number = helper.ask(check(slow()), told.append)
            while number not in begun:
                await asyncio.sleep(0.01)
            helper.stop(number)
            (answer,) = await answered(helper, check(SMALL))
            assert isinstance(answer, Checked)
            assert told == []
        finally:
            helper.close()

    run(scene())


def test_what_waits_can_be_stopped_too_and_the_last_goes_first() -> None:
    async def scene() -> None:
        begun: list[int] = []
        helper = Helper(asyncio.get_running_loop(), begun.append)
        try:
            told: list[str] = []
            first = helper.ask(check(slow(300)), lambda _: told.append("first"))
            while first not in begun:
                await asyncio.sleep(0.01)
            helper.ask(check(SMALL), lambda _: told.append("second"))
            third = helper.ask(check(SMALL + "\n"), lambda _: told.append("third"))
            helper.ask(check(SMALL + "\n\n"), lambda _: told.append("fourth"))
            helper.stop(third)
            while "second" not in told:
                await asyncio.sleep(0.01)
            assert told == ["first", "fourth", "second"]
        finally:
            helper.close()

    run(scene())


ECHO_TO_TWO = """
from milligram.lsp.worker import *
from milligram.lsp.jobs import Checked
stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
while True:
    task = read_frame(stdin)
    if isinstance(task, Task):
        write_frame(stdout, Reply(task.number, "begun"))
        if task.job.text == "die":
            os._exit(3)
        while task.job.text == "hang":
            pass
        write_frame(stdout, Reply(task.number, "done", Checked(findings=())))
"""


@pytest.mark.parametrize("text", ["die", "hang"])
def test_a_process_that_dies_or_hangs_is_replaced_and_nothing_else_is_lost(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(proofs, "COMMAND", [sys.executable, "-P", "-c", ECHO_TO_TWO])
    monkeypatch.setattr(proofs, "BEYOND", 0.3)

    async def scene() -> None:
        helper = Helper(asyncio.get_running_loop())
        try:
            answers = await answered(helper, check(text, seconds=0.1), check("fine"), check("fine too"))
            assert sum(isinstance(answer, Checked) for answer in answers) == 2
            (failed,) = [answer for answer in answers if isinstance(answer, Failed)]
            assert ("exit code 3" in failed.told) == (text == "die")
        finally:
            helper.close()

    run(scene())


def test_a_stopped_proof_that_does_not_notice_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "COMMAND", [sys.executable, "-P", "-c", ECHO_TO_TWO])
    monkeypatch.setattr(proofs, "GRACE", 0.1)

    async def scene() -> None:
        begun: list[int] = []
        helper = Helper(asyncio.get_running_loop(), begun.append)
        try:
            told: list[Answer | Failed] = []
            number = helper.ask(check("hang", seconds=1000), told.append)
            while number not in begun:
                await asyncio.sleep(0.01)
            helper.stop(number)
            (answer,) = await answered(helper, check("fine"))
            assert isinstance(answer, Checked)
            assert told == []
        finally:
            helper.close()

    run(scene())


# --- through the server -----------------------------------------------------------------------------------------------


def test_typing_stops_the_proofs_of_the_text_before() -> None:
    """While a long proof runs, edits and questions are answered; of the texts in between nothing is proved."""
    with editing() as editor:
        uri = "file:///slow.mg"
        editor.open(uri, slow())
        editor.first(uri)
        for number in range(3):
            editor.edit(uri, 'title "G' + "G" * number + '"', 'title "GG' + "G" * number + '"')
            editor.first(uri)
            assert editor.command("milligram.explain", "MG101")["ok"]
        editor.replace(uri, 0, len(editor.texts[uri]), SMALL)
        assert editor.settle(uri) == []
        settled = [each for each in editor.status if each["stage"] == "proved"]
        assert [each["version"] for each in settled] == [editor.versions[uri]]


def test_what_is_not_decided_in_the_time_is_said() -> None:
    with editing(proofSeconds=0.01) as editor:
        uri = "file:///slow.mg"
        editor.open(uri, slow(300))
        (found,) = [each for each in editor.settle(uri) if each.code == "MG000"]
        assert "took more than 0.01 s" in found.message
        assert editor.status[-1]["stage"] == "undecided"


def test_a_long_proof_is_shown_to_go_on_and_to_end() -> None:
    with editing(first="import milligram.lsp.server as server; server.PATIENCE = 0") as editor:
        uri = "file:///slow.mg"
        editor.open(uri, slow(300))
        editor.settle(uri)
        editor.until(lambda: len(editor.progress) >= 2)
        values: list[Any] = [each.value for each in editor.progress]
        assert [each["kind"] if isinstance(each, dict) else each.kind for each in values] == ["begin", "end"]


def test_a_fault_in_one_answer_is_told_once_and_kills_nothing() -> None:
    broken = "import milligram.lsp.lenses as l, milligram.lsp.features as f; f.lenses = lambda *a: 1 / 0"
    with editing(first=broken) as editor:
        uri = "file:///small.mg"
        editor.open(uri, SMALL)
        assert editor.settle(uri) == []
        assert editor.lenses(uri) == []
        assert editor.lenses(uri) == []
        assert editor.command("milligram.explain", "MG101")["ok"]
        assert [each.message for each in editor.messages] == [
            "the lenses failed by a fault of Milligram's own; its log has what to report"
        ]
        assert len(editor.log) == 2
        assert "ZeroDivisionError" in editor.log[0].message
        editor.edit(uri, "at least 5 mmol/L", "at least 6 mmol/L")
        assert [each.code for each in editor.settle(uri)] == ["MG101"]


def test_a_fault_in_the_proofs_is_told_and_leaves_what_reading_finds() -> None:
    """The process for proofs is replaced by one that fails at each job."""
    failing = (
        "import sys, milligram.lsp.proofs as p\n"
        "p.COMMAND = [sys.executable, '-P', '-c', 'import milligram.lsp.jobs as j, milligram.lsp.worker as w; "
        "j.Jobs.do = lambda *a: 1 / 0; w.main()']"
    )
    with editing(first=failing) as editor:
        uri = "file:///small.mg"
        editor.open(uri, SMALL.replace("[r]", "[s]", 1))
        found = editor.settle(uri)
        assert [each.code for each in found] == ["MG000", "MG801"]
        assert editor.status[-1]["stage"] == "faulty"
        assert "ZeroDivisionError" in editor.log[0].message


def test_the_time_for_proofs_can_be_set_while_a_text_is_open() -> None:
    with editing(proofSeconds=0.01) as editor:
        uri = "file:///slow.mg"
        editor.open(uri, slow(300))
        editor.settle(uri)
        for seconds in (-1, "soon", None, 100):  # what is no time changes nothing
            settings = {"milligram": {"proofSeconds": seconds}}
            editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=settings))
        editor.until(lambda: editor.status[-1]["stage"] == "proved")
        assert not [each.code for each in editor.diagnostics[uri].diagnostics if each.code == "MG000"]
        assert [each["stage"] for each in editor.status] == ["proving", "undecided", "proving", "proved"]


def test_a_command_that_is_cancelled_is_answered_as_such_and_the_next_is_done() -> None:
    with editing() as editor:
        uri = "file:///small.mg"
        editor.open(uri, SMALL)
        editor.settle(uri)
        params = types.ExecuteCommandParams(command="milligram.showFlowchart", arguments=[uri])

        async def cancel() -> None:
            asked = asyncio.ensure_future(editor.client.workspace_execute_command_async(params))
            await asyncio.sleep(0)
            (number,) = editor.client.protocol._request_futures
            editor.client.cancel_request(types.CancelParams(id=number))
            with pytest.raises(JsonRpcRequestCancelled):
                await asked

        editor.run(cancel())
        assert editor.command("milligram.showFlowchart", uri)["ok"]
