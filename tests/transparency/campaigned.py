"""A campaign of the tests: who asks, whom, since when; what becomes of what is refused."""

from datetime import date

import pytest

from intertrata.transparency.actions.asking import Asking
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

WHO = Asking("chs", "Observatorio", "Lima", "pedidos@chs.example")
ASKED = ("mimp", "mpfn", "gore-14", "muni-1401")
FILED, IN_TIME, LATE = date(2016, 11, 7), date(2016, 11, 14), date(2016, 12, 2)


def refused(deed, *said, **more):
    """The code of the problem that a deed meets; its sentence can be said."""
    with pytest.raises(Problem) as told:
        deed(*said, **more)
    assert sentence(told.value)
    return told.value.code
