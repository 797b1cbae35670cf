"""The reference semantics: what a guideline says for one patient. Every target is held against it.

Enters: a guideline (IR) and a patient. Leaves: a `Result`, never None: advice in order, reports, asks, what
is blocked, assumed, or would apply, faults, and the trace.

    evaluate(guideline, Patient(values={"serum_magnesium": Fraction("0.6"), …}))  ->  give, step 1, 12 mmol

**Values.** A condition is true, false or unknown (Kleene), its operands read from left to right until it is
settled. A number is exact, possible (finitely many values: scores, tables, cases that are not settled), or
unknown. One true case of a table or of a define by cases gives the value; if none is true, those not ruled
out do. Scores: `milligram.ir.cells`.

**Order of a run.** ``applies when``; then every regimen at step 1 or later; then each pathway by itself. The
advice is joined; what is said twice alike comes out once.

**decide** takes its one true branch; where none can be told, its ``unknown`` branch, else the pathway halts
and asks. No branch, or several true ones with bodies that differ in more than notes: a fault, and the pathway
halts.

**when** unknown: if its body can end the pathway, the pathway halts and asks; else the body is skipped,
listed under ``would_apply``, and the pathway goes on. **continue** leaves the innermost block; **end** ends
the pathway, callers included.

**give** of a drug comes out if every ``never`` rule on what it delivers is known false. Else each such rule
is listed under ``blocked``, what is unknown behind it is asked, and the pathway halts. A dose whose amount is
not one known number halts and asks. Right after a give, each caution on it runs as a ``when``.

**give REGIMEN**: at step 0 the first step. At step N: ``back to`` first, then step N + 1, or ``then`` behind
the last step. A move needs its time (at least the lower bound) and its condition. Known true: it is made, one
a run; both ways at once is a fault. Unknown: the step stays, the move is listed under ``would_apply`` and
asked. ``then`` adds its statements to the give of the current step; where they stop or hold what the regimen
delivers, only they come out. Past the upper bound of a range of time the text says overdue. An unknown step
halts and asks; a regimen the patient does not mention was not started, which is listed under ``assumed`` where
the guideline applies.

**A regimen at step 1 or later** is read before the pathways. A ``stop when`` or a ``never`` rule on what its
step gives that is known true: ``stop``. Else a ``hold while`` that is true, or such a rule that is unknown,
true only because something is unknown, or true of a drug that the step may give: ``hold``. A ``stop when`` or
``hold while`` that is unknown: the step stays, no move. A regimen that was stopped or held gives nothing more
in this run: its ``give`` is blocked. At an unknown step a true rule is listed under ``would_apply``.

**Courses and schedules** are made after the run, from what it recorded, and change nothing in it: where each
regimen stands that the patient is on or is given, when its next move can come, what is measured next. What an
action means: `milligram.interpret.course`; from when days count: `milligram.interpret.schedules`; which date a
time ends on: `milligram.interpret.days`.

**Words of the result.** ``text`` is the author's words for advise, note, unspecified, refer, and for suggest
and order of words; else the statement as a sentence (`milligram.ir.print.statement_text`), a computed amount,
range or volume in the place of its formula. A give names the drug given beside the substance that its dose
counts, then the stated equivalents of an amount that stands as written. On a ladder the text goes on ``,
ROUTE (TITLE, step N)`` or ``(TITLE, step N, overdue)``. ``what`` of a give is the regimen where it gives the
drug that the regimen is *of*, else the drug. ``grade`` and ``because`` are the statement's, else its step's,
else (gives only) those of ``give REGIMEN``; ``sources`` are theirs together, in that order. The dose of a
give on a ladder that names none has only its route and step.

**asks**: the inputs of the halting place first, then by how many open statements each guards, then in order
of declaration; only inputs that can still change the answer. **Faults** halt the pathway where they arise;
others go on.
"""

from milligram.interpret.cases import CaseResult, CaseRun, Coverage, Outcome, Way, run_cases
from milligram.interpret.course import Course, Measurement, NextMove, Schedule
from milligram.interpret.evaluate import evaluate
from milligram.interpret.patient import PatientProblem, PatientReading, read_assignment, read_patient
from milligram.interpret.result import Advice, Ask, GivenDose, Result, number_text, to_json

__all__ = [
    "Advice",
    "Ask",
    "CaseResult",
    "CaseRun",
    "Course",
    "Coverage",
    "GivenDose",
    "Measurement",
    "NextMove",
    "Outcome",
    "PatientProblem",
    "PatientReading",
    "Result",
    "Schedule",
    "Way",
    "evaluate",
    "number_text",
    "read_assignment",
    "read_patient",
    "run_cases",
    "to_json",
]
