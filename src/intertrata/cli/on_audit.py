"""The audit of told statements: of a table in a file, with no state at all, or of what the house was told.

In: a file, or the house and what of it is asked for. Out: what contradicts itself, as a table or as the JSON document of COMMANDS.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from intertrata.cli.asking import Json, me
from intertrata.cli.speaking import say_json, say_table, steps
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem

OF_THE_HOUSE = ("--source", "--indicator", "--place")
"""Options that choose among what the house was told; each takes a value."""
MOST_LINES = 4

app = typer.Typer()


def reads_a_file(words: Sequence[str]) -> bool:
    """Whether what is typed after ``audit`` names a file, so that no house is needed."""
    before = ["", *words]
    return any(not word.startswith("-") and last not in OF_THE_HOUSE for last, word in zip(before, words, strict=False))


@app.command(
    help="Revisa cifras dichas: qué se contradice, qué se sigue de qué, y qué se comprobó y es correcto. De una tabla CSV o, si no se nombra ninguna, de todas las que la casa tiene; lo hallado queda para que una persona lo confirme."
)
def audit(
    statements: Annotated[
        Path | None, typer.Argument(metavar="CIFRAS.csv", help="CSV con una cifra por fila, como figures.csv.", readable=False)
    ] = None,
    source: Annotated[str, typer.Option(help="De la casa: una fuente sola (informe_v, respuestas…).")] = "",
    indicator: Annotated[str, typer.Option(help="De la casa: lo que toca a lo que se cuenta (complaints…).")] = "",
    place: Annotated[str, typer.Option(help="De la casa: lo que toca a un departamento.")] = "",
    as_json: Json = False,
) -> None:
    with steps(silent=as_json) as tell:
        if statements is None:
            from intertrata.figures import actions  # here, since a file needs no house

            told = actions.audit(by=me(), source=source, indicator=indicator, place=place, progress=tell)
        else:
            from intertrata.figures.audit.auditing import audit_file

            for option, asked in zip(OF_THE_HOUSE, (source, indicator, place), strict=True):
                if asked:
                    raise Problem("audit_option_without_house", option=option)
            told = audit_file(statements, progress=tell).document()
    if as_json:
        say_json(told)
    else:
        _show(told)


def _show(told: Mapping[str, Any]) -> None:
    kinds, certainties = code_list("contradiction_kind"), code_list("contradiction_certainty")
    rows = [
        [
            *([one["document"]] if "document" in one else []), _lines(one["lines"]), kinds.es(one["kind"]), certainties.es(one["certainty"]),
            f"{one['explanation']} «{one['quote']}»",
        ]
        for one in told["findings"]
    ]  # fmt: skip
    proved = sum(one["certainty"] == "proved" for one in told["findings"])
    heads = ["documento"] if any("document" in one for one in told["findings"]) else []
    say_table(
        f"{len(rows):,} contradicciones ({proved:,} probadas) entre {told['checked']:,} comprobaciones; {len(told['holding']):,} son correctas",
        [*heads, "líneas", "clase", "certeza", "qué se dice y qué se sigue"],
        rows,
    )


def _lines(lines: Sequence[int]) -> str:
    return ", ".join(str(line) for line in lines[:MOST_LINES]) + (", …" if len(lines) > MOST_LINES else "")
