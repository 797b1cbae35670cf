"""A wrong script is found out: each fault that is put into it changes an answer of the patients of these tests.

What a script without faults answers is the interpreter's answer (`test_engine.py`), so faulty ones are held to that.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from milligram_targets.page.engine import library, script

from tests.targets.page import engines

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
FIXTURES = ROOT / "tests" / "cases" / "agreement"
MAGNESIUM = ROOT / "guidelines" / "magnesium" / "neck_spasm.mg"

IN_THE_LIBRARY: tuple[tuple[str, str, str], ...] = (
    ("formulas", "const whole=value.size().plus(new Ratio(1n,2n)).floor();", "const whole=value.size().floor();"),
    ("formulas", "up:(value)=>value.ceil()", "up:(value)=>value.floor()"),
    ("formulas", "return top%bottom!==0n&&top<0n!==bottom<0n?quotient - 1n:quotient;", "return quotient;"),
    ("formulas", "return divide(logarithm(value),new Logarithm(q(10n)));", "return logarithm(value);"),
    ("formulas", 'throw new Undefined("division by zero")', "return ZERO"),
    ("formulas", "(-?)([0-9]+)", "(-?)([1-9]+)"),
    ("dates", "today.month<born.month", "today.month<=born.month"),
    ("tables", "answers.includes(null)?null:true", "answers.includes(null)?true:true"),
    ("tables", "doubtful=doubtful||(answer===null&&given);", "doubtful=false;"),
    ("tables", "if(value.gap)return null;", "if(value.gap)continue;"),
    ("scores", "if(values.guideline.impossible.some((rule)=>rule.condition.test(there)===true))continue;", ""),
    ("scores", "const unsettled=variables.filter((each)=>!isSettled(values,each));", "const unsettled=variables;"),
    ("scores", "possible=found===null?null:sums(line,possible,found);", "possible=found;"),
    ("scores", "return found.size===1?[...found][0]:null;", "return[...found][0];"),
    ("corners", "const wanted=bound.included?[0,side]:[side];", "const wanted=[0,side];"),
    ("corners", "if(sure>=count)return true;", "if(sure>count)return true;"),
    ("corners", "if(value===null||(this.testsToo&&value))node.ask(this,value);", "node.ask(this,value);"),
    ("corners", "if(inner===settling)return settling;", ""),
    ("ladders", "if(stops.length)return", "if(false)return"),
    ("ladders", 'return status==="true"&&!unknown.length;', 'return status==="true";'),
    ("ladders", "return delivered===undefined?target===what:delivered.includes(target);", "return target===what;"),
    ("treatment", "time.compare(each.after.low)>=0", "time.compare(each.after.low)>0"),
    ("treatment", "this.ended=certain;", ""),
    ("treatment", "bodies.push(...chosen.beyond.map((each)=>[each,chosen.overdue,false]));", ""),
    ("treatment", "if(!this.advice.has(alikeKey))", "if(true)"),
    ("treatment", "return dates[1].number<clock.today.number;", "return dates[1].number<=clock.today.number;"),
    ("treatment", "if(passed>1n)turn=passed;", ""),
    ("treatment", "day.number>=today.number", "day.number>today.number"),
    ("treatment", "if(answer===false&&!line.days)return null;", ""),
    ("treatment", "starts=served.filter((course)=>course.from).map(from);", "starts=[];"),
    ("doses", "value instanceof Ratio&&value.size().equals(ONE)?shownAs.one:shownAs.many", "shownAs.many"),
    ("doses", "if(dosed.unknown)return this.halt(node,dosed.unknown,[node.text]);", "if(dosed.unknown)return ON;"),
    ("doses", "if(against.length)return this.blockGive(node,what,against);", ""),
    (
        "doses",
        "text:onLadder(doseText(values,words,found,foundLow),rung)",
        "text:doseText(values,words,found,foundLow)",
    ),
    ("faults", "if(holding.some((each)=>each.group!==holding[0].group))", "if(holding.length>1)"),
)
"""A fixture, what stands in the library, and what is put in its place."""


@cache
def _asked(path: Path, count: int) -> list[Any]:
    found: list[Any] = engines.asked_of(engines.guideline_at(path), count)
    return found


def _survivors(path: Path, faulty: list[str], count: int) -> list[int]:
    """The places of the faulty scripts that answer all patients as the right one does."""
    asked = _asked(path, count)
    right, *others = engines.by_scripts([(text, asked) for text in (script(engines.guideline_at(path)), *faulty)])
    return [place for place, each in enumerate(others) if each.lines == right.lines]


@pytest.mark.parametrize("name", dict.fromkeys(name for name, _, _ in IN_THE_LIBRARY))
def test_every_fault_of_the_library_is_found(name: str) -> None:
    path = FIXTURES / f"{name}.mg"
    text = script(engines.guideline_at(path))
    faults = [(old, new) for fixture, old, new in IN_THE_LIBRARY if fixture == name]
    assert [old for old, _ in faults if text.count(old) != 1] == []
    survivors = _survivors(path, [text.replace(old, new) for old, new in faults], 400)
    assert [faults[place] for place in survivors] == []


LIMIT = re.compile(r"(band\(\d+,inputNumber\([^()]*\),(?:null,)?)(closed|open)\((constant\(\d+,[^)]*\)+)")
"""The first limit of a measured value."""


def test_every_limit_of_the_magnesium_guideline_counts() -> None:
    """One limit at a time: it is included where it should not be, or not where it should. Only the rule on potassium,
    which this guideline never gives, says nothing to anybody."""
    text = script(engines.guideline_at(MAGNESIUM))
    idle = text.index('"potassium",\nall(')
    rule = range(idle, text.index("cautions:", idle))
    limits = [found for found in LIMIT.finditer(text) if found.start() not in rule]
    assert len(limits) == 10
    other = {"closed": "open", "open": "closed"}
    turned = [_with(text, found, f"{found[1]}{other[found[2]]}({found[3]}") for found in limits]
    survivors = _survivors(MAGNESIUM, turned, 1_000)
    assert [limits[place][0] for place in survivors] == []


def _with(text: str, found: re.Match[str], new: str) -> str:
    return text[: found.start()] + new + text[found.end() :]


def test_the_library_of_a_script_is_the_one_that_is_tested() -> None:
    """A fault is put into the text that a page holds, not into a copy of it."""
    assert library() in script(engines.guideline_at(MAGNESIUM))
