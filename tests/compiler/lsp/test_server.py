"""The language server, spoken to by a client over standard input and output."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from milligram.diagnostics import render_json
from milligram.pipeline import check_text

from tests.compiler.lsp.editor import LONG, Editor, editing

ROOT = Path(__file__).parents[3]
MAGNESIUM = (ROOT / "guidelines/magnesium/neck_spasm.mg").read_text(encoding="utf-8")
URI = "file:///nowhere/that/is/neck_spasm.mg"
COMMAND = [sys.executable, "-c", "from milligram.cli.main import main; main()", "lsp"]
HEAD = """\
guideline g
  title      "G"
  version    1.0.0
  status     draft
  for        "tests"

source r "R"

"""
SMALL = (
    HEAD
    + """\
input level "Level µ₂ 💊" in mmol/L, plausible 0 to 10

pathway
  decide "💊 Level" by level
    unknown:
      order level [r]
      end
    under 5 mmol/L:
      advise "💊💊 rest" (strong) [r]
    at least 5 mmol/L:
      advise "rise" (strong) [r]

case "low 💊"
  level 4 mmol/L
  expect advise "rise"
"""
)


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    with editing() as found:
        yield found


def codes(found: list[types.Diagnostic]) -> list[str]:
    return [str(each.code) for each in found]


def state(found: types.Diagnostic) -> str:
    data: Any = found.data
    return str(data["state"] if isinstance(data, dict) else data.state)


def test_a_clean_guideline_has_no_findings(editor: Editor) -> None:
    editor.open(URI, MAGNESIUM)
    assert editor.settle(URI) == []
    editor.close(URI)


def test_findings_are_those_of_the_command_line_with_patient_and_repair(editor: Editor) -> None:
    text = MAGNESIUM.replace("    under 20 mL/min:", "    under 21 mL/min:")
    uri = f"{URI}?lapping"
    editor.open(uri, text)
    (found,) = editor.settle(uri)
    expected = json.loads(render_json(check_text(text).diagnostics, files=1))["diagnostics"]
    assert [each["code"] for each in expected] == [found.code] == ["MG102"]
    first = expected[0]
    assert found.message.splitlines() == [
        first["message"],
        "patient: " + ", ".join(f"{name} {value}" for name, value in first["witness"].items()),
        f"repair: {first['help']}",
    ]
    assert found.code_description is not None
    assert found.code_description.href.endswith("/MG102.md")
    assert [each.message for each in found.related_information or []] == [each["text"] for each in first["labels"]]
    assert state(found) == "proved"
    editor.close(uri)


def test_names_and_units_are_told_at_once_and_proofs_are_marked_until_they_are_done(editor: Editor) -> None:
    uri = f"{URI}?at-once"
    editor.open(uri, MAGNESIUM.replace("    under 20 mL/min:", "    under 21 mL/min:"))
    editor.settle(uri)
    editor.edit(uri, "plausible 0 to 250", "plausible 0 to 260")
    editor.edit(uri, "serum_magnesium under 0.70", "serum_magnesum under 0.70")
    first = editor.first(uri)
    assert codes([each for each in first if state(each) == "read"]) == ["MG011"]
    earlier = [each for each in first if state(each) == "earlier"]
    assert codes(earlier) == ["MG102"]
    assert earlier[0].message.endswith("(as before the last edit; being proved again)")
    assert all(state(each) in ("read", "proved") for each in editor.settle(uri))
    editor.close(uri)


def test_what_was_found_in_lines_that_cannot_be_read_now_is_kept_and_marked(editor: Editor) -> None:
    uri = f"{URI}?unread"
    editor.open(uri, SMALL.replace("at least 5", "at least 6"))
    (gap,) = editor.settle(uri)
    editor.edit(uri, "    at least 6", "    unde\n    at least 6")
    found = {each.code: each for each in editor.settle(uri)}
    assert set(found) == {"MG001", "MG101"}
    assert found["MG101"].range == gap.range
    assert found["MG101"].message.endswith("(as when these lines could last be read)")
    assert not [each for each in editor.actions(uri, editor.offset(uri, gap.range.start)) if "MG101" in each.title]
    editor.edit(uri, "    unde\n", "    5 to under 6 mmol/L:\n      continue\n")
    assert editor.settle(uri) == []
    editor.close(uri)


def test_a_header_that_cannot_be_read_leaves_what_was_proved_before(editor: Editor) -> None:
    uri = f"{URI}?header"
    editor.open(uri, SMALL.replace("at least 5", "at least 6"))
    editor.settle(uri)
    editor.edit(uri, "guideline g", "guidelin g")
    found = {each.code: state(each) for each in editor.settle(uri)}
    assert found["MG101"] == "unread"
    editor.edit(uri, "guidelin g", "guideline g")
    assert [(each.code, state(each)) for each in editor.settle(uri)] == [("MG101", "proved")]
    editor.close(uri)


def test_only_the_language_server_imports_pygls() -> None:
    program = (
        "import sys, milligram.api, milligram.cli.main, milligram.cli.check, milligram.cli.build, milligram.cli.lsp\n"
        "sys.exit(any(name.partition('.')[0] in ('pygls', 'lsprotocol', 'attrs', 'asyncio') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_comment_changes_no_finding_and_asks_for_no_proof(editor: Editor) -> None:
    uri = f"{URI}?comment"
    editor.open(uri, MAGNESIUM.replace("    under 20 mL/min:", "    under 21 mL/min:"))
    (before,) = editor.settle(uri)
    editor.replace(uri, 0, 0, "# a word\n\n")
    (after,) = editor.first(uri)
    assert (after.range.start.line, after.message) == (before.range.start.line + 2, before.message)
    editor.settle(uri)
    assert [each["stage"] for each in editor.status if each["uri"] == uri][2:] == ["proved"]
    editor.close(uri)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_places_are_right_behind_characters_of_any_width(encoding: str) -> None:
    """The place of each finding, edit and answer names the words that it is about, by the editor's own count."""
    with editing(encodings=(encoding,)) as editor:
        assert editor.encoding == encoding
        uri = "untitled:Untitled-1"
        editor.open(uri, SMALL.replace('rest" (strong) [r]', 'rest" (strong) [r, s]'))
        (found,) = editor.settle(uri)
        assert (found.code, editor.words(uri, found.range)) == ("MG801", "s")
        editor.edit(uri, "💊💊 rest", "💊µ💊₂ rest 💊")
        editor.edit(uri, ", s]", "]")
        editor.edit(uri, "at least 5 mmol/L", "at least 6 mmol/L")
        (found,) = editor.settle(uri)
        assert found.code == "MG101"
        assert editor.texts[uri].count("💊µ💊₂ rest 💊") == 1
        editor.edit(uri, "at least 6 mmol/L", "at least 5 mmol/L")
        assert editor.settle(uri) == []


