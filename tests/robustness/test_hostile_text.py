"""Text stays text: whatever a title, a reason or a file name says, it comes out as these characters or is refused.

Every place of the language that takes text holds one hostile text between two marks. In each output the characters
between the marks are compared with what was written, white space and hyphens aside, since lines are broken there.
"""

from __future__ import annotations

import ast
import io
import json
import re
import sys
import tokenize
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from milligram.cli.main import cli
from milligram.diagnostics import Severity, render_json, render_sarif, render_text
from milligram.diagnostics.display import visible
from milligram.interpret import evaluate, read_patient, run_cases, to_json
from milligram.interpret.as_text import result_text
from milligram.interpret.case_text import case_run_text
from milligram.ir.nodes import Guideline
from milligram.pipeline import check_text
from milligram.source import SourceFile
from milligram.syntax.format import format_source
from milligram.target import find_targets
from milligram_targets.fonts.coverage import missing, printable
from pypdf import PdfReader

TEMPLATE = """\
guideline hostile
  title TEXT
  version 1.0.0
  status draft
  for TEXT
  issued 2026-01-01
  review by 2028-01-01

source r1 TEXT
  year 2020
  population TEXT
  journal TEXT
  finding TEXT MD -0.18 (95% CI -0.84 to 0.49)

substance magnesium TEXT formula Mg, charge 2
class salts TEXT of magnesium

input level TEXT in mmol/L of magnesium, plausible 0.1 to 6, ask TEXT, loinc TEXT, snomed TEXT
input stage TEXT one of early TEXT, late TEXT
input flag TEXT yes or no, ask TEXT

define low TEXT: level under 0.70 mmol/L [r1]
score points TEXT
  1 when flag [r1]
table by stage gives remark
  early | TEXT
  late | unspecified TEXT

regimen oral TEXT of magnesium
  step 1: 12 mmol of magnesium daily [r1]
    because TEXT
  step 2 after 1 to 2 weeks when low: 24 mmol of magnesium daily [r1]
    differs from source TEXT because TEXT
  then after 2 weeks when low: refer to TEXT uncited because TEXT

monitor bloods TEXT: level
  at baseline [r1]
  after 1 week [r1]
  unspecified TEXT when flag

pitfall TEXT [r1]
  never give magnesium when level is unknown
  because TEXT
pitfall TEXT [r1]
  unchecked because TEXT

claim TEXT answers TEXT supported by r1
notice TEXT
missing TEXT because TEXT
effect magnesium TEXT common [r1]
caution magnesium when flag: advise TEXT [r1]

pathway
  when level is unknown:
    order level [r1]
    end
  decide TEXT by stage
    early:
      advise TEXT [r1]
      suggest TEXT uncited because TEXT
      order TEXT [r1]
      refer to TEXT [r1] allow MG803 because TEXT
      note TEXT
      unspecified TEXT
      report remark, points
      give oral [r1]
        because TEXT
      start bloods
    late:
      end because TEXT

case TEXT
  level 0.5 mmol/L, stage early, flag yes
  expect advise SAME
"""
PLACES = TEMPLATE.count("TEXT")
ADVICE = TEMPLATE.partition("      advise TEXT")[0].count("TEXT")
PATIENT = {"level": 0.5, "stage": "early", "flag": True}

COMES_OUT = {
    "quotes": 'say "stop" and \'go\' and """three"""',
    "backslashes": "a\\b\\\\c ends in \\",
    "below": "<20 mL/min>",
    "graphviz": "\\N \\G \\l \\n \\E",
    "line ends": "one \\n two \\r three \\x1b[31m \\u202e",
    "typst": '#panic("x") #eval("1") #let $x$ @ref *b* _i_ = head',
    "comments": "*/ /* --> <!-- // -- # {# #} (* *)",
    "cdata": "]]> <![CDATA[ &lt; &amp; &#60; &quot; &nosuch;",
    "script": "</script><script>alert(1)</script><svg onload=x>",
    "templates": "{x} {{x}} {% x %} %s %(x)s ${x} $x #{x} <%= x %>",
    "shell": "`id` $(id) ;DROP TABLE x; | rm && true",
    "python": 'x"""\nimport os'.replace("\n", " ") + " #noqa __import__('os')",
    "mermaid": "a[b](c){d} --> e|f| :::g subgraph end click %%{init}%%",
    "combining": "e\u0301 a\u0300\u0301\u0302 n\u0303",
    "emoji": "\U0001f600 \U0001f1ec\U0001f1e7 \u2764",
    "scripts": "\u05d0\u05d1 \u0627\u0644 \u4f60\u597d \u00e5\u00df",
    "long words": "w" * 300 + " " + "Lopado" * 60,
    "number": "1. 2) - + 0.70 -5",
}
"""Texts that the language takes: each comes out as exactly these characters."""

