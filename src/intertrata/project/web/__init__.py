"""What every page shares: layout, style, errors, what a page must always know. In: requests. Out: pages around the rooms' own."""
