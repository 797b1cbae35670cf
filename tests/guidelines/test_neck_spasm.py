"""The corrected magnesium guideline: clean, canonical, and the answers that the work was ordered with."""

from __future__ import annotations

from pathlib import Path

import pytest

GUIDELINES = Path(__file__).parents[2] / "guidelines"
NECK_SPASM = GUIDELINES / "magnesium" / "neck_spasm.mg"
