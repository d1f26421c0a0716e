"""Small tables of told statements, about things that no report tells, and what the audit finds in them."""

from itertools import count

from intertrata.figures.audit.auditing import audit
from intertrata.figures.audit.reading import of_rows

YEAR = {"period_start": "2020-01-01", "period_end": "2020-12-31"}


def say(indicator, value, verbatim="", **more):
    """A row: in running text, of the whole country in 2020, unless it says otherwise; ``dim`` is its dimension."""
    dimension = more.pop("dim", "")
    told = {"table": "text", "institution": "Agencia", "territory": "Perú", "unit": "units", "verbatim": verbatim} | YEAR | more
    return told | {"indicator": indicator, "value": str(value), "dimension": dimension}


def year(number):
    """The columns of a year."""
    return {"period_start": f"{number}-01-01", "period_end": f"{number}-12-31"}


def numbered(rows):
    """Rows with ids A, B, C, … and lines 10, 20, 30, … where they have none."""
    names = (chr(letter) for letter in count(ord("A")))
    return [{"id": next(names), "line": str(at * 10)} | row for at, row in enumerate(rows, start=1)]


def ledger(*rows):
    """The ledger of rows."""
    return audit(of_rows(numbered(rows)))


def found(*rows):
    """What is found in rows: (kind, ids, certainty) of each finding."""
    return [(one.kind, "".join(said.id for said in one.statements), one.certainty) for one in ledger(*rows).findings]


def kinds(*rows):
    """The kinds of what is found in rows, in the order of the document."""
    return [one["kind"] for one in ledger(*rows).document()["findings"]]


def holding(*rows):
    """The identities that hold in rows, as the ids of their statements."""
    return ["".join(said.id for said in one.statements) for one in ledger(*rows).holding]
