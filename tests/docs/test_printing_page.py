"""The pages on printing: their options are those of the targets, the gallery is whole."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from milligram import compile as read
from milligram.target import find_targets

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "printing.md").read_text("utf-8")


def section(title: str) -> str:
    return PAGE.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


@pytest.mark.parametrize(("title", "target"), [("The pocket card", "card"), ("The flowchart", "flowchart")])
def test_every_option_is_told_with_every_word(title: str, target: str) -> None:
    rows = re.findall(r"^\| (`--.*?) \|", section(title), re.MULTILINE)
    told: dict[str, set[str]] = {}
    for row in rows:
        option, *words = re.findall(r"[\w-]+", row.replace("PATIENT.json", ""))
        told.setdefault(option.removeprefix("--").replace("-", "_"), set()).update(words)
    choices = find_targets()[target].choices
    assert told.keys() == choices.keys()
    for option, known in choices.items():
        assert told[option] <= set(known), option
        assert set(known) - told[option] <= {"full"}, option


def test_the_gallery_is_what_the_command_writes() -> None:
    pictures = runpy.run_path(str(ROOT / "docs" / "pictures.py"))
    shown = [read(path) for path in pictures["guidelines"]()]
    said = (ROOT / "docs" / "gallery.md").read_text("utf-8")
    assert said == pictures["text"](shown)
    for picture in re.findall(r"\((images/.*?)\)", said):
        assert (ROOT / "docs" / picture).is_file(), picture
