"""Letters and forms: a leaf of the room's door to read. In: a request. Out: bytes."""
