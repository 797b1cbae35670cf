"""The pocket card: a two-sided A6 PDF with the limits, doses, warnings and sources of one guideline."""

from __future__ import annotations

from milligram.ir.nodes import Guideline
from milligram.target import AS_USUAL, Choices, Emission, File, Target

FORMATS = {
    "pdf": "the card for print, PDF/A-2a",
    "png": "an image of each side",
}


def emit(guideline: Guideline, formats: frozenset[str], choices: Choices = AS_USUAL, /) -> Emission:
    """Prints the guideline's card in each of the formats; a text with no room is a finding (MG904)."""
    from milligram_targets.card.fitting import findings
    from milligram_targets.card.from_ir import card
    from milligram_targets.card.render import render_card, render_card_png

    printed = card(guideline)
    faults = findings(printed, guideline)
    if faults:
        return Emission(diagnostics=faults)
    files: list[File] = []
    if "pdf" in formats:
        files.append(File(suffix=".card.pdf", content=render_card(printed)))
    if "png" in formats:
        sides = enumerate(render_card_png(printed), 1)
        files += [File(suffix=f".card-{number}.png", content=side) for number, side in sides]
    return Emission(files=tuple(files), numbered=(".card-*.png",) if "png" in formats else ())


target = Target(name="card", summary="a pocket card of two A6 sides", formats=FORMATS, emit=emit)
