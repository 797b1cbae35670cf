"""One test a construct of the language: a small text, and the tree it must give."""

from __future__ import annotations

import pytest
from milligram.source import SourceFile
from milligram.syntax import nodes as n
from milligram.syntax import parse


def declare(text: str) -> n.Declaration:
    """The only declaration of a text that parses without a finding."""
    result = parse(SourceFile("a.mg", text))
    assert result.diagnostics == ()
    assert result.file is not None
    (declaration,) = result.file.declarations
    return declaration


def do(line: str) -> n.AnyStatement:
    """The only statement of a pathway."""
    pathway = declare("pathway\n  " + line.replace("\n", "\n  ") + "\n")
    assert isinstance(pathway, n.Pathway)
    (statement,) = pathway.body
    return statement


def formula(text: str) -> n.Expr:
    """What ``define`` makes of a formula or condition."""
    define = declare(f"define x: {text}\n")
    assert isinstance(define, n.Define)
    assert define.expr is not None
    return define.expr


def i(name: str) -> n.Ident:
    return n.Ident(name=name)


def v(name: str) -> n.Name:
    return n.Name(name=name)


def t(value: str) -> n.Text:
    return n.Text(value=value)


def q(number: str, unit: str | None = None, of: str | None = None, per: n.UnitPhrase | None = None) -> n.Quantity:
    phrase = None if unit is None else n.UnitPhrase(unit=unit, of=None if of is None else i(of), per=per)
    return n.Quantity(number=number, unit=phrase)


def notes(*sources: str, because: str | None = None) -> n.Notes:
    return n.Notes(sources=tuple(i(s) for s in sources), because=None if because is None else t(because))


# --- guideline, source, substance, class ----------------------------------------------------------------------------


def test_guideline() -> None:
    text = """\
guideline g
  title "T"
  version 0.1.0
  status draft
  for "adults"
  applies when age at least 18 years
  issued 2026-11-22
  review by 2028-11-22
"""
    adult = n.InBand(subject=v("age"), band=n.Band(low=q("18", "years")))
    assert declare(text) == n.Header(
        name=i("g"), title=t("T"), version=t("0.1.0"), status=i("draft"), audience=t("adults"),
        applies_when=adult, issued=t("2026-11-22"), review_by=t("2028-11-22"),
    )  # fmt: skip


def test_source_with_free_fields_and_findings() -> None:
    text = """\
source r1 "S"
  year 2020
  design "trial"
  url "x"
  population "older adults"
  population differs because "younger here"
  finding "cramps" MD -0.18 (95% CI -0.84 to 0.49)
  finding "no numbers" [r2]
"""
    fields = [("year", "2020"), ("design", "trial"), ("url", "x"), ("population", "older adults")]
    estimate = n.Estimate(measure="MD", value="-0.18", level="95", low="-0.84", high="0.49")
    assert declare(text) == n.Source(
        name=i("r1"),
        title=t("S"),
        fields=(*((i(k), t(w)) for k, w in fields), (i("population differs"), t("younger here"))),
        findings=(n.Finding(text=t("cramps"), estimate=estimate), n.Finding(text=t("no numbers"), notes=notes("r2"))),
    )


def test_substances() -> None:
    assert declare("substance mgo formula MgO, gives 1 magnesium\n") == n.Substance(
        name=i("mgo"), formula="MgO", gives=(("1", i("magnesium")),)
    )
    assert declare("substance mg formula Mg(C2H4NO2)2, charge 2\n") == n.Substance(
        name=i("mg"), formula="Mg(C2H4NO2)2", charge="2"
    )
    assert declare("substance insulin, in unit\n") == n.Substance(name=i("insulin"), in_unit=n.UnitPhrase(unit="unit"))


def test_class() -> None:
    assert declare('class a "A" of b, c\n') == n.DrugClass(name=i("a"), label=t("A"), members=(i("b"), i("c")))


# --- inputs ---------------------------------------------------------------------------------------------------------

_PER_INSULIN = n.UnitPhrase(unit="unit", of=i("insulin"))


