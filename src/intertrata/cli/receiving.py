"""What was received, told on the terminal and as JSON. In: receipts. Out: a table with what was noted of each file, or plain values."""

from __future__ import annotations

from typing import Any

from intertrata.cli.speaking import say, say_table
from intertrata.registers import queries as registered
from intertrata.registers.actions import Receipt
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

SHORT = 6
"""Signs of a deposit's identifier that are shown: as many as are needed to name it."""


def receipts_told(receipts: list[Receipt]) -> list[dict[str, Any]]:
    """Give receipts as JSON tells them."""
    names = (
        "source",
        "table",
        "file",
        "sheet",
        "deposit",
        "read",
        "kept",
        "unchanged",
        "corrected",
        "refused",
        "vanished",
        "waits",
        "closes",
        "notes",
        "sha256",
    )
    return [{name: getattr(receipt, name) for name in names} for receipt in receipts]


def show_receipts(receipts: list[Receipt]) -> None:
    """Show receipts to people: a table, what was noted of each file, how many quoted numbers came."""
    heads = ["depósito", "tabla", "archivo", "leídas", "guardadas", "sin cambio", "corregidas", "rechazadas", "desaparecidas"]
    rows = [
        (r.deposit[:SHORT], f"{r.source}.{r.table}", r.file, r.read, r.kept, r.unchanged, r.corrected, r.refused, r.vanished)
        for r in receipts
    ]
    say_table("Recibido", heads, rows)
    for receipt in receipts:
        for note in receipt.notes:
            say(f"{receipt.file}: {sentence(Problem(str(note['code']), **_rest(note)))}")
    came = sum(receipt.closes for receipt in receipts)
    if came or any(receipt.waits for receipt in receipts):  # what one file quotes may have come with the next: said once, at the end
        waits = registered.references().waiting["key"].n_unique()
        say(
            f"Números de caso: llegaron {came:,} que otros registros citaban; {waits:,} siguen sin que nadie los envíe (intertrata references)."
        )


def _rest(note: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in note.items() if name != "code"}
