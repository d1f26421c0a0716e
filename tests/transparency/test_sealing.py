"""Words of answers may say who somebody is: they stand sealed in their rows, and open in those alone, for who may read them."""

import logging
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from campaigned import refused
from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from intertrata.access import keys
from intertrata.access.queries import looks
from intertrata.transparency import actions, queries, sealing
from intertrata.transparency.actions.capturing import Taken
from intertrata.transparency.actions.inviting import Written
from intertrata.transparency.matrix import Standing
from intertrata.transparency.models import Capture, TextClearance
from intertrata.transparency.readings import TEXT, Said, in_clear, is_text
from intertrata.vocabulary.codes import fold
from intertrata.vocabulary.errors import Unsafe

AT = datetime(2026, 1, 12, 15, 30, tzinfo=UTC)
WHERE = sealing.place(UUID(int=7), "talks", "2016", AT)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60)
MARKS = st.from_regex(r"ZZ[A-Z]{6,12}", fullmatch=True)
EVERYTHING = ["default", "log", "vault", "public"]


def row(kept, **other):
    said = {"request": UUID(int=7), "item": "talks", "period": "2016", "at": AT} | other
    return SimpleNamespace(as_written=kept.as_written, value=kept.value, key_id=kept.key_id, sealed=kept.sealed, **said)


def house():
    return keys.load(settings.KEYS)


@given(TEXTS, TEXTS | st.just(""), st.sampled_from(["number", "text", "list", "date", "missing"]), st.booleans())
def test_what_was_kept_opens_whole_and_nothing_of_a_free_text_or_quote_stands_in_clear(written, quote, kind, closed):
    said = Said(kind, "" if kind == "missing" else fold(written) or "x", "SD" if kind == "missing" else "")
    kept = sealing.kept(written, said, quote, closed=closed, where=WHERE, keys=house())
    assert sealing.opened(row(kept), keys=house()) == sealing.Words(written, said.value, quote)
    free = kind in sealing.FREE and not closed
    assert is_text(kept.value) == free
    assert not (free and kept.as_written)
    assert set(sealing.LETTERS.findall(fold(kept.as_written))) <= sealing.OF_FIGURES | {"sd"}
    if quote or free:
        assert kept.sealed


@given(MARKS, st.sampled_from(["number", "yes_no", "date", "missing", "percentage"]))
def test_a_name_beside_a_figure_is_sealed_and_the_figure_is_not(mark, kind):
    kept = sealing.kept(f"12, de {mark}", Said(kind, "12", ""), "", closed=False, where=WHERE, keys=house())
    assert (kept.as_written, kept.value) == ("", "12")
    assert mark.encode() not in kept.sealed


@pytest.mark.parametrize("other", [{"request": UUID(int=8)}, {"item": "shelters"}, {"period": "2015"}, {"at": AT.replace(minute=31)}])
def test_words_moved_to_another_row_do_not_open(other):
    kept = sealing.kept("unas palabras", Said("text", "unas palabras", ""), "", closed=False, where=WHERE, keys=house())
    with pytest.raises(Unsafe):
        sealing.opened(row(kept, **other), keys=house())


def test_two_texts_are_compared_within_a_cell_and_nowhere_else():
    def digest(text, where=WHERE):
        return sealing.kept(text, Said("text", fold(text), ""), "", closed=False, where=where, keys=house()).value

    assert digest("Una ordenanza") == digest("una  ORDENANZA") != digest("Otra")
    assert digest("Una", sealing.place(UUID(int=7), "talks", "2016", AT.replace(minute=1))) == digest("Una")
    assert digest("Una", sealing.place(UUID(int=8), "talks", "2016", AT)) != digest("Una")


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("number", "2887345", "2,887,345"), ("percentage", "12.5", "12.5 %"), ("yes_no", "true", "sí"), ("yes_no", "false", "no"), ("range", "10/12", "de 10 a 12"),
        ("at_least", "300/!", "más de 300"), ("at_least", "300/", "300 o más"), ("at_most", "/5", "5 o menos"), ("at_most", "/5!", "menos de 5"),
        ("date", "2016-05-05", "2016-05-05"), ("list", "castellano; quechua", "castellano; quechua"), ("list", "#ab", TEXT), ("text", "#ab", TEXT),
    ],
)  # fmt: skip
def test_a_value_is_said_in_words_of_ours(kind, value, words):
    assert in_clear(kind, value).replace("\u202f", " ").replace("\xa0", " ") == words


def everywhere():
    """Everything that stands in the databases, as their files would hold it."""
    held = []
    for alias in EVERYTHING:
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                held += [bytes(one) if isinstance(one, memoryview) else str(one).encode() for line in cursor.fetchall() for one in line]
    return b"\n".join(held)


