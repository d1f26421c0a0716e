"""What the cells of a table say in common words, and which rows must go back to their sender, and why.

In: batches of text cells and the table's declaration. Out: values by field, identity apart, and refusals that name
line, column, rule and what was expected, never the value. Everything is vectorised or done once a distinct value.
"""