@pytest.mark.parametrize(
    ("kind", "node"),
    [
        ("in mL/min", n.QuantityKind(unit=n.UnitPhrase(unit="mL/min"))),
        ("in years whole", n.QuantityKind(unit=n.UnitPhrase(unit="years"), whole=True)),
        ("in mmol/L of k", n.QuantityKind(unit=n.UnitPhrase(unit="mmol/L", of=i("k")))),
        (
            "in mmol/L of glucose per unit of insulin",
            n.QuantityKind(unit=n.UnitPhrase(unit="mmol/L", of=i("glucose"), per=_PER_INSULIN)),
        ),
        (
            "in unit of insulin per day",
            n.QuantityKind(unit=n.UnitPhrase(unit="unit", of=i("insulin"), per=n.UnitPhrase(unit="day"))),
        ),
        ("number", n.PlainKind(kind="number")),
        ("count", n.PlainKind(kind="count")),
        ("date", n.PlainKind(kind="date")),
        ("yes or no", n.PlainKind(kind="yes_no")),
        (
            'one of a, b "B" = 2, c = -1.5',
            n.ChoiceKind(
                several=False,
                choices=(
                    n.Choice(name=i("a")),
                    n.Choice(name=i("b"), label=t("B"), points="2"),
                    n.Choice(name=i("c"), points="-1.5"),
                ),
            ),
        ),
        ("any of a, b", n.ChoiceKind(several=True, choices=(n.Choice(name=i("a")), n.Choice(name=i("b"))))),
    ],
)
def test_kinds_of_input(kind: str, node: n.QuantityKind | n.PlainKind | n.ChoiceKind) -> None:
    assert declare(f"input x {kind}\n") == n.Input(name=i("x"), kind=node)


def test_attributes_of_an_input() -> None:
    text = 'input x "L" in mg, plausible 0.1 to 6 mg, valid 14 d, ask "A?", loinc "1-2", snomed "3"\n'
    assert declare(text) == n.Input(
        name=i("x"), label=t("L"), kind=n.QuantityKind(unit=n.UnitPhrase(unit="mg")),
        plausible=n.Plausible(low=q("0.1"), high=q("6", "mg")), valid=q("14", "d"),
        ask=t("A?"), loinc=t("1-2"), snomed=t("3"),
    )  # fmt: skip


def test_attributes_may_follow_choices() -> None:
    read = declare('input x one of a, b, valid 30 d, ask "Which?"\n')
    assert isinstance(read, n.Input)
    assert isinstance(read.kind, n.ChoiceKind)
    assert [choice.name.name for choice in read.kind.choices] == ["a", "b"]
    assert (read.valid, read.ask) == (q("30", "d"), t("Which?"))


def test_impossible() -> None:
    male = n.Is(subject=v("sex"), values=(v("male"),))
    assert declare("impossible when sex is male and pregnant\n") == n.Impossible(
        condition=n.And(operands=(male, v("pregnant")))
    )


# --- units ----------------------------------------------------------------------------------------------------------


_UNITS = [
    "mL/min", "mL/min/{1.73_m2}", "10*9/L", "10^9/L", "kg/m2", "[in_i]", "%", "/min", "mg/kg/d",
    "ug/m3", "°C", "µmol/L", "mm[Hg]", "m[H2O]", "min", "h", "d", "unit",
    "IU", "[iU]", "mg.h/L", "m²", "{beats}/min", "[degF]", "mL/(kg.h)", "mEq/L", "10*-3/L",
]  # fmt: skip


@pytest.mark.parametrize("unit", _UNITS)
def test_units_are_read_by_their_shape(unit: str) -> None:
    """After a number, after `in` and after `as`; followed by a word of the language or by sources."""
    assert formula(f"a under 5 {unit} and b") == n.And(
        operands=(n.InBand(subject=v("a"), band=n.Band(high=q("5", unit), high_included=False)), v("b"))
    )
    assert formula(f"a in {unit} * 2") == n.Arithmetic(
        op="*", left=n.InUnit(operand=v("a"), unit=n.UnitPhrase(unit=unit)), right=q("2")
    )
    assert formula(f"a as {unit}") == n.AsUnit(operand=v("a"), unit=n.UnitPhrase(unit=unit))
    define = declare(f"define x: a at least 5 {unit} [r1, r2]\n")
    assert isinstance(define, n.Define)
    assert define.notes == notes("r1", "r2")
    assert define.expr == n.InBand(subject=v("a"), band=n.Band(low=q("5", unit)))