def test_line_ends_of_windows_and_of_old_macs_move_nothing(editor: Editor) -> None:
    for end in ("\r\n", "\r"):
        uri = f"{URI}?{len(end)}"
        editor.open(uri, SMALL.replace("at least 5", "at least 6").replace("\n", end))
        (found,) = editor.settle(uri)
        line = SMALL.split("\n").index('  decide "💊 Level" by level')
        assert (found.code, found.range.start.line) == ("MG101", line)
        editor.close(uri)


def test_the_repair_the_case_and_the_allow_are_offered_and_applied(editor: Editor) -> None:
    uri = f"{URI}?actions"
    editor.open(uri, SMALL.replace('"rise" (strong) [r]', '"rise"').replace("at least 5 mmol/L", "at least 6 mmol/L"))
    found = editor.settle(uri)
    assert codes(found) == ["MG101", "MG800"]
    gap = editor.offset(uri, found[0].range.start)
    branch, case = editor.actions(uri, gap)
    assert branch.title == "Add a branch `5 to under 6 mmol/L:`"
    assert case.title == "Write a case for the patient of MG101"
    assert [each.code for each in case.diagnostics or []] == ["MG101"]
    editor.apply(uri, case.edit)
    assert case.command is not None
    assert editor.command(case.command.command, *(case.command.arguments or [])) == {"ok": True}
    assert editor.selections[-1].selection is not None
    assert editor.words(uri, editor.selections[-1].selection).startswith('unspecified "to be written')
    editor.edit(uri, "at least 6 mmol/L", "at least 5 mmol/L")
    assert codes(editor.settle(uri)) == ["MG800"]
    at = editor.texts[uri].index('advise "rise"')
    allow = next(each for each in editor.actions(uri, at) if each.title == "Allow MG800 here, with a reason")
    editor.apply(uri, allow.edit)
    (left,) = editor.settle(uri)
    assert left.message.startswith("the reason is still to be written")
    editor.edit(uri, 'because "…"', 'because "everybody agrees"')
    assert editor.settle(uri) == []
    editor.close(uri)


