"""For which patients two versions of a guideline give other advice, and what each says (`comparer.Comparer`)."""
