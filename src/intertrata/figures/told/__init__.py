"""What was told: figures of other hands as statements, side by side, with the document and page each came from; they are never counted here.

In: records of figures sources, the editions that ship. Out: ``Statement`` values, tables and claims made anew, the store (ADR 0011).
"""
