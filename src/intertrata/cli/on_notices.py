"""Commands that tell institutions what concerns them: who is subscribed, what is due, what could not be sent.

In: accounts, addresses, ids. Out: tables for people, JSON for machines, a secret once, the exit code.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Any

import typer

from intertrata.cli.asking import Json, me
from intertrata.cli.speaking import say, say_json, say_table
from intertrata.figures.actions import audit_what_came, file_figures
from intertrata.notices import actions, queries
from intertrata.vocabulary.errors import Problem

SHORT = 8
"""Signs of an id that are shown: as many as are needed to name it."""
KEEP = "Guárdelo ahora, no se vuelve a mostrar; entréguelo en mano a quien recibe los avisos."

app = typer.Typer()
subscriptions = typer.Typer(help="Suscripciones de instituciones a los avisos de lo que les concierne.", no_args_is_help=True)
notices = typer.Typer(help="Avisos por enviar, retenidos, enviados y los que no se pudieron enviar.", no_args_is_help=True)
app.add_typer(subscriptions, name="subscriptions")
app.add_typer(notices, name="notices")

Which = Annotated[str, typer.Argument(metavar="SUSCRIPCIÓN", help="Su identificador, o los primeros 6 signos o más.")]


@subscriptions.command(
    "add", help="Suscribe a la institución de una cuenta: desde ahora se avisa a su dirección. Muestra el secreto una vez."
)
def add(
    account: Annotated[str, typer.Argument(metavar="CUENTA", help="La cuenta por la que recibe.")],
    url: Annotated[str, typer.Argument(metavar="DIRECCIÓN", help="A dónde se avisa: https://…")],
    kind: Annotated[list[str] | None, typer.Option(help="Clase de aviso; se puede repetir. Si no se dice, todas las suyas.")] = None,
    register: Annotated[list[str] | None, typer.Option(help="El único registro del que se avisa; se puede repetir.")] = None,
    as_json: Json = False,
) -> None:
    _show(actions.subscribe(account, url, kinds=kind or (), by=me(), registers_of=register or ()), as_json=as_json)


@subscriptions.command("rotate", help="Da un secreto nuevo; por un tiempo se firma con los dos.")
def rotate(
    subscription: Which,
    hours: Annotated[int, typer.Option("--overlap", help="Horas en que vale también el anterior; 0, ninguna.")] = 24,
    as_json: Json = False,
) -> None:
    _show(actions.rotate(subscription, by=me(), overlap=timedelta(hours=hours)), as_json=as_json)


@subscriptions.command(
    "list", help="Las suscripciones y cómo están; termina en 1 si alguna está en pausa o tiene avisos que no se pudieron enviar."
)
def show_subscriptions(as_json: Json = False) -> None:
    found = queries.subscriptions()
    if as_json:
        say_json([asdict(one) for one in found])
    else:
        heads = ["suscripción", "institución", "cuenta", "dirección", "avisos", "estado", "por enviar", "retenidos", "sin enviar", "fallos"]
        rows = [
            (o.id[:SHORT], o.institution, o.account, o.place, ", ".join(o.kinds), o.standing_es, o.waiting, o.held, o.dead, o.failures)
            for o in found
        ]
        say_table("Suscripciones", heads, rows)
    if any(one.standing == "paused" or (one.dead and one.standing == "active") for one in found):
        raise typer.Exit(1)


@subscriptions.command("revoke", help="Anula una suscripción para siempre: no se le envía nada más.")
def revoke(subscription: Which) -> None:
    say(f"Anulada. Avisos que ya no recibirá: {actions.revoke(subscription, by=me())}.")


@subscriptions.command("resume", help="Reanuda una suscripción en pausa: lo que esperaba sale en la siguiente entrega.")
def resume(subscription: Which) -> None:
    actions.resume(subscription, by=me())
    say("Reanudada.")


@subscriptions.command("test", help="Envía ahora un mensaje de prueba, que no habla de nada, y dice qué respondió.")
def try_out(subscription: Which, as_json: Json = False) -> None:
    told = actions.try_out(subscription, by=me())
    if as_json:
        say_json({"taken": told.taken, "status": told.status, "why": told.why})
    else:
        say(f"La prueba terminó así: {queries.in_words(told)}.")
    if not told.taken:
        raise typer.Exit(1)


@subscriptions.command("kinds", help="Las clases de avisos que hay.")
def kinds(as_json: Json = False) -> None:
    found = queries.kinds()
    if as_json:
        say_json([{"code": one.code, "es": one.es, "record_type": one.record_type} for one in found])
        return
    say_table("Clases de avisos", ["código", "de qué avisa", "tipo de registro"], [(one.code, one.es, one.record_type) for one in found])


@app.command(help="Lee lo que llegó desde la última vez y envía los avisos que tocan. Se puede programar cada minuto.")
def deliver(as_json: Json = False) -> None:
    try:
        file_figures()
        did = actions.deliver(by=me())
        audit_what_came(by=me())  # after the notices: nobody waits for it
    except Problem as problem:
        if problem.code != "deed_busy":
            raise
        say_json({"busy": True}) if as_json else None  # a run takes longer than the minute between two: nothing is wrong
        return
    if as_json:
        say_json(asdict(did))
    elif any(asdict(did).values()):
        heads = ["nuevos", "enviados", "se reintentan", "no se pudieron", "retenidos", "suscripciones en pausa", "apagadas"]
        say_table("Avisos", heads, [tuple(asdict(did).values())])
    if did.needs_somebody:
        raise typer.Exit(1)


@notices.command("list", help="Los avisos, el más reciente primero; qué dicen no se guarda.")
def show_notices(
    state: Annotated[str, typer.Option(help="Solo en este estado: waiting, held, sent, dead.")] = "",
    subscription: Annotated[str, typer.Option(help="Solo de esta suscripción.")] = "",
    most: Annotated[int, typer.Option(help="Cuántos como máximo.", min=1)] = 200,
    as_json: Json = False,
) -> None:
    found = queries.notices(state=state, subscription=subscription, most=most)
    if as_json:
        say_json([asdict(one) for one in found])
        return
    heads = ["aviso", "institución", "clase", "estado", "por qué", "intentos", "respuesta", "hecho", "toca"]
    rows: list[tuple[Any, ...]] = [
        (
            o.id,
            o.institution,
            o.kind,
            o.state_es,
            o.why_es,
            o.tries,
            None if o.status is None else str(o.status),
            _when(o.made_at),
            _when(o.due_at),
        )
        for o in found
    ]
    say_table("Avisos", heads, rows)


@notices.command("retry", help="Vuelve a poner en cola los avisos que no se pudieron enviar: estos, o con --all todos.")
def retry(
    ids: Annotated[list[str] | None, typer.Argument(metavar="AVISO", help="Identificadores enteros.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Todos los que no se pudieron enviar.")] = False,
) -> None:
    if bool(ids) == everything:
        raise Problem("retry_unclear")
    say(f"En cola otra vez: {actions.retry(ids or (), by=me())}.")


def _show(made: actions.Made, *, as_json: bool) -> None:
    if as_json:
        say_json({"subscription": made.id, "secret": made.secret})
        return
    say(f"Suscripción {made.id}")
    say(f"Secreto: {made.secret}")
    say(KEEP)


def _when(at: Any) -> str:
    return str(at.astimezone().strftime("%d/%m/%Y %H:%M"))
