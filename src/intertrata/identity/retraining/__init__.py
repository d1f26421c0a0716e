"""Retraining: the weights of the linkage learnt again from what reviewers answered, kept as models of this house.

In: answers that hold to pairs drawn by lot. Out: a model file, and which model is in force.
"""
