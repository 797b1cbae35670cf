"""The page on architecture names the layers that the import contract holds, and every file of the prover."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "compiler" / "ARCHITECTURE.md").read_text("utf-8")


def test_the_layers_are_those_of_the_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = [each["layers"] for each in contracts if each.get("containers") == ["milligram"]]
    (line,) = re.findall(r"^`(version · .*)`$", PAGE, re.MULTILINE)
    assert line.split(" · ") == [re.sub(r"[()]|^milligram\.", "", layer) for layer in reversed(layers)]


def test_every_file_of_the_prover_is_told() -> None:
    table = PAGE.split("## Inside `prove`", 1)[1].split("\n## ", 1)[0]
    cells = "".join(re.findall(r"^\| (`.*?) \|", table, re.MULTILINE))
    files = {path.stem for path in (ROOT / "compiler" / "milligram" / "prove").glob("*.py")} - {"__init__"}
    assert set(re.findall(r"`(\w+)`", cells)) == files
