"""The examples of a page of documentation, and one session that runs them in order, as a reader would.

Enters: a page in Markdown. Leaves: what is not so, each with its line. What may stand above a fence is told in
CONTRIBUTING.md, "The documentation"; in short:

    <!-- bands.mg finds MG103 -->         the fence is the file bands.mg; `check` finds MG103 in it, and nothing else
    <!-- bands.mg instead of              the fence takes the place of these lines of bands.mg
    (lines) -->
    <!-- complete                         the fence is a part of a guideline, and this the rest of it
    (lines) -->

A block of ``text`` or ``console`` that begins with ``$`` is run, and prints what is shown; ``[…]`` in it stands for any
text.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import indent

from click.testing import CliRunner
from milligram.cli.main import EXIT_BUG, cli
from milligram.pipeline import check_text
from milligram.source import SourceFile
from milligram.syntax import parse
from milligram.syntax.format import format_source

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

_FENCE = re.compile(
    r"(?:^<!--(?P<said>(?:(?!-->).)*?)-->\n)?^```(?P<language>\w*)[^\n]*\n(?P<text>.*?)^```$", re.M | re.S
)
_FILE = re.compile(r"^[\w./-]+\.\w+$")
_COMMAND = re.compile(r"^\$ (?P<line>(?:.*\\\n)*.*)\n?(?P<said>(?:(?!\$ ).*(?:\n|\Z))*)", re.MULTILINE)
_SHELL = re.compile(r"[|<>&;*]|\$\?")

HEADER = 'guideline example\n  title "An example"\n  version 0.1.0\n  status draft\n  for "readers"\n'
PATHWAY = 'pathway\n  note "An example."\n'
INCIDENTAL = {"MG800", "MG508", "MG203"}
"""What a part of a guideline may show beside its subject: no source, no dose, an input that is only declared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fence of a page, and what the comment above it says of it.

    ``way`` is one of ``whole``, ``complete``, ``instead of``, ``after``, ``at the end`` and ``shows``; ``rest``
    the lines of the comment.
    """

    line: int
    language: str
    text: str
    start: int
    file: str | None = None
    finds: tuple[str, ...] = ()
    way: str = "whole"
    as_typed: bool = False
    rest: str = ""

    def __repr__(self) -> str:
        return f"line {self.line}"


def blocks(page: str, language: str | None = None) -> tuple[Block, ...]:
    """Every fence of a page, or those of a language."""
    found = (_block(page, each) for each in _FENCE.finditer(page))
    return tuple(each for each in found if language in (None, each.language))


def _block(page: str, found: re.Match[str]) -> Block:
    head, _, rest = (found["said"] or "").lstrip(" ").partition("\n")
    words = head.split()
    file = words.pop(0) if words and _FILE.match(words[0]) else None
    finds = tuple(word for word in words if re.fullmatch(r"MG\d{3}", word))
    said = " ".join(word for word in words if word not in finds)
    way = next((each for each in ("complete", "instead of", "after", "at the end", "shows") if each in said), "whole")
    left = set(said.replace("as typed", "").replace(way, "").split()) - {"finds", "clean"}
    line = page.count("\n", 0, found.start("text"))
    if way == "shows" and len(left) == 1:
        (file,) = left
    elif left and (file or finds or way != "whole"):
        raise AssertionError(f"line {line}: {' '.join(sorted(left))} means nothing here")
    return Block(
        line=line,
        language=found["language"],
        text=found["text"],
        start=found.start("text"),
        file=file,
        finds=finds,
        way=way,
        as_typed="as typed" in said,
        rest=rest,
    )


def completed(block: Block) -> str:
    """The whole guideline that a fence is a part of.

    The fence stands before the lines of the comment; where one of these is ``…``, in its place, with its indentation. A
    header and a pathway are added where there are none.
    """
    place = re.search(r"^( *)…$", block.rest, re.MULTILINE)
    text = block.text
    whole = f"{text}{block.rest}" if place is None else block.rest.replace(place.group(), indent(text, place.group(1)))
    if not re.search(r"^guideline\b", whole, re.MULTILINE):
        whole = HEADER + whole
    if not re.search(r"^pathway\b", whole, re.MULTILINE):
        whole += PATHWAY
    return whole


def in_the_one_form(text: str) -> bool:
    """Whether a guideline, a part of one, or statements are as the formatter prints them."""
    source = SourceFile("example.mg", text)
    if parse(source).diagnostics:  # statements: they stand in a pathway
        source = SourceFile("example.mg", f"pathway\n{indent(text, '  ')}")
    lines = (format_source(source).text or "").splitlines()
    if lines[:1] == ["pathway"] and text.split("\n", 1)[0] != "pathway":
        lines = [line.removeprefix("  ") for line in lines[1:]]
    return lines == text.splitlines()


@dataclass(slots=True)
class Session:
    """A page, run from top to bottom in the folder where one stands.

    ``wrong`` is what is not as the page says; ``page`` the page with what commands print in place of what it shows.
    """

    page: str
    wrong: list[str] = field(default_factory=list)
    commands: int = 0
    code: int = 0

    def run(self) -> None:
        """Runs every block."""
        shown = self.page
        for block in blocks(self.page):
            if block.way == "shows":
                self._file(block)
            elif block.language == "mg":
                self._guideline(block)
            elif block.file is not None:
                Path(block.file).write_text(block.text, "utf-8")
            elif block.text.startswith("$ "):
                printed = self._console(block)
                shown = shown.replace(f"\n{block.text}```", f"\n{printed}```", 1)
        self.page = shown

    def _guideline(self, block: Block) -> None:
        text = completed(block) if block.way == "complete" else self._edited(block)
        if block.file is not None:
            Path(block.file).write_text(text, "utf-8")
        codes = {found.code.code for found in check_text(text, block.file or "example.mg").diagnostics}
        if block.way == "complete":
            codes -= INCIDENTAL - {*block.finds}
        if codes != {*block.finds}:
            self.wrong.append(f"{block}: {sorted(codes)} found, not {sorted(block.finds)}")
        if not block.as_typed and not in_the_one_form(block.text if block.way == "complete" else text):
            self.wrong.append(f"{block}: not in the one form")

    def _edited(self, block: Block) -> str:
        if block.way == "whole":
            return block.text
        assert block.file is not None, f"{block}: which file?"
        old = Path(block.file).read_text("utf-8")
        if block.way == "at the end":
            return old + block.text
        if f"\n{old}".count(f"\n{block.rest}") != 1:
            self.wrong.append(f"{block}: these lines are not once in {block.file}: {block.rest!r}")
        new = block.text if block.way == "instead of" else block.rest + block.text
        return f"\n{old}".replace(f"\n{block.rest}", f"\n{new}", 1)[1:]

    def _file(self, block: Block) -> None:
        assert block.file is not None
        if not matches(block.text, Path(block.file).read_text("utf-8")):
            self.wrong.append(f"{block}: {block.file} is not so")

    def _console(self, block: Block) -> str:
        printed = ""
        for found in _COMMAND.finditer(block.text):
            said = self._said(found["line"].replace("\\\n", " "))
            if said and not said.endswith("\n"):
                said += "\n"
            if not matches(found["said"], said):
                self.wrong.append(f"{block}: `{found['line']}` prints\n{said}")
                printed += f"$ {found['line']}\n{said}"
            else:
                printed += found[0]
            if self.code == EXIT_BUG:
                self.wrong.append(f"{block}: `{found['line']}` ends as a bug")
        return printed

    def _said(self, line: str) -> str:
        """What a command prints, of both streams."""
        self.commands += 1
        if line.startswith("milligram ") and not _SHELL.search(re.sub(r"'[^']*'|\"[^\"]*\"", "", line)):
            done = CliRunner().invoke(cli, shlex.split(line)[1:], prog_name="milligram")
            self.code = done.exit_code
            return done.output
        places = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
        ran = subprocess.run(
            ["bash", "-c", f"exec 2>&1; (exit {self.code}); {line}"],
            env={**os.environ, "PATH": places},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        self.code = ran.returncode
        return ran.stdout


def matches(shown: str, said: str) -> bool:
    """Whether something was said as shown; ``[…]`` stands for any text."""
    return bool(re.fullmatch(".*?".join(re.escape(part) for part in shown.split("[…]")), said, re.DOTALL))