REFUSED = {
    "override": "a\u202eb",
    "isolate": "a\u2067b\u2069",
    "zero width": "a\u200bb",
    "joiner": "a\u200db",
    "nul": "a\0b",
    "escape": "a\x1b[31mb",
    "soft hyphen": "a\u00adb",
    "line separator": "a\u2028b",
    "tag": "a\U000e0041b",
}
"""Texts with characters that nobody sees: the reader refuses them, with a code."""

hostile = pytest.mark.parametrize("name", COMES_OUT)
MARKED = re.compile(r"Qa([0-9]{2})x(.*?)Qz\1x", re.DOTALL | re.IGNORECASE)
DRAWN = frozenset(
    ("svg", "g", "a", "title", "desc", "polygon", "path", "ellipse", "circle", "polyline", "text", "rect")
)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")


def marked(number: int, text: str) -> str:
    """A text as it is meant: between the marks of its place."""
    return f"Qa{number:02d}x {text} Qz{number:02d}x"


def source_of(text: str) -> str:
    """The guideline with a text in every place, quoted as the language asks."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    numbers = iter(range(PLACES))
    text = re.sub("TEXT", lambda _: f'"{marked(next(numbers), escaped)}"', TEMPLATE)
    return text.replace("SAME", f'"{marked(ADVICE, escaped)}"')


@cache
def guideline_of(name: str) -> Guideline:
    """The guideline with this hostile text; it has no error."""
    report = check_text(source_of(COMES_OUT[name]), "hostile.mg")
    errors = [found.message for found in report.diagnostics if found.level is Severity.ERROR]
    assert errors == []
    assert report.guideline is not None
    return report.guideline


def bare(text: str) -> str:
    """A text without what a broken line may change: white space and hyphens."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def comes_out(output: str, meant: str, least: int) -> None:
    """In at least so many places the marks are there, and between them nothing but what was meant."""
    found = MARKED.findall(bare(output))
    assert {text for _, text in found} <= {bare(meant)}, output[:2000]
    assert len({number for number, _ in found}) >= least, sorted({number for number, _ in found})


def strings(value: Any) -> list[str]:
    """Every text in JSON."""
    match value:
        case str():
            return [value]
        case dict():
            return [text for item in value.items() for part in item for text in strings(part)]
        case list():
            return [text for item in value for text in strings(item)]
        case _:
            return []


# --- refused ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", REFUSED)
def test_a_character_that_nobody_sees_is_refused(name: str) -> None:
    """An error of reading, whose text shows the character's number and not the character.

    The characters take turns in the places: each stands in some, and every place refuses one.
    """
    for place in range(list(REFUSED).index(name), PLACES, len(REFUSED)):
        pieces = TEMPLATE.replace("SAME", '"t"').split("TEXT")
        text = '"t"'.join(pieces[: place + 1]) + f'"{REFUSED[name]}"' + '"t"'.join(pieces[place + 1 :])
        report = check_text(text, "hostile.mg")
        codes = {found.code.code for found in report.diagnostics if found.level is Severity.ERROR}
        assert codes & {"MG004", "MG005", "MG006"}, (place, codes)
        shown = render_text(report.diagnostics)
        assert not CONTROL.search(shown.replace("\n", ""))
        assert "U+" in shown


# --- comes out --------------------------------------------------------------------------------------------------------


@hostile
def test_every_place_holds_the_text(name: str) -> None:
    """The IR holds the text of each place, character for character, and the formatter changes none of it."""
    guideline = guideline_of(name)
    whole = repr(guideline)
    for number in range(PLACES):
        assert repr(marked(number, COMES_OUT[name]))[1:-1] in whole or marked(number, COMES_OUT[name]) in whole
    formatted = format_source(guideline.source)
    assert formatted.text is not None
    assert check_text(formatted.text, "hostile.mg").guideline == guideline


@hostile
def test_findings(name: str) -> None:
    """Text, JSON and SARIF with the line in them."""
    text = source_of(COMES_OUT[name]).replace("supported by r1", "supported by nowhere")
    report = check_text(text, "hostile.mg")
    assert any(found.code.code == "MG801" for found in report.diagnostics)
    json.loads(render_json(report.diagnostics, files=1))
    json.loads(render_sarif(report.diagnostics, version="1"))
    assert not CONTROL.search(render_text(report.diagnostics).replace("\n", ""))


