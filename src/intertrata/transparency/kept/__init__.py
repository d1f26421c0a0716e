"""Documents of answers: a leaf of the room's door to read. In: opaque ids. Out: frozen values."""
