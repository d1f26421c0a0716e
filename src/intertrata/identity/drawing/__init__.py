"""Draws: what the linkage might as well have decided, so that estimates carry its doubt.

In: a linked table, while it is linked. Out: its doubts as one file a run, and draws of plausible persons made from it on request.
"""
