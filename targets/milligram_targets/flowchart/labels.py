"""What stands in a node: a statement's words, its kind, and the reasons behind it."""

from __future__ import annotations

import re
from typing import assert_never

from milligram.ir import nodes as ir
from milligram.ir import print as words

from milligram_targets.flowchart import wording
from milligram_targets.flowchart.model import Node, NodeKind
from milligram_targets.flowchart.steps import of_statement

_NAME = re.compile(r"(?<![\w{\[])[a-z]\w*")


def capital(text: str) -> str:
    """Our own words with the first letter large, so that a node reads as a sentence. Never for the author's words:
    ``mg`` is not ``Mg``."""
    return text[:1].upper() + text[1:]


def title(name: str, label: str) -> str:
    """The author's label as it is, or else the name as a sentence begins."""
    return capital(label) if label == name.replace("_", " ") else label


def with_titles(guideline: ir.Guideline, text: str) -> str:
    """The author's words about a quantity, each drug by its title: ``480 mg of magnesium oxide``."""
    return _NAME.sub(lambda found: guideline.drugs[found[0]].title if found[0] in guideline.drugs else found[0], text)


def references(guideline: ir.Guideline, notes: ir.Notes) -> str:
    """`` [3, 4]``: the sources by their number in the guideline, as the card prints them; `` [–]`` where the author
    says why none is cited."""
    order = list(guideline.sources)
    numbers = [str(order.index(name) + 1) for name in notes.sources if name in order]
    return f" [{', '.join(numbers)}]" if numbers else " [–]" if notes.uncited else ""


def tooltip(guideline: ir.Guideline, notes: ir.Notes) -> str:
    """The reason, the grade, the sources by title, every departure from the source, and what the author allows."""
    said = [notes.because or "", f"GRADE: {notes.grade}" if notes.grade else ""]
    said += [guideline.sources[name].title for name in notes.sources if name in guideline.sources]
    said += [f"uncited: {notes.uncited}"] if notes.uncited else []
    said += [f"the source says “{differs.source_says}”; differs because {differs.because}" for differs in notes.differs]
    said += [f"{allowed.code} is allowed because {allowed.because}" for allowed in notes.allows]
    return "; ".join(part for part in said if part)


def kind_of(statement: ir.AnyStatement) -> NodeKind:
    """The meaning that a node's shape and fill show."""
    match statement:
        case ir.Decide() | ir.When():
            return NodeKind.QUESTION
        case ir.Give():
            return NodeKind.DRUG
        case ir.AdviseAgainst() | ir.Stop() | ir.Hold():
            return NodeKind.STOP
        case ir.Advise() | ir.Suggest():
            return NodeKind.ACTION
        case ir.Order():
            return NodeKind.ORDER
        case ir.Refer():
            return NodeKind.REFER
        case ir.Start():
            return NodeKind.MONITOR
        case ir.Note():
            return NodeKind.NOTE
        case ir.Unspecified():
            return NodeKind.GAP
        case ir.Follow():
            return NodeKind.FOLLOW
        case ir.Report():
            return NodeKind.REPORT
        case ir.End() | ir.Continue():
            return NodeKind.END
        case _:
            assert_never(statement)


def lines_of(guideline: ir.Guideline, statement: ir.AnyStatement) -> tuple[str, ...]:
    """The statement in words, a line each for what it says, its grade and its sources."""
    match statement:
        case ir.When(condition=condition):
            return wording.asked(condition, guideline)
        case ir.Decide(question=question, subjects=subjects, first_that_applies=first):
            by = ", ".join(words.subject_text(subject, guideline) for subject in subjects)
            asked = [question] if question else []
            if by and by.lower() != (question or "").lower():
                asked.append(by if question else f"{by}?")
            if first:
                return (*asked, "First that applies:")
            return tuple(asked) or ("Which applies?",)
        case ir.Advise(text=text) | ir.Note(text=text):
            return _graded(guideline, text, statement.notes)
        case ir.End(notes=notes):
            return (f"End: {notes.because}",) if notes.because else ()
        case ir.Give():
            return _graded(
                guideline, words.printed(capital(words.statement_text(statement, guideline))), statement.notes
            )
        case ir.Hold(what=what, until=until) if until is not None:
            said = f"Hold {words.title_of(guideline, what)} until {wording.within(until, guideline)}"
            return _graded(guideline, said, statement.notes)
        case ir.Unspecified():
            said = capital(words.printed(words.statement_text(statement, guideline)))
            return (said + references(guideline, statement.notes),)
        case ir.Follow(part=part):
            home = guideline.parts.get(part)
            return (f"See “{title(part, home.title if home else words.title_of(guideline, part))}”",)
        case ir.Start(monitor=monitor):
            return (f"Start monitoring: {words.title_of(guideline, monitor)}" + references(guideline, statement.notes),)
        case _:
            return _graded(guideline, capital(words.statement_text(statement, guideline)), statement.notes)


def _graded(guideline: ir.Guideline, said: str, notes: ir.Notes) -> tuple[str, ...]:
    cited = references(guideline, notes)
    return (said, f"({notes.grade}){cited}") if notes.grade else (f"{said}{cited}",)


def statement_node(guideline: ir.Guideline, identifier: str, statement: ir.AnyStatement) -> Node:
    """The node of a statement."""
    return Node(
        identifier=identifier,
        kind=kind_of(statement),
        lines=lines_of(guideline, statement),
        file=guideline.source.path,
        line=guideline.line(statement),
        tooltip=tooltip(guideline, statement.notes),
        steps=of_statement(statement),
    )
