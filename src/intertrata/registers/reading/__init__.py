"""Files of institutions as tables of text: CSV in any usual encoding, XLSX, JSON lines, and zip of these.

In: a path. Out: ``Sheet`` values, each with its header and its rows in batches, every row with the line where it
stands. Nothing is judged here, but what cannot be read says where and why.
"""
