"""The dump of the tree: stable text, every part that is written, no part that is not."""

from __future__ import annotations

from milligram.source import SourceFile
from milligram.syntax import parse
from milligram.syntax.dump import dump_ast

TEXT = """\
# a comment
input k "K" in mmol/L of potassium, plausible 1 to 10
define low: k under 3.5 mmol/L (also 3.5 mEq/L) [r1]
"""

DUMP = """\
File
  declarations:
    Input
      name: Ident 'k'
      label: Text 'K'
      kind: QuantityKind
        unit: UnitPhrase 'mmol/L'
          of: Ident 'potassium'
      plausible: Plausible
        low: Quantity '1'
        high: Quantity '10'
    Define
      name: Ident 'low'
      form: 'expr'
      expr: InBand
        subject: Name 'k'
        band: Band
          low_included: yes
          high: Quantity '3.5'
            unit: UnitPhrase 'mmol/L'
            also:
              Quantity '3.5'
                unit: UnitPhrase 'mEq/L'
      notes: Notes
        sources:
          Ident 'r1'
"""


def test_the_dump_shows_what_is_written() -> None:
    """A bound that is left out is not shown; ``under`` is a high bound that is not included."""
    file = parse(SourceFile("a.mg", TEXT)).file
    assert file is not None
    assert dump_ast(file) == DUMP


def test_places_and_comments_do_not_show() -> None:
    """Blank lines and comments move every place and change no line of the dump."""
    file = parse(SourceFile("a.mg", "\n\n# more\n" + TEXT.replace(" under", "   under"))).file
    assert file is not None
    assert dump_ast(file) == DUMP