@pytest.mark.engines
@pytest.mark.django_db(databases=EVERYTHING)
class TestKept:
    """At the room's door, with the rows of a database."""

    @tries(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(mark=MARKS)
    def test_a_planted_name_is_in_no_database_and_no_log(self, answered, reads, asked, caplog, mark):
        caplog.set_level(logging.INFO)
        request = answered[0]
        for person in ("veedora", "veedor"):
            reads(person, "12", quote=f"El señor {mark} dice 12", item="talks")
            reads(person, f"Casos de {mark}", item="protocols")
            reads(person, "No se cuenta con información", quote=f"{mark}: No se cuenta con información", item="operations")
        actions.answer(asked["gore-14"], [Written("plan_norm", "2016", f"La firma {mark}")])
        actions.open_words(request, by="veedora")
        queries.answered("trata-2016", today=datetime.now(tz=UTC).date())
        assert mark.encode() not in everywhere()
        assert fold(mark).encode() not in everywhere()
        assert mark not in caplog.text
        assert any(mark in one.as_written for one in actions.open_words(request, by="veedora").values())
        assert all(mark not in str(one) for one in (queries.settled_of(request), queries.taken(request), queries.held_of(request)))

    def test_words_that_were_changed_are_found_when_the_house_is_verified(self, answered, reads):
        reads("veedora", "12", quote="son 12", item="talks")
        assert actions.verify(by="admin") == (1, [])
        Capture.objects.update(period="2015")
        assert actions.verify(by="admin")[1] == [{"code": "verify_words_damaged", "request": answered[0].hex}]

    def test_who_opens_words_is_in_the_log_before_and_nobody_where_there_are_none(self, answered, reads):
        reads("veedora", "12")
        actions.open_words(answered[0], by="coordinadora")
        assert not looks(most=5, deed="open_words")
        reads("veedora", "12", quote="son 12")
        actions.open_words(answered[0], by="coordinadora")
        assert looks(most=1, deed="open_words")[0]["account"] == "coordinadora"

    def test_two_who_read_the_same_text_agree_and_others_differ(self, reads, cell):
        reads("veedora", "Por convenio", item="protocols")
        reads("veedor", "por  CONVENIO", item="protocols")
        assert cell("protocols")["standing"] == Standing.AGREED
        reads("veedor", "Sin convenio", item="protocols")
        assert cell("protocols")["standing"] == Standing.DIFFER

    def test_a_text_is_seen_by_everybody_once_two_said_that_it_names_nobody(self, answered, reads, asked):
        request = answered[0]
        first = reads("veedora", "Por convenio", item="protocols")
        assert refused(actions.clear_text, request, first, clears=True, by="veedora") == "capture_unknown"  # read by one alone
        reads("veedor", "Por convenio", item="protocols")
        figure = reads("veedora", "12", item="talks")
        reads("veedor", "12", item="talks")
        assert refused(actions.clear_text, request, figure, clears=True, by="veedora") == "text_of_figures"
        assert refused(actions.clear_text, asked["gore-14"], first, clears=True, by="veedora") == "capture_unknown"
        assert refused(actions.clear_text, uuid4(), first, clears=True, by="veedora") == "request_unknown"
        for _ in range(2):
            actions.clear_text(request, first, clears=True, by="veedora")
        assert queries.cleared_texts([first]) == {}
        actions.clear_text(request, first, clears=True, by="veedor")
        assert queries.cleared_texts([first, figure]) == {first: "Por convenio"}
        actions.clear_text(request, first, clears=False, by="coordinadora")
        assert queries.cleared_texts([first]) == {}
        assert TextClearance.objects.count() == 4

    def test_an_entity_is_given_what_it_wrote_and_nothing_that_others_read(self, answered, reads):
        reads("veedora", "Por convenio", item="protocols")
        actions.answer(answered[0], [Written("protocols", "2016", "Con la PNP")])
        assert [one.as_written for one in queries.own_words(answered[0]).values()] == ["Con la PNP"]

    def test_no_text_is_told_as_a_figure(self, answered, reads):
        for person in ("veedora", "veedor"):
            reads(person, "más de 300 (con la señora ZZMARCA)", item="protocols")
        told = queries.answered("trata-2016", today=datetime.now(tz=UTC).date())
        assert "text" not in set(told["kind"])
        assert "ZZMARCA" not in str(told.to_dicts())


BEFORE, HERE = ("transparency", "0002_words_sealed_and_appeals"), ("transparency", "0003_seal_what_stands")


@pytest.fixture
def migrated(transactional_db):
    """Bring the main database to where it stood after a migration; gives the models of then. It ends where it was."""
    connection = connections["default"]

    def migrate(*targets):
        return MigrationExecutor(connection).migrate(list(targets)).apps

    yield migrate
    migrate(*MigrationExecutor(connection).loader.graph.leaf_nodes())


@pytest.mark.engines
@pytest.mark.django_db(databases=["default", "log"], transaction=True)
def test_words_that_stood_in_clear_are_sealed_and_open_as_they_were(migrated, answered, reads):
    request, document = answered
    then = migrated(BEFORE)
    old = then.get_model("transparency", "Capture")
    said = {
        "campaign": "trata-2016",
        "request": request,
        "document": document,
        "period": "2016",
        "page": 1,
        "status": "",
        "by": "veedora",
        "at": AT,
    }
    rows = [
        ("talks", "12", "number", "12", "dice 12 ZZMARCA"),
        ("budget_assigned", "S/ 12", "number", "12", ""), ("material_languages", "Quechua", "list", "quechua", ""), ("protocols", "De ZZMARCA", "list", "de zzmarca", ""),
        ("budget_specific", "Sí", "yes_no", "true", ""),
    ]  # fmt: skip
    for item, written, kind, value, quote in rows:
        old.objects.create(item=item, as_written=written, kind=kind, value=value, quote=quote, **said)
    migrated(HERE)
    assert b"zzmarca" not in str(list(Capture.objects.values("as_written", "value", "quote"))).lower().encode()
    words = {one.item: one for one in Capture.objects.all()}
    found = queries.own_words(request) or actions.open_words(request, by="veedora")
    assert [(found[words[item].pk].as_written, found[words[item].pk].value, found[words[item].pk].quote) for item, *_ in rows] == [
        (written, value, quote) for _, written, _, value, quote in rows
    ]
    actions.capture(request, Taken("protocols", "2016", "de zzmarca", document=document, page=1), by="veedor")
    assert queries.settled_of(request).filter(item="protocols")["standing"].item() == Standing.AGREED
