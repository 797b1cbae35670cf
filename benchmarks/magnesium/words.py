"""What the magnesium guideline says, in constants: one for each thing that comes out, with its dose, reasons and line.

Enters: nothing. Leaves: constants for `by_hand`, which says what their places mean.

    GIVE_1  ->  ("give", "replacement", "give 12 mmol …", (12, "mmol", "magnesium", "at night", "oral", 1), …)
"""

from __future__ import annotations

from typing import Any, TypeAlias

Advice: TypeAlias = tuple[Any, ...]
Asks: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
Would: TypeAlias = tuple[tuple[str, str, tuple[str, ...], int], ...]
Doses: TypeAlias = tuple[tuple[Advice, ...], tuple[Advice, ...]]
Answer: TypeAlias = tuple[bool | None, tuple[Advice, ...], Asks, tuple[()], Would, tuple[str, ...]]

# --- advice -----------------------------------------------------------------------------------------------------------

R34 = ("r3", "r4")
NO_BENEFIT = "no benefit over placebo for muscle cramps"

AGAINST = (
    "advise_against",
    "magnesium",
    "advise against magnesium",
    None,
    "conditional, low",
    NO_BENEFIT,
    ("r1",),
    134,
)
NORMAL_LEVEL = (
    "note", None, "A normal level does not exclude deficiency: under 1% is in blood.", None, None, None, ("r3",), 138,
)  # fmt: skip
NOT_FOR_SPASM = ("advise", None, "no magnesium for spasm alone", None, "conditional, low", NO_BENEFIT, ("r1",), 142)
ORDER_LEVEL = ("order", "serum_magnesium", "order serum magnesium", None, None, None, ("r3",), 146)
ORDER_CLEARANCE = ("order", "creatinine_clearance", "order creatinine clearance", None, None, None, ("r3",), 151)
AGAINST_RENAL = (
    "advise_against", "magnesium", "advise against magnesium", None, "strong", "life-threatening hypermagnesaemia", R34,
    154,
)  # fmt: skip
CAUTION = ("unspecified", None, "extreme caution", None, None, None, ("r3",), 157)
NEPHROLOGY = ("refer", None, "nephrology or clinical pharmacy", None, None, None, (), 158)
REDUCED = ("unspecified", None, "reduced doses with close monitoring", None, None, None, ("r3",), 165)
PHARMACY = ("refer", None, "clinical pharmacy, for the dose", None, None, None, (), 166)
UNTIL_60 = "hold replacement until creatinine clearance at least 60 mL/min"
HOLD_20 = ("hold", "replacement", UNTIL_60, None, None, None, (), 161)
HOLD_30 = ("hold", "replacement", UNTIL_60, None, None, None, (), 168)
START_30 = ("start", "electrolytes", "start electrolytes", None, None, None, ("r3",), 170)
DEPLETED = ("advise", None, "correct volume depletion before magnesium", None, None, None, R34, 176)
START = ("start", "electrolytes", "start electrolytes", None, None, None, ("r3",), 180)
POTASSIUM = ("note", None, "Potassium will not correct until magnesium has.", None, None, None, ("r3", "r5", "r7"), 182)
GLYCINATE = (
    "suggest", None, "magnesium glycinate 200 to 400 mg daily (salt or magnesium: not stated), for less diarrhoea",
    None, None, None, R34, 99,
)  # fmt: skip


def _give(amount: int, oxide: int, step: int, late: str, line: int) -> Advice:
    text = f"give {amount} mmol of magnesium as magnesium oxide ({oxide} mg of magnesium oxide) at night"
    text += f", oral (replacement, step {step}{late})"
    dose = (amount, "mmol", "magnesium", "at night", "oral", step)
    return ("give", "replacement", text, dose, "conditional, low", None, R34, line)


GIVE_1 = _give(12, 480, 1, "", 72)
GIVE_2 = _give(24, 970, 2, "", 75)
GIVE_2_LATE = _give(24, 970, 2, ", overdue", 75)
MEANWHILE = (
    "go on with 24 mmol of magnesium as magnesium oxide (970 mg of magnesium oxide) at night, oral, meanwhile"
    " (replacement, step 2)"
)
GIVE_2_MEANWHILE: Advice = ("give", "replacement", MEANWHILE, *GIVE_2[3:])
SPECIALIST = ("refer", None, "a specialist, for continuing loss", None, None, None, (), 77)

PHYSICAL = ("suggest", None, "physical therapy and stretching exercises", None, None, None, (), 190)
NSAID = ("suggest", None, "an NSAID for pain and inflammation", None, None, None, (), 193)
RELAXANT = (
    "suggest", None, "a muscle relaxant (cyclobenzaprine or tizanidine) for acute spasm", None, None, None, (), 196,
)  # fmt: skip
HEAT = ("suggest", None, "heat therapy", None, None, None, (), 198)
POSTURE = ("suggest", None, "correction of postural or ergonomic factors", None, None, None, (), 199)

