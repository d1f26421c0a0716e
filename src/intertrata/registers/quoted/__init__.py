"""Case numbers that records bear and quote, as they stand; see ``registers.references`` for what waits."""
