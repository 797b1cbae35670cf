"""What holds for every file of the project: size, no machine's own names, nothing hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MADE = {".git", ".venv", "build", "dist", "__pycache__", "node_modules"}
LONGEST = 450
LONGER = {"compiler/milligram/quantity/exact.py": "embedded whole in generated modules, so it must be one file"}


def files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            parts = path.relative_to(ROOT).parts
            if path.is_file() and not any(part in MADE or part.endswith("_cache") for part in parts):
                yield path


def texts() -> Iterator[tuple[str, str]]:
    """Every text file of the project, by its path from the root."""
    for path in files("."):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if not path.is_relative_to(ROOT / ".hypothesis"):
            yield str(path.relative_to(ROOT)), text


def test_no_module_is_too_long_to_be_read() -> None:
    sizes = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in files("compiler", "targets")
        if path.suffix == ".py"
    }
    assert len(sizes) > 10
    assert {path: lines for path, lines in sizes.items() if lines > LONGEST and path not in LONGER} == {}


# Written in parts, so that this file does not hold what it looks for.
_OF_ONE_MACHINE = [
    "pypi" + r"\.org",
    "python" + r"hosted\.org",
    "npm" + r"js\.(org|com)",
    "proxy" + r"\.golang",
    r"index" + r"-url\b",
    "file:" + r"///(opt|home|root|srv)",
    r"(?<![\w./])/(home|root|srv)" + r"/\w",
    r"(?<![\w./])/work" + r"/\w",
    r"/opt/" + "pypi",
]


@pytest.mark.parametrize("pattern", _OF_ONE_MACHINE)
def test_no_registry_and_no_path_of_one_machine_is_named(pattern: str) -> None:
    found = [
        f"{path}: {match.group()}"
        for path, text in texts()
        for match in [re.search(pattern, text)]
        if match is not None
    ]
    assert found == []


def test_no_source_holds_a_character_that_hides_or_turns_text() -> None:
    """Hostile text in tests is written by escapes, so that a reviewer sees it."""
    hidden = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
    suffixes = (".py", ".md", ".mg", ".toml", ".lark", ".typ", ".txt", ".json")
    assert [path for path, text in texts() if path.endswith(suffixes) and hidden.search(text)] == []


def test_constraints_are_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    names = [line.split("==")[0] for line in lines]
    assert names == sorted(set(names))
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line)] == []


def test_every_module_says_what_it_is() -> None:
    """Ruff holds the public names; an empty module has none, and still needs its sentence."""
    silent = [
        str(path.relative_to(ROOT))
        for path in files("compiler", "targets")
        if path.suffix == ".py" and not path.read_text(encoding="utf-8").lstrip().startswith(('"""', 'r"""'))
    ]
    assert silent == []
