"""Guidelines to files: every target asked for, each file whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from milligram.diagnostics import Diagnostic, Severity
from milligram.ir.nodes import Guideline
from milligram.pipeline.writing import write_whole
from milligram.target import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which targets to run and, of each, which formats."""

    wanted: tuple[tuple[Target, frozenset[str]], ...]

    @property
    def formats(self) -> int:
        """How many formats in all."""
        return sum(len(formats) for _, formats in self.wanted)


class SelectionError(ValueError):
    """A target or format that is not installed; the message names what is."""


def select(targets: Mapping[str, Target], names: Sequence[str], formats: Sequence[str]) -> Selection:
    """The targets named (``all`` means every one) with the formats named (none means every one).

    Raises:
        SelectionError: a name that no target has, or a format that none of the chosen targets writes.
    """
    chosen = list(targets.values()) if "all" in names else []
    for name in names:
        if name == "all":
            continue
        if name not in targets:
            raise SelectionError(f"no target {name!r}; installed are {', '.join(targets)}")
        if targets[name] not in chosen:
            chosen.append(targets[name])
    known = {form for target in chosen for form in target.formats}
    for form in formats:
        if form not in known:
            raise SelectionError(
                f"no format {form!r} in {', '.join(t.name for t in chosen)}; they write {', '.join(sorted(known))}"
            )
    pairs = [(target, frozenset(target.formats) & frozenset(formats or target.formats)) for target in chosen]
    return Selection(wanted=tuple((target, wanted) for target, wanted in pairs if wanted))


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

    Raises:
        OSError: the directory cannot be written.
    """
    home = out / guideline.name
    written: list[Path] = []
    findings: list[Diagnostic] = []
    for target, formats in selection.wanted:
        emission = target.emit(guideline, formats)
        findings.extend(emission.diagnostics)
        if any(found.level is Severity.ERROR for found in emission.diagnostics):
            continue
        home.mkdir(parents=True, exist_ok=True)
        for file in emission.files:
            path = home / f"{guideline.name}{file.suffix}"
            write_whole(path, file.content)
            written.append(path)
    return Built(written=tuple(written), diagnostics=tuple(findings))


def same_name(guidelines: Iterable[tuple[Path, Guideline]]) -> tuple[str, Path, Path] | None:
    """Two files whose guidelines have one name, and so would write over each other; or None."""
    seen: dict[str, Path] = {}
    for path, guideline in guidelines:
        if guideline.name in seen:
            return guideline.name, seen[guideline.name], path
        seen[guideline.name] = path
    return None