def test_a_unit_as_printed_with_a_space() -> None:
    assert formula("a under 60 mL/min/1.73 m²") == n.InBand(
        subject=v("a"), band=n.Band(high=q("60", "mL/min/1.73 m²"), high_included=False)
    )


def test_a_source_list_after_a_bare_number_is_no_unit() -> None:
    define = declare("define x: a under 5 [r1]\n")
    assert isinstance(define, n.Define)
    assert (define.expr, define.notes) == (
        n.InBand(subject=v("a"), band=n.Band(high=q("5"), high_included=False)),
        notes("r1"),
    )


def test_equivalents() -> None:
    both = n.Quantity(
        number="0.70", unit=n.UnitPhrase(unit="mmol/L"), also=(q("1.7", "mg/dL"), q("1.4", "mEq/L", "magnesium"))
    )
    assert formula("k under 0.70 mmol/L (also 1.7 mg/dL, 1.4 mEq/L of magnesium)") == n.InBand(
        subject=v("k"), band=n.Band(high=both, high_included=False)
    )


# --- conditions -----------------------------------------------------------------------------------------------------

_LOW, _HIGH = q("20"), q("30", "mg")


@pytest.mark.parametrize(
    ("spellings", "band"),
    [
        (["under 30 mg", "< 30 mg"], n.Band(high=_HIGH, high_included=False)),
        (["at most 30 mg", "<= 30 mg", "≤ 30 mg"], n.Band(high=_HIGH)),
        (["over 30 mg", "> 30 mg"], n.Band(low=_HIGH, low_included=False)),
        (["at least 30 mg", ">= 30 mg", "≥ 30 mg"], n.Band(low=_HIGH)),
        (["20 to 30 mg"], n.Band(low=_LOW, high=_HIGH)),
        (["20 to under 30 mg", "20 to < 30 mg"], n.Band(low=_LOW, high=_HIGH, high_included=False)),
        (["over 20 to 30 mg", "> 20 to 30 mg"], n.Band(low=_LOW, low_included=False, high=_HIGH)),
        (["over 20 to under 30 mg"], n.Band(low=_LOW, low_included=False, high=_HIGH, high_included=False)),
    ],
)
def test_bands_in_words_and_signs(spellings: list[str], band: n.Band) -> None:
    """In a condition, in a branch and in a table's cell, and after `is`."""
    for spelling in spellings:
        assert formula(f"a {spelling}") == formula(f"a is {spelling}") == n.InBand(subject=v("a"), band=band)
        table = declare(f"table by a gives b\n  {spelling} | 1\n")
        assert isinstance(table, n.Table)
        assert table.rows[0].cells == (n.Cell(alternatives=(band,)),)
        decide = do(f"decide by a\n  {spelling}:\n    end")
        assert isinstance(decide, n.Decide)
        assert decide.branches[0].test == table.rows[0].cells


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("a is b", n.Is(subject=v("a"), values=(v("b"),))),
        ("a = 2", n.Is(subject=v("a"), values=(q("2"),))),
        ("a is b, c", n.Is(subject=v("a"), values=(v("b"), v("c")))),
        ("a is yes", n.Is(subject=v("a"), values=(v("yes"),))),
        ('a is "text"', n.Is(subject=v("a"), values=(t("text"),))),
        ("a is not b", n.Not(operand=n.Is(subject=v("a"), values=(v("b"),)))),
        ("a is known", n.IsKnown(subject=v("a"), known=True)),
        ("a is unknown", n.IsKnown(subject=v("a"), known=False)),
        ("a is not known", n.IsKnown(subject=v("a"), known=False)),
        ("a has b, c", n.Has(subject=v("a"), values=(i("b"), i("c")))),
        ("not a", n.Not(operand=v("a"))),
        ("a or b and not c", n.Or(operands=(v("a"), n.And(operands=(v("b"), n.Not(operand=v("c"))))))),
        ("a or b or c", n.Or(operands=(v("a"), v("b"), v("c")))),
        ("(a or b) and c", n.And(operands=(n.Group(operand=n.Or(operands=(v("a"), v("b")))), v("c")))),
        ("a or\n    b", n.Or(operands=(v("a"), v("b")))),
        (
            "plan step at least 1",
            n.InBand(subject=n.RegimenState(regimen=i("plan"), which="step"), band=n.Band(low=q("1"))),
        ),
        (
            "plan time over 4 weeks",
            n.InBand(
                subject=n.RegimenState(regimen=i("plan"), which="time"),
                band=n.Band(low=q("4", "weeks"), low_included=False),
            ),
        ),
        ("a at least b", n.InBand(subject=v("a"), band=n.Band(low=v("b")))),
    ],
)
def test_conditions(text: str, node: n.Expr) -> None:
    if "\n" in text:  # a line that starts with `or` carries on the line above it
        text = "a\n    or b"
    assert formula(text) == node


