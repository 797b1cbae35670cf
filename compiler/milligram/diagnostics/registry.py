"""Every finding that Milligram can make, by its stable code.

Leaves: one `Code` constant per finding, and `CODES`, which maps ``"MG103"`` to it. `CHECKED` holds the codes
that this version looks for; the others keep their number and their meaning, and are not claimed.

    CODES["MG103"].title  ->  "shared boundary"
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from milligram.diagnostics.model import Code, Severity

_NEVER_SILENCED = frozenset(
    {"MG101", "MG102", "MG103", "MG104", "MG111", "MG201", "MG202", "MG301", "MG304", "MG401", "MG402", "MG403"}
    | {"MG406", "MG502"}
)
"""Beside every MG0xx other than MG000: a reason does not make these safe."""


def _can_allow(code: str) -> bool:
    return code == "MG000" or not (code.startswith("MG0") or code in _NEVER_SILENCED)


def _error(code: str, slug: str, finds: str) -> Code:
    return Code(code=code, slug=slug, severity=Severity.ERROR, can_allow=_can_allow(code), finds=finds)


def _warning(code: str, slug: str, finds: str) -> Code:
    return Code(code=code, slug=slug, severity=Severity.WARNING, can_allow=_can_allow(code), finds=finds)


# reading
NOT_DECIDED = _error("MG000", "not-decided", "the analysis gave up: the place is not verified")
SYNTAX = _error("MG001", "syntax", "a line that the grammar does not allow here")
INDENTATION = _error("MG002", "indentation", "a line that stands at no level of the lines above it")
UNKNOWN_KEYWORD = _error("MG003", "unknown-keyword", "a line starts with a word that is not of the language")
BAD_STRING = _error("MG004", "bad-string", "a text without its closing quote, or with an escape that is none")
TAB = _error("MG005", "tab", "a tab, which shows at a different width on every screen")
HIDDEN_CHARACTER = _error(
    "MG006", "hidden-character", "a character that is not shown, or that turns the direction of the text"
)
FILE_TOO_LARGE = _error("MG007", "file-too-large", "a file beyond the size that one guideline can have")
LITERAL_TOO_LARGE = _error("MG008", "literal-too-large", "a number with more digits than any measurement has")
NESTED_TOO_DEEP = _error("MG009", "nested-too-deep", "blocks or brackets nested beyond what can be read")
UNREADABLE_FILE = _error("MG010", "unreadable-file", "a file that cannot be opened, or that is not UTF-8 text")

# names and types
UNKNOWN_NAME = _error("MG011", "unknown-name", "a name that nothing declares")
DUPLICATE_NAME = _error("MG012", "duplicate-name", "one name declared twice")
RESERVED_NAME = _error("MG013", "reserved-name", "a name that is a word of the language")
WRONG_TYPE = _error("MG014", "wrong-type", "a name or value of one kind where another kind is needed")
MISSING_PART = _error("MG015", "missing-part", "a declaration or statement without a part that it needs")
CIRCULAR_DEFINITION = _error("MG016", "circular-definition", "a definition that leads back to itself")
NOT_A_CONDITION = _error("MG017", "not-a-condition", "a value where something true or false is needed")
UNKNOWN_CHOICE = _error("MG018", "unknown-choice", "a choice that the input does not have")
ROW_SHAPE = _error("MG019", "row-shape", "a row with more or fewer cells than the table has columns")
MISPLACED = _error("MG020", "misplaced", "a statement, branch or attribute where it has no meaning")
REPEATED_PART = _error("MG021", "repeated-part", "a part that may stand once, written twice")
BAD_DATE = _error("MG022", "bad-date", "a date that no calendar has")
BACKWARDS_RANGE = _error("MG023", "backwards-range", "a range whose first value is above its second")
BAD_FORMULA = _error("MG024", "bad-formula", "a chemical formula that cannot be read")
UNKNOWN_UNIT = _error("MG025", "unknown-unit", "a unit that is not in UCUM nor a clinical spelling of one")
MISSING_UNIT = _error("MG026", "missing-unit", "a bare number where a quantity needs its unit")
IMPOSSIBLE_NUMBER = _error("MG027", "impossible-number", "a number that cannot be meant, such as 0 times daily")
STEP_ORDER = _error("MG028", "step-order", "steps of a regimen that do not count 1, 2, 3")
USELESS_ALLOW = _warning("MG029", "useless-allow", "an `allow` that silences nothing, or that may not be given")

# decisions and tables
GAP = _error("MG101", "gap", "a patient for whom no branch or row holds")
OVERLAP = _error("MG102", "overlap", "a patient for whom two branches or rows with different bodies hold")
SHARED_BOUNDARY = _error("MG103", "shared-boundary", "a single value that is in two branches or rows")
POINT_HOLE = _error("MG104", "point-hole", "a single value that is in no branch or row")
UNREACHABLE = _error("MG105", "unreachable", "a branch, row or statement that no patient can reach")
MASKED = _warning("MG106", "masked", "a row of a `first that applies` that the rows above it cover")
MERGEABLE_ROWS = _warning("MG107", "mergeable-rows", "rows with the same body that make one band")
GRAPH_FAULT = _error("MG108", "graph-fault", "a part never followed, a recursion, a declaration never used")
VACUOUS_CONDITION = _warning("MG109", "vacuous-condition", "a condition that is always true where it stands")
OUTSIDE_DOMAIN = _error("MG110", "outside-domain", "a literal beyond the plausible bounds of its input")
RESOLUTION_HOLE = _error("MG111", "resolution-hole", "values between two bands, such as 29.5 between 29 and 30")

# unknown values
SILENT_UNKNOWN = _error("MG201", "silent-unknown", "a path taken because a value is unknown that says nothing")
UNSAFE_UNKNOWN = _error("MG202", "unsafe-unknown", "a drug given while a rule that forbids it is unknown")
USELESS_QUESTION = _warning("MG203", "useless-question", "an input that never changes any answer")

# units
DIMENSION_CONFLICT = _error("MG301", "dimension-conflict", "quantities of different kinds compared or added")
FALSE_EQUIVALENCE = _error("MG302", "false-equivalence", "stated equivalents that are not equal")
SUBSTANCE_BASIS = _error("MG303", "substance-basis", "an equivalent that holds for another substance, salt or element")
NO_BASIS = _error("MG304", "no-basis", "equivalents or arbitrary units without the charge or substance they need")
MAGNITUDE = _warning("MG305", "magnitude", "a literal off by a power of ten or a known unit factor")
EQUIVALENT_ON_OTHER_SIDE = _warning(
    "MG306",
    "equivalent-on-other-side",
    "a stated equivalent that falls on the other side of its own threshold",
)
ARITHMETIC_UNDEFINED = _error("MG307", "arithmetic-undefined", "a division by zero, or ln or sqrt out of range")
MIXED_DOSES = _warning("MG308", "mixed-doses", "one drug in units of kinds that do not convert, such as mg and mL")

# safety
INVARIANT_BROKEN = _error("MG401", "invariant-broken", "a drug given to a patient for whom a rule forbids it")
NOT_KNOWN_BEFORE = _error("MG402", "not-known-before", "a drug given before what a rule needs is known")
ORDER = _error("MG403", "order", "a drug given before what a rule says must come first")
CAUTION_WITHOUT_ACTION = _warning("MG404", "caution-without-action", "a caution that changes no advice")
PITFALL_IN_PROSE = _warning("MG405", "pitfall-in-prose", "a pitfall with no rule and no `unchecked because`")
CONTRADICTION = _error("MG406", "contradiction", "one patient told to take and not to take the same drug")

# dose and time
ESCALATION_NOT_MONOTONE = _warning("MG501", "escalation-not-monotone", "a later step that gives less")
MAXIMUM_EXCEEDED = _error("MG502", "maximum-exceeded", "a dose above the stated maximum")
NO_EXIT = _error("MG503", "no-exit", "a last step that leads nowhere while the value is still abnormal")
UNUSED_HEADROOM = _warning("MG504", "unused-headroom", "a last step under half of the stated maximum")
MEASURED_TOO_LATE = _error("MG505", "measured-too-late", "a decision on a value before it is measured again")
SCHEDULE_WITHOUT_CONSEQUENCE = _warning(
    "MG506", "schedule-without-consequence", "a monitored value for which no rule says what to do"
)
STALE = _error("MG507", "stale", "a decision that may use a value older than it is valid")
DRUG_WITHOUT_DOSE = _warning("MG508", "drug-without-dose", "a drug given without a dose")
NO_DOSE = _error("MG509", "no-dose", "a dose that comes to nothing")

# between guidelines
GUIDELINES_CONTRADICT = _error("MG701", "guidelines-contradict", "two guidelines that contradict for one patient")
DUPLICATE_THERAPY = _warning("MG702", "duplicate-therapy", "two guidelines that give one patient the same drug")
DIFFERING_THRESHOLDS = _warning("MG704", "differing-thresholds", "one name with different thresholds")

# evidence
UNCITED = _warning("MG800", "uncited", "a recommendation with no source and no `uncited because`")
DANGLING_SOURCE = _error("MG801", "dangling-source", "a reference to a source that is not declared")
REVIEW_OVERDUE = _warning("MG802", "review-overdue", "a guideline whose review date has passed")
STRONG_ON_LOW = _warning("MG803", "strong-on-low", "a strong recommendation on low certainty, without a reason")
POPULATION_DIFFERS = _warning("MG804", "population-differs", "evidence from other people, without a reason")
ESTIMATE_OFF = _warning("MG805", "estimate-off", "an estimate outside its interval or off its centre")
EFFECT_MISREAD = _warning("MG806", "effect-misread", "`no effect` where the interval excludes it, or the reverse")
UNUSED_SOURCE = _warning("MG807", "unused-source", "a source that nothing cites")

# wording
ERROR_PRONE = _warning("MG901", "error-prone", "an abbreviation or dose designation known to be misread")
VAGUE = _warning("MG902", "vague", "a vague term outside `unspecified`")
MIXED_CONNECTIVES = _warning("MG903", "mixed-connectives", "`and` and `or` mixed without brackets")
LINE_CANNOT_FIT = _error("MG904", "line-cannot-fit", "a line that cannot fit on the card")
NO_GLYPH = _error("MG905", "no-glyph", "a character that the card's typeface cannot show")

CODES: Mapping[str, Code] = MappingProxyType(
    {
        "MG000": NOT_DECIDED,
        "MG001": SYNTAX,
        "MG002": INDENTATION,
        "MG003": UNKNOWN_KEYWORD,
        "MG004": BAD_STRING,
        "MG005": TAB,
        "MG006": HIDDEN_CHARACTER,
        "MG007": FILE_TOO_LARGE,
        "MG008": LITERAL_TOO_LARGE,
        "MG009": NESTED_TOO_DEEP,
        "MG010": UNREADABLE_FILE,
        "MG011": UNKNOWN_NAME,
        "MG012": DUPLICATE_NAME,
        "MG013": RESERVED_NAME,
        "MG014": WRONG_TYPE,
        "MG015": MISSING_PART,
        "MG016": CIRCULAR_DEFINITION,
        "MG017": NOT_A_CONDITION,
        "MG018": UNKNOWN_CHOICE,
        "MG019": ROW_SHAPE,
        "MG020": MISPLACED,
        "MG021": REPEATED_PART,
        "MG022": BAD_DATE,
        "MG023": BACKWARDS_RANGE,
        "MG024": BAD_FORMULA,
        "MG025": UNKNOWN_UNIT,
        "MG026": MISSING_UNIT,
        "MG027": IMPOSSIBLE_NUMBER,
        "MG028": STEP_ORDER,
        "MG029": USELESS_ALLOW,
        "MG101": GAP,
        "MG102": OVERLAP,
        "MG103": SHARED_BOUNDARY,
        "MG104": POINT_HOLE,
        "MG105": UNREACHABLE,
        "MG106": MASKED,
        "MG107": MERGEABLE_ROWS,
        "MG108": GRAPH_FAULT,
        "MG109": VACUOUS_CONDITION,
        "MG110": OUTSIDE_DOMAIN,
        "MG111": RESOLUTION_HOLE,
        "MG201": SILENT_UNKNOWN,
        "MG202": UNSAFE_UNKNOWN,
        "MG203": USELESS_QUESTION,
        "MG301": DIMENSION_CONFLICT,
        "MG302": FALSE_EQUIVALENCE,
        "MG303": SUBSTANCE_BASIS,
        "MG304": NO_BASIS,
        "MG305": MAGNITUDE,
        "MG306": EQUIVALENT_ON_OTHER_SIDE,
        "MG307": ARITHMETIC_UNDEFINED,
        "MG308": MIXED_DOSES,
        "MG401": INVARIANT_BROKEN,
        "MG402": NOT_KNOWN_BEFORE,
        "MG403": ORDER,
        "MG404": CAUTION_WITHOUT_ACTION,
        "MG405": PITFALL_IN_PROSE,
        "MG406": CONTRADICTION,
        "MG501": ESCALATION_NOT_MONOTONE,
        "MG502": MAXIMUM_EXCEEDED,
        "MG503": NO_EXIT,
        "MG504": UNUSED_HEADROOM,
        "MG505": MEASURED_TOO_LATE,
        "MG506": SCHEDULE_WITHOUT_CONSEQUENCE,
        "MG507": STALE,
        "MG508": DRUG_WITHOUT_DOSE,
        "MG509": NO_DOSE,
        "MG701": GUIDELINES_CONTRADICT,
        "MG702": DUPLICATE_THERAPY,
        "MG704": DIFFERING_THRESHOLDS,
        "MG800": UNCITED,
        "MG801": DANGLING_SOURCE,
        "MG802": REVIEW_OVERDUE,
        "MG803": STRONG_ON_LOW,
        "MG804": POPULATION_DIFFERS,
        "MG805": ESTIMATE_OFF,
        "MG806": EFFECT_MISREAD,
        "MG807": UNUSED_SOURCE,
        "MG901": ERROR_PRONE,
        "MG902": VAGUE,
        "MG903": MIXED_CONNECTIVES,
        "MG904": LINE_CANNOT_FIT,
        "MG905": NO_GLYPH,
    }
)
"""Every code, in the order of its number."""

CHECKED: frozenset[str] = frozenset(
    [f"MG{n:03}" for n in range(30)]
    + ["MG101", "MG102", "MG103", "MG104", "MG105", "MG106", "MG107", "MG108", "MG109", "MG110", "MG111"]
    + ["MG301", "MG302", "MG303", "MG304", "MG305", "MG306", "MG307", "MG308"]
    + ["MG201", "MG202", "MG203", "MG401", "MG402", "MG403", "MG404", "MG405", "MG406"]
    + ["MG501", "MG502", "MG503", "MG504", "MG505", "MG506", "MG507", "MG508", "MG509"]
    + ["MG701", "MG702", "MG704"]
    + [f"MG{n}" for n in range(800, 808)]
    + ["MG901", "MG902", "MG903", "MG904", "MG905"]
)
"""The codes that this version looks for; each has a page."""

BETWEEN: frozenset[str] = frozenset({"MG701", "MG702", "MG704"})
"""Those of `CHECKED` that take more than one guideline: ``milligram conflicts`` finds them, not ``check``."""


def find(name: str) -> Code | None:
    """A code by its number or its slug, in any case: ``mg103``, ``shared-boundary``."""
    wanted = name.strip()
    if code := CODES.get(wanted.upper()):
        return code
    return next((code for code in CODES.values() if code.slug == wanted.lower().replace(" ", "-")), None)
