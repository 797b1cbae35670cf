"""The pocket card: the limits, doses, warnings and sources of one guideline on paper, for print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milligram.ir.nodes import Guideline
from milligram.target import AS_USUAL, Choices, Emission, File, Target

from milligram_targets.card.papers import A6, PAPERS, SHEETS, arrangement

if TYPE_CHECKING:
    import typst

    from milligram_targets.card.model import Card

FORMATS = {
    "pdf": "the card for print, PDF/A-2a",
    "png": "an image of each side",
    "svg": "a drawing of each side",
}
CHOICES = {"paper": tuple(PAPERS), "n_up": tuple(SHEETS), "grey": ()}


def emit(guideline: Guideline, formats: frozenset[str], choices: Choices = AS_USUAL, /) -> Emission:
    """Prints the guideline's card in each of the formats; a text that cannot be printed is a finding (MG904, MG905)."""
    from milligram_targets.card.fitting import findings
    from milligram_targets.card.from_ir import card
    from milligram_targets.card.render import pages_of, pdf_of

    printed = card(guideline)
    faults = findings(printed, guideline, PAPERS[choices.paper or A6.name], grey=choices.grey)
    if faults:
        return Emission(diagnostics=faults)
    compiler = _set(printed, choices)
    files: list[File] = []
    if "pdf" in formats:
        files.append(File(suffix=".card.pdf", content=pdf_of(compiler, printed)))
    for form in ("png", "svg"):
        if form in formats:
            sides = enumerate(pages_of(compiler, form), 1)
            files += [File(suffix=f".card-{number}.{form}", content=side) for number, side in sides]
    numbered = tuple(f".card-*.{form}" for form in ("png", "svg") if form in formats)
    return Emission(files=tuple(files), numbered=numbered)


def refusal(choices: Choices) -> str | None:
    """Why choices do not go together: a sheet that does not hold two cards of a paper."""
    paper = PAPERS[choices.paper or A6.name]
    if choices.n_up is None or arrangement(paper, choices.n_up) is not None:
        return None
    fits = [f"--paper {other.name}" for other in PAPERS.values() if arrangement(other, choices.n_up) is not None]
    return f"--n-up {choices.n_up} does not hold two cards of {paper.name}; it does with {' or '.join(fits)}"


def _set(card: Card, choices: Choices) -> typst.Compiler:
    """The card laid out as chosen, one page a side or one a sheet."""
    from milligram_targets.card.render import fitted
    from milligram_targets.card.sheets import sheets

    paper = PAPERS[choices.paper or A6.name]
    if choices.n_up is not None:
        return sheets(card, choices.n_up, paper=paper, grey=choices.grey)
    return fitted(card, paper, grey=choices.grey).compiler


target = Target(
    name="card", summary="a pocket card, or one sheet", formats=FORMATS, emit=emit, choices=CHOICES, refusal=refusal
)
