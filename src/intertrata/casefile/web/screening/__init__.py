"""The page of what a rule picked to be looked at again. In: requests with filters. Out: counts, and rows without names for who must act on them."""
