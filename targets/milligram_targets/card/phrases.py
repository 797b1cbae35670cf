"""The card's own words, from the catalogue of a language.

Enters: a language. Leaves: its catalogue (`words`), and phrases with their values put in (`Phrases`). A language is one
file, ``words_….json``: no other file of the card holds a word that is printed.

    Phrases("en")("to_under", "20", "30 mL/min")   ->  "20 to under 30 mL/min"
    Phrases("en").unit("unit/d", "80")             ->  "units/day"
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from typing import Any

_PIECE = re.compile(r"([ /])")
_RANGE = re.compile(r"(?P<low>[\d.]+)(?: to (?P<high>[\d.]+))? (?P<unit>.+)")


@cache
def words(language: str) -> dict[str, Any]:
    """The card's own words in a language; English where there is no catalogue for it."""
    folder = resources.files("milligram_targets.card")
    known = {path.name for path in folder.iterdir()}
    name = f"words_{language}.json"
    text = folder.joinpath(name if name in known else "words_en.json").read_text(encoding="utf-8")
    catalogue: dict[str, Any] = json.loads(text)
    return catalogue


class Phrases:
    """The phrases of one catalogue."""

    def __init__(self, catalogue: dict[str, Any]) -> None:
        self.catalogue = catalogue
        self._phrases: dict[str, str] = catalogue["phrases"]
        self._units: dict[str, list[str]] = catalogue["units"]
        self._formula: dict[str, str] = catalogue["formula"]
        self._negations: dict[str, str] = catalogue["negations"]
        self._endings: tuple[str, ...] = tuple(catalogue["adjectives"])
        self._leading: list[str] = catalogue["prepositions"]
        self._attached: list[str] = catalogue["after_things"]

    def __call__(self, key: str, *values: str) -> str:
        """A phrase with its values put in; braces in the values are text."""
        return self._phrases[key].format(*values)

    def own(self, key: str) -> str:
        """A heading or another word that takes no value."""
        word: str = self.catalogue[key]
        return word

    def formula(self, word: str) -> str:
        """A word of a formula (``as``, ``rounded``); any other as it is."""
        return self._formula.get(word, word)

    def negation(self, verb: str) -> str | None:
        """The negation of a verb that has one of its own (``cannot``)."""
        return self._negations.get(verb)

    def names_a_thing(self, label: str) -> bool:
        """Whether a label is read as a thing (``cough``), of which a patient may have none; what describes the patient
        (``volume depleted``, ``above target``, ``stage 1``) is not."""
        words = label.lower().split(" ")
        attached = next((at for at, word in enumerate(words) if at and word in self._attached), len(words))
        head = words[attached - 1]
        return words[0] not in self._leading and not head.endswith(self._endings) and not head[-1:].isdigit()

    def unit(self, spelt: str, number: str = "") -> str:
        """A unit as the ward writes it: ``°C``, ``units/day``, ``mL/min/1.73 m²``; plural unless the number is 1."""
        one = number == "1"
        found = []
        for piece in _PIECE.split(spelt):
            singular, plural = self._units.get(piece, [piece, piece])
            found.append(singular if one else plural)
            one = one or piece == "/"
        return "".join(found)

    def span(self, written: str) -> str:
        """A time as its author wrote it, in the words of the language: ``1 to 2 weeks``."""
        found = _RANGE.fullmatch(written)
        if found is None:
            return written
        low, high, unit = found["low"], found["high"], found["unit"]
        last = f"{high or low} {self.unit(unit, high or low)}"
        return last if high is None else self("to", low, last)

    def join(self, items: list[str], last: str) -> str:
        """``a, b or c``; ``last`` is the key of the last joint."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self(last)} {items[-1]}"
