"""What looking persons up needs, kept in the vault: of everybody after a whole linkage, of a few after a change.

In: linked mentions, or persons whose records changed. Out: profiles and search keys. A change is true in the main database before it is
findable here: a run that is not ``indexed`` yet is caught up by the next deed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

import polars as pl
from django.conf import settings

from intertrata.access import keys
from intertrata.identity import grounds, mentions, queries, search_keys
from intertrata.identity.actions import records
from intertrata.identity.actions.looking import compiled, opened
from intertrata.identity.finding import may_be
from intertrata.identity.linking import TOLD, Linked, Part, read
from intertrata.identity.model import Model
from intertrata.identity.models import LinkRun
from intertrata.identity.profiles import crowd_of, lookup, rows
from intertrata.identity.queries import Ground
from intertrata.identity.record_mentions import person_types
from intertrata.identity.review.queries import moves_of
from intertrata.identity.twins import twin
from intertrata.registers import queries as registers
from intertrata.vault import actions as vault_actions
from intertrata.vault import queries as vault

FOLLOWED = 20  # persons whom one mention may lead to
FOLLOWED_AT_ONCE = 1_000  # mentions
Told = tuple[pl.DataFrame, pl.DataFrame]
"""The same mentions normalised and as told."""


def keep(run: int, linked: Linked, told: pl.DataFrame, now: pl.DataFrame, *, model: Model) -> None:
    """Keep what looking up needs of a whole linkage beside the old until the run counts (a crash leaves the old in force)."""
    columns = twin(model).columns
    made = lookup(linked.normalised, told, now, columns=columns, secret=keys.load(settings.KEYS).search)
    vault_actions.keep_lookup(made.search_keys, made.profiles, grounds.pack(replace(linked.grounds, columns=columns)), run=run)


def put(run: int, ground: Ground, part: Told, now: pl.DataFrame, *, persons: Iterable[str], moved: Iterable[str]) -> None:
    """Put what looking up needs of a few persons, whom a closed run changed, into what stands of the last whole linkage.

    Args:
        part: their mentions, normalised and as told. now: ``record``, ``person`` of these persons. persons: all that the run touched, those too
            who are nobody any more. moved: the records that changed, or whose person did; the keys of the others lead where they should.
    """
    columns, secret = compiled(ground.model)[1].columns, keys.load(settings.KEYS).search
    made = lookup(*part, now, columns=columns, secret=secret, keyed=pl.Series(sorted(moved), dtype=pl.String))
    vault_actions.replace_profiles(made.search_keys, made.profiles, persons=persons, run=ground.id, most=search_keys.MOST)
    LinkRun.objects.filter(pk=run).update(indexed=True)


def reindex(run: int) -> None:
    """Make anew what looking up needs of the persons that a change moved records between."""
    moves, told_again = moves_of(run), _told_to(run)
    touched = sorted({*(one for move in moves for one in (move.was, move.now) if one), *queries.whose(told_again)["person"]})
    ground = queries.looked_up_in()
    if ground is None:
        LinkRun.objects.filter(pk=run).update(indexed=True)
        return
    whose = queries.records_of_several(touched)
    told = records.told(records.every_of(whose))
    part = Part(opened(ground.id, ground.closed), crowds(touched, ground))
    table, _ = read(mentions.complete(told), part)
    put(run, ground, (table, told), whose, persons=touched, moved={*(move.record for move in moves), *told_again})


def _told_to(run: int) -> list[str]:
    """The records that a linkage of what changed read: some say something else and are still the same person's."""
    read_of = queries.read_by(run)
    if read_of is None:
        return []
    told_since = registers.told_since(read_of[0], [kind.name for kind in person_types()])
    return told_since.filter(pl.col("order") <= read_of[1])["record"].to_list()


def catch_up() -> None:
    """Make findable what a crash left true but not findable yet."""
    for run in LinkRun.objects.filter(closed_at__isnull=False, indexed=False).order_by("id").values_list("pk", flat=True):
        reindex(run)


def reached(table: pl.DataFrame, ground: Ground) -> set[str]:
    """Give the persons known before of whom one of these normalised mentions may speak, by their search keys and the model."""
    held, (model, compare) = opened(ground.id, ground.closed), compiled(ground.model)
    prior = model.settled(held.mentions, held.shift).prior_probability(held.mentions)
    secret, found = keys.load(settings.KEYS).search, set[str]()
    for some in table.iter_slices(FOLLOWED_AT_ONCE):
        near = vault.candidates_of_many(search_keys.of_askers(some, secret), run=ground.id, most=FOLLOWED)
        profiles = {one.place: one for one in vault.profiles(near["place"].unique(), run=ground.id)}
        mentions_of = {place: rows(one.compared) for place, one in profiles.items()}
        asks = dict(zip(some["n"], some.select(compare.columns).rows(), strict=True))
        for asker, led in groupby(near.iter_rows(), itemgetter(0)):
            asked, asking = asks[asker], compare.against(asks[asker])
            held_here = (place for _, place in led if place in profiles)
            found |= {profiles[place].person for place in held_here if may_be(asked, mentions_of[place], asking, prior=prior, least=TOLD)}
    return found


def crowds(persons: Iterable[str], ground: Ground) -> pl.DataFrame:
    """Give ``record_id``, ``crowd``: how many stand in the acts of each mention of these persons, as the whole linkage knew it."""
    columns = opened(ground.id, ground.closed).columns
    places = vault.places_of(persons, run=ground.id)
    return crowd_of((one.compared for one in vault.profiles(places.values(), run=ground.id)), columns)