def test_a_repair_of_the_checker_mends_what_it_was_offered_for(editor: Editor) -> None:
    uri = f"{URI}?repair"
    editor.open(uri, SMALL.replace("  advise", "  advice", 1))
    (found,) = editor.settle(uri)
    (repair,) = [each for each in editor.actions(uri, editor.offset(uri, found.range.start)) if each.is_preferred]
    editor.apply(uri, repair.edit)
    assert editor.texts[uri] == SMALL
    assert editor.settle(uri) == []
    editor.close(uri)


def test_formatting_keeps_the_meaning_and_refuses_what_cannot_be_read(editor: Editor) -> None:
    uri = f"{URI}?format"
    editor.open(uri, SMALL.replace("plausible 0 to 10", "plausible   0 to 10").replace("  level 4", "  level   4"))
    params = types.DocumentFormattingParams(
        text_document=types.TextDocumentIdentifier(uri=uri),
        options=types.FormattingOptions(tab_size=8, insert_spaces=False),
    )
    edits = editor.run(editor.client.text_document_formatting_async(params))
    assert edits is not None
    assert len(edits) == 2  # the other lines are left alone
    editor.apply(uri, types.WorkspaceEdit(changes={uri: edits}))
    assert editor.texts[uri] == SMALL
    assert not editor.run(editor.client.text_document_formatting_async(params))
    editor.edit(uri, "pathway", "pathwya")
    assert editor.run(editor.client.text_document_formatting_async(params)) is None
    editor.until(lambda: any("nothing is formatted until line 11 can be read" in m.message for m in editor.messages))
    editor.close(uri)


def test_cases_are_run_and_drawn_by_the_lenses(editor: Editor) -> None:
    uri = f"{URI}?lenses"
    editor.open(uri, SMALL)
    by_title = {command.title: command for command in editor.lenses(uri)}
    assert list(by_title) == ["show flowchart", "show card", "run case", "show its way"]
    run = by_title["run case"]
    answer = editor.command(run.command, *(run.arguments or []))
    assert answer["cases"] == [
        {
            "name": "low 💊",
            "line": 21,
            "passed": False,
            "why": "",
            "differs": [{"expected": 'advise "rise"', "got": "💊💊 rest"}],
        }
    ]
    assert editor.messages[-1].message == answer["text"]
    assert "run case (fails)" in [command.title for command in editor.lenses(uri)]
    card = by_title["show card"]
    refused = editor.command(card.command, *(card.arguments or []))
    assert refused["why"].startswith("line 9 has “💊” (U+1F48A)")
    editor.change(uri, types.TextDocumentContentChangeWholeDocument(text=SMALL.replace("💊", "µ")))
    for title, kind in (("show flowchart", "flowchart"), ("show card", "card"), ("show its way", "flowchart")):
        command = by_title[title]
        drawn = editor.command(command.command, *(command.arguments or []))
        assert (drawn["ok"], drawn["kind"], drawn["version"]) == (True, kind, 2)
        assert all("<svg" in Path(file).read_text(encoding="utf-8")[:500] for file in drawn["files"])
    editor.texts[uri] = SMALL.replace("💊", "µ")
    editor.edit(uri, "decide", "decode")
    refused = editor.command("milligram.showFlowchart", uri)
    assert (refused["ok"], refused["why"]) == (False, "mend this error of reading first")
    editor.close(uri)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("milligram.runCase", []),
        ("milligram.runCase", ["file:///not/open.mg", 3]),
        ("milligram.runCase", [URI, "nonsense"]),
        ("milligram.showCard", [{"a": 1}]),
        ("milligram.explain", ["MG999"]),
        ("milligram.goOn", [1, 2]),
    ],
)
def test_a_command_with_any_arguments_answers(editor: Editor, name: str, arguments: list[object]) -> None:
    answer = editor.command(name, *arguments)
    assert answer["ok"] is False
    assert answer["why"]


