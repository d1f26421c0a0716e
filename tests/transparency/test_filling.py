"""Forms that come back: one, several at once, of another campaign; and the form on the screen, which a key opens."""

from datetime import timedelta

import pytest
from campaigned import refused
from django.utils import timezone
from marked_workbooks import without_line
from scanned import typeset

from intertrata.access.queries import looks
from intertrata.transparency import actions, catalogue, filled_form, queries
from intertrata.transparency.actions.inviting import Written
from intertrata.transparency.filled_form import HEAD_LINE
from intertrata.transparency.matrix import Standing
from intertrata.transparency.models import Capture, Document, Invitation, Request
from intertrata.transparency.sending import queries as sending
from intertrata.vocabulary.errors import Problem

pytestmark = [pytest.mark.engines, pytest.mark.django_db(databases=["default", "log"])]
ROWS = "xl/worksheets/sheet1.xml"


def held(request):
    return {row["item"]: row for row in queries.settled_of(request).iter_rows(named=True)}


def test_what_a_form_answers_is_kept_as_the_entity_wrote_it(asked, fill):
    content = fill(
        "mimp",
        ("budget_assigned", "G", "1 500 000"),
        ("talks", "H", "SD: Sin datos"),
        ("operations", "G", "0"),
        ("operations", "I", "Ninguno."),
    )
    taken = actions.take_form(asked["mimp"], content, by="veedora")
    assert (taken.request, taken.answers, taken.refused, taken.lacking) == (asked["mimp"].hex, 3, (), 0)
    found = held(asked["mimp"])
    assert {item: (row["value"], row["status"], row["standing"]) for item, row in found.items()} == {
        "budget_assigned": ("1500000", "", Standing.DIRECT),
        "talks": ("", "SD", Standing.DIRECT),
        "operations": ("0", "", Standing.DIRECT),
    }
    assert queries.own_words(asked["mimp"])[Capture.objects.get(item="operations").pk].quote == "Ninguno."
    assert [one.id for one in queries.documents_of(asked["mimp"])] == [Capture.objects.first().document.hex]


def test_the_same_form_twice_says_nothing_new_and_a_corrected_one_takes_its_place(asked, fill):
    first, second = (fill("mimp", ("talks", "G", many)) for many in ("3", "4"))
    for _ in range(2):
        assert actions.take_form(asked["mimp"], first, by="veedora").answers == 1
    assert Capture.objects.count() == 1
    actions.take_form(asked["mimp"], second, by="veedor")
    assert (held(asked["mimp"])["talks"]["value"], held(asked["mimp"])["talks"]["standing"]) == ("4", Standing.DIRECT)


def test_an_answer_that_cannot_be_read_is_said_by_its_cell_and_the_others_stand(asked, fill):
    content = fill(
        "mimp",
        ("talks", "G", "varias"),
        ("budget_assigned", "G", "12"),
        ("operations", "H", "porque no"),
        changes=[without_line(HEAD_LINE + 1)],
    )
    taken = actions.take_form(asked["mimp"], content, by="veedora")
    assert taken.answers == 1
    assert [problem.code for _, problem in taken.refused] == ["form_status_unknown", "not_a_number"]
    assert taken.refused[1][0].startswith("Formulario!G")
    assert taken.lacking == 1
    assert list(held(asked["mimp"])) == ["budget_assigned"]


def test_a_long_answer_is_kept_to_its_last_word(asked, fill):
    text = "ordenanza de prueba, " * 40 + "y la última"
    actions.take_form(asked["gore-14"], fill("gore-14", ("plan_norm", "G", text)), by="veedora")
    row = held(asked["gore-14"])["plan_norm"]
    assert queries.own_words(asked["gore-14"])[row["capture"]].as_written == text
    assert row["as_written"] == ""


def test_several_forms_go_each_to_its_own_entity(asked, fill):
    for entity in ("mimp", "gore-14"):
        taken = actions.take_forms("trata-2016", fill(entity, ("talks", "G", "3")), by="veedora")
        assert taken.request == asked[entity].hex
    assert refused(actions.take_forms, "trata-2016", typeset(), by="veedora") == "workbook_broken"


def test_a_form_of_another_campaign_or_entity_is_refused_and_nothing_is_kept(asked, fill, campaign):
    other = campaign("trata-2017", ["mimp", "pcm"])
    assert refused(actions.take_forms, "trata-2016", sending.form(other["mimp"]), by="veedora") == "form_of_another_campaign"
    assert refused(actions.take_form, asked["mimp"], sending.form(other["mimp"]), by="veedora") == "form_of_another_campaign"
    assert refused(actions.take_form, asked["mimp"], fill("mpfn"), by="veedora") == "form_of_another_entity"
    Request.objects.filter(pk=asked["mpfn"]).delete()
    assert refused(actions.take_forms, "trata-2016", _form_of("mpfn", fill, asked), by="veedora") == "form_of_nobody_asked"
    assert not Document.objects.exists()
    assert not queries.documents_folder().exists()


def _form_of(entity, fill, asked):
    asked_of = queries.questionnaire_of("trata-2016")
    return filled_form.form(asked_of, catalogue.entity(entity), campaign="trata-2016", title="Trata 2016")


def test_a_key_opens_the_form_of_its_request_until_another_is_made_or_it_expires(asked):
    today, number = timezone.localdate(), Request.objects.get(pk=asked["mimp"]).number
    old = actions.invite(asked["mimp"], by="veedora")
    key = actions.invite(asked["mimp"], by="veedora")
    assert actions.open_form(f" {number.lower()} ", key.lower(), today=today) == asked["mimp"]
    for code, tried, day in (
        (number, old, today), (number, "", today), ("NADA.X.1", key, today), (Request.objects.get(pk=asked["mpfn"]).number, key, today),
        (number, key, today + timedelta(days=365)),
    ):  # fmt: skip
        assert refused(actions.open_form, code, tried, today=day) == "form_key_wrong"
    assert key not in str(list(Invitation.objects.values())) + str(looks(most=50))


def test_keys_are_tried_only_so_often(asked):
    number = Request.objects.get(pk=asked["mimp"]).number
    codes = []
    for _ in range(25):
        with pytest.raises(Problem) as told:
            actions.open_form(number, "AAAA-AAAA-AAAA-AAAA", today=timezone.localdate())
        codes.append(told.value.code)
    assert set(codes) == {"form_key_wrong", "too_many_looks"}


def test_what_an_entity_types_is_kept_or_said_to_be_unreadable(asked):
    written = [
        Written("talks", "2016", "3"),
        Written("operations", "2016", "", "SD"),
        Written("budget_assigned", "2016", "bastante"),
        Written("talks", "2015", "3"),
    ]
    refused_ones = actions.answer(asked["mimp"], written)
    assert [(one.item, problem.code) for one, problem in refused_ones] == [("budget_assigned", "not_a_number"), ("talks", "cell_not_asked")]
    assert {item: row["standing"] for item, row in held(asked["mimp"]).items()} == {"talks": Standing.DIRECT, "operations": Standing.DIRECT}
    assert looks(most=1)[0]["account"] == "entidad:mimp"
