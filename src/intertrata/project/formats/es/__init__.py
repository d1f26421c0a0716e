"""Spanish, Peru."""