def test_a_page_can_be_asked_for(editor: Editor) -> None:
    answer = editor.command("milligram.explain", "MG101")
    assert answer["markdown"].startswith("# MG101 gap")


def test_a_file_deleted_under_the_editor_and_a_text_that_is_no_file_are_followed(
    editor: Editor, tmp_path: Path
) -> None:
    path = tmp_path / "gone µ.mg"
    path.write_text(SMALL, encoding="utf-8")
    editor.open(path.as_uri(), SMALL)
    editor.settle(path.as_uri())
    path.unlink()
    editor.edit(path.as_uri(), "at least 5", "at least 6")
    assert codes(editor.settle(path.as_uri())) == ["MG101"]
    editor.close(path.as_uri())
    editor.until(lambda: editor.diagnostics[path.as_uri()].diagnostics == ())


def test_hostile_texts_stay_texts(editor: Editor) -> None:
    uri = f"{URI}?hostile"
    name = "a" * 40 + "\u202e\x1b[31m](command:evil) <img src=x>"
    editor.open(uri, SMALL.replace("Level µ₂ 💊", name) + '\ncase "\ud800"\n')
    found = editor.settle(uri)
    assert found
    for each in found:
        assert "\x1b" not in each.message
        assert "\u202e" not in each.message
    for text in ("", "\x00" * 50, "(" * 5000, '"' * 999, "guideline " * 2000, "\ufeff" + SMALL, "\ud83d" * 20):
        editor.change(uri, types.TextDocumentContentChangeWholeDocument(text=text))
        editor.texts[uri] = text
        editor.settle(uri)
    assert not editor.log
    editor.close(uri)


def test_a_text_that_is_too_large_is_refused_and_read_again_when_it_is_not(editor: Editor) -> None:
    uri = f"{URI}?large"
    editor.open(uri, "# µ\n" * 800_000)
    assert codes(editor.settle(uri)) == ["MG007"]
    editor.change(uri, types.TextDocumentContentChangeWholeDocument(text=SMALL))
    editor.texts[uri] = SMALL
    assert editor.settle(uri) == []
    editor.close(uri)


def _spoken(*messages: dict[str, object]) -> bytes:
    bodies = [json.dumps({"jsonrpc": "2.0", **each}).encode() for each in messages]
    return b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(body), body) for body in bodies)


INITIALIZE: dict[str, object] = {"id": 1, "method": "initialize", "params": {"processId": None, "capabilities": {}}}


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        ([INITIALIZE, {"id": 2, "method": "shutdown"}, {"method": "exit"}], 0),
        ([INITIALIZE, {"method": "exit"}], 1),
        ([{"method": "exit"}], 1),
    ],
)
def test_the_end_that_an_editor_announces_is_kept_though_its_pipe_stays_open(
    messages: list[dict[str, object]], code: int
) -> None:
    with subprocess.Popen([*COMMAND, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(_spoken(*messages))
        process.stdin.flush()
        assert process.wait(LONG) == code


@pytest.mark.parametrize("words", [b"", b"nonsense", b"Content-Length: 5\r\n\r\n{", _spoken(INITIALIZE)])
def test_a_pipe_that_is_closed_ends_the_server(words: bytes) -> None:
    ended = subprocess.run(COMMAND, input=words, capture_output=True, timeout=LONG, check=False)
    assert ended.returncode == 1
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize("words", [b"{", b"[]", b"null", b'{"jsonrpc": "2.0", "id": 1}', b"\xff\xfe"])
def test_a_message_that_is_none_is_passed_over(words: bytes) -> None:
    messages = b"Content-Length: %d\r\n\r\n%s" % (len(words), words)
    messages += _spoken(INITIALIZE, {"id": 2, "method": "shutdown"}, {"method": "exit"})
    ended = subprocess.run(COMMAND, input=messages, capture_output=True, timeout=LONG, check=False)
    assert ended.returncode == 0
    assert b'"id": 2' in ended.stdout or b'"id":2' in ended.stdout


def test_changes_of_a_text_that_was_never_opened_are_ignored(editor: Editor) -> None:
    editor.texts["file:///never.mg"], editor.versions["file:///never.mg"] = "a", 1
    editor.replace("file:///never.mg", 0, 1, "b")
    editor.close("file:///never.mg")
    assert editor.actions("file:///never.mg", 0) == []
    assert not editor.log
