"""A run: read what came since the last one, then send what is due. In: closed deposits, subscriptions. Out: notices, messages.

Notices stand in one commit with how far the registers were read: whatever stops the machine, none is lost and none made twice. What was sent
and not yet noted as sent is sent again under the same id, by which its receiver knows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from intertrata.access.actions import note
from intertrata.notices import queries
from intertrata.notices.actions.reading import read_on
from intertrata.notices.actions.subscribing import end, secrets_of
from intertrata.notices.judging import GONE, PROBED_AFTER, Outcome, Standing, State, Verdict, judged, rests
from intertrata.notices.kinds import declared
from intertrata.notices.message import Told, body, trial
from intertrata.notices.models import Notice, Subscription
from intertrata.notices.signature import headers
from intertrata.notices.turns import SECONDS, Message, Turn, take
from intertrata.notices.wire import Wire
from intertrata.storage.deeds import alone
from intertrata.vocabulary.errors import Problem, Unsafe

DEED = "deliver"
MOST = 100
"""Notices of one subscription in one run."""
KEPT = timedelta(days=90)
"""How long a notice that was sent, or is held, stays in the list."""


@dataclass(frozen=True)
class Delivered:
    """What a run did: notices made, taken by their receivers, put off, given up, held back; subscriptions that it paused or that ended."""

    made: int = 0
    sent: int = 0
    again: int = 0
    dead: int = 0
    held: int = 0
    paused: int = 0
    gone: int = 0

    @property
    def needs_somebody(self) -> bool:
        """Whether a person should look."""
        return bool(self.dead or self.paused or self.gone)


def wire() -> Wire:
    """Give the way out, as the settings say. Raises ``notices_authorities``."""
    return Wire(local=settings.NOTICES_LOCAL, authorities=settings.NOTICES_CA)


def deliver(*, by: str, now: datetime | None = None, out: Wire | None = None, seconds: float = SECONDS) -> Delivered:
    """Read what came, and send what is due. Safe at any time and from any machine: two at once are one, and a refusal.

    Args:
        now: the time of the run. out: the way out, else the one of the settings. seconds: how long one subscription may send.

    Raises:
        Problem: ``deed_busy``; ``notices_authorities``.
    """
    out, now = out or wire(), now or timezone.now()
    with alone(DEED):
        did: Counter[str] = Counter(made=read_on(now=now))
        Notice.objects.filter(state__in=[State.SENT, State.HELD], made_at__lt=now - KEPT).delete()
        live = {one.id.hex: one for one in _lawful(now, did, by=by)}
        turns = [turn for one in live.values() if (turn := _turn(one, now, did, by=by)) is not None]
        with closing(take(turns, out.send, seconds=seconds)) as results:  # whatever stops this stops the turns
            for subscription, notice, outcome in results:
                _settle(live[subscription], notice, outcome, now, did, by=by)
    return Delivered(**did)


def retry(notices: Sequence[str] = (), *, by: str, now: datetime | None = None) -> int:
    """Make notices that could not be sent due again, with all their tries: these, or all; give how many. What was told to a subscription that
    is over stays as it is.

    Raises:
        Problem: ``notice_unknown``.
    """
    live = Subscription.objects.filter(standing__in=[Standing.ACTIVE, Standing.PAUSED]).values("id")
    dead = Notice.objects.filter(state=State.DEAD, subscription__in=live)
    if notices:
        known = {one.hex: one for one in dead.values_list("id", flat=True)}
        missing = [one for one in notices if one.replace("-", "").lower() not in known]
        if missing:
            raise Problem("notice_unknown", notice=missing[0])
        dead = dead.filter(pk__in=[known[one.replace("-", "").lower()] for one in notices])
    note("retry_notices", by=by, thing="notice", thing_id="", found=dead.count())
    return int(dead.update(state=State.WAITING, why="", tries=0, due_at=now or timezone.now(), ended_at=None))


def try_out(asked: str, *, by: str, now: datetime | None = None, out: Wire | None = None) -> Outcome:
    """Send one message that tells of nothing, at once, and give what came back; nothing of it is kept but that it was done.

    Raises:
        Problem: ``subscription_unknown``; ``subscription_over``; ``subscription_account``; ``notices_authorities``.
    """
    one, now = queries.row(asked), now or timezone.now()
    if one.standing in {Standing.REVOKED, Standing.GONE}:
        raise Problem("subscription_over", subscription=asked)
    if not queries.may_be_told(one.account, one.institution):
        raise Problem("subscription_account", account=one.account)
    note("test_subscription", by=by, thing="subscription", thing_id=one.id.hex)
    said, at = trial(one.id.hex, now), int(now.timestamp())
    return (out or wire()).send(one.url, headers(secrets_of(one, now=now), f"test_{one.id.hex}_{at}", at, said), said)


def _lawful(now: datetime, did: Counter[str], *, by: str) -> list[Subscription]:
    """The active subscriptions whose accounts may still be told; the others are paused, since an account that left speaks for nobody."""
    found = []
    for one in Subscription.objects.filter(standing=Standing.ACTIVE).order_by("id"):
        if queries.may_be_told(one.account, one.institution):
            found.append(one)
        else:
            _pause(one, "account", did, by=by)
    return found


def _turn(one: Subscription, now: datetime, did: Counter[str], *, by: str) -> Turn | None:
    """What one is to be sent now; what may not be told now is held, and what may again is taken out of there. One whose secret does not open
    is paused: nothing leaves unsigned, and the others do not wait for it."""
    held = Notice.objects.filter(subscription=one.id, state=State.HELD).order_by("made_at", "id")
    due = Notice.objects.filter(subscription=one.id, state=State.WAITING, due_at__lte=now).order_by("due_at", "id")
    looked_at = [*held, *due[: 1 if one.failures >= PROBED_AFTER else MOST]]
    if not looked_at:
        return None
    told = queries.tellable(looked_at, {one.id: one.institution})
    hold = [each.id for each in looked_at if each.id not in told]
    Notice.objects.filter(pk__in=hold).update(state=State.HELD, why="reserved")
    Notice.objects.filter(pk__in=told, state=State.HELD).update(state=State.WAITING, why="", due_at=now)
    did["held"] += sum(1 for each in looked_at if each.id not in told and each.state == State.WAITING)
    try:
        messages = _messages(one, [each for each in looked_at if each.id in told], now)
    except Unsafe:
        _pause(one, "secret", did, by=by)
        return None
    return Turn(one.id.hex, one.url, tuple(messages)) if messages else None


def _messages(one: Subscription, rows: Sequence[Notice], now: datetime) -> list[Message]:
    signing, at, made = secrets_of(one, now=now), int(now.timestamp()), []
    for row in rows:
        said = body(declared().kinds[row.kind], Told(row.id.hex, row.record.hex, row.made_at, row.register, row.table))
        made.append(Message(row.id.hex, headers(signing, row.id.hex, at, said), said))
    return made


def _settle(one: Subscription, notice: str, outcome: Outcome, now: datetime, did: Counter[str], *, by: str) -> None:
    """Write down what became of a try, and what follows for its subscription, in one commit; the log first, where somebody must look."""
    row = Notice.objects.get(pk=notice)
    verdict = judged(notice, row.tries + 1, outcome, now=now)
    if verdict.state == State.DEAD:
        note("notice_dead", by=by, thing="notice", thing_id=notice)
    with transaction.atomic(using="default"):
        _written(row, verdict, outcome, now)
        one.failures, one.failing_since = (0, None) if outcome.taken else (one.failures + 1, one.failing_since or now)
        one.taken_at = now if outcome.taken else one.taken_at
        one.save(update_fields=["failures", "failing_since", "taken_at"])
    did[{State.SENT: "sent", State.WAITING: "again", State.DEAD: "dead"}[verdict.state]] += 1
    if outcome.status == GONE:
        note("subscription_gone", by=by, thing="subscription", thing_id=one.id.hex)
        did["dead"] += end(one, Standing.GONE)
        did["gone"] += 1
    elif rests(one.failures, one.failing_since, now=now):
        _pause(one, "failing", did, by=by)


def _written(row: Notice, verdict: Verdict, outcome: Outcome, now: datetime) -> None:
    """Put a verdict on a notice, unless its subscription ended meanwhile."""
    over = verdict.state != State.WAITING
    said = {"state": verdict.state, "why": verdict.why, "status": outcome.status, "due_at": verdict.due_at or row.due_at}
    rows = Notice.objects.filter(pk=row.pk, state=State.WAITING)
    rows.update(tries=row.tries + 1, ended_at=now if over else None, **said)


def _pause(one: Subscription, why: str, did: Counter[str], *, by: str) -> None:
    note("pause_subscription", by=by, thing="subscription", thing_id=one.id.hex)
    paused = Subscription.objects.filter(pk=one.id, standing=Standing.ACTIVE).update(standing=Standing.PAUSED, why=why)
    did["paused"] += paused
