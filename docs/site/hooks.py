"""What the site has beyond the pages in docs/, and what it says otherwise than their text: MkDocs calls these.

Enters: the pages of docs/, as they read in a checkout. Leaves, for the site: a page for each code (the text of
``milligram explain``) and their index, the help of every command, and the files of the checkout that pages point to.
The directions to the tests (``<!-- renal_bands.mg finds MG103 -->``, see CONTRIBUTING.md) go; a file that one names
becomes the title of its example.

    [the decision](../compiler/decisions/0011-z3-last.md)  ->  the same, on the site
    [`prove/`](../compiler/milligram/prove)                ->  `prove/`, for the site has no page of it
    MG103                                                  ->  a link to its page
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click
from milligram.cli.main import COMMANDS, cli
from milligram.diagnostics import CHECKED, CODES, Code, explain
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from transcript import transcript

ROOT = Path(__file__).resolve().parents[2]

FAMILIES = {
    "0": "Reading",
    "1": "Decisions and tables",
    "2": "Unknown values",
    "3": "Units and numbers",
    "4": "Rules and cautions",
    "5": "Doses and schedules",
    "7": "Between guidelines",
    "8": "Sources and evidence",
    "9": "Wording and print",
}
"""The codes by their first digit."""

_CODES = """\
# Findings

Each finding has a code that keeps its meaning, and a page: what it finds, a faulty guideline, what Milligram says of it
and of which patient, the repair, and why it matters. `milligram explain MG103` prints the page, without that answer.

