"""How good the linkage is, told after every run: precision and recall from reviewed pairs, by register and kind of person.

In: a linked table, answers of reviewers. Out: estimates with intervals, sizes of clusters, persons who may be two; no name.
"""
