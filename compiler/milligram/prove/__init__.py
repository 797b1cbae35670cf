"""What can be proved of a guideline: which values a subject can take, and which places a patient can reach.

Enters: the IR and the decision graph. Leaves: exact sets of values, from which the checks read gaps, overlaps and
dead branches.
"""