# What comes out together.
WITH_NSAID = (PHYSICAL, NSAID, RELAXANT, HEAT, POSTURE)
WITHOUT_NSAID = (PHYSICAL, RELAXANT, HEAT, POSTURE)
NOT_STARTED = ("replacement: not started",)

RENAL_FIRST = "Never supplement magnesium without checking renal function first"
VOLUME_FIRST = "Correct volume depletion first"
NO_CLEARANCE = f"{RENAL_FIRST} (unknown: creatinine clearance)"
NO_VOLUME = f"{VOLUME_FIRST} (unknown: volume depleted)"


def _interrupted(kind: str, because: str, line: int) -> tuple[Advice]:
    return ((kind, "replacement", f"{kind} replacement", None, None, because, R34, line),)


STOP_RENAL = _interrupted("stop", RENAL_FIRST, 107)
STOP_BOTH = _interrupted("stop", f"{RENAL_FIRST}; {VOLUME_FIRST}", 107)
STOP_VOLUME = _interrupted("stop", VOLUME_FIRST, 114)
HOLD_CLEARANCE = _interrupted("hold", NO_CLEARANCE, 106)
HOLD_BOTH = _interrupted("hold", f"{NO_CLEARANCE}; {NO_VOLUME}", 106)
HOLD_VOLUME = _interrupted("hold", NO_VOLUME, 114)

# What would apply if something were known.
NSAID_TEXT = "suggest an NSAID for pain and inflammation"
IF_FIT = "creatinine clearance at least 30 mL/min and not volume depleted"
IF_BEGUN = "replacement step at least 1"
STEP = ("replacement step",)
FIT_BOTH: Would = ((NSAID_TEXT, IF_FIT, ("creatinine_clearance", "volume_depleted"), 192),)
FIT_CLEARANCE: Would = ((NSAID_TEXT, IF_FIT, ("creatinine_clearance",), 192),)
FIT_VOLUME: Would = ((NSAID_TEXT, IF_FIT, ("volume_depleted",), 192),)
FOLLOW: Would = (("follow spasm care", "neck spasm", ("neck_spasm",), 186),)
STOP_IF_RENAL: Would = (("stop replacement", IF_BEGUN, STEP, 107),)
STOP_IF_VOLUME: Would = (("stop replacement", IF_BEGUN, STEP, 114),)
HOLD_IF_20: Would = ((UNTIL_60, IF_BEGUN, STEP, 160),)
HOLD_IF_30: Would = ((UNTIL_60, IF_BEGUN, STEP, 167),)
AGAINST_IF: Would = (("advise against magnesium", "neck spasm", ("neck_spasm",), 133),)
NOT_FOR_SPASM_IF: Would = ((NOT_FOR_SPASM[2], "neck spasm", ("neck_spasm",), 141),)
GLYCINATE_TEXT = f"suggest {GLYCINATE[2]}"
GLYCINATE_IF: Would = ((GLYCINATE_TEXT, "diarrhoea", ("diarrhoea",), 98),)
POTASSIUM_IF: Would = ((POTASSIUM[2], "serum potassium under 3.5 mmol/L", ("serum_potassium",), 181),)
IN_TIME = "after 1 to 2 weeks, when low magnesium"
STEP_2_TEXT = "replacement step 2: give 24 mmol of magnesium as magnesium oxide (970 mg of magnesium oxide) at night"
BEYOND_TEXT = "refer to a specialist, for continuing loss"
RISK = "risk of magnesium deficiency"

# What is asked, and what waits for it.
CONTINUE = "continue replacement"
ENDING = (DEPLETED[2], "end")
ASK_NECK: Asks = (("neck_spasm", ("follow spasm care",)),)
ASK_NECK_NORMAL: Asks = (("neck_spasm", ("advise against magnesium", "follow spasm care")),)
ASK_NECK_UNMEASURED: Asks = (("neck_spasm", (NOT_FOR_SPASM[2], "follow spasm care")),)
ASK_CLEARANCE_NSAID: Asks = (("creatinine_clearance", (NSAID_TEXT,)),)
ASK_CLEARANCE_HELD: Asks = (("creatinine_clearance", (CONTINUE,)),)
ASK_CLEARANCE_HELD_NSAID: Asks = (("creatinine_clearance", (CONTINUE, NSAID_TEXT)),)
ASK_VOLUME_NSAID: Asks = (("volume_depleted", (NSAID_TEXT,)),)
ASK_VOLUME_HELD: Asks = (("volume_depleted", (CONTINUE,)),)
ASK_VOLUME_HELD_NSAID: Asks = (("volume_depleted", (CONTINUE, NSAID_TEXT)),)
ASK_VOLUME: Asks = (("volume_depleted", ENDING),)
ASK_VOLUME_AND_NSAID: Asks = (("volume_depleted", (*ENDING, NSAID_TEXT)),)
ASK_VOLUME_ALSO_HELD: Asks = (("volume_depleted", (CONTINUE, *ENDING)),)
ASK_VOLUME_ALSO_HELD_NSAID: Asks = (("volume_depleted", (CONTINUE, *ENDING, NSAID_TEXT)),)
ASK_STEP_GIVE: Asks = (("replacement step", ("give replacement",)),)
ASK_STEP_STOP: Asks = (("replacement step", ("stop replacement",)),)
ASK_STEP_HOLD: Asks = (("replacement step", (UNTIL_60,)),)
ASK_STEP_STOP_HOLD: Asks = (("replacement step", ("stop replacement", UNTIL_60)),)
ASK_POTASSIUM: Asks = (("serum_potassium", (POTASSIUM[2],)),)
ASK_DIARRHOEA: Asks = (("diarrhoea", (GLYCINATE_TEXT,)),)

