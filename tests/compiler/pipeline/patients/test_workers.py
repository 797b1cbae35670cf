"""The processes that answer: how they end."""

from __future__ import annotations

import threading
import time
from contextlib import suppress

from milligram.pipeline.patients.workers import Crew


def test_a_process_that_is_ended_in_the_middle_of_its_answer_holds_nobody_up() -> None:
    """The pool's own thread would read the rest of the answer, which nobody writes, for ever."""

    def run() -> None:
        with suppress(KeyboardInterrupt), Crew(2) as crew:
            assert crew._pool is not None
            crew._pool.submit(int).result()
            crew._pool.submit(bytes, 400_000_000)
            time.sleep(0.45)
            raise KeyboardInterrupt

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(timeout=60)
    assert not thread.is_alive()
