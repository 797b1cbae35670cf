"""What is committed for the editors is what the grammar of the language gives."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest
from milligram.diagnostics import CODES
from milligram.highlight.rules import declarations, lone_statements, statements, unit_words
from milligram.lsp.lenses import SHOW_CARD, SHOW_FLOWCHART, SHOW_WAY
from milligram.syntax import RESERVED
from milligram.version import VERSION

from tests.editors.conftest import EXTENSION

MANIFEST = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
CONFIGURATION = json.loads((EXTENSION / "language-configuration.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", EXTENSION.parent / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_files_are_what_the_generator_writes(generator: ModuleType) -> None:
    """After a change of the grammar: ``make editors``."""
    made: dict[Path, str] = generator.generated()
    assert {path: path.read_text(encoding="utf-8") for path in made} == made
    assert {path.name for path in (EXTENSION / "syntaxes").iterdir()} <= {path.name for path in made}


def test_words_come_from_the_grammar() -> None:
    """A few that are sure, so that an empty list is no list."""
    assert {"guideline", "input", "regimen", "case"} <= declarations() <= RESERVED
    assert {"give", "decide", "when", "order"} <= statements() <= RESERVED
    assert {"continue", "end"} <= lone_statements()
    assert {"min", "years"} <= unit_words()
    assert not unit_words() & {"in", "to", "of", "daily", "per", "and", "when"}


def test_the_extension_has_the_version_of_the_compiler() -> None:
    assert MANIFEST["version"] == VERSION
    assert json.loads((EXTENSION / "package-lock.json").read_text(encoding="utf-8"))["version"] == VERSION


def test_the_page_on_editors_names_the_package_and_every_setting() -> None:
    page = (EXTENSION.parents[1] / "docs" / "editor.md").read_text(encoding="utf-8")
    readme = (EXTENSION / "readme.md").read_text(encoding="utf-8")
    assert f"milligram-{VERSION}.vsix" in page
    for setting in MANIFEST["contributes"]["configuration"]["properties"]:
        assert f"| `{setting}` |" in page
        assert f"| `{setting}` |" in readme
    for command in MANIFEST["contributes"]["commands"][2:]:
        assert f"**Milligram: {command['title']}**" in page


def test_packages_are_pinned_and_the_lock_names_no_registry() -> None:
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in MANIFEST["devDependencies"].values())
    assert "dependencies" not in MANIFEST
    text = (EXTENSION / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    lock = json.loads(text)
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    assert all("integrity" in package for name, package in lock["packages"].items() if name)


def test_the_extension_calls_the_server_s_commands_by_their_names() -> None:
    text = (EXTENSION / "src" / "preview.ts").read_text(encoding="utf-8")
    assert set(re.findall(r'"(milligram\.show\w+)"', text)) == {SHOW_FLOWCHART, SHOW_CARD, SHOW_WAY}
    # the client registers the server's commands by itself: a second of the same name would keep it from starting
    assert not {each["command"] for each in MANIFEST["contributes"]["commands"]} & {SHOW_FLOWCHART, SHOW_CARD, SHOW_WAY}


@pytest.mark.parametrize(
    ("line", "further_in"),
    [
        ("guideline renal_dose", True),
        ('  decide "Renal function" by creatinine_clearance', True),
        ("    20 to under 30 mL/min:   # both ends", True),
        ('case "a: b"', True),
        ('  advise "ratio 1: 2"', False),
        ("  give replacement  # note:", False),
        ("input age in years", False),
        ("  order serum_magnesium [r3]", False),
    ],
)
def test_enter_goes_further_in_after_what_opens_a_block(line: str, further_in: bool) -> None:
    pattern = CONFIGURATION["indentationRules"]["increaseIndentPattern"]
    assert bool(re.search(pattern, line)) is further_in


def test_enter_goes_back_after_what_ends_a_branch() -> None:
    rule = next(rule for rule in CONFIGURATION["onEnterRules"] if rule["action"]["indent"] == "outdent")
    assert re.search(rule["beforeText"], '    end because "x"')
    assert re.search(rule["beforeText"], "    continue")
    assert not re.search(rule["beforeText"], "    give magnesium")
    assert not re.search(rule["beforeText"], '  decide "x"')


def test_the_codes_of_the_problem_matchers_are_codes() -> None:
    patterns = {matcher["pattern"][0]["regexp"] for matcher in MANIFEST["contributes"]["problemMatchers"]}
    (pattern,) = patterns
    assert all(re.search(pattern, f"error[{code}] x") for code in CODES)
