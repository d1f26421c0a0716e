"""How dates and numbers are written for readers in Peru. In: nothing. Out: Django's format modules."""
