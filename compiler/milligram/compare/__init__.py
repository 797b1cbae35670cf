"""What patients show of one guideline (`cases`), of two versions of it (`diff`), of several guidelines (`conflicts`).

Here is what `diff` and `conflicts` share: two guidelines as one over shared inputs (`product`), which input of the one
is which of the other (`matching`), names made one (`renaming`), a patient in the author's words (`wording`).
"""
