"""The deeds of review, apart from what they rest on: linking keeps what people decided, deciding makes search keys anew; no circle.

In: answers, splits, undos. Out: decisions and changes.
"""
