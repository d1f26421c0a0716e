"""Which answer of people holds, how many must give it, what a question is worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.identity.review.answers import LARGE, REASONS, Answer, Given, holds, voices, voices_needed
from intertrata.vocabulary.codes import code_list

SAME, DIFFERENT, CANNOT_TELL, WITHDRAWN = Answer
ANSWERS = st.builds(Given, st.sampled_from(list(Answer)), st.sampled_from(["ana", "luis", "eva"]), st.integers(1, 2))


@pytest.mark.parametrize(
    ("told", "held"),
    [
        ([], None),
        ([(SAME, "ana", 1)], SAME),
        ([(SAME, "ana", 1), (DIFFERENT, "luis", 1)], DIFFERENT),
        ([(CANNOT_TELL, "ana", 1)], CANNOT_TELL),
        ([(SAME, "ana", 2)], None),
        ([(SAME, "ana", 2), (SAME, "ana", 2)], None),
        ([(SAME, "ana", 2), (SAME, "luis", 2)], SAME),
        ([(SAME, "ana", 2), (SAME, "luis", 2), (WITHDRAWN, "eva", 1)], None),
        ([(SAME, "ana", 2), (WITHDRAWN, "eva", 1), (SAME, "luis", 2)], None),
        ([(SAME, "ana", 2), (DIFFERENT, "luis", 1)], DIFFERENT),
    ],
)
def test_an_answer_holds_once_enough_accounts_give_it(told, held):
    assert holds([Given(*one) for one in told]) is held


@given(st.lists(ANSWERS, max_size=8))
def test_one_account_alone_never_makes_an_answer_hold_that_needs_two(told):
    needing_two = [Given(one.answer, "ana", 2) for one in told]
    assert holds(needing_two) is None


@given(st.lists(ANSWERS, max_size=8))
def test_what_holds_was_said_since_the_last_withdrawal(told):
    held = holds(told)
    assert held is None or held in voices(told).values()


def test_a_join_that_makes_a_large_person_needs_a_second_reviewer():
    assert [voices_needed(SAME, records) for records in (2, LARGE, LARGE + 1)] == [1, 1, 2]
    assert voices_needed(DIFFERENT, 50) == 1


def test_every_reason_is_a_code_with_words_and_every_code_is_a_reason():
    listed = [one.code for one in code_list("identity_reason")]
    assert {reason for reasons in REASONS.values() for reason in reasons} == set(listed)
