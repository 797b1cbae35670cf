"""A guideline for many patients: a file of patients in, a file of answers out, in batches.

Enters: a guideline, a CSV, JSON lines or parquet file. Leaves: a file of one of these forms, and the rows in error
beside it.

    run_patients(guideline, Path("ward.csv"), Path("answers.parquet"))   ->   Counts(rows=…, refused=…)

`files` and `json_lines` read; `columns` says which column is which input; `cells` says what the guideline can tell
apart; `values` and `coding` turn columns into codes, each distinct value read once; `tree` finds the answers of a
batch; `batches` joins these; `answering` runs one patient by the interpreter; `reports`, `rendering` and `outputs`
write; `workers` spreads the work; `running` is the whole. This package needs pyarrow and numpy, so nothing imports it
before it is called for.
"""
