"""The statements of the edition that ships, as pure values: no database is needed to fill its tables."""

import csv
import datetime as dt
from functools import cache

from small_tables import current

from intertrata.figures.told import reading, shipped
from intertrata.vocabulary.codes import code_list

EDITION = shipped.editions()["informe_v"]
FIELDS = {
    "id": "number", "line": "page", "table": "document_table", "institution": "institution", "source_system": "system", "territory": "place_written",
    "period_start": "period_start", "period_end": "period_end", "dimension": "category", "value": "value", "unit": "unit", "status": "status",
    "verbatim": "quote",
}  # fmt: skip


def rows():
    """The rows of the file as the register keeps them."""
    with EDITION.figures.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            kept = {ours: row[theirs] or None for theirs, ours in FIELDS.items()}
            about = {
                "register": "informe_v",
                "table": "cifras",
                "record": row["id"],
                "as_written": row["value"] or None,
                "indicator_written": row["indicator"],
            }
            indicator = code_list("told_indicator").resolve(row["indicator"])
            yield kept | about | {"indicator": indicator, "document": "V Informe", "cut_off": dt.date(2017, 12, 31)}


@cache
def statements():
    """Every statement of the edition."""
    return tuple(reading.told(current("figure", list(rows())), documents={}, offences=["trafficking"]))
