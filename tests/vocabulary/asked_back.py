"""A value that cannot be read without guessing: why it is asked back, and what it may mean."""

import pytest

from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.numerals import read
from intertrata.vocabulary.sentences import sentence


def asked(text, expected="number"):
    with pytest.raises(Problem) as caught:
        read(text, expected)
    assert sentence(caught.value)
    return caught.value.code, caught.value.where.get("readings")
