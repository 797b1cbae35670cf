"""Draws the README's pictures from the guideline they show: ``make pictures``."""

from __future__ import annotations

import sys
from pathlib import Path

import typst
from milligram.ir.nodes import Guideline
from milligram.pipeline import check_path
from milligram_targets.card.from_ir import card
from milligram_targets.card.render import render_card_png
from milligram_targets.flowchart import layout
from milligram_targets.flowchart.from_ir import flowchart

ROOT = Path(__file__).resolve().parents[1]
SHOWN = ROOT / "guidelines" / "magnesium" / "neck_spasm.mg"
IMAGES = ROOT / "docs" / "images"

BESIDE = """
#set page(width: auto, height: auto, margin: 6pt, fill: rgb("#6b7280"))
#grid(columns: int(sys.inputs.sides), gutter: 8pt,
  ..range(int(sys.inputs.sides)).map(i => image("side-" + str(i) + ".png", height: 420pt)))
"""


def _side_by_side(sides: list[bytes]) -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        for number, side in enumerate(sides):
            (Path(place) / f"side-{number}.png").write_bytes(side)
        page = Path(place) / "page.typ"
        page.write_text(BESIDE, encoding="utf-8")
        drawn = typst.compile(page, format="png", ppi=130, sys_inputs={"sides": str(len(sides))})
    if not isinstance(drawn, bytes):
        raise TypeError("one page was laid out")
    return drawn


def draw(guideline: Guideline) -> None:
    """Writes the flowchart and the card's sides as PNG."""
    IMAGES.mkdir(exist_ok=True)
    (IMAGES / "flowchart.png").write_bytes(layout.to_png(flowchart(guideline), ppi=85))
    (IMAGES / "card.png").write_bytes(_side_by_side(render_card_png(card(guideline), 200)))


if __name__ == "__main__":
    report = check_path(SHOWN)
    if report.guideline is None or report.errors:
        sys.exit(f"{SHOWN} does not check")
    draw(report.guideline)
