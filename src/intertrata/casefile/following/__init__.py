"""The way of each person through the protocol: what was done, what is due, by whom, and what nobody can tell. Pure, without Django.

In: records of one person as ``Event`` values, what stands around all persons, a day. Out: ``follow.Followed``: stages, alarms and one
status, computed and never typed (DESIGN.md law 4). ``records_file`` reads the same from a file of JSON lines.
"""
