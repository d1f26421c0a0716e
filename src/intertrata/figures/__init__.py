"""What can be counted, compared, estimated and safely said: cuts, indicators, bridges, statements.

In: current records and persons (without names), frozen as an immutable cut of Parquet files.
Out: counts with their definition and cut, bridges whose parts add up, told figures side by side.
"""
