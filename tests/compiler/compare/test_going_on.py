"""A diff tells a dose that goes on beside what comes beyond the last step by the mark of `milligram run`."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from milligram.cli.main import cli

_OLD = """guideline g
  title "G"
  version 1.0.0
source r1 "R"
substance paracetamol formula C8H9NO2
input weight in kg, plausible 10 to 200
input calm yes or no
regimen fit
  step 1: give 1 g of paracetamol daily [r1]
  then after 1 d when not calm: refer to "intensive care" [r1]
pathway
  when weight over 50 kg:
    give fit [r1]
"""


def test_a_dose_that_goes_on_is_told_as_no_new_one(tmp_path: Path) -> None:
    old, new = tmp_path / "old.mg", tmp_path / "new.mg"
    old.write_text(_OLD)
    new.write_text(_OLD.replace("over 50 kg", "over 40 kg"))
    told = CliRunner().invoke(cli, ["diff", str(old), str(new)]).output
    assert "GO ON      with 1 g of paracetamol daily" in told
    assert "GIVE       with" not in told
