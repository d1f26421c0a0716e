"""The pages of referrals: the list of an institution, one with its steps, a new one. In: requests. Out: pages; a name only where one was opened for a purpose."""
