"""A guideline twice as long takes each question about twice the work, not four times."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from milligram.lsp.know import Known, uses
from milligram.lsp.know.completion import completions
from milligram.lsp.know.hints import hints
from milligram.lsp.know.hover import hover
from milligram.lsp.know.names import references
from milligram.lsp.know.outline import folds, outline
from milligram.lsp.know.renaming import rename
from milligram.lsp.know.tokens import tokens
from milligram.source import Span

from tests.compiler.lsp.know.knowing import SMALL, known
from tests.conftest import Work

AT = SMALL.index("follow care")
QUESTIONS: dict[str, Callable[[Known], object]] = {
    "completion": lambda about: completions(about, about.source.text.rindex("follow care") + len("follow ")),
    "hover": lambda about: hover(about, about.source.text.rindex("under 0.70") + 8),
    "references": lambda about: references(about, AT + 8, declaration=True),
    "rename": lambda about: rename(about, AT + 8, "another_name"),
    "outline": outline,
    "folds": folds,
    "tokens": tokens,
    "hints": lambda about: hints(about, Span(0, len(about.source.text))),
}


def long(times: int) -> Known:
    """The small guideline with its decision many times in one pathway."""
    start, end = SMALL.index("  decide"), SMALL.index("  when urgency")
    return known(SMALL[:start] + SMALL[start:end] * times + SMALL[end:])


@pytest.fixture(scope="module")
def texts() -> tuple[Known, Known]:
    return long(40), long(80)


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("fault", [False, True], ids=["whole", "faulty"])
def test_twice_the_text_is_about_twice_the_work(name: str, fault: bool, texts: tuple[Known, Known], work: Work) -> None:
    ask = QUESTIONS[name]
    one, two = texts
    if fault:
        one, two = (known(about.source.text.replace("  decide", "  decid", 1), SMALL) for about in texts)

    def asked(about: Known) -> Callable[[], object]:
        uses._last = None
        ask(about)  # what is kept between questions of any text is kept
        uses._last = None
        return lambda: ask(about)

    assert work(asked(two)) < 2.6 * work(asked(one)) + 500
