"""Laws of clusters: nothing lost, no act joined with itself, the order of pairs without effect."""

from hypothesis import given, settings
from hypothesis import strategies as st

from intertrata.identity.clusters import Apart, Linkage, clusters

HOW = Linkage(join=-1.0, unseen=-3.0, cap=12.0)
MENTIONS = 9
pair = st.tuples(st.integers(0, MENTIONS - 1), st.integers(0, MENTIONS - 1), st.floats(-15, 15, allow_nan=False)).filter(
    lambda p: p[0] < p[1]
)
pairs = st.lists(pair, max_size=30, unique_by=lambda p: p[:2])
acts = st.lists(st.one_of(st.none(), st.integers(1, 3)), min_size=MENTIONS, max_size=MENTIONS)
documents = st.lists(st.one_of(st.none(), st.sampled_from("XY")), min_size=MENTIONS, max_size=MENTIONS)


def grown(known, acts, documents=None):
    links = [p for p in known if p[2] > 0]
    return clusters(MENTIONS, links, known, Apart(acts, documents or [None] * MENTIONS), HOW)


@given(pairs, acts, documents)
@settings(max_examples=400)
def test_two_mentions_of_one_act_never_share_a_cluster_nor_do_two_proved_documents(known, acts, documents):
    home = grown(known, acts, documents)
    for a in range(MENTIONS):
        for b in range(a + 1, MENTIONS):
            if home[a] == home[b]:
                assert acts[a] is None or acts[a] != acts[b]
                assert documents[a] is None or documents[b] is None or documents[a] == documents[b]


@given(pairs, acts, st.randoms())
@settings(max_examples=200)
def test_the_order_of_the_pairs_does_not_matter(known, acts, chance):
    shuffled = list(known)
    chance.shuffle(shuffled)
    assert grown(known, acts) == grown(shuffled, acts)


@given(pairs, acts)
def test_a_cluster_goes_by_its_smallest_mention(known, acts):
    home = grown(known, acts)
    assert len(home) == MENTIONS
    assert all(home[home[one]] == home[one] <= one for one in range(MENTIONS))


def test_a_chain_is_cut_at_its_weakest_link_where_an_act_stands_in_it():
    known = [(0, 1, 9.0), (1, 2, 3.0), (2, 3, 8.0)]
    home = clusters(4, known, known, Apart([7, None, None, 7], [None] * 4), HOW)
    assert home == [0, 0, 2, 2]


def test_one_strong_pair_does_not_join_two_families():
    family = [(0, 1, 8.0), (0, 2, 8.0), (1, 2, 8.0), (3, 4, 8.0), (3, 5, 8.0), (4, 5, 8.0), (2, 3, 6.0)]
    home = clusters(6, family, family, Apart([None] * 6, [None] * 6), HOW)
    assert home == [0, 0, 0, 3, 3, 3]


def test_two_of_one_act_alone_are_parted():
    assert clusters(2, [(0, 1, 9.0)], [(0, 1, 9.0)], Apart([5, 5], [None, None]), HOW) == [0, 1]
    assert clusters(2, [(0, 1, 9.0)], [(0, 1, 9.0)], Apart([None, None], ["X", "Y"]), HOW) == [0, 1]


def test_nobody_is_nobody():
    assert clusters(0, [], [], Apart([], []), HOW) == []


def test_the_best_pair_speaks_for_its_share():
    known = [(0, 1, 8.0), (1, 2, 6.0), (0, 2, -7.0)]
    assert clusters(3, known, known, Apart([None] * 3, [None] * 3), Linkage(join=0.0, unseen=-3.0, cap=12.0)) == [0, 0, 2]
    assert clusters(3, known, known, Apart([None] * 3, [None] * 3), Linkage(join=0.0, unseen=-3.0, cap=12.0, best=0.25)) == [0, 0, 0]