# --- arithmetic -----------------------------------------------------------------------------------------------------


def _op(op: str, left: n.Expr, right: n.Expr) -> n.Arithmetic:
    return n.Arithmetic(op=op, left=left, right=right)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("a + b - c", _op("-", _op("+", v("a"), v("b")), v("c"))),
        ("a + b * c", _op("+", v("a"), _op("*", v("b"), v("c")))),
        ("a / b / c", _op("/", _op("/", v("a"), v("b")), v("c"))),
        ("a ^ b ^ c", _op("^", v("a"), _op("^", v("b"), v("c")))),
        ("- a * b", _op("*", n.Negative(operand=v("a")), v("b"))),
        ("a - -5", _op("-", v("a"), q("-5"))),
        ("-2 ^ 2", n.Negative(operand=_op("^", q("2"), q("2")))),
        ("a ^ 0.7", _op("^", v("a"), q("0.7"))),
        ("a in kg / b", _op("/", n.InUnit(operand=v("a"), unit=n.UnitPhrase(unit="kg")), v("b"))),
        ("140 - a in years", _op("-", q("140"), n.InUnit(operand=v("a"), unit=n.UnitPhrase(unit="years")))),
        ("a + b as mg", n.AsUnit(operand=_op("+", v("a"), v("b")), unit=n.UnitPhrase(unit="mg"))),
        (
            "a rounded up to 5 mg",
            n.Rounded(operand=v("a"), rounding=n.Rounding(mode="up", to=q("5", "mg"))),
        ),
        (
            "a as mg rounded to 1 mg",
            n.Rounded(
                operand=n.AsUnit(operand=v("a"), unit=n.UnitPhrase(unit="mg")),
                rounding=n.Rounding(mode="nearest", to=q("1", "mg")),
            ),
        ),
        ("max(a, b + 1)", n.Call(function="max", arguments=(v("a"), _op("+", v("b"), q("1"))))),
        *((f"{f}(a)", n.Call(function=f, arguments=(v("a"),))) for f in ("abs", "sqrt", "ln", "log10", "exp", "floor")),
        ("years since born", n.YearsSince(date=i("born"))),
        (
            "min(3 mg/kg * a, 5 min)",
            n.Call(function="min", arguments=(_op("*", q("3", "mg/kg"), v("a")), q("5", "min"))),
        ),
    ],
)  # fmt: skip
def test_arithmetic(text: str, node: n.Expr) -> None:
    assert formula(text) == node


# --- definitions, tables, scores ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "form", "count"), [("any", "any", None), ("all", "all", None), ("at least 2", "at_least", "2")]
)
def test_lists_of_conditions(words: str, form: str, count: str | None) -> None:
    read = declare(f"define x {words} of:\n  a [r1]\n  (b or c)\n")
    lines = (
        n.Line(condition=v("a"), notes=notes("r1")),
        n.Line(condition=n.Group(operand=n.Or(operands=(v("b"), v("c"))))),
    )
    assert read == n.Define(name=i("x"), form=form, at_least=count, lines=lines)  # type: ignore[arg-type]


