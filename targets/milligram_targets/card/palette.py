"""Colours of a card. Enters: colour or grey. Leaves: hexadecimal values; every action also has a shape and a
word.

The fills differ in lightness as well as in hue, so that a black-and-white copy of colours still tells most of them
apart; text on each has a contrast of at least 7 to 1 (WCAG 2.2, 1.4.6).
"""

from __future__ import annotations

from typing import Any

from milligram_targets.card.model import Action

_INK = "#10182b"
_FILLS: dict[Action, tuple[str, str]] = {
    Action.STOP: ("#7d1420", "#ffffff"),
    Action.HOLD: ("#a32a12", "#ffffff"),
    Action.CAUTION: ("#f3bb45", _INK),
    Action.REDUCE: ("#fbe3a6", _INK),
    Action.USUAL: ("#e4f1ea", _INK),
    Action.GIVE: ("#d3e9dc", _INK),
    Action.ADVISE: ("#d3e9dc", _INK),
    Action.SUGGEST: ("#e4f1ea", _INK),
    Action.ASK: ("#d6e4f5", _INK),
    Action.ORDER: ("#d6e4f5", _INK),
    Action.REFER: ("#e3dcf1", _INK),
    Action.NOTE: ("#f2f3f5", _INK),
    Action.END: ("#f2f3f5", _INK),
    Action.GAP: ("#ffffff", _INK),
}


_GREYS: dict[Action, tuple[str, str]] = {
    Action.STOP: ("#000000", "#ffffff"),
    Action.HOLD: ("#000000", "#ffffff"),
    Action.CAUTION: ("#c4c4c4", "#000000"),
    Action.REDUCE: ("#dedede", "#000000"),
}
"""Fills in grey, all others white: a copier makes dots of a pale grey, and nothing may rest on telling greys apart."""


def palette(grey: bool) -> dict[str, Any]:
    """The colours that the template uses; in grey, what stops is black, what needs care is grey, the rest white."""
    tone = luminance_grey if grey else str
    plain = ("#ffffff", "#000000")
    fills = {action: _GREYS.get(action, plain) for action in Action} if grey else _FILLS
    ink = "#000000" if grey else _INK
    return {
        "ink": ink,
        "hair": tone("#7b8494"),
        "shade": tone("#e6e8ec"),
        "watermark": tone("#f3f3f5"),
        "actions": {action.value: {"fill": fill, "text": text, "edge": ink} for action, (fill, text) in fills.items()},
    }


def luminance_grey(colour: str) -> str:
    """The grey that a black-and-white copy makes of ``#rrggbb`` (ITU-R BT.601 luma of the encoded values)."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    level = round((299 * red + 587 * green + 114 * blue) / 1000)
    return f"#{level:02x}{level:02x}{level:02x}"
