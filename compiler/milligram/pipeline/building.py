"""Guidelines to files: every target asked for, each file whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from milligram.diagnostics import Diagnostic, Severity
from milligram.diagnostics.spelling import closest
from milligram.ir.nodes import Guideline
from milligram.ir.print import join, title_of
from milligram.pipeline.writing import write_whole
from milligram.target import AS_USUAL, Choices, Emission, Target, TargetError, Way

if TYPE_CHECKING:
    from milligram.interpret.result import Result
    from milligram.ir.nodes import Patient

_SUFFIX = re.compile(r"\.[A-Za-z0-9][A-Za-z0-9._-]{0,60}")
"""What may follow a guideline's name: never a path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which targets to run and, of each, which formats; how the user wants them printed."""

    wanted: tuple[tuple[Target, frozenset[str]], ...]
    choices: Choices = AS_USUAL

    @property
    def formats(self) -> int:
        """How many formats in all."""
        return sum(len(formats) for _, formats in self.wanted)


class SelectionError(ValueError):
    """A target, format or choice that is not to be had; the message names what is."""


def select(
    targets: Mapping[str, Target], names: Sequence[str], formats: Sequence[str], choices: Choices | None = None
) -> Selection:
    """The targets named (``all`` means every one) with the formats named (none means every one). Loads only those.

    Raises:
        SelectionError: a name that no target has, a format that none of the chosen targets writes, a choice that none
            of them heeds, or a word that one of those that heed it does not know.
    """
    for name in names:
        if name != "all" and name not in targets:
            near = closest(name, targets)
            hint = f"did you mean {near}?" if near else f"installed are {', '.join(targets) or 'none'}"
            raise SelectionError(f"no target {name!r}; {hint}")
    if not names:
        raise SelectionError(f"no target is named; installed are {', '.join(targets) or 'none'}")
    chosen = [targets[name] for name in (targets if "all" in names else dict.fromkeys(names))]
    known = {form for target in chosen for form in target.formats}
    for form in formats:
        if form not in known:
            raise SelectionError(
                f"no format {form!r} in {', '.join(t.name for t in chosen)}; they write {', '.join(sorted(known))}"
            )
    pairs = [(target, frozenset(target.formats) & frozenset(formats or target.formats)) for target in chosen]
    wanted = tuple((target, wanted) for target, wanted in pairs if wanted)
    choices = choices or AS_USUAL
    _check_choices([target for target, _ in wanted], choices)
    return Selection(wanted=wanted, choices=choices)


def _check_choices(targets: Sequence[Target], choices: Choices) -> None:
    """Lets no choice pass that would do nothing, or be another for one target than for the next."""
    for name in (field.name for field in fields(Choices)):
        value = getattr(choices, name)
        if value is None or value is False:
            continue
        option = f"--{name.replace('_', '-')}"
        heeding = [target for target in targets if name in target.choices]
        if not heeding:
            names = join((target.name for target in targets), "and")
            raise SelectionError(f"{names} {'does' if len(targets) == 1 else 'do'} not use {option}")
        for target in heeding:
            words = target.choices[name]
            if isinstance(value, str) and value not in words:
                others = [other.name for other in heeding if value in other.choices[name]]
                hint = f"; for {join(others, 'and')} alone, say --target {','.join(others)}" if others else ""
                raise SelectionError(f"{option} {value}: {target.name} takes {join(words, 'or')}{hint}")
    for target in targets:
        if why := target.refusal(choices):
            raise SelectionError(why)


def way(guideline: Guideline, patient: Patient, day: date) -> Way:
    """The way that a patient takes, for `Choices.highlight`."""
    from milligram.interpret import evaluate
    from milligram.interpret.patient_text import patient_text, values_text

    result = evaluate(guideline, patient, as_of=day)
    read = {
        step.id: values_text(guideline, step.values)
        for step in result.trace
        if step.id is not None and any(not isinstance(value, bool) for value in step.values.values())
    }
    read |= {step.id: step.text for step in result.trace if step.id is not None and step.what in ("stop", "hold")}
    standing = {
        True: "",
        False: " (the guideline is not for this patient)",
        None: " (whether the guideline is for this patient is not known)",
    }
    who = patient_text(guideline, patient) or "nothing is known"
    return Way(
        steps=frozenset((step.id, step.branch) for step in result.trace if step.id is not None),
        patient=f"{who}, on {day.isoformat()}{standing[result.applies]}",
        read=tuple(read.items()),
        worked_out=tuple(dict.fromkeys(_worked_out(guideline, result))),
        resting=frozenset(_resting(guideline, result)),
    )