@pytest.mark.parametrize(("words", "first"), [("", False), (" first that applies", True)])
def test_definition_by_cases(words: str, first: bool) -> None:
    cases = (
        n.Case_(value=_op("*", q("2"), v("a")), condition=v("b"), notes=notes("r1")),
        n.Case_(value=q("0"), condition=None),
    )
    assert declare(f"define x{words}:\n  2 * a when b [r1]\n  0 otherwise\n") == n.Define(
        name=i("x"), form="cases", first_that_applies=first, cases=cases
    )


def test_definition_with_label_and_notes() -> None:
    assert declare('define x "X": a [r1] because "w"\n') == n.Define(
        name=i("x"), label=t("X"), form="expr", expr=v("a"), notes=notes("r1", because="w")
    )


def test_table() -> None:
    text = """\
table by a, b gives x, y first that applies
  c, d  | under 5 mg | 1 mg * w        | unspecified
  2, 3  | any        | "text"          | unspecified "as needed"  [r1]
"""
    rows = (
        n.Row(
            cells=(
                n.Cell(alternatives=(v("c"), v("d"))),
                n.Cell(alternatives=(n.Band(high=q("5", "mg"), high_included=False),)),
            ),
            values=(_op("*", q("1", "mg"), v("w")), n.UnspecifiedValue()),
        ),
        n.Row(
            cells=(
                n.Cell(alternatives=(n.Band(low=q("2"), high=q("2")), n.Band(low=q("3"), high=q("3")))),
                n.Cell(alternatives=(n.AnyValue(),)),
            ),
            values=(t("text"), n.UnspecifiedValue(text=t("as needed"))),
            notes=notes("r1"),
        ),
    )
    assert declare(text) == n.Table(by=(v("a"), v("b")), gives=(i("x"), i("y")), first_that_applies=True, rows=rows)


def test_score() -> None:
    lines = (
        n.Points(value=q("-2"), condition=v("a"), notes=notes("r1")),
        n.Points(value=q("1.5"), condition=v("b")),
        n.Points(value=_op("-", q("15"), v("gcs")), condition=None),
    )
    assert declare('score s "S"\n  -2 when a [r1]\n  1.5 when b\n  add 15 - gcs\n') == n.Score(
        name=i("s"), label=t("S"), lines=lines
    )


# --- regimens and doses ---------------------------------------------------------------------------------------------


def test_regimen() -> None:
    text = """\
regimen r "R" of s
  route oral
  step 1: 12 mmol of m at night (also 480 mg of s) [r3]
  step 2 after 1 to 2 weeks when low:
    give a
    give b
  then after 2 weeks when low: refer to "x"
    uncited because "y"
  back to step 1 after 12 months when c
  stop when d because "w"
  hold while e
  at most 1500 mg of s per day [r3]
"""
    dose = n.Dose(amount=q("12", "mmol"), of=i("m"), schedule=(n.Every(kind="at_night"),), also=(q("480", "mg", "s"),))
    limit = q("1500", "mg", "s", n.UnitPhrase(unit="day"))
    assert declare(text) == n.Regimen(
        name=i("r"),
        label=t("R"),
        of=i("s"),
        lines=(
            n.Route(name=i("oral")),
            n.Step(number="1", dose=dose, notes=notes("r3")),
            n.Step(
                number="2",
                after=n.After(low=q("1"), high=q("2", "weeks")),
                condition=v("low"),
                body=(n.Give(target=i("a")), n.Give(target=i("b"))),
            ),
            n.Then(
                after=n.After(high=q("2", "weeks")),
                condition=v("low"),
                body=(n.Refer(to=t("x"), notes=n.Notes(uncited=t("y"))),),
            ),
            n.BackTo(number="1", after=n.After(high=q("12", "months")), condition=v("c")),
            n.StopWhen(hold=False, condition=v("d"), notes=notes(because="w")),
            n.StopWhen(hold=True, condition=v("e")),
            n.AtMost(limit=limit, notes=notes("r3")),
        ),
    )


