"""What this room tells: which profiles there are, what a companion tells of. In: nothing. Out: codes with titles."""

from __future__ import annotations

from intertrata.exchange.profile import profiles
from intertrata.exchange.telling import HEADS


def profile_titles() -> dict[str, str]:
    """Give the title of every profile by its code, sorted."""
    return {code: one.title for code, one in profiles().items()}


def sections() -> dict[str, str]:
    """Give the title of every kind of thing that a file may not say (``Unsaid.kind``), in the order of the companion."""
    return {str(kind): title for kind, title in HEADS.items()}
