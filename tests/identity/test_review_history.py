"""Merges, splits and undos over random histories: an undo gives back exactly what was there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.identity.review.history import apply, merge, split, undo
from intertrata.vocabulary.errors import Problem

RECORDS = [f"r{number}" for number in range(8)]


def members(whose):
    out = {}
    for record, person in whose.items():
        out.setdefault(person, []).append(record)
    return out


@st.composite
def histories(draw):
    """Whose records were at first, and a list of moves, each a lawful merge or split of what stood then."""
    whose = {record: draw(st.sampled_from(["p0", "p1", "p2", "p3"])) for record in RECORDS}
    states, moves = [whose], []
    for number in range(draw(st.integers(0, 6))):
        held = members(states[-1])
        people = sorted(held)
        if len(people) > 1 and draw(st.booleans()):
            into, gone = draw(st.permutations(people))[:2]
            made = merge(held, into=into, gone=gone)
        else:
            large = [one for one in people if len(held[one]) > 1]
            if not large:
                break
            person = draw(st.sampled_from(large))
            leaving = draw(st.sets(st.sampled_from(held[person]), min_size=1, max_size=len(held[person]) - 1))
            made = split(held[person], leaving, person=person, fresh=f"n{number}")
        moves.append(made)
        states.append(apply(made, states[-1]))
    return states, moves


@given(histories())
def test_undone_from_the_last_to_the_first_everything_is_as_it_was_at_every_step(history):
    states, moves = history
    now = states[-1]
    for before, made in zip(reversed(states[:-1]), reversed(moves), strict=True):
        now = apply(undo(made, now), now)
        assert now == before


@given(histories())
def test_no_record_is_ever_lost_or_doubled(history):
    states, _ = history
    assert all(sorted(state) == RECORDS for state in states)


@given(histories())
def test_what_a_later_change_moved_is_not_undone_before_it(history):
    states, moves = history
    for made in moves[:-1]:
        moved_since = any(states[-1][move.record] != move.now for move in made)
        if moved_since:
            with pytest.raises(Problem) as refused:
                undo(made, states[-1])
            assert refused.value.code == "undo_moved_since"


@pytest.mark.parametrize(("into", "gone"), [("p", "p"), ("p", "nobody"), ("nobody", "p")])
def test_there_must_be_two_persons_to_merge(into, gone):
    with pytest.raises(Problem) as refused:
        merge({"p": ["a"]}, into=into, gone=gone)
    assert refused.value.code == "merge_of_one"


@pytest.mark.parametrize("leaving", [[], ["a", "b"], ["c"], ["a", "c"]])
def test_some_and_not_all_leave_and_only_hers(leaving):
    with pytest.raises(Problem) as refused:
        split(["a", "b"], leaving, person="p", fresh="n")
    assert refused.value.code == "split_of_nothing"
