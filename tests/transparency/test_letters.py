"""Letters: to the name of the day, with what is asked and by when; the same bytes twice; tagged; nothing of what they carry is run."""

import re
import string
from dataclasses import replace
from datetime import date, timedelta

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.transparency.catalogue import catalogue, entities, entity
from intertrata.transparency.letters import (
    APPEAL,
    CHASE,
    DENIED,
    GROUNDS,
    PARTIAL,
    REQUEST,
    Due,
    Letter,
    Sender,
    mail,
    pdf,
    replied_to,
    reply_code,
)
from intertrata.transparency.questionnaire import read, text_of
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.periods import year
from intertrata.vocabulary.sentences import sentence

ASKED = read(text_of("trata_2016"))
HOUSE = Sender("Vigilancia Social", "Área de Transparencia", "Lima", "respuestas@vigilancia.example")
DUE = Due(date(2020, 9, 15), 10)


def letter(code="muni-1401", kind=REQUEST, **told):
    one = entity(code)
    whole = {"on": date(2020, 9, 1), "campaign": "trata-2016", "title": ASKED.title, "sender": HOUSE, "due": DUE}
    whole |= {"items": tuple(item for item in ASKED.items if item.asked_of(one))}
    return Letter(kind=kind, entity=one, **(whole | told))


def overdue(kind, **told):
    return letter(kind=kind, **({"on": date(2020, 9, 16), "filed": date(2020, 9, 1)} | told))


def text_of(content):
    document = pypdfium2.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"\s+", " ", re.sub(r"[-\u00ad\ufffe]\s*\r?\n|\ufffe", "", text))


def test_a_request_names_the_entity_what_is_asked_the_law_and_the_day_it_is_due():
    one = letter()
    for text in (text_of(pdf(one)), mail(one).body):
        for said in (
            "Municipalidad Provincial de Chiclayo",
            "Ley N.° 27806",
            "021-2019-JUS",
            "10 días hábiles y vence el 15 de septiembre de 2020",
            "2 días hábiles de presentada",
            "respuestas@vigilancia.example",
            one.code,
            "Área de Transparencia",
            "2016 y primer semestre de 2017",
        ):
            assert said in text
        assert [item.code for item in one.items if item.question not in text] == []
    assert mail(one).subject == f"[{one.code}] {one.subject}"
    assert mail(one).reply_to == HOUSE.reply_to


def test_it_is_addressed_by_the_name_of_that_day():
    before = letter("mimp", on=date(2011, 3, 1), due=Due(date(2011, 3, 15), 12, norm="la Ley N.° 27927", notice_days=None))
    assert "Ministerio de la Mujer y Desarrollo Social" in text_of(pdf(before))
    assert "la Ley N.° 27927" in mail(before).body
    assert "dentro de los" not in mail(before).body
    assert letter("mimp").to == "Ministerio de la Mujer y Poblaciones Vulnerables"
    with pytest.raises(Problem, match="entity_not_yet"):
        letter("midis", on=date(2011, 3, 1))


def test_the_defensoria_asks_on_our_behalf():
    one = letter(sender=replace(HOUSE, through="Defensoría del Pueblo", office=""))
    assert "Defensoría del Pueblo, a pedido de Vigilancia Social, solicita" in mail(one).body
    assert mail(one).body.endswith("Atentamente,\nDefensoría del Pueblo\n")


def test_an_office_address_is_written_where_one_is_known():
    known = replace(entity("mimp"), contact="Oficina de Transparencia, mesa de partes")
    assert "mesa de partes" in text_of(pdf(replace(letter("mimp"), entity=known)))


def test_a_reminder_says_what_was_asked_when_and_what_lacks():
    one = overdue(CHASE, items=letter().items[:2])
    body = mail(one).body
    assert "El 1 de septiembre de 2020 Vigilancia Social solicitó" in body
    assert "venció el 15 de septiembre de 2020" in body
    assert body.count("\n1. ") == body.count("\n2. ") == 1
    assert "\n3. " not in body
    assert "vence el" not in body
    assert "Reiteración" in text_of(pdf(one))


@pytest.mark.parametrize("against", GROUNDS)
def test_an_appeal_says_against_what_it_goes(against):
    body = mail(overdue(APPEAL, against=against)).body
    assert f"se apela contra {GROUNDS[against]}" in body
    assert ("hábiles venció" in body) is (against == "no_answer")
    assert "Apelación" in text_of(pdf(overdue(APPEAL, against=against)))


