"""Errors, split by who must act: the reader of a screen, or the maker of the code.

In: a code and its parameters. Out: exceptions. A ``Problem`` carries no sentence: the sentence
is made at the door, in the reader's language, from ``vocabulary.sentences``. No parameter may
hold a name or a document number (DESIGN.md law 2): files, lines, columns, rules and counts only.
"""

from __future__ import annotations


class Problem(Exception):  # noqa: N818 - the word of the field: a person can mend it
    """What was asked cannot be carried out, and a person can mend it.

    Args:
        code: a key of ``vocabulary.sentences.SENTENCES``.
        **where: the sentence's parameters (file, sheet, line, column, …), never identity.
    """

    def __init__(self, code: str, **where: object) -> None:
        super().__init__(code, where)
        self.code = code
        self.where = where


class Unsafe(Exception):  # noqa: N818 - a state, not a mistake of the caller
    """Something that protects people is missing (a key, a purpose, a mark); the deed did not happen.

    For the maker: raised where the caller should have made it impossible. Fails closed (law 7).
    """