@pytest.mark.parametrize(
    ("text", "dose"),
    [
        (
            "400 to 500 mg of x daily",
            n.Dose(low=q("400"), amount=q("500", "mg"), of=i("x"), schedule=(n.Every(kind="daily"),)),
        ),
        ("5 mg of x once", n.Dose(amount=q("5", "mg"), of=i("x"), schedule=(n.Every(kind="once"),))),
        (
            "5 mg of x 3 times daily",
            n.Dose(amount=q("5", "mg"), of=i("x"), schedule=(n.Every(kind="times_daily", times="3"),)),
        ),
        (
            "5 mg of x every 4 to 6 h as needed for 3 d",
            n.Dose(
                amount=q("5", "mg"), of=i("x"), duration=q("3", "d"),
                schedule=(n.Every(kind="every", low=q("4"), high=q("6", "h")), n.Every(kind="as_needed")),
            ),
        ),
        (
            "70 mg/kg by weight every 4 h for 17 doses",
            n.Dose(
                amount=q("70", "mg/kg"), by=i("weight"), doses="17",
                schedule=(n.Every(kind="every", low=q("4", "h")),),
            ),
        ),
        (
            "150 mg/kg of x by weight rounded down to 1 mg in 200 mL over 60 min at most 4 g",
            n.Dose(
                amount=q("150", "mg/kg"), of=i("x"), by=i("weight"), volume=q("200", "mL"), over=q("60", "min"),
                rounding=n.Rounding(mode="down", to=q("1", "mg")), at_most=q("4", "g"),
            ),
        ),
        ("computed of x in bag over 1 h", n.Dose(amount=v("computed"), of=i("x"), volume=v("bag"), over=q("1", "h"))),
    ],
)  # fmt: skip
def test_doses(text: str, dose: n.Dose) -> None:
    """The same in a `give` and on a step's line."""
    assert do(f"give {text} [r1]") == n.Give(dose=dose, notes=notes("r1"))
    regimen = declare(f"regimen r\n  step 1: {text} [r1]\n")
    assert isinstance(regimen, n.Regimen)
    assert regimen.lines == (n.Step(number="1", dose=dose, notes=notes("r1")),)


def test_monitor() -> None:
    text = """\
monitor m "M": a, b
  at baseline [r3]
  after 1 to 2 weeks  differs from source "2-3 weeks" because "w"
  every 3 months when c
  unspecified "more often" when d
"""
    differs = n.Notes(differs=(n.Differs(source_says=t("2-3 weeks"), because=t("w")),))
    assert declare(text) == n.Monitor(
        name=i("m"),
        label=t("M"),
        inputs=(i("a"), i("b")),
        lines=(
            n.MonitorLine(kind="baseline", notes=notes("r3")),
            n.MonitorLine(kind="after", after=n.After(low=q("1"), high=q("2", "weeks")), notes=differs),
            n.MonitorLine(kind="every", every=q("3", "months"), condition=v("c")),
            n.MonitorLine(kind="unspecified", text=t("more often"), condition=v("d")),
        ),
    )


# --- pitfalls, claims, effects, cautions ----------------------------------------------------------------------------


def test_pitfalls() -> None:
    assert declare('pitfall "P" [r1]\n  never give a when b is unknown\n  because "w"\n') == n.Pitfall(
        text=t("P"),
        rules=(n.NeverRule(target=i("a"), condition=n.IsKnown(subject=v("b"), known=False)),),
        notes=notes("r1", because="w"),
    )
    assert declare('pitfall "P"\n  unchecked because "advice"\n') == n.Pitfall(text=t("P"), unchecked=t("advice"))


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ('claim "A" [r1]', n.Claim(text=t("A"), notes=notes("r1"))),
        ('claim "A" answers "Q?" unsupported', n.Claim(text=t("A"), answers=t("Q?"), standing="unsupported")),
        ('claim "A" supported by r1, r2', n.Claim(text=t("A"), standing="supported", by=(i("r1"), i("r2")))),
        (
            'claim "A"\n  contradicted by r1 because "w"',
            n.Claim(text=t("A"), standing="contradicted", by=(i("r1"),), notes=notes(because="w")),
        ),
        ('notice "N"', n.Notice(text=t("N"))),
        ('missing "M" because "empty"', n.Missing(text=t("M"), notes=notes(because="empty"))),
        ('effect a "E" common [r3]', n.Effect(target=i("a"), text=t("E"), frequency="common", notes=notes("r3"))),
        ('effect a "E" very rare', n.Effect(target=i("a"), text=t("E"), frequency="very rare")),
        ('effect a "E"', n.Effect(target=i("a"), text=t("E"))),
        ("caution a when b: stop c", n.Caution(target=i("a"), condition=v("b"), body=(n.Stop(target=i("c")),))),
        ("caution a when b:\n  stop c", n.Caution(target=i("a"), condition=v("b"), body=(n.Stop(target=i("c")),))),
    ],
)
def test_claims_effects_and_cautions(text: str, node: n.Declaration) -> None:
    assert declare(text + "\n") == node