An **error** keeps the guideline from being built; so does a **warning** under `--strict`. One that may be allowed can
stand with `allow … because "…"`. What endangers a patient cannot be allowed."""

_COUNTS = {"language.md": 2, "unknown.md": 3, "repository/": 0.2, "repository/tests/": 0}
"""What pages count for in a search, by how their place begins: a word of the language is told there first, and the
pages of the checkout are for those who work on Milligram; those of 0 are left out."""

_WIDE = "---\nhide:\n  - navigation\n  - toc\n---\n"
"""A guideline has lines of 120 columns and few headings: it takes the room beside it."""

_ASIDE = ["CHANGELOG.md", "CONTRIBUTING.md", "compiler/ARCHITECTURE.md", "tests/peers/README.md"]
_ELSEWHERE = 'src="https://unpkg.com/iframe-worker/shim"'
_INDEX = "codes/index.md"
_PAGES = "compiler/milligram/diagnostics/pages"
_FENCED = re.compile(r"(^ *```.*?^ *```$)", re.MULTILINE | re.DOTALL)
_DIRECTED = re.compile(r"^<!-- *(?P<said>.*?)-->\n(?P<open>```\w+|(?!```))", re.M | re.S)
_FILE = re.compile(r"(?:shows +)?([\w.-]+\.\w+)\b")
_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)#\s]*)(#[^)\s]*)?\)")
_CODE = re.compile(r"(`[^`]*`|\[[^\]]*\]\([^)]*\))|\b(MG\d{3})\b")


def _pages() -> dict[str, Callable[[], str]]:
    """What the site has beside docs/, by its place there."""
    made: dict[str, Callable[[], str]] = {_INDEX: code_index, "commands.md": commands}
    made |= {f"codes/{code}.md": partial(code_page, each) for code, each in CODES.items()}
    decisions = sorted((ROOT / "compiler" / "decisions").glob("*.md"))
    for path in [*(ROOT / each for each in _ASIDE), *decisions]:
        made[f"repository/{path.relative_to(ROOT).as_posix()}"] = partial(path.read_text, "utf-8")
    for path in sorted((ROOT / "guidelines").rglob("*.mg")):
        made[f"repository/{path.relative_to(ROOT).as_posix()}.md"] = partial(guideline, path)
    return made


def code_index() -> str:
    """The index of the codes by family."""
    parts = [_CODES]
    for digit, family in FAMILIES.items():
        parts.append(f"## {family}\n\n| code | finds | level | may be allowed |\n| --- | --- | --- | --- |")
        for each in _family(digit):
            finds = each.finds if each.code in CHECKED else f"{each.finds} (not looked for in this version)"
            allowed = "yes" if each.can_allow else "no"
            parts[-1] += f"\n| [{each.code}]({each.code}.md) | **{each.title}**: {finds} | {_level(each)} | {allowed} |"
    return "\n\n".join(parts) + "\n"


def _family(digit: str) -> list[Code]:
    return [each for code, each in sorted(CODES.items()) if code[2] == digit]


def _level(code: Code) -> str:
    return code.severity.name.lower()


def code_page(code: Code) -> str:
    """The page that `milligram explain` prints, with its family, its level, and what is said of its faulty example."""
    head, rest = explain(code).split("\n", 1)
    digit = code.code[2]
    allowed = "may be allowed with a reason" if code.can_allow else "cannot be allowed"
    anchor = FAMILIES[digit].lower().replace(" ", "-")
    if code.code in CHECKED:
        faulty = next(re.finditer(r"^```mg bad\n.*?^```\n", rest, re.M | re.S))
        rest = f"{rest[: faulty.end()]}\n```console\n{transcript(code)}```\n{rest[faulty.end() :]}"
    return f"{head}\n\n[{FAMILIES[digit]}](index.md#{anchor}) · **{_level(code)}**, {allowed}\n{rest}"


def commands() -> str:
    """The help of every command, as `milligram COMMAND --help` prints it."""
    parts = ["# Commands\n\nWhat `milligram COMMAND --help` prints.\n"]
    top = click.Context(cli, info_name="milligram")
    for name in COMMANDS:
        command = cli.get_command(top, name)
        assert command is not None
        told = command.get_help(
            click.Context(command, info_name=name, parent=top, terminal_width=80, max_content_width=80)
        )
        parts.append(f"## {name}\n\n```text\n{told}\n```\n")
    return "\n".join(parts)


def guideline(path: Path) -> str:
    """A guideline as a page."""
    text = path.read_text("utf-8")
    titles = re.findall(r'^  title +"(.*?)"', text, re.MULTILINE)
    name = path.relative_to(ROOT).as_posix()
    said = (
        "Its source as printed, with its faults" if "as_published" in path.parts else "A draft that shows the language"
    )
    return (
        f'{_WIDE}# {titles[0] if titles else path.stem}\n\n{said}: not for care.\n\n```mg title="{name}"\n{text}```\n'
    )


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Puts the pages of the codes under their index."""
    families = [{family: [f"codes/{each.code}.md" for each in _family(digit)]} for digit, family in FAMILIES.items()]
    for section in config.nav or ():
        for pages in section.values():
            if _INDEX in pages:
                pages[pages.index(_INDEX)] = {"Findings": [_INDEX, *families]}
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages that are made."""
    for place, text in _pages().items():
        files.append(File.generated(config, place, content=text()))
    return files


def on_page_markdown(markdown: str, page: Any, config: MkDocsConfig, files: Files) -> str:
    """A page as the site shows it."""
    for begin, counts in _COUNTS.items():
        if page.file.src_uri.startswith(begin):
            page.meta["search"] = {"boost": counts} if counts else {"exclude": True}
    text = _DIRECTED.sub(_titled, markdown)
    text = re.sub(r"^```mg (bad|good)$", _sided, text, flags=re.MULTILINE)
    text = re.sub(r"^```mg\b", "```milligram", text, flags=re.MULTILINE)
    text = re.sub(r"^(\*\*Contents\*\*: (?:.+\n)+)", r"\1{ .contents }\n", text, flags=re.MULTILINE)
    text = re.sub(r"^```python\n(?=>>> )", "```pycon\n", text, flags=re.MULTILINE)
    text = re.sub(r"^```text\n(?=\$ )", "```console\n", text, flags=re.MULTILINE)
    here = page.file.src_uri
    parts = _FENCED.split(text)
    parts[::2] = [_linked(each, here, files) for each in parts[::2]]
    return "".join(parts)


def on_page_content(html: str, page: Any, config: MkDocsConfig, files: Files) -> str:
    """A code is found by what its page says, not by the words of its examples, which are those of all others."""
    if page.file.src_uri.startswith("codes/"):
        return re.sub(r'<pre|<span class="filename"', r"\g<0> data-search-exclude", html)
    return html


def on_post_page(output: str, page: Any, config: MkDocsConfig) -> str:
    """Search by name and without a network: the theme would load its stand-in for a web worker from elsewhere."""
    here = posixpath.dirname(page.file.dest_uri) or "."
    return _named(output).replace(_ELSEWHERE, f'src="{posixpath.relpath("site/worker.js", here)}"')


def _named(output: str) -> str:
    return output.replace('class="md-search" data', 'class="md-search" aria-label="Search" data')


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """The same for the page that a server shows where there is none."""
    return _named(output_content).replace(_ELSEWHERE, 'src="/site/worker.js"')


def _titled(found: re.Match[str]) -> str:
    named = _FILE.match(found["said"])
    return f'{found["open"]} title="{named[1]}"' if named and found["open"] else found["open"]


def _sided(found: re.Match[str]) -> str:
    return f'```mg title="{"faulty" if found[1] == "bad" else "repaired"}"'


def _linked(text: str, here: str, files: Files) -> str:
    def link(found: re.Match[str]) -> str:
        mark, words, target, anchor = found.groups()
        if not target or "://" in target:
            return found[0]
        place = site_place(repository_path(here), target)
        if files.get_file_from_path(place) is None:
            return found[0] if place.startswith("images/") else words
        return f"{mark}[{words}]({posixpath.relpath(place, posixpath.dirname(here) or '.')}{anchor or ''})"

    lines = _LINK.sub(link, text).split("\n")
    own = posixpath.basename(here).removesuffix(".md")
    return "\n".join(
        line if line.startswith("#") else _CODE.sub(lambda found: _coded(found, here, own), line) for line in lines
    )


def _coded(found: re.Match[str], here: str, own: str) -> str:
    code = found[2]
    if code is None or code == own or code not in CODES:
        return found[0]
    return f"[{code}]({posixpath.relpath(f'codes/{code}.md', posixpath.dirname(here) or '.')})"


def repository_path(place: str) -> str:
    """Where in the checkout a page of the site stands."""
    if place.startswith("repository/"):
        return place.removeprefix("repository/")
    return f"docs/{place}"


def site_place(here: str, target: str) -> str:
    """Where on the site a file of the checkout stands, told by its path from ``here``."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(here), target))
    if path == "README.md":
        return "index.md"
    if path.startswith(_PAGES):
        return f"codes{path.removeprefix(_PAGES)}" if path.endswith(".md") else _INDEX
    if path.startswith("docs/"):
        return path.removeprefix("docs/")
    return f"repository/{path}.md" if path.endswith(".mg") else f"repository/{path}"
