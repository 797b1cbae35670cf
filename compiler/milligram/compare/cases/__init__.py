"""What patients show of a guideline: which places they reach, which they miss, and which patients reach the rest.

Enters: a guideline (IR). Leaves: the coverage of its cases (`coverage.coverage_of`), and cases that cover all of it
(`generate.generate_cases`).
"""
