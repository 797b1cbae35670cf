"""The interactive page: one guideline as one HTML file that needs nothing beside it, and asks nothing of a network.

Enters: a guideline. Leaves: ``NAME.page.html``: a form made from the inputs, the answer as it is typed, with its
reasons and sources, the flowchart with the way that the patient takes, and a view for print. What decides is the script
of `milligram_targets.page.engine`, made from the same IR as everything else.
"""

from __future__ import annotations

from milligram.ir.nodes import Guideline
from milligram.target import AS_USUAL, Choices, Emission, File, Target

__all__ = ["emit", "target"]


def emit(guideline: Guideline, formats: frozenset[str], _: Choices = AS_USUAL, /) -> Emission:
    """The page of a guideline; the flowchart's findings, where it cannot be drawn, are the page's."""
    from milligram_targets.page.html.document import page
    from milligram_targets.page.html.drawing import draw

    drawing = draw(guideline)
    if drawing.diagnostics:
        return Emission(diagnostics=drawing.diagnostics)
    return Emission(files=(File(suffix=".page.html", content=page(guideline, drawing.sheets).encode("utf-8")),))


target = Target(
    name="page",
    summary="one interactive page for a browser, without a network",
    formats={"html": "a form, the answer as it is typed, the flowchart, a view for print"},
    emit=emit,
)
"""The target, found by its entry point."""
