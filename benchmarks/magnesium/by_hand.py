"""The corrected magnesium guideline as a programmer would write it by hand for speed.

Enters: a plain dict of checked values, each in the unit that guidelines/magnesium/neck_spasm.mg declares; what is
missing or None is unknown. A regimen that is missing was not started; its state is the module's, ``(step, time in days,
since)``. Leaves: a tuple, constant wherever the whole path is.

    answer({"age": 40, "serum_magnesium": 0.85, "neck_spasm": True, …})
        ->  (True, (AGAINST, PHYSICAL, NSAID, RELAXANT, HEAT, POSTURE), (), (), (), NOT_STARTED)

The tuple is ``(applies, advice, asks, blocked, would_apply, assumed)``: all that the interpreter says, but the words of
a question, and the dates, which no branch decides: review, next measurement, next move. Advice is ``(kind, what, text,
dose, grade, because, sources, line)``, a dose ``(amount, unit, of, frequency, route, step)``, an ask ``(input, what
waits for it)``, what would apply ``(text, condition, unknown, line)``. `modules.py` first holds all of it to the
interpreter.

What a person knows of this guideline is used: a set that is not empty has one of the words asked for, as each test
names all words of its input; no give is ever blocked, as the pathway ends before one where a `never` rule is true or
unknown; no faults, no reports. A limit of 0.7 as a double decides as 7/10 does for each level of up to 15 digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from magnesium.words import (
    AGAINST,
    AGAINST_IF,
    AGAINST_RENAL,
    AGE_UNKNOWN,
    ASK_CLEARANCE_HELD,
    ASK_CLEARANCE_HELD_NSAID,
    ASK_CLEARANCE_NSAID,
    ASK_DIARRHOEA,
    ASK_LEVEL_1,
    ASK_LEVEL_2,
    ASK_NECK,
    ASK_NECK_NORMAL,
    ASK_NECK_UNMEASURED,
    ASK_POTASSIUM,
    ASK_STEP_GIVE,
    ASK_STEP_HOLD,
    ASK_STEP_STOP,
    ASK_STEP_STOP_HOLD,
    ASK_VOLUME,
    ASK_VOLUME_ALSO_HELD,
    ASK_VOLUME_ALSO_HELD_NSAID,
    ASK_VOLUME_AND_NSAID,
    ASK_VOLUME_HELD,
    ASK_VOLUME_HELD_NSAID,
    ASK_VOLUME_NSAID,
    BEYOND_IF,
    BEYOND_TEXT,
    CAUTION,
    DEPLETED,
    FIT_BOTH,
    FIT_CLEARANCE,
    FIT_VOLUME,
    FOLLOW,
    GLYCINATE_IF,
    HOLD_20,
    HOLD_30,
    HOLD_BOTH,
    HOLD_CLEARANCE,
    HOLD_IF_20,
    HOLD_IF_30,
    HOLD_VOLUME,
    IN_TIME,
    NEPHROLOGY,
    NORMAL,
    NORMAL_LEVEL,
    NOT_FOR_SPASM,
    NOT_FOR_SPASM_IF,
    NOT_STARTED,
    ORDER_CLEARANCE,
    ORDER_LEVEL,
    OUTSIDE,
    PHARMACY,
    POTASSIUM,
    POTASSIUM_IF,
    REDUCED,
    RISK,
    START_30,
    STEP_1,
    STEP_2,
    STEP_2_BEYOND,
    STEP_2_IF,
    STEP_2_LATE,
    STEP_2_TEXT,
    STOP_BOTH,
    STOP_IF_RENAL,
    STOP_IF_VOLUME,
    STOP_RENAL,
    STOP_VOLUME,
    UNMEASURED,
    WITH_NSAID,
    WITHOUT_NSAID,
    Advice,
    Answer,
    Asks,
    Would,
)


def answer(values: Mapping[str, Any]) -> Answer:
    """What the guideline says."""
    age = values.get("age")
    if age is None:
        return AGE_UNKNOWN
    if age < 18:
        return OUTSIDE
    level = values.get("serum_magnesium")
    if "replacement" in values:
        state = values["replacement"]
        step = None if state is None else state[0]
        if step or (level is not None and level < 0.7):
            return _reason(values, level, step, state, ())
        return _no_reason(values, level, step)
    if level is None:
        said = UNMEASURED
    elif level < 0.7:
        return _reason(values, level, 0, None, NOT_STARTED)
    else:
        said = NORMAL
    if (
        (diuretics := values.get("diuretics"))
        or (medicines := values.get("other_medicines"))
        or (diarrhoea := values.get("diarrhoea"))
        or (bowel := values.get("bowel_conditions"))
        or (alcohol := values.get("alcohol_use_disorder"))
        or (chronic := values.get("chronic_diseases"))
    ):
        risk = -1
    else:
        risk = 0  # or a bit for each that is unknown
        if diuretics is None:
            risk = 1
        if medicines is None:
            risk += 2
        if diarrhoea is None:
            risk += 4
        if bowel is None:
            risk += 8
        if alcohol is None:
            risk += 16
        if chronic is None:
            risk += 32
    neck = values.get("neck_spasm")
    if neck:
        depleted = values.get("volume_depleted")
        clearance = values.get("creatinine_clearance")
        if depleted is False and clearance is not None and clearance >= 30:
            if risk == 0:
                return said.spasm
            if risk == -1:
                return said.spasm_at_risk
            asks, would = said.risk[risk]
            return (True, said.advice_with_nsaid, asks, (), would, NOT_STARTED)
        if depleted or (clearance is not None and clearance < 30):
            if risk == 0:
                return said.spasm_without_nsaid
            if risk == -1:
                return said.spasm_at_risk_without_nsaid
            asks, would = said.risk[risk]
            return (True, said.advice_without_nsaid, asks, (), would, NOT_STARTED)
        if clearance is not None:
            fit, would = ASK_VOLUME_NSAID, FIT_VOLUME
        elif depleted is None:
            fit, would = ASK_CLEARANCE_NSAID + ASK_VOLUME_NSAID, FIT_BOTH
        else:
            fit, would = ASK_CLEARANCE_NSAID, FIT_CLEARANCE
        if risk == 0:
            return (True, said.advice_without_nsaid, fit, (), would, NOT_STARTED)
        if risk == -1:
            return (True, said.spasm_at_risk_without_nsaid[1], fit, (), would, NOT_STARTED)
        asks, before = said.risk[risk]
        return (True, said.advice_without_nsaid, fit + asks, (), before + would, NOT_STARTED)
    if neck is None:
        if risk == 0:
            return said.neck_unknown
        if risk == -1:
            return said.neck_unknown_at_risk
        asks, would = said.risk[risk]
        return (True, (), said.ask_neck + asks, (), said.if_neck + would + FOLLOW, NOT_STARTED)
    if risk == 0:
        return said.nothing
    if risk == -1:
        return said.at_risk
    asks, would = said.risk[risk]
    return (True, (), asks, (), would, NOT_STARTED)


def _no_reason(values: Mapping[str, Any], level: Any, step: int | None) -> Answer:
    """The same where a state is given: step 0, or an unknown step."""
    asks: Asks = ()
    would: Would = ()
    clearance = values.get("creatinine_clearance")
    depleted = values.get("volume_depleted")
    measured = True
    last: Asks = ()
    if step is None:
        measured = False
        if clearance is not None and clearance < 20:
            would = STOP_IF_RENAL + STOP_IF_VOLUME if depleted else STOP_IF_RENAL
            last = ASK_STEP_STOP
        elif depleted:
            would = STOP_IF_VOLUME
            last = ASK_STEP_STOP
    elif level is None:
        measured = False
    advice: tuple[Advice, ...] = ()
    care: tuple[Advice, ...] = ()
    after: Would = ()
    neck = values.get("neck_spasm")
    if neck:
        advice = (AGAINST,) if measured else (NOT_FOR_SPASM,)
        if depleted:
            care = WITHOUT_NSAID
        elif clearance is None:
            care = WITHOUT_NSAID
            if depleted is None:
                after = FIT_BOTH
                asks = ASK_CLEARANCE_NSAID + ASK_VOLUME_NSAID
            else:
                after = FIT_CLEARANCE
                asks = ASK_CLEARANCE_NSAID
        elif clearance < 30:
            care = WITHOUT_NSAID
        elif depleted is None:
            care = WITHOUT_NSAID
            after = FIT_VOLUME
            asks = ASK_VOLUME_NSAID
        else:
            care = WITH_NSAID
    elif neck is None:
        asks = ASK_NECK_NORMAL if measured else ASK_NECK_UNMEASURED
        would += AGAINST_IF if measured else NOT_FOR_SPASM_IF
        after = FOLLOW
    if (
        (diuretics := values.get("diuretics"))
        or (medicines := values.get("other_medicines"))
        or (diarrhoea := values.get("diarrhoea"))
        or (bowel := values.get("bowel_conditions"))
        or (alcohol := values.get("alcohol_use_disorder"))
        or (chronic := values.get("chronic_diseases"))
    ):
        advice += (NORMAL_LEVEL,) if measured else (ORDER_LEVEL,)
    elif (
        diuretics is None
        or medicines is None
        or diarrhoea is None
        or bowel is None
        or alcohol is None
        or chronic is None
    ):
        text = (NORMAL_LEVEL[2] if measured else ORDER_LEVEL[2],)
        unknown: tuple[str, ...] = ()
        if diarrhoea is None:
            asks += (("diarrhoea", text),)
        if diuretics is None:
            asks += (("diuretics", text),)
            unknown = ("diuretics",)
        if medicines is None:
            asks += (("other_medicines", text),)
            unknown += ("other_medicines",)
        if diarrhoea is None:
            unknown += ("diarrhoea",)
        if bowel is None:
            asks += (("bowel_conditions", text),)
            unknown += ("bowel_conditions",)
        if alcohol is None:
            asks += (("alcohol_use_disorder", text),)
            unknown += ("alcohol_use_disorder",)
        if chronic is None:
            asks += (("chronic_diseases", text),)
            unknown += ("chronic_diseases",)
        would += ((text[0], RISK, unknown, 137 if measured else 145),)
    return (True, advice + care, asks + last, (), would + after, ())


def _reason(values: Mapping[str, Any], level: Any, step: int | None, state: Any, assumed: tuple[str, ...]) -> Answer:
    """The level is low, or the patient is on the ladder."""
    clearance = values.get("creatinine_clearance")
    depleted = values.get("volume_depleted")
    neck = values.get("neck_spasm")
    if clearance is None:
        return _clearance_unknown(step, depleted, neck, assumed)
    if clearance < 60:
        return _renal(clearance, step, depleted, neck, assumed)
    if depleted:
        advice: tuple[Advice, ...] = (STOP_VOLUME[0], DEPLETED) if step else (DEPLETED,)
        would = STOP_IF_VOLUME if step is None else ()
        last = ASK_STEP_STOP if step is None else ()
        if neck:
            return (True, advice + WITHOUT_NSAID, last, (), would, assumed)
        if neck is None:
            return (True, advice, ASK_NECK + last, (), would + FOLLOW, assumed)
        return (True, advice, last, (), would, assumed)
    if depleted is None:
        advice = HOLD_VOLUME if step else ()
        if neck:
            asks = ASK_VOLUME_ALSO_HELD_NSAID if step else ASK_VOLUME_AND_NSAID
            return (True, advice + WITHOUT_NSAID, asks, (), FIT_VOLUME, assumed)
        asks = ASK_VOLUME_ALSO_HELD if step else ASK_VOLUME
        if neck is None:
            return (True, advice, asks + ASK_NECK, (), FOLLOW, assumed)
        return (True, advice, asks, (), (), assumed)
    if step is None:
        if neck:
            return (True, WITH_NSAID, ASK_STEP_GIVE, (), (), assumed)
        if neck is None:
            return (True, (), ASK_STEP_GIVE + ASK_NECK, (), FOLLOW, assumed)
        return (True, (), ASK_STEP_GIVE, (), (), assumed)
    return _given(values, level, step, state, neck, assumed)


def _given(values: Mapping[str, Any], level: Any, step: int, state: Any, neck: Any, assumed: tuple[str, ...]) -> Answer:
    """A step is given: kidneys and volume are in order."""
    would: Would = ()
    asks: Asks = ()
    last: Asks = ()
    given = STEP_1
    if step:
        _, time, since = state
        missing = "replacement time"
        if time is None and since is not None:
            today = values.get("today")
            if today is None:
                missing = "today"
            else:
                time = (today - since).days
        if step == 2:
            given = STEP_2
        if time is None:
            if level is None or level < 0.7:
                text = STEP_2_TEXT if step == 1 else BEYOND_TEXT
                unknown = ("serum_magnesium", missing) if level is None else (missing,)
                would = ((text, IN_TIME, unknown, 75 if step == 1 else 77),)
                last = ((missing, (text,)),)
                if level is None:
                    asks = ASK_LEVEL_1 if step == 1 else ASK_LEVEL_2
        elif time >= 7:
            if level is None:
                if step == 1:
                    would, asks = STEP_2_IF, ASK_LEVEL_1
                else:
                    would, asks = BEYOND_IF, ASK_LEVEL_2
            elif level < 0.7:
                if step == 2:
                    given = STEP_2_BEYOND
                elif time > 14:
                    given = STEP_2_LATE
                else:
                    given = STEP_2
    diarrhoea = values.get("diarrhoea")
    if diarrhoea:
        said = given[1]
    else:
        said = given[0]
        if diarrhoea is None:
            would += GLYCINATE_IF
            last = ASK_DIARRHOEA + last
    potassium = values.get("serum_potassium")
    if potassium is None:
        would += POTASSIUM_IF
        last = asks + ASK_POTASSIUM + last
    else:
        if asks:
            last = asks + last
        if potassium < 3.5:
            said += (POTASSIUM,)
    if neck:
        return (True, said + WITH_NSAID, last, (), would, assumed)
    if neck is None:
        return (True, said, ASK_NECK + last, (), would + FOLLOW, assumed)
    return (True, said, last, (), would, assumed)


def _renal(clearance: Any, step: int | None, depleted: Any, neck: Any, assumed: tuple[str, ...]) -> Answer:
    """The clearance is under 60 mL/min."""
    advice: tuple[Advice, ...] = ()
    would: Would = ()
    asks: Asks = ()
    last: Asks = ()
    first: Asks = ()
    if clearance < 20:
        if step:
            advice = STOP_BOTH if depleted else STOP_RENAL
        elif step is None:
            would = STOP_IF_RENAL + STOP_IF_VOLUME if depleted else STOP_IF_RENAL
            last = ASK_STEP_STOP
        advice += (AGAINST_RENAL,)
    else:
        if step:
            if depleted:
                advice = STOP_VOLUME
            elif depleted is None:
                advice = HOLD_VOLUME
                asks = ASK_VOLUME_HELD
        elif step is None:
            if depleted:
                would = STOP_IF_VOLUME
                first = ASK_STEP_STOP_HOLD
            else:
                last = ASK_STEP_HOLD
        if clearance < 30:
            advice += (CAUTION, NEPHROLOGY, HOLD_20) if step else (CAUTION, NEPHROLOGY)
            if step is None:
                would += HOLD_IF_20
        else:
            advice += (REDUCED, PHARMACY, HOLD_30, START_30) if step else (REDUCED, PHARMACY, START_30)
            if step is None:
                would += HOLD_IF_30
            if neck:
                if depleted is False:
                    return (True, advice + WITH_NSAID, first + last, (), would, assumed)
                if depleted is None:
                    asks = ASK_VOLUME_HELD_NSAID if step else ASK_VOLUME_NSAID
                    would += FIT_VOLUME
    if neck:
        return (True, advice + WITHOUT_NSAID, first + asks + last, (), would, assumed)
    if neck is None:
        return (True, advice, first + ASK_NECK + asks + last, (), would + FOLLOW, assumed)
    return (True, advice, first + asks + last, (), would, assumed)


def _clearance_unknown(step: int | None, depleted: Any, neck: Any, assumed: tuple[str, ...]) -> Answer:
    """Nobody has measured the clearance."""
    would: Would = ()
    asks: Asks = ()
    last: Asks = ()
    advice: tuple[Advice, ...] = ()
    if step:
        if depleted:
            advice = STOP_VOLUME
        elif depleted is None:
            advice = HOLD_BOTH
            asks = ASK_CLEARANCE_HELD_NSAID + ASK_VOLUME_HELD_NSAID if neck else ASK_CLEARANCE_HELD + ASK_VOLUME_HELD
        else:
            advice = HOLD_CLEARANCE
            asks = ASK_CLEARANCE_HELD_NSAID if neck else ASK_CLEARANCE_HELD
    else:
        if step is None and depleted:
            would = STOP_IF_VOLUME
            last = ASK_STEP_STOP
        if neck and not depleted:
            asks = ASK_CLEARANCE_NSAID if depleted is False else ASK_CLEARANCE_NSAID + ASK_VOLUME_NSAID
    advice += (ORDER_CLEARANCE,)
    if neck:
        if not depleted:
            would += FIT_BOTH if depleted is None else FIT_CLEARANCE
        return (True, advice + WITHOUT_NSAID, asks + last, (), would, assumed)
    if neck is None:
        return (True, advice, ASK_NECK + asks + last, (), would + FOLLOW, assumed)
    return (True, advice, asks + last, (), would, assumed)