# The dose of a step, and what follows it: without, and with, the caution on diarrhoea.
STEP_1: Doses = ((GIVE_1, START), (GIVE_1, GLYCINATE, START))
STEP_2: Doses = ((GIVE_2, START), (GIVE_2, GLYCINATE, START))
STEP_2_LATE: Doses = ((GIVE_2_LATE, START), (GIVE_2_LATE, GLYCINATE, START))
STEP_2_BEYOND: Doses = (
    (GIVE_2_MEANWHILE, SPECIALIST, START),
    (GIVE_2_MEANWHILE, GLYCINATE, SPECIALIST, START),
)
STEP_2_IF: Would = ((STEP_2_TEXT, IN_TIME, ("serum_magnesium",), 75),)
BEYOND_IF: Would = ((BEYOND_TEXT, IN_TIME, ("serum_magnesium",), 77),)
ASK_LEVEL_1: Asks = (("serum_magnesium", (STEP_2_TEXT,)),)
ASK_LEVEL_2: Asks = (("serum_magnesium", (BEYOND_TEXT,)),)

# --- where there is no reason for magnesium, and nothing was started --------------------------------------------------

AGE_UNKNOWN: Answer = (None, (), (("age", ("whether the guideline applies",)),), (), (), ())
OUTSIDE: Answer = (False, (), (), (), (), ())

ASKED_FOR_RISK = (
    ("diarrhoea", 4),
    ("diuretics", 1),
    ("other_medicines", 2),
    ("bowel_conditions", 8),
    ("alcohol_use_disorder", 16),
    ("chronic_diseases", 32),
)


class Said:
    """What is said of a normal level, or of an unknown one; a whole answer where all that matters is known."""

    __slots__ = (
        "advice_with_nsaid",
        "advice_without_nsaid",
        "ask_neck",
        "at_risk",
        "if_neck",
        "neck_unknown",
        "neck_unknown_at_risk",
        "nothing",
        "risk",
        "spasm",
        "spasm_at_risk",
        "spasm_at_risk_without_nsaid",
        "spasm_without_nsaid",
    )

    def __init__(self, spasm: Advice, risk: Advice, ask_neck: Asks, if_neck: Would, line: int) -> None:
        def whole(*advice: Advice, asks: Asks = (), would: Would = ()) -> Answer:
            return (True, advice, asks, (), would, NOT_STARTED)

        self.advice_with_nsaid = (spasm, *WITH_NSAID)
        self.advice_without_nsaid = (spasm, *WITHOUT_NSAID)
        self.nothing = whole()
        self.at_risk = whole(risk)
        self.spasm = whole(spasm, *WITH_NSAID)
        self.spasm_without_nsaid = whole(spasm, *WITHOUT_NSAID)
        self.spasm_at_risk = whole(spasm, risk, *WITH_NSAID)
        self.spasm_at_risk_without_nsaid = whole(spasm, risk, *WITHOUT_NSAID)
        self.ask_neck = ask_neck
        self.if_neck = if_neck
        self.neck_unknown = whole(asks=ask_neck, would=if_neck + FOLLOW)
        self.neck_unknown_at_risk = whole(risk, asks=ask_neck, would=if_neck + FOLLOW)
        self.risk = tuple(self._unknown(risk[2], unknown, line) for unknown in range(64))

    @staticmethod
    def _unknown(text: str, unknown: int, line: int) -> tuple[Asks, Would]:
        """What is asked, and what would apply, for each set of inputs that are unknown."""
        asks = tuple((name, (text,)) for name, bit in ASKED_FOR_RISK if unknown & bit)
        names = tuple(name for name, bit in sorted(ASKED_FOR_RISK, key=lambda each: each[1]) if unknown & bit)
        return asks, ((text, RISK, names, line),)


NORMAL = Said(AGAINST, NORMAL_LEVEL, ASK_NECK_NORMAL, AGAINST_IF, 137)
UNMEASURED = Said(NOT_FOR_SPASM, ORDER_LEVEL, ASK_NECK_UNMEASURED, NOT_FOR_SPASM_IF, 145)
