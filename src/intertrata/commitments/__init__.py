"""What the State promised, and the money: plan, budget, norms, and what came of them.

In: releases only (this room stands below the wall) and public documents. Out: progress against
each promise, as a signed folder. Nothing is built here yet.
"""
