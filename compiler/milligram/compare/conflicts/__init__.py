"""What guidelines say against each other, and for which patient (`find.find_conflicts`)."""