@hostile
def test_answers(name: str) -> None:
    """The answer as JSON and as text, and the cases."""
    guideline = guideline_of(name)
    reading = read_patient(guideline, PATIENT)
    assert reading.patient is not None
    result = evaluate(guideline, reading.patient)
    said = strings(json.loads(json.dumps(to_json(result))))
    comes_out("\n".join(said), COMES_OUT[name], 9)
    shown = result_text(guideline, result)
    assert not CONTROL.search(shown.replace("\n", ""))
    comes_out(shown, visible(COMES_OUT[name]), 9)
    run = run_cases(guideline)
    assert run.passed
    assert not CONTROL.search(case_run_text("hostile.mg", guideline, run, missed=True).replace("\n", ""))


@hostile
def test_python(name: str) -> None:
    """The module holds the texts as constants only; it imports, and answers as the interpreter does."""
    guideline = guideline_of(name)
    text = emitted(guideline, "python", "py").decode()
    tree = ast.parse(text)
    nodes = list(ast.walk(tree))
    held = [node.value for node in nodes if isinstance(node, ast.Constant)]
    comes_out("\n".join(value for value in held if isinstance(value, str)), COMES_OUT[name], 30)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        assert token.type == tokenize.STRING or not re.search("Qa[0-9]{2}x", token.string), token
    module = ModuleType(f"hostile_{abs(hash(name))}")
    sys.modules[module.__name__] = module
    exec(compile(tree, "<hostile>", "exec"), module.__dict__)
    reading = read_patient(guideline, PATIENT)
    assert reading.patient is not None
    assert module.evaluate(PATIENT).to_dict() == to_json(evaluate(guideline, reading.patient))
    docstrings_hold(nodes, COMES_OUT[name])


DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef


def docstrings_hold(nodes: list[ast.AST], text: str) -> None:
    """What documents a module, a class or a function, or stands below a name, shows the exact text, lines aside."""
    docs = [ast.get_docstring(node) or "" for node in nodes if isinstance(node, DOCUMENTED)]
    opening = " ".join(docs[0].split())
    assert opening.startswith(f"{marked(0, text)}.")
    for node in nodes:
        match node:
            case ast.Expr(value=ast.Constant(value=str(below))):
                docs.append(below)
            case _:
                pass
    found = re.findall(r"Qa([0-9]{2})x (.*?) Qz\1x", "\n".join(" ".join(doc.split()) for doc in docs))
    assert {said for _, said in found} == {" ".join(text.split())}
    assert len({number for number, _ in found}) >= 15


def emitted(guideline: Guideline, target: str, form: str) -> bytes:
    """The one file of a target in a format."""
    emission = find_targets()[target].emit(guideline, frozenset({form}))
    assert emission.diagnostics == ()
    (file,) = emission.files
    return file.content


@hostile
def test_drawing(name: str) -> None:
    """The drawing is well-formed, runs nothing, and its labels are the texts."""
    meant = visible(COMES_OUT[name])
    tree = ElementTree.fromstring(emitted(guideline_of(name), "flowchart", "svg"))
    kinds = {str(each.tag).rpartition("}")[2] for each in tree.iter()}
    assert kinds <= DRAWN
    assert not any(key.lower().startswith("on") for each in tree.iter() for key in each.attrib)
    texts = ["".join(each.itertext()) for each in tree.iter() if str(each.tag).endswith("}text")]
    comes_out("\n".join(texts), meant, 8)


@hostile
def test_mermaid(name: str) -> None:
    """Outside of quotes stand names and arrows only; signs within them are codes."""
    text = emitted(guideline_of(name), "flowchart", "mmd").decode()
    body = text.split("---\n", 2)[2]
    for line in body.splitlines():
        assert line.count('"') % 2 == 0
        outside = re.sub(r'"[^"]*"', '""', line)
        assert not re.search(r"Q[az][0-9]{2}x", outside), line
        for label in re.findall(r'"([^"]*)"', line):
            assert not re.search(r"[<>&`\\]", label.replace("<br/>", "")), label
    decoded = re.sub(r"#([0-9]+);", lambda code: chr(int(code.group(1))), body.replace("<br/>", " "))
    comes_out(decoded, visible(COMES_OUT[name]), 8)


@hostile
def test_dot(name: str) -> None:
    """Graphviz reads the graph, and no label became mark-up."""
    import pygraphviz

    text = emitted(guideline_of(name), "flowchart", "dot").decode()
    graph = pygraphviz.AGraph(string=text)
    assert len(graph.nodes()) > 5
    assert not re.search(r"label=<(?!/)", text)


ON_PAPER = (
    *(COMES_OUT[each] for each in ("quotes", "typst", "cdata", "emoji")),
    "Lopado" * 10,
    COMES_OUT["backslashes"],
)


