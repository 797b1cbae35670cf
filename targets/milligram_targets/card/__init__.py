"""The pocket card: a two-sided A6 PDF with the limits, doses, warnings and sources of one guideline."""