# --- statements -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("give a", n.Give(target=i("a"))),
        ('give a, dose unspecified "w"', n.Give(target=i("a"), unspecified_dose=t("w"))),
        ("stop a", n.Stop(target=i("a"))),
        ("hold a until b", n.Hold(target=i("a"), until=v("b"))),
        ("hold a", n.Hold(target=i("a"))),
        ('advise "t"', n.Advise(text=t("t"))),
        ("advise against a", n.AdviseAgainst(target=i("a"))),
        ('suggest "t"', n.Suggest(what=t("t"))),
        ("suggest a", n.Suggest(what=i("a"))),
        ('order "t"', n.Order(what=t("t"))),
        ("order a", n.Order(what=i("a"))),
        ('refer to "t"', n.Refer(to=t("t"))),
        ("start m", n.Start(monitor=i("m"))),
        ('note "t"', n.Note(text=t("t"))),
        ("report a, b", n.Report(names=(i("a"), i("b")))),
        ('unspecified "t"', n.Unspecified(text=t("t"))),
        ("follow p", n.Follow(part=i("p"))),
        ("continue", n.Continue()),
        ('end because "w"', n.End(notes=notes(because="w"))),
        ("when a:\n  end", n.When(condition=v("a"), body=(n.End(),))),
        ("when a: end", n.When(condition=v("a"), body=(n.End(),))),
    ],
)
def test_statements(text: str, node: n.AnyStatement) -> None:
    assert do(text) == node


def test_notes_on_the_line_and_indented_under_it() -> None:
    grade = n.Grade(strength="strong", certainty="very low")
    wanted = n.Stop(
        target=i("a"),
        notes=n.Notes(
            grade=grade,
            because=t("one two"),
            sources=(i("r1"), i("r2")),
            differs=(n.Differs(source_says=t("s"), because=t("d")),),
            allows=(n.Allow(code=i("MG107"), because=t("e")),),
        ),
    )
    line = 'stop a (strong, very low) because "one" "two" [r1, r2] differs from source "s" because "d" '
    assert do(line + 'allow MG107 because "e"') == wanted
    lines = """\
stop a
  (strong, very low)
  because "one"
    "two"
  [r1,
    r2]
  differs from source "s"
    because "d"
  allow MG107 because "e"
"""
    assert do(lines.rstrip()) == wanted


@pytest.mark.parametrize(
    ("words", "grade"),
    [
        ("(strong)", n.Grade(strength="strong")),
        ("(conditional, low)", n.Grade(strength="conditional", certainty="low")),
        ("(moderate)", n.Grade(certainty="moderate")),
    ],
)
def test_grades(words: str, grade: n.Grade) -> None:
    assert do(f"stop a {words}") == n.Stop(target=i("a"), notes=n.Notes(grade=grade))


def test_decide_by_a_value() -> None:
    text = """\
decide "D" by a first that applies
  unknown:
    end
  b, c [r1]:
    continue
  otherwise: end
"""
    assert do(text.rstrip()) == n.Decide(
        question=t("D"),
        by=(v("a"),),
        first_that_applies=True,
        branches=(
            n.Branch(test="unknown", body=(n.End(),)),
            n.Branch(test=(n.Cell(alternatives=(v("b"), v("c"))),), notes=notes("r1"), body=(n.Continue(),)),
            n.Branch(test="otherwise", body=(n.End(),)),
        ),
    )