def test_questions_about_other_years_say_so():
    one = letter()
    odd = replace(one.items[0], years=(year(2018),))
    alone = replace(one, items=(odd, *one.items[1:3]))
    assert "Se responde con Sí o No. Sobre 2018." in mail(alone).body
    assert mail(alone).body.count("Sobre ") == 1
    assert "Las preguntas son sobre 2018, salvo" in mail(replace(one, items=(odd,))).body


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"items": ()}, "letter_asks_nothing"),
        ({"on": date(2020, 9, 15)}, "letter_due_before"),
        ({"kind": CHASE, "on": date(2020, 9, 16)}, "letter_without_request"),
        ({"kind": CHASE, "on": date(2020, 9, 16), "filed": date(2020, 9, 17)}, "letter_without_request"),
        ({"kind": CHASE, "on": date(2020, 9, 15), "filed": date(2020, 9, 1)}, "letter_not_overdue"),
        ({"kind": APPEAL, "on": date(2020, 9, 15), "filed": date(2020, 9, 1)}, "letter_not_overdue"),
        ({"campaign": "trata 2016"}, "reply_code_unfit"),
    ],
)
def test_a_letter_that_comes_too_soon_or_asks_nothing_is_refused(told, code):
    with pytest.raises(Problem) as caught:
        mail(letter(**told))
    assert caught.value.code == code
    assert "sin precisar" not in sentence(caught.value)


def test_a_denial_is_appealed_before_the_term_ends():
    for against in (DENIED, PARTIAL):
        assert overdue(APPEAL, on=date(2020, 9, 10), against=against).subject.startswith("Apelación")


def test_the_same_letter_is_the_same_bytes_and_another_day_is_not():
    assert pdf(letter()) == pdf(letter())
    assert pdf(letter()) != pdf(letter(on=date(2020, 9, 2)))


def test_it_is_tagged_says_its_title_language_and_day_and_brings_its_letters():
    content = pdf(letter())
    document = pypdfium2.PdfDocument(content)
    assert document.is_tagged()
    told = document.get_metadata_dict()
    assert told["Title"].startswith("Solicitud de acceso")
    assert told["CreationDate"].startswith("D:20200901")
    assert b"/Lang(es-PE)" in content
    assert b"Libertinus" in content


def test_nothing_that_it_carries_is_run():
    hostile = '#panic("x") $a$ *b* <c> @d // e \\ #import "f"'
    said = text_of(pdf(replace(letter(), title=hostile, sender=replace(HOUSE, name=hostile))))
    assert '#panic("x") $a$ *b* <c> @d // e' in said.replace("“", '"').replace("”", '"')


def test_every_entity_of_a_campaign_gets_its_letter():
    for one in (*entities(level="regional_government")[:3], *entities(level="ministry")[:3], entity("muni-150142")):
        assert text_of(pdf(letter(one.code))).count(one.named(date(2020, 9, 1))) == 1


CAMPAIGNS = st.from_regex(r"[a-z0-9][a-z0-9-]{1,20}", fullmatch=True)


@given(CAMPAIGNS, st.sampled_from(sorted(catalogue())), st.text(max_size=20), st.text(max_size=20))
def test_a_code_is_found_again_in_any_text(campaign, code, before, after):
    quoted = reply_code(campaign, code)
    for told in (quoted, quoted.lower()):
        assert (campaign, code) in replied_to(f"{before} {told} {after}")


@given(CAMPAIGNS, st.sampled_from(sorted(catalogue())), st.data())
def test_a_code_with_one_wrong_sign_is_nobodys(campaign, code, data):
    quoted = reply_code(campaign, code)
    place = data.draw(st.sampled_from([at for at, sign in enumerate(quoted) if sign.isalnum()]))
    other = data.draw(st.sampled_from([sign for sign in string.ascii_uppercase + string.digits if sign != quoted[place]]))
    assert replied_to(quoted[:place] + other + quoted[place + 1 :]) == ()


@given(st.text(max_size=80))
def test_any_text_is_read(text):
    assert isinstance(replied_to(text), tuple)


@given(st.dates(date(2012, 6, 1), date(2040, 1, 1)), st.integers(1, 60))
def test_the_mail_of_any_day_says_that_day_s_due(on, days):
    due = on + timedelta(days)
    assert f"vence el {due.day} de" in mail(letter(on=on, due=Due(due, 10))).body
