"""Milligram: clinical guidelines as files that are checked, run and compiled."""
