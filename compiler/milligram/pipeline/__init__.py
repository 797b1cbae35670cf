"""The stages in order: text → syntax tree → IR → findings → files.

Enters: a path or a text. Leaves: `CheckReport` (findings, and the guideline as far as it has a meaning) or written
files.

    check_text("guideline a\\n…").errors  ->  0
"""

from milligram.pipeline.stages import (
    CheckReport,
    Limits,
    check_path,
    check_source,
    check_text,
    guideline_files,
    read_guideline,
)

__all__ = ["CheckReport", "Limits", "check_path", "check_source", "check_text", "guideline_files", "read_guideline"]