def _worked_out(guideline: Guideline, result: Result) -> Iterator[tuple[int, str]]:
    """What each report says, and the dose of each give that does not spell it out, in the words of the run."""
    from milligram.interpret.result import GO_ON
    from milligram.interpret.sentences import value_text
    from milligram.ir.nodes import Const, Give, Report
    from milligram.ir.walk import all_statements

    statements = {statement.id: statement for statement in all_statements(guideline)}
    for step in result.trace:
        if step.id is None:
            continue
        match statements.get(step.id):
            case Report(names=names) if step.what == "report":
                told = value_text(guideline, step.outcome, result.reports.get(step.outcome))
                yield step.id, told if len(names) == 1 else f"{title_of(guideline, step.outcome)} {told}"
            case Give(dose=dose, what=what) if dose is not None and step.what == "give":
                if all(isinstance(number, Const | None) for number in (dose.amount, dose.low, dose.volume)):
                    continue
                said, title = (
                    step.outcome.removeprefix("give ").removeprefix(GO_ON),
                    title_of(guideline, dose.of or what),
                )
                before, of, _ = said.partition(f" of {title}")
                yield step.id, before + of if isinstance(dose.volume, Const | None) else said


def _resting(guideline: Guideline, result: Result) -> Iterator[int]:
    """The lines of schedules that wait for what does not hold, in each schedule of their monitor."""
    due = {each.line for schedule in result.schedules for each in schedule.next if each.holds is not False}
    for name in dict.fromkeys(schedule.monitor for schedule in result.schedules):
        conditional = (line for line in guideline.monitors[name].lines if line.condition is not None)
        yield from (number for line in conditional if (number := guideline.line(line)) not in due)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What came of one guideline: the files written, and findings of targets (a line that cannot fit a card)."""

    written: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def refused(self) -> bool:
        """Whether some target refused."""
        return any(found.level is Severity.ERROR for found in self.diagnostics)


def build(guideline: Guideline, selection: Selection, out: Path) -> Built:
    """Writes ``out/NAME/NAME<suffix>`` for every file of every target; a target that refuses writes nothing.

    Every target has given its files before the first is written.

    Raises:
        OSError: the directory cannot be written.
        TargetError: a target failed; nothing was written.
    """
    emitted = emit(guideline, selection)
    return Built(written=write(guideline, emitted, out), diagnostics=emitted.diagnostics)


def write(guideline: Guideline, emitted: Emitted, out: Path) -> tuple[Path, ...]:
    """`write_files` for a guideline."""
    return write_files(guideline.name, emitted, out)


def write_files(name: str, emitted: Emitted, out: Path) -> tuple[Path, ...]:
    """Writes what was emitted of the guideline of a name: each file whole or not at all.

    The numbered ones of an earlier build that are no more are removed.

    Raises:
        OSError: the directory cannot be written.
    """
    home = out / name
    contents = {home / file: content for file, content in emitted.files.items()}
    for path, content in contents.items():
        home.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    for pattern in emitted.numbered:
        _remove_old(home, name, pattern, contents)
    return tuple(contents)


@dataclass(frozen=True, slots=True, kw_only=True)
class Emitted:
    """The files of several targets by name, in memory, and what the targets found; one that refuses gives no file.

    ``numbered`` is as in `Emission`.
    """

    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...] = ()
    numbered: tuple[str, ...] = ()


def emit(guideline: Guideline, selection: Selection) -> Emitted:
    """Every file of every target, ``NAME<suffix>``.

    Raises:
        TargetError: a target failed.
    """
    findings: list[Diagnostic] = []
    files: dict[str, bytes] = {}
    numbered: list[str] = []
    for target, formats in selection.wanted:
        emission = _emit(target, guideline, formats, selection.choices)
        findings.extend(emission.diagnostics)
        if any(found.level is Severity.ERROR for found in emission.diagnostics):
            continue
        for file in emission.files:
            name = f"{guideline.name}{file.suffix}"
            if name in files or not _SUFFIX.fullmatch(file.suffix):
                raise TargetError(f"the target {target.name!r} gave a file {file.suffix!r} that cannot be written")
            files[name] = file.content
        numbered.extend(emission.numbered)
    return Emitted(files=files, diagnostics=tuple(findings), numbered=tuple(numbered))


def _remove_old(home: Path, name: str, pattern: str, kept: Container[Path]) -> None:
    """Removes the files of an earlier build that have a number where ``pattern`` has its ``*``."""
    before, _, after = pattern.partition("*")
    for old in home.glob(f"{name}{pattern}"):
        number = old.name.removeprefix(name + before).removesuffix(after)
        if number.isdecimal() and old not in kept:
            old.unlink()


def _emit(target: Target, guideline: Guideline, formats: frozenset[str], choices: Choices) -> Emission:
    try:
        return target.emit(guideline, formats, choices)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as fault:  # a panic of a library written in Rust is no `Exception`
        raise TargetError(f"the target {target.name!r} failed on guideline {guideline.name}") from fault


def same_name(guidelines: Iterable[tuple[Path, Guideline]]) -> tuple[str, Path, Path] | None:
    """Two files whose guidelines have one name, and so would write over each other; or None."""
    seen: dict[str, Path] = {}
    for path, guideline in guidelines:
        if guideline.name in seen:
            return guideline.name, seen[guideline.name], path
        seen[guideline.name] = path
    return None
