"""What a build leaves in its folder: every file whole, and none of an earlier build's numbered files."""

from __future__ import annotations

from pathlib import Path

from milligram.ir.nodes import Guideline
from milligram.pipeline import check_text
from milligram.pipeline.building import build, select
from milligram.target import AS_USUAL, Choices, Emission, File, Target

TEXT = """\
guideline g
  title   "G"
  version 1.0.0
pathway
  end because "nothing is advised"
"""


def sides(count: int) -> Target:
    """A target that writes so many numbered files, as a card its sides."""

    def emit(guideline: Guideline, formats: frozenset[str], choices: Choices = AS_USUAL, /) -> Emission:
        files = tuple(File(suffix=f".side-{number}.txt", content=b"x") for number in range(1, count + 1))
        return Emission(files=files, numbered=(".side-*.txt",))

    return Target(name="sides", summary="numbered files", formats={"txt": "text"}, emit=emit)


def test_no_side_of_an_earlier_build_stays_behind(tmp_path: Path) -> None:
    """An old third side beside a new card of two would be taken for a part of it."""
    guideline = check_text(TEXT).guideline
    assert guideline is not None
    own = tmp_path / "g" / "g.side-notes.txt"
    for count in (3, 2):
        build(guideline, select({"sides": sides(count)}, ("sides",), ()), tmp_path)
        own.touch()
    found = sorted(path.name for path in (tmp_path / "g").iterdir())
    assert found == ["g.side-1.txt", "g.side-2.txt", "g.side-notes.txt"]