@pytest.mark.parametrize("target", ["card", "flowchart"])
def test_paper(target: str) -> None:
    """The card and the printed flowchart hold the texts, signs and long words alike.

    A text that goes on overleaf is read in two pieces, with the foot and head of the sides between.
    """
    text = " ".join(said for said in ON_PAPER if target != "card" or not missing(said))
    report = check_text(source_of(text), "hostile.mg")
    assert report.guideline is not None
    pages = PdfReader(io.BytesIO(emitted(report.guideline, target, "pdf"))).pages
    meant = bare(printable(visible(text)))
    found = MARKED.findall(bare("\n".join(page.extract_text() for page in pages)))
    cut = [said for _, said in found if said != meant]
    assert all(in_two_pieces(said, meant) for said in cut)
    assert len(cut) < len(pages)
    assert len({number for number, _ in found}) >= {"card": 38, "flowchart": 20}[target]


def test_a_card_refuses_what_its_typeface_lacks() -> None:
    """An emoji is neither a box nor a number on a card: it is an error, and no file is written."""
    guideline = guideline_of("emoji")
    emission = find_targets()["card"].emit(guideline, frozenset({"pdf", "png", "svg"}))
    assert emission.files == ()
    assert {found.code.code for found in emission.diagnostics} == {"MG905"}
    assert {found.source.slice(found.span) for found in emission.diagnostics} == set(missing(COMES_OUT["emoji"]))


def in_two_pieces(said: str, meant: str) -> bool:
    """Whether a text opens and ends as meant, and the two pieces are the whole of it."""
    opening = next((at for at, (here, there) in enumerate(zip(said, meant, strict=False)) if here != there), len(meant))
    return len(said) > len(meant) and said.endswith(meant[opening:])


def test_a_word_of_ten_thousand_letters() -> None:
    """Drawn, printed or refused with a code; and never a line of a terminal."""
    report = check_text(source_of("w" * 10_000), "hostile.mg")
    assert report.guideline is not None
    for name, target in find_targets().items():
        emission = target.emit(report.guideline, frozenset(target.formats) - {"png", "pdf"} or frozenset({"pdf"}))
        assert emission.files or {found.code.code for found in emission.diagnostics} == {"MG904"}, name
    assert max(map(len, render_text(report.diagnostics).splitlines()), default=0) <= 100


# --- file names and the terminal --------------------------------------------------------------------------------------

NAMES = (
    "a\x1b[31mb.mg",
    "a\nb.mg",
    "a\u202eb.mg",
    "<20 $(id).mg",
    "'a' \"b\".mg",
    "%s {x} #.mg",
    "caf\udce9.mg",
    "-x.mg",
)


TEXTS = (source_of('<20 "x"'), source_of("a\x1b[31m\u202e\u200b"), "inptu a\x9b\n")


@pytest.mark.parametrize(("name", "text"), [*((n, TEXTS[0]) for n in NAMES), *((NAMES[0], t) for t in TEXTS[1:])])
def test_no_command_prints_a_control_character(name: str, text: str, tmp_path: Path) -> None:
    """Whatever the file is called and holds, on either stream."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    patient = tmp_path / "patient.json"
    patient.write_text('{"level": "\\u001b[31m\\u202e", "\\u001b[0m": 1}', encoding="utf-8")
    for command in (
        ["check", "--no-cache", str(path)],
        ["check", "--no-cache", "--format", "json", str(path)],
        ["check", "--no-cache", "--format", "sarif", str(path)],
        ["run", str(path), "--patient", str(patient)],
        ["run", str(path), "--set", "level=\x1b[31m", "--set", "\x1b=1"],
        ["run", str(path), "--set", "level=0.5 mmol/L", "--set", "stage=early"],
        ["test", "--missed", str(path)],
        ["fmt", "--diff", str(path)],
        ["dump", "--stage", "ast", str(path)],
        ["dump", "--stage", "ir", str(path)],
    ):
        ran = CliRunner().invoke(cli, command)
        assert ran.exception is None or isinstance(ran.exception, SystemExit), (command, ran.exception)
        assert not CONTROL.search(ran.output.replace("\n", "")), (command, ran.output)


def test_a_hostile_path_of_a_text_changes_nothing() -> None:
    """The path of a source stands in findings as text."""
    for name in NAMES:
        source = SourceFile(name, "inptu a\n")
        report = check_text(source.text, name)
        assert not CONTROL.search(render_text(report.diagnostics).replace("\n", ""))
        json.loads(render_json(report.diagnostics, files=1))
        json.loads(render_sarif(report.diagnostics, version="1"))
