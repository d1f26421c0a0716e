"""Values taken from an answer: by two people each for herself, by a third where they differ, by the entity itself in its form."""

from uuid import UUID, uuid4

import pytest
from campaigned import refused
from django.utils import timezone
from scanned import typeset

from intertrata.access.queries import looks
from intertrata.transparency import actions, queries
from intertrata.transparency.actions.inviting import Written
from intertrata.transparency.kept.queries import words_of
from intertrata.transparency.matrix import MAY_ANSWER, TO_READ, Standing
from intertrata.transparency.models import Capture, Choice
from intertrata.vocabulary.errors import Problem

pytestmark = [pytest.mark.engines, pytest.mark.django_db(databases=["default", "log"])]
HALF = "2017-01-01/2017-06-30"


def test_one_reading_says_that_nobody_checked_it_and_two_alike_agree(reads, cell):
    reads("veedora", "2’887,345.00", quote="MIMP 2’887,345.00 2’896,804.3")
    assert (cell()["value"], cell()["standing"], cell()["reader"]) == ("2887345", Standing.SINGLE, "veedora")
    reads("veedor", "2 887 345")
    assert (cell()["standing"], cell()["people"], cell()["reader"]) == (Standing.AGREED, 2, "")
    assert cell()["as_written"] == "2’887,345.00"


def test_where_two_differ_no_value_stands_until_a_third_says_which_and_why(reads, cell, answered):
    reads("veedora", "12")
    other = reads("veedor", "21")
    assert (cell()["standing"], cell()["value"]) == (Standing.DIFFER, "")
    assert refused(actions.choose, answered[0], other, why="  ", by="coordinadora") == "choice_without_reason"
    for reader in ("veedora", "veedor"):
        assert refused(actions.choose, answered[0], other, why="lo vi", by=reader) == "choice_of_ones_own"
    actions.choose(answered[0], other, why="La tabla dice 21.", by="coordinadora")
    assert (cell()["standing"], cell()["value"]) == (Standing.CHOSEN, "21")
    assert Choice.objects.get().why == "La tabla dice 21."


def test_who_decides_may_never_have_read_that_cell_not_even_before(reads, answered):
    reads("coordinadora", "7")
    reads("veedora", "12")
    other = reads("veedor", "21")
    assert refused(actions.choose, answered[0], other, why="lo vi", by="coordinadora") == "choice_of_ones_own"


def test_a_later_reading_of_the_same_person_takes_the_place_of_hers(reads, cell, answered):
    first = reads("veedora", "12")
    reads("veedor", "21")
    actions.choose(answered[0], first, why="Sí.", by="coordinadora")
    reads("veedora", "21")
    assert (cell()["standing"], cell()["value"]) == (Standing.AGREED, "21")
    assert refused(actions.choose, answered[0], first, why="Sí.", by="coordinadora") == "capture_unknown"
    assert Capture.objects.count() == 3


def test_there_is_nothing_to_decide_where_nobody_differs(reads, answered):
    alone = reads("veedora", "12")
    assert refused(actions.choose, answered[0], alone, why="Sí.", by="coordinadora") == "choice_without_difference"
    reads("veedor", "12")
    assert refused(actions.choose, answered[0], alone, why="Sí.", by="coordinadora") == "choice_without_difference"
    assert refused(actions.choose, answered[0], 10**9, why="Sí.", by="coordinadora") == "capture_unknown"


@pytest.mark.parametrize(
    ("item", "period", "written", "code"),
    [
        ("shelters", "2016", "unos 12 o 15, más o menos", "number_ambiguous"),
        ("budget_assigned", "2016", "157,159,000.000.00", "not_a_number"),
        ("budget_assigned", "2016", "1.234", "number_ambiguous"),
        ("talks", "2016", "-3", "count_negative"),
        ("talks", "2016", "3.5", "count_not_whole"),
        ("talks", "2016", "varias", "not_a_number"),
        ("budget_specific", "2016", "en proceso", "yes_no_unclear"),
        ("reintegration_guide_date", "2016", "cuando se pueda", "date_unreadable"),
        ("material_languages", "2016", "quechua; élfico", "choice_outside"),
        ("talks", "2015", "3", "cell_not_asked"),
        ("talks", "", "3", "cell_not_asked"),
        ("plan_norm", "2016", "Una ordenanza", "cell_not_asked"),
        ("fantasmas", "2016", "3", "item_unknown"),
    ],
)
def test_what_cannot_be_read_for_sure_or_was_not_asked_is_asked_back_and_not_kept(reads, item, period, written, code):
    assert refused(reads, "veedora", written, item=item, period=period) == code
    assert not Capture.objects.exists()


@pytest.mark.parametrize(
    ("item", "written", "kind", "value", "status"),
    [
        ("budget_assigned", "S/ 1.5 millones", "number", "1500000", ""),
        ("budget_assigned", "0", "number", "0", ""),
        ("talks", "más de 300", "at_least", "300/!", ""),
        ("talks", "entre 10 y 12", "range", "10/12", ""),
        ("budget_assigned", "SPE", "missing", "", "SPE"),
        ("talks", "No se cuenta con información", "missing", "", "SD"),
        ("budget_specific", "Sí", "yes_no", "true", ""),
        ("budget_specific", "No", "yes_no", "false", ""),
        ("reintegration_guide_date", "5 de mayo de 2016", "date", "2016-05-05", ""),
        ("material_languages", "Quechua; CASTELLANO", "list", "castellano; quechua", ""),
    ],
)
def test_what_was_written_is_kept_as_it_stands_beside_what_it_says(reads, item, written, kind, value, status):
    number = reads("veedora", written, item=item)
    kept = Capture.objects.get(pk=number)
    assert (kept.kind, kept.value, kept.status) == (kind, value, status)
    assert words_of(kept.request)[number].as_written == written


