"""From scored pairs to persons: connected components, cut where what joins them is weak or cannot be.

In: weighted pairs, what keeps mentions apart (acts, checked documents), what people decided. Out: for each mention the smallest mention
of its cluster. Two mentions of one act never share a cluster, unless people say that they are one. Whole numbers only and every tie broken by place: the same pairs in any
order give the same clusters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush
from math import log

FEW = 50_000  # mentions
MILLI = 1_000  # weights are whole thousandths of a bit, so that sums do not depend on order


@dataclass(frozen=True)
class Linkage:
    """How clusters grow: two of them join while what speaks for it is at least ``join``.

    That is the mean weight of all pairs between them, and for a share ``best`` of it the highest of them. In a large table more clusters are
    there to be joined by the same doubtful evidence, so more is asked for.

    Attributes:
        join: bits, in a table of ``FEW`` mentions or fewer. rising: bits more for each e-fold of mentions beyond. unseen: bits that a pair counts which was not compared. cap: bits that one pair counts at most, for or against:
            one document is no licence to join everything.
    """

    join: float = 0.0
    unseen: float = -4.0
    cap: float = 12.0
    best: float = 0.0
    rising: float = 0.0

    def at(self, mentions: int) -> Linkage:
        """Give how clusters grow among so many mentions."""
        return replace(self, join=self.join + self.rising * log(max(mentions, FEW) / FEW), rising=0.0)


@dataclass(frozen=True)
class Apart:
    """What keeps mentions apart: the act each stands in, its document where a check character proved it (None: unknown), decisions.

    Attributes:
        foes: by mention, those that people say are somebody else's; each pair both ways.
    """

    acts: Sequence[int | None]
    documents: Sequence[str | None]
    foes: Mapping[int, frozenset[int]] = field(default_factory=dict)


Pair = tuple[int, int, float]


def components(mentions: int, links: Iterable[Pair]) -> list[int]:
    """Give for each mention the smallest mention that links lead to."""
    parent = list(range(mentions))
    for a, b, _ in links:
        _unite(parent, a, b)
    return [_find(parent, one) for one in range(mentions)]


def clusters(
    mentions: int, links: Iterable[Pair], known: Iterable[Pair], apart: Apart, linkage: Linkage, *, joined: Sequence[tuple[int, int]] = ()
) -> list[int]:  # fmt: skip
    """Give for each mention 0 … ``mentions`` - 1 the smallest mention of its cluster.

    Args:
        links: pairs (a, b, bits) strong enough to join by themselves: they make the components.
        known: every scored pair, links among them: it decides inside a component of three and more.
        joined: pairs that people say are one, whatever speaks against it.
    """
    home = components(mentions, [*links, *((a, b, 0.0) for a, b in joined)])
    members: dict[int, list[int]] = {}
    for one, root in enumerate(home):
        members.setdefault(root, []).append(one)
    crowded = {root for root, ones in members.items() if len(ones) > 2 or (len(ones) == 2 and _clash(ones, apart))}
    inside: dict[int, list[Pair]] = {root: [] for root in crowded}
    for a, b, bits in known:
        if home[a] == home[b] and home[a] in crowded:
            inside[home[a]].append((a, b, bits))
    forced: dict[int, list[tuple[int, int]]] = {}
    for a, b in joined:
        forced.setdefault(home[a], []).append((a, b))
    for root in sorted(crowded):
        for one, smallest in _grow(members[root], inside[root], apart, linkage, joined=forced.get(root, ())).items():
            home[one] = smallest
    return home


def _find(parent: list[int], one: int) -> int:
    while parent[one] != one:
        parent[one] = parent[parent[one]]
        one = parent[one]
    return one


def _unite(parent: list[int], a: int, b: int) -> None:
    low, high = sorted((_find(parent, a), _find(parent, b)))
    parent[high] = low


def _clash(ones: Sequence[int], apart: Apart) -> bool:
    a, b = ones
    return (
        b in apart.foes.get(a, ())
        or (apart.acts[a] is not None and apart.acts[a] == apart.acts[b])
        or (apart.documents[a] is not None and apart.documents[b] is not None and apart.documents[a] != apart.documents[b])
    )


@dataclass
class _Cluster:
    ones: list[int]
    acts: set[int]
    documents: set[str]
    foes: set[int]
    to: dict[int, tuple[int, int, int]]  # other cluster: sum of weights, number of pairs scored, the highest

    def clashes(self, other: _Cluster) -> bool:
        apart = bool(self.documents and other.documents and self.documents != other.documents)
        return apart or not self.acts.isdisjoint(other.acts) or not self.foes.isdisjoint(other.ones)


def _alone(one: int, apart: Apart) -> _Cluster:
    act, document = apart.acts[one], apart.documents[one]
    acts, documents = {act} if act is not None else set(), {document} if document is not None else set()
    return _Cluster([one], acts, documents, set(apart.foes.get(one, ())), {})


def _grow(
    ones: Sequence[int], pairs: Iterable[Pair], apart: Apart, linkage: Linkage, *, joined: Iterable[tuple[int, int]] = ()
) -> Mapping[int, int]:  # fmt: skip
    """Join the two clusters for which most speaks, again and again, while it is enough and nothing keeps them apart."""
    live = {one: _alone(one, apart) for one in ones}
    cap, lowest = round(linkage.cap * MILLI), round(linkage.join * MILLI)
    rule = round(linkage.unseen * MILLI), round(linkage.best * 100)
    for a, b, bits in pairs:
        weight = max(-cap, min(cap, round(bits * MILLI)))
        live[a].to[b] = live[b].to[a] = (weight, 1, weight)
    for a, b in joined:
        low, high = sorted(next(root for root, cluster in live.items() if one in cluster.ones) for one in (a, b))
        if low != high:
            _join(live, low, high)
    every = ((-_speaks(live[a], live[b], rule), a, b) for a in live for b in live[a].to if a < b)
    heap = [one for one in every if one[0] <= -lowest]  # what is not enough now is asked again only if a join changes it
    heapify(heap)
    while heap:
        negative, a, b = heappop(heap)
        if a not in live or b not in live or b not in live[a].to or -_speaks(live[a], live[b], rule) != negative:
            continue
        if live[a].clashes(live[b]):
            del live[a].to[b], live[b].to[a]
            continue
        _join(live, a, b)
        for other in live[a].to:
            low, high = (a, other) if a < other else (other, a)
            if (speaks := _speaks(live[low], live[high], rule)) >= lowest:
                heappush(heap, (-speaks, low, high))
    return {one: min(cluster.ones) for cluster in live.values() for one in cluster.ones}


def _speaks(one: _Cluster, other: _Cluster, rule: tuple[int, int]) -> int:
    """What speaks for a join, by what an unseen pair counts and the share of the highest pair in hundredths."""
    (unseen, percent), (total, scored, highest) = rule, one.to[other.ones[0]]
    between = len(one.ones) * len(other.ones)
    mean = (total + unseen * (between - scored)) // between
    return ((100 - percent) * mean + percent * highest) // 100


def _join(live: dict[int, _Cluster], a: int, b: int) -> None:
    """Take cluster b into cluster a (a < b, so that a cluster goes by its smallest mention)."""
    into, gone = live[a], live.pop(b)
    into.ones += gone.ones
    into.acts |= gone.acts
    into.documents |= gone.documents
    into.foes |= gone.foes
    into.to.pop(b, None)
    for other, (weight, scored, highest) in gone.to.items():
        if other == a:
            continue
        before, times, best = into.to.get(other, (0, 0, highest))
        into.to[other] = live[other].to[a] = (before + weight, times + scored, max(best, highest))
        del live[other].to[b]
