"""The file of an answer: opening one of 500 pages, a page of it as text, rows and picture; a form read back.

In: nothing. Out: JSON: milliseconds, the median of several. The PDF is made here: 500 pages with a table of 40 lines and 6 columns.
"""

import json
import os
import time
from statistics import median

import typst

from intertrata.transparency.catalogue import entity
from intertrata.transparency.documents import opened
from intertrata.transparency.filled_form import filled, form
from intertrata.transparency.questionnaire import read, text_of

PAGE = "#table(columns: 6, ..range(240).map(n => [#str(n * 7919)])) #pagebreak(weak: true)\n"


def milliseconds(deed, times=9):
    took = []
    for _ in range(times):
        started = time.perf_counter()
        deed()
        took.append((time.perf_counter() - started) * 1000)
    return round(median(took), 1)


content = typst.Compiler(ignore_system_fonts=True).compile(input=(PAGE * 500).encode(), format="pdf")
one = opened(content, "largo.pdf")
asked, whom = read(text_of("trata_2016")), entity("muni-1401")
sent = form(asked, whom, campaign="trata-2026", title="Campaña")
print(
    json.dumps(
        {
            "pages": one.pages,
            "megabytes": round(one.size / 1e6, 1),
            "open_ms": milliseconds(lambda: opened(content, "largo.pdf")),
            "text_of_the_last_page_ms": milliseconds(lambda: one.text(500)),
            "rows_of_a_page_ms": milliseconds(lambda: one.rows(250)),
            "picture_of_a_page_ms": milliseconds(lambda: one.picture(250)),
            "write_a_form_ms": milliseconds(lambda: form(asked, whom, campaign="trata-2026", title="Campaña")),
            "read_a_form_ms": milliseconds(lambda: filled(sent, asked, campaign="trata-2026", by=whom.code, file="f.xlsx")),
            "load": round(os.getloadavg()[0], 1),
        },
        indent=2,
    )
)
