"""What institutions print or publish as counts: no person stands in it (being written)."""

from collections.abc import Iterator

from intertrata.demonstration.exports.telling import Table
from intertrata.demonstration.standing import Sender
from intertrata.demonstration.world import World


def tables(world: World) -> Iterator[tuple[Sender, Table]]:
    yield from ()