def test_a_value_stands_in_the_words_that_are_quoted(reads, answered):
    assert refused(reads, "veedora", "12", quote="dice 21") == "captured_not_quoted"
    number = reads("veedora", "1 500", quote="se dieron 1\n500 charlas", item="talks")
    assert words_of(answered[0])[number].quote == "se dieron 1\n500 charlas"


def test_a_page_is_one_of_a_document_of_that_request(reads, asked, answered):
    for page in (None, 0, 2):
        assert refused(reads, "veedora", "12", page=page) == "page_unknown"
    assert refused(reads, "veedora", "12", document=uuid4()) == "document_unknown"
    other = UUID(actions.keep(asked["mpfn"], typeset("Otra cosa."), by="veedora"))
    assert refused(reads, "veedora", "12", document=other) == "document_unknown"
    without = reads("veedora", "12", document=None, page=7)
    assert Capture.objects.get(pk=without).page is None


def test_what_the_entity_wrote_stays_beside_what_a_letter_says_even_where_one_person_brought_both(reads, cell, answered):
    request = answered[0]
    actions.answer(request, [Written("budget_assigned", "2016", "500")])
    assert (cell()["standing"], cell()["value"]) == (Standing.DIRECT, "500")
    Capture.objects.filter(direct=True).update(by="veedora")
    reads("veedora", "700")
    assert cell()["standing"] == Standing.DIFFER
    actions.answer(request, [Written("budget_assigned", "2016", "700")])
    assert (cell()["standing"], cell()["value"]) == (Standing.DIRECT, "700")


def test_a_reader_is_not_shown_what_another_alone_read(reads, answered):
    reads("veedora", "12")
    reads("veedora", "3", item="talks")
    reads("veedor", "3", item="talks")
    found = [queries.request(answered[0], today=timezone.localdate())]

    def seen(**by):
        return sorted(queries.matrix_of("trata-2016", found, **by).taken["item"])

    assert seen() == seen(reader="veedora") == ["budget_assigned", "talks"]
    assert seen(reader="veedor") == seen(reader="coordinadora") == ["talks"]


def test_the_matrix_shows_values_reasons_and_what_is_not_asked(reads, asked, happens):
    happens(asked["mpfn"], "filed")
    reads("veedora", "0")
    found = queries.requests("trata-2016", today=timezone.localdate())
    whole = queries.matrix_of("trata-2016", found)
    assert whole.reasons == {
        asked["mimp"].hex: TO_READ, asked["mpfn"].hex: "NR", asked["gore-14"].hex: MAY_ANSWER, asked["muni-1401"].hex: MAY_ANSWER,
    }  # fmt: skip
    assert "plan_norm" in whole.unasked[asked["mimp"].hex]
    assert "plan_norm" not in whole.unasked[asked["gore-14"].hex]
    one = queries.matrix_of("trata-2016", found, item="budget_assigned", period="2016")
    assert (one.columns, one.cells, one.taken["value"].to_list()) == ((("budget_assigned", "2016"),), 4, ["0"])
    assert queries.matrix_of("trata-2016", found, item="budget_assigned", period=HALF).taken.height == 0


def test_what_was_read_a_moment_ago_is_in_the_matrix(reads, answered):
    found = queries.requests("trata-2016", today=timezone.localdate())
    for person, people in (("veedora", 1), ("veedor", 2)):
        reads(person, "12")
        assert queries.matrix_of("trata-2016", found).taken["people"].to_list() == [people]
    other = reads("coordinadora", "13")
    assert queries.matrix_of("trata-2016", found).taken["standing"].to_list() == [Standing.DIFFER]
    actions.choose(answered[0], other, why="Sí.", by="otra")
    assert queries.matrix_of("trata-2016", found).taken["value"].to_list() == ["13"]


def test_nothing_of_what_was_read_is_in_the_log(reads, answered):
    reads("veedora", "12", quote="El señor ZZMARCA dice 12")
    with pytest.raises(Problem):
        reads("veedora", "ZZMARCA")
    assert "ZZMARCA" not in str(looks(most=50))
    assert looks(most=1)[0]["thing_id"] == answered[0].hex


def test_what_feeds_an_indicator_is_told_once_somebody_read_it_or_with_why_there_is_none(reads, asked, happens):
    happens(asked["mpfn"], "filed")

    def told():
        rows = queries.answered("trata-2016", today=timezone.localdate()).filter(item="budget_assigned", period="2016")
        return {row["entity"]: (row["value"], row["status"]) for row in rows.iter_rows(named=True)}

    assert told() == {"mpfn": ("", "NR")}
    reads("veedora", "12")
    assert told() == {"mpfn": ("", "NR"), "mimp": ("12", "NOVAL")}
    reads("veedor", "13")
    assert told() == {"mpfn": ("", "NR")}
    reads("veedor", "12.00")
    assert told()["mimp"] == ("12", "")


def test_requests_past_their_deadline_are_counted_over_all_campaigns(asked, happens):
    assert queries.overdue(timezone.localdate()) == 0
    happens(asked["mpfn"], "filed")
    happens(asked["gore-14"], "filed", timezone.localdate())
    assert queries.overdue(timezone.localdate()) == 1
