"""The page of contradictions: proposed by the machine, decided by a person, each statement down to its number and its document."""

import csv
import datetime as dt
import html
import io
import re

import pytest
from django.urls import reverse

from intertrata.access.queries import looks
from intertrata.figures import actions
from intertrata.figures.contradictions import actions as contradicting
from intertrata.figures.contradictions import queries
from intertrata.figures.contradictions.queries import Asked
from intertrata.figures.told import shipped
from intertrata.registers import actions as registers

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])


@pytest.fixture
def informe():
    actions.receive_editions(by="prueba")


def main(answer):
    page = answer.content.decode()
    return html.unescape(" ".join(page[page.index("<main") : page.index("</main>")].split()))


def listed(client, **asked):
    page = main(client.get(reverse("contradictions"), asked))
    return int(re.search(r">(\d+) contradicci", page)[1]), page


def page_of(client, one):
    return main(client.get(reverse("contradiction", args=[one.id])))


def decide(client, one, **said):
    return main(client.post(reverse("rule_contradiction", args=[one.id]), said, follow=True))


def one_of(**asked):
    return queries.contradictions(Asked(**asked))[0]


def test_before_any_audit_the_page_says_so(as_role):
    assert "Todavía no se auditó ninguna cifra informada." in main(as_role("analyst").get(reverse("contradictions")))


def test_the_list_says_how_many_identities_hold_beside_what_is_broken(informe, as_role):
    client = as_role("operator")
    total, page = listed(client)
    (audited,) = queries.audits()
    assert total == audited.broken == queries.counted(Asked()).total
    for many in (audited.statements, audited.checked, audited.holding, audited.broken):
        assert f">{many}</td>" in page
    assert f"{100 * audited.holding / audited.checked:.1f}%" in page
    assert f"Por confirmar: {total}" in page
    last = main(client.get(reverse("contradictions"), {"pagina": 99}))
    assert f"Página {-(-total // 25)} de {-(-total // 25)}" in last


def test_filters_stand_in_the_address_and_what_is_no_choice_says_so(informe, as_role):
    client = as_role("analyst")
    total, _page = listed(client)
    proved, page = listed(client, certainty="proved", kind="sum")
    assert 0 < proved < total
    assert page.count('<span class="tag differs">Probada</span>') == proved
    none, page = listed(client, state="confirmed")
    assert none == 0
    assert "No hay ninguna contradicción con esos filtros." in page
    assert "contradicciones con esos filtros" not in main(client.get(reverse("contradictions"), {"kind": "nada"}))
    whose = next(each.institution for each in one_of().statements)
    some, page = listed(client, institution=whose)
    assert 0 < some < total


def test_each_statement_leads_to_its_number_and_its_number_back(informe, as_role):
    client, one = as_role("monitor"), one_of(kind="sum", certainty="proved")
    page = page_of(client, one)
    assert one.explanation in page
    leads = re.findall(r'href="(/cifras/informadas/cifra/\?[^"]+)"', page)
    assert len(leads) == len(one.statements)
    for said, lead in zip(one.statements, leads, strict=True):
        assert f"línea {said.told['page']}" in page
        assert said.told["quote"] in page
        number = main(client.get(lead))
        assert said.told["quote"] in number
        assert reverse("contradiction", args=[one.id]) in number


def test_a_person_decides_with_a_reason_and_both_are_shown(informe, as_role):
    one = one_of(kind="percentage")
    page = decide(as_role("monitor"), one, decision="confirmed", why="Dividí otra vez.")
    assert "Guardado" in page
    assert one.explanation in page
    assert "Dividí otra vez. · " in page
    page = decide(as_role("analyst"), one, decision="otherwise", verdict="transcription", why="El 6 es un 5.")
    assert re.findall(r"<h3>([^<]+?)\s*<", page) == ["De otra manera: Transcripción", "Confirmada"]
    assert looks(most=1, deed="rule_contradiction")[0]["thing_id"] == one.id
    assert listed(as_role("analyst"), state="otherwise")[0] == 1


def test_without_a_reason_or_a_verdict_nothing_is_kept(informe, as_role):
    client, one = as_role("monitor"), one_of()
    assert "Diga qué miró" in decide(client, one, decision="confirmed", why=" ")
    assert "no es un veredicto" in decide(client, one, decision="otherwise", why="x")
    assert "no es una decisión" in decide(client, one, decision="pending", why="x")
    assert "Nadie lo decidió todavía" in page_of(client, one)


def test_who_may_not_decide_reads_what_was_decided(informe, as_role):
    one = one_of()
    decide(as_role("monitor"), one, decision="rejected", why="Son dos fechas.")
    page = page_of(as_role("operator"), one)
    assert "Son dos fechas." in page
    assert "Guardar la decisión" not in page


def test_what_changed_since_it_was_decided_says_so_and_the_old_one_that_it_is_gone(informe, as_role, tmp_path):
    client = as_role("analyst")
    one = next(one for one in queries.contradictions(Asked(kind="sum")) if one.claimed == "155" and len(one.statements) == 3)
    decide(client, one, decision="confirmed", why="Sumé.")
    with shipped.editions()["informe_v"].figures.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["id"] == one.statements[0].told["number"]:
            row |= {"value": "156", "verbatim": row["verbatim"].replace("155", "156")}
    path = tmp_path / "figures.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    registers.receive([path], by="prueba", source="informe_v", cut_off=dt.date(2018, 1, 31))
    actions.file_figures()
    assert "Llegaron cifras que todavía no se auditaron, de: V Informe Alternativo." in main(client.get(reverse("contradictions")))
    actions.audit_what_came(by="prueba")
    (changed,) = queries.contradictions(Asked(state="changed"))
    assert changed.about == one.about
    page = page_of(client, changed)
    assert "Estas cifras cambiaron desde que una persona decidió" in page
    assert "de lo que decían antes" in page
    assert f"Se proponía entonces: {one.explanation}" in page
    assert "Guardar la decisión" in page
    gone = page_of(client, one)
    assert "La última auditoría ya no la encuentra" in gone
    assert "Guardar la decisión" not in gone
    assert "ya no encuentra esa contradicción" in decide(client, one, decision="rejected", why="x")


def test_the_file_has_a_row_a_statement_and_no_formula(informe, as_role):
    one = one_of()
    contradicting.rule(one.id, "confirmed", why="=1+1", by="veedora")
    client = as_role("analyst")
    answer = client.get(reverse("contradictions_csv"), {"certainty": "proved"})
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text[1:], newline="")))
    found = queries.contradictions(Asked(certainty="proved"))
    assert len(rows) == sum(len(each.statements) for each in found)
    assert [row["contradiccion_id"] for row in rows] == [each.id for each in found for _said in each.statements]
    assert rows[0]["por_que"] == "'=1+1"
    assert (rows[0]["decidido"], rows[0]["estado"], rows[0]["decidio"]) == ("Confirmada", "Confirmada", "veedora")
    assert looks(most=1, deed="contradictions_downloaded")[0]["found"] == len(found)
    assert client.get(reverse("contradictions_csv"), {"kind": "nada"}).status_code == 400


def test_what_is_sent_stays_small_and_says_who_counts_it(informe, as_role):
    answer = as_role("analyst").get(reverse("contradictions"))
    assert len(answer.content) < 150_000
    assert "V Informe Alternativo" in main(answer)
