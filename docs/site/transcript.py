"""What the command says of the faulty example of a code, for its page: the same that a reader's terminal shows.

transcript(CODES["MG103"])  ->  "$ milligram check renal_function.mg\\nerror[MG103] shared boundary: …"
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner
from milligram.cli.main import cli
from milligram.diagnostics import Code
from milligram.diagnostics.manual import examples
from milligram.diagnostics.registry import BETWEEN

COMMAND = {
    **dict.fromkeys(BETWEEN, "conflicts"),
    "MG802": "check --as-of 2026-11-22",
    "MG904": "build --target card --out build",
    "MG905": "build --target card --out build",
}
"""What finds a code, where plain ``check`` does not."""


def transcript(code: Code) -> str:
    """The command and what it prints; ends with a line end. Each guideline stands in the file of its name."""
    whole = next(each.whole for each in examples(code) if each.faulty)
    with _elsewhere():
        names = []
        for text in re.split(r"(?m)^(?=guideline )", whole)[1:]:
            names.append(f"{text.split(maxsplit=2)[1][:40]}.mg")
            Path(names[-1]).write_text(text, "utf-8", errors="surrogateescape")
        line = f"{COMMAND.get(code.code, 'check')} {' '.join(names)}"
        quiet = ["--no-cache"] if line.startswith("check ") else []
        done = CliRunner().invoke(cli, [*shlex.split(line), *quiet], prog_name="milligram")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return f"$ milligram {line}\n{done.output.rstrip()}\n"


@contextmanager
def _elsewhere() -> Iterator[None]:
    """A folder of its own, at the width that the pages have."""
    before, columns = Path.cwd(), os.environ.pop("COLUMNS", None)
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)
            if columns is not None:
                os.environ["COLUMNS"] = columns
