"""What registers are declared to send, as it stands written now; see ``registers.sources`` for how it is read and checked."""
