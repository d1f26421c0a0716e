"""The deeds of the room: link everything received or what changed, open a person, find one.

In: who acts and why. Out: persons as opaque ids, views with names for one answer. Every look is in the log before it is answered.
"""

from intertrata.identity.actions.handover import hand_over, may_hand_over
from intertrata.identity.actions.linking import LinkResult, link
from intertrata.identity.actions.looking import SHOWN, find, open_person, who
from intertrata.identity.actions.records import reserved_since
from intertrata.identity.actions.search import catch_up, reindex
from intertrata.identity.actions.vouching import vouch
from intertrata.identity.answering import Answer
from intertrata.identity.person_view import Candidate, PersonView

__all__ = [
    "SHOWN",
    "Answer",
    "Candidate",
    "LinkResult",
    "PersonView",
    "catch_up",
    "find",
    "hand_over",
    "link",
    "may_hand_over",
    "open_person",
    "reindex",
    "reserved_since",
    "vouch",
    "who",
]
