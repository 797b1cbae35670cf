"""What was known of a text that is gone is let go of."""

from __future__ import annotations

import gc
import random
import re

from milligram.lsp.documents import Document
from milligram.lsp.following import Following
from milligram.lsp.jobs import Job
from milligram.lsp.know.completion import completions
from milligram.lsp.know.hover import hover
from milligram.lsp.proofs import Then

from tests.compiler.lsp.know.knowing import SMALL


class Nobody:
    """Never answers, as when the next edit always comes before the proof."""

    def ask(self, job: Job, then: Then) -> int:
        return 1

    def stop(self, number: int) -> None:
        pass


def test_many_edits_leave_no_more_behind_than_few() -> None:
    rng = random.Random(1)
    following = Following(Document("file:///a.mg", 1, SMALL, "utf-16"), Nobody(), lambda _: None, seconds=1.0, steps=1)
    held = []
    for _ in range(3):
        for version in range(60):
            number = rng.choice(list(re.finditer(r"under [0-9.]+", SMALL)))
            text = f"{SMALL[: number.start()]}under {rng.randint(1, 99)}{SMALL[number.end() :]}"
            text = text if version % 9 else text[: rng.randrange(len(text))]
            following.update(Document("file:///a.mg", version, text, "utf-16"))
            following.look()
            hover(following.known, min(number.start(), len(text)))
            completions(following.known, min(number.end(), len(text)))
        following.update(Document("file:///a.mg", 999, SMALL, "utf-16"))
        following.look()
        gc.collect()
        held.append(len(gc.get_objects()))
    assert held[2] < held[1] * 1.02
