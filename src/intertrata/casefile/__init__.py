"""What happened to each person and what must happen next: one timeline from every register.

In: persons from ``identity`` and records from ``registers``. Out: the person's page. Stages,
deadlines, referrals and the forms of direct entry join this room as they are built.
"""
