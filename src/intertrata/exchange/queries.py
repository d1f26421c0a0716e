"""What this room tells: which profiles there are. In: nothing. Out: codes with their titles."""

from __future__ import annotations

from intertrata.exchange.profile import profiles


def profile_titles() -> dict[str, str]:
    """Give the title of every profile by its code, sorted."""
    return {code: one.title for code, one in profiles().items()}
