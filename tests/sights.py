"""Sights for tests: of who reads every kind of knowledge, with and without what accuses a victim."""

from intertrata.access.sight import Sight, kinds

ALL_KINDS = Sight(frozenset(kinds()))
WITH_ACCUSED = Sight(frozenset(kinds()), accused=True)