def test_decide_by_several_values() -> None:
    band = n.Band(low=q("5", "mg"))
    assert do("decide by a, b\n  c | at least 5 mg:\n    end\n  any | yes:\n    end") == n.Decide(
        by=(v("a"), v("b")),
        branches=(
            n.Branch(test=(n.Cell(alternatives=(v("c"),)), n.Cell(alternatives=(band,))), body=(n.End(),)),
            n.Branch(test=(n.Cell(alternatives=(n.AnyValue(),)), n.Cell(alternatives=(v("yes"),))), body=(n.End(),)),
        ),
    )


def test_decide_by_conditions() -> None:
    low = n.InBand(subject=v("k"), band=n.Band(high=q("3", "mg"), high_included=False))
    assert do("decide\n  k under 3 mg or b:\n    end\n  a is c, d:\n    end") == n.Decide(
        branches=(
            n.Branch(test=n.Or(operands=(low, v("b"))), body=(n.End(),)),
            n.Branch(test=n.Is(subject=v("a"), values=(v("c"), v("d"))), body=(n.End(),)),
        )
    )


def test_pathway_and_part() -> None:
    assert declare('pathway p "P"\n  end\n') == n.Pathway(name=i("p"), label=t("P"), body=(n.End(),))
    assert declare("part p\n  end\n") == n.Part(name=i("p"), body=(n.End(),))


# --- cases ----------------------------------------------------------------------------------------------------------


def test_a_patient() -> None:
    text = """\
case "C"
  age 40 years, sex male, born 1980-02-29, drugs loop, thiazide, ill yes, bp unknown
  plan step 1, plan time 2 weeks, kind "text"
  expect end
"""
    case = declare(text)
    assert isinstance(case, n.Case)
    assert case.given == (
        n.Given(name=i("age"), values=(q("40", "years"),)),
        n.Given(name=i("sex"), values=(v("male"),)),
        n.Given(name=i("born"), values=(t("1980-02-29"),)),
        n.Given(name=i("drugs"), values=(v("loop"), v("thiazide"))),
        n.Given(name=i("ill"), values=(v("yes"),)),
        n.Given(name=i("bp"), values=(v("unknown"),)),
        n.Given(name=i("plan"), state="step", values=(q("1"),)),
        n.Given(name=i("plan"), state="time", values=(q("2", "weeks"),)),
        n.Given(name=i("kind"), values=(t("text"),)),
    )


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("give 24 mmol of m", n.ExpectStatement(statement=n.Give(dose=n.Dose(amount=q("24", "mmol"), of=i("m"))))),
        ("no give a", n.ExpectStatement(negated=True, statement=n.Give(target=i("a")))),
        ("advise against a", n.ExpectStatement(statement=n.AdviseAgainst(target=i("a")))),
        ("risk high", n.ExpectValue(name=i("risk"), value=v("high"))),
        ('stage "one"', n.ExpectValue(name=i("stage"), value=t("one"))),
        ("low yes", n.ExpectValue(name=i("low"), value=v("yes"))),
        ("curb65 3 to 5", n.ExpectValue(name=i("curb65"), value=n.Band(low=q("3"), high=q("5")))),
        ("curb65 at least 3", n.ExpectValue(name=i("curb65"), value=n.Band(low=q("3")))),
        (
            "clearance 101.23 mL/min",
            n.ExpectValue(name=i("clearance"), value=n.Band(low=q("101.23", "mL/min"), high=q("101.23", "mL/min"))),
        ),
        ("dose 8400 mg", n.ExpectValue(name=i("dose"), value=n.Band(low=q("8400", "mg"), high=q("8400", "mg")))),
        ("ask a", n.ExpectOutcome(kind="ask", target=i("a"))),
        ("blocked a", n.ExpectOutcome(kind="blocked", target=i("a"))),
        ("outside", n.ExpectOutcome(kind="outside")),
    ],
)  # fmt: skip
def test_expectations(text: str, node: n.Expectation) -> None:
    case = declare(f'case "C"\n  expect {text}\n')
    assert isinstance(case, n.Case)
    assert case.expectations == (node,)
