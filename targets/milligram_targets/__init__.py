"""The targets that ship with Milligram; the compiler finds them by entry points."""
