"""``milligram build --target flowchart``: every choice does something in every format that it is for."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from milligram.cli.main import cli
from pypdf import PdfReader

MAGNESIUM = Path(__file__).parents[3] / "guidelines" / "magnesium" / "neck_spasm.mg"
SVG = "{http://www.w3.org/2000/svg}"
FIRST = frozenset((".dot", ".mmd", ".flowchart.svg", ".flowchart.pdf", ".flowchart.png"))
"""One file of each format; what has more pages has more files."""
PATIENT = {"age": 70, "serum_magnesium": 0.6, "creatinine_clearance": 45}


def build(folder: Path, *options: str) -> Result:
    """`milligram build` of the magnesium guideline as a flowchart, in this process."""
    command = ["build", str(MAGNESIUM), "--target", "flowchart", "--out", str(folder), *options]
    result = CliRunner().invoke(cli, command, prog_name="milligram")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def built(*options: str) -> dict[str, bytes]:
    """What `milligram build` writes of the magnesium guideline, by what follows its name."""
    with TemporaryDirectory() as folder:
        done = build(Path(folder), *options)
        assert done.exit_code == 0, done.stderr
        written = sorted(path for path in Path(folder).rglob("*.*") if path.is_file())
        return {path.name.removeprefix("magnesium_neck_spasm"): path.read_bytes() for path in written}


@pytest.fixture(scope="module")
def usual() -> dict[str, bytes]:
    """Without a choice."""
    return built()


@pytest.fixture
def patient(tmp_path: Path) -> str:
    """A patient in a file."""
    path = tmp_path / "patient.json"
    path.write_text(json.dumps(PATIENT), encoding="utf-8")
    return str(path)


def squeezed(text: str) -> str:
    """A text without white space, because a line may break anywhere."""
    return re.sub(r"\s+", "", text)


def test_what_is_usual_is_what_is_said_to_be(usual: dict[str, bytes]) -> None:
    """All of it, from top to bottom."""
    assert set(usual) >= FIRST
    assert built("--detail", "full", "--direction", "down") == usual


@pytest.mark.parametrize(
    "options", [("--grey",), ("--detail", "overview"), ("--direction", "right")], ids=lambda options: options[-1]
)
def test_a_choice_changes_every_format(options: tuple[str, ...], usual: dict[str, bytes]) -> None:
    """DOT and Mermaid too."""
    other = built(*options)
    assert set(other) >= FIRST
    assert [name for name in sorted(FIRST) if other[name] == usual[name]] == []


@pytest.mark.parametrize("paper", ["a3", "letter"])
def test_paper_is_for_what_is_drawn(paper: str, usual: dict[str, bytes]) -> None:
    """The pages have its size, and the SVG becomes one of them; DOT and Mermaid have no paper."""
    other = built("--paper", paper)
    size = {"a3": (842, 1191), "letter": (612, 792)}[paper]
    for page in PdfReader(io.BytesIO(other[".flowchart.pdf"])).pages:
        assert tuple(sorted((round(page.mediabox.width), round(page.mediabox.height)))) == size
    root = ET.fromstring(other[".flowchart.svg"])
    sides = sorted(round(float(root.get(side, "").removesuffix("pt"))) for side in ("width", "height"))
    assert tuple(sides) == size
    assert other[".flowchart.png"] != usual[".flowchart.png"]
    assert (other[".dot"], other[".mmd"]) == (usual[".dot"], usual[".mmd"])


def test_the_way_of_a_patient_is_named_in_every_format(patient: str, usual: dict[str, bytes]) -> None:
    """Whose way it is stands in each of the texts, and what was read where the way turned."""
    made = built("--highlight", patient, "--as-of", "2026-11-22")
    assert [name for name in sorted(FIRST) if made[name] == usual[name]] == []
    drawn = "".join("".join(text.itertext()) for text in ET.fromstring(made[".flowchart.svg"]).iter(f"{SVG}text"))
    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made[".flowchart.pdf"])).pages)
    shown = squeezed("age 70 years; creatinine clearance 45 mL/min; serum magnesium 0.6 mmol/L, on 2026-11-22")
    front = re.sub(r"\\U([0-9a-f]{8})", lambda code: chr(int(code[1], 16)), made[".mmd"].decode())
    for text in (drawn, printed, front, made[".dot"].decode().replace("\\l", "")):
        assert shown in squeezed(text)
    for text in (drawn, printed):
        assert squeezed("here: 45 mL/min") in squeezed(text)


def test_a_paper_of_cards_is_none_of_charts(tmp_path: Path) -> None:
    """It is refused, and what the chart knows is named."""
    done = build(tmp_path, "--paper", "a6")
    assert done.exit_code == 2
    assert "flowchart takes a4, a3 or letter" in done.stderr


def test_fewer_pages_leave_no_old_ones(tmp_path: Path) -> None:
    """A drawing on larger paper has fewer pages; the numbered ones of the build before are gone."""
    pages = []
    for paper in ("letter", "a3"):
        done = build(tmp_path, "--format", "png", "--paper", paper)
        assert done.exit_code == 0, done.stderr
        pages.append((len(done.stdout.splitlines()), len(list(tmp_path.rglob("*.png")))))
    (many, before), (few, after) = pages
    assert many == before > few == after
