"""The deeds of the room: ask, record what came, keep its documents, take values from them, say which hold, let a redacted copy be published,
sweep what a crash left.

In: who acts, codes, days, files. Out: rows that are added and never changed; a row of the log for each look at a document.
"""

from intertrata.transparency.actions.asking import open_campaign, record, take_back
from intertrata.transparency.actions.capturing import capture, choose, clear_text
from intertrata.transparency.actions.decreeing import add_decree_day, take_decree_day_back
from intertrata.transparency.actions.filling import take_form, take_forms
from intertrata.transparency.actions.inviting import answer, invite, open_form
from intertrata.transparency.actions.keeping import clear, keep, open_document, open_words
from intertrata.transparency.actions.replying import reply
from intertrata.transparency.actions.sweeping import sweep, verify

__all__ = [
    "add_decree_day", "answer", "capture", "choose", "clear", "clear_text", "invite", "keep", "open_campaign", "open_document", "open_form",
    "open_words", "record", "reply", "sweep", "take_back", "take_decree_day_back", "take_form", "take_forms", "verify",
]  # fmt: skip
