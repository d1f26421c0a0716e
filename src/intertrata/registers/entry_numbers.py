"""The number of what is typed in: what its receipt shows, and the key of a record that its register gives no number.

In: how many came before, the year. Out: ``2026-000123-5``: year, number in the order of arrival, check digit (ISO 7064 MOD 11,10, which
catches every single wrong digit and most that change places). It is said over the telephone and copied by hand, and says nothing of anybody.
"""

from __future__ import annotations

import re

from stdnum.iso7064 import mod_11_10

WRITTEN = re.compile(r"(\d{4})-?(\d{6,12})-?(\d)")


def entry_number(place: int, *, year: int) -> str:
    """Give the number of the entry at that place of the order of arrival (from 1; it does not begin anew each year)."""
    digits = f"{year:04}{place:06}"
    return f"{year:04}-{place:06}-{mod_11_10.calc_check_digit(digits)}"


def read_number(text: str) -> str:
    """Give the number as it is written, or "" where it is none: too short, or a digit is wrong."""
    found = WRITTEN.fullmatch(re.sub(r"\s", "", text))
    if found is None or not mod_11_10.is_valid("".join(found.groups())):
        return ""
    return "-".join(found.groups())
