"""What deliveries leave waiting and close, in any order, by file or typed, and the case numbers kept for it."""

from itertools import permutations

import polars as pl
import pytest
from django.utils import timezone

from intertrata.registers import queries
from intertrata.registers.actions import enter, receive, receiving, sweep, verify, write_numbers_anew
from intertrata.registers.actions.numbering import number_what_stands
from intertrata.registers.models import CaseNumbers, Deposit
from intertrata.registers.quoted import queries as quoted

engines = pytest.mark.engines
PNP, MP = ("reta", "denuncias"), ("sistra", "denuncias")
MARK = {"SINTETICO": "SI"}


@pytest.fixture
def sent(tmp_path):
    """Write the whole of a table as of a day and receive it; gives its receipt."""

    def send(place, cut_off, *told):
        path = tmp_path / f"{place[0]}_{place[1]}_corte-{cut_off}.csv"
        columns = ["SINTETICO", *queries.source(place[0]).table(place[1]).headings]
        lines = ["|".join(columns), *("|".join((MARK | one).get(name, "") for name in columns) for one in told)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        (receipt,) = receive([path], by="prueba")
        assert receipt.kept + receipt.unchanged + receipt.corrected == len(told), "nothing is refused"
        return receipt

    return send


def pnp(number, quotes=""):
    return {"NRO_DENUNCIA": number, "FEC_DENUNCIA": "12/05/2016", "NRO_CARPETA": quotes}


def mp(number, quotes=""):
    return {"carpeta_fiscal": number, "fecha_ingreso": "2016-06-01", "denuncia_pnp": quotes}


def open_ones():
    """What waits: who quotes it, its number as written, since when, whether its register sends."""
    rows = queries.references().waiting
    return sorted(zip(rows["register"], queries.as_written(rows), rows["since"].cast(pl.String), rows["state"], strict=True))


@pytest.mark.django_db(databases=["default", "vault", "log", "public"])
@pytest.mark.parametrize("order", list(permutations(range(4)))[::3])
def test_deliveries_in_any_order_end_alike(sent, order):
    deliveries = (
        (PNP, "2016-07-31", pnp("D-100", "CF-1"), pnp("D-101", "CF-2")),
        (PNP, "2016-08-31", pnp("D-100", "CF-1"), pnp("D-101", "CF-3")),
        (MP, "2016-07-31", mp("CF 0001", "D-100"), mp("CF-4", "D-555")),
        (MP, "2016-08-31", mp("CF-4", "d-0101")),
    )
    for number in order:
        sent(*deliveries[number])
    assert open_ones() == [("reta", "CF-1", "2016-07-31", "missing"), ("reta", "CF-3", "2016-08-31", "missing")]


@engines
@pytest.mark.django_db(databases=["default", "vault", "log", "public"])
def test_a_reference_waits_closes_when_its_record_comes_and_opens_again_where_it_vanished(sent):
    receipt = sent(PNP, "2016-07-31", pnp("D-100", "CF-1"))
    assert (receipt.waits, receipt.closes) == (1, 0)
    assert open_ones() == [("reta", "CF-1", "2016-07-31", "unsent")]
    assert queries.references().never_sent["reta", "denuncias", "case_numbers"] == ("sistra",)
    receipt = sent(MP, "2016-07-31", mp("CF-9", "D-100"))
    assert (receipt.waits, receipt.closes) == (0, 0)
    assert open_ones() == [("reta", "CF-1", "2016-07-31", "missing")], "the register sends now, and this one is not in it"
    receipt = sent(MP, "2016-08-31", mp("CF-9"), mp("cf n° 001"))
    assert (receipt.waits, receipt.closes) == (0, 1)
    assert open_ones() == []
    sent(MP, "2016-09-30", mp("CF-9"))
    assert open_ones() == [("reta", "CF-1", "2016-07-31", "missing")]
    receipt = sent(PNP, "2016-09-30", pnp("D-100"))
    assert (receipt.waits, receipt.closes) == (0, 0)
    assert open_ones() == [], "what is corrected quotes it no more"
    deposit = queries.deposits("sistra")[1]
    assert (deposit.waits, deposit.closes) == (0, 1), "a deposit keeps what was true when it came"


@engines
@pytest.mark.django_db(databases=["default", "vault", "log", "public"])
def test_a_typed_record_closes_and_waits_like_any_other(sent):
    sent(MP, "2016-07-31", mp("CF-9", "D-100"))
    typed = {"NRO_DENUNCIA": "D-100", "FEC_DENUNCIA": "12/05/2016", "NRO_CARPETA": "CF-1"}
    told = enter("reta", "denuncias", typed, by="operadora", key="1", synthetic=True)
    deposit = queries.deposit(told.deposit)
    assert (deposit.waits, deposit.closes) == (1, 1)
    assert queries.waits_of([told.record, "0" * 32]) == {told.record: frozenset({"CF-1"})}
    enter("reta", "denuncias", typed | {"NRO_CARPETA": "CF-9"}, by="operadora", key="2", synthetic=True)
    assert (open_ones(), queries.waits_of([told.record])) == ([], {})


@engines
@pytest.mark.django_db(databases=["default", "vault", "log", "public"])
def test_numbers_are_kept_keyed_and_can_be_written_again_from_what_stands(sent):
    sent(PNP, "2016-08-31", pnp("D-100", "CF-1"), pnp("D-101", "12"))
    sent(PNP, "2016-07-31", pnp("D-100", "CF-7"))  # late: what the later one said in silence is said again
    names = [field.name for field in CaseNumbers._meta.fields if field.name != "id"]

    closed = [one.id for one in queries.deposits()]

    def kept():
        rows = CaseNumbers.objects.filter(deposit__in=closed).values_list(*names)
        return sorted(str([bytes(one) if isinstance(one, memoryview) else one for one in row]) for row in rows)

    before = kept()
    assert not [said for said in ("CF-1", "cf 1", "D-100", "d 100") if said in str(before)]
    waits = open_ones()
    CaseNumbers.objects.all().delete()
    assert number_what_stands() >= len(before), "events of deposits that never closed are numbered too"
    assert kept() == before
    assert open_ones() == waits == [("reta", "CF-1", "2016-08-31", "unsent")]
    assert queries.references().left_out["why"].to_list() == ["too_short"]


@engines
@pytest.mark.django_db(databases=["default", "vault", "log", "public"])
def test_a_case_that_a_protected_witness_stands_in_is_counted_nowhere_and_her_measure_answers_nobody(sent):
    witness = {"NRO_DENUNCIA": "D-100", "NRO_TESTIGO": "1", "FEC_REGISTRO": "12/05/2016", "EN_CALIDAD_DE": "Testigo", "NRO_CARPETA": "CF-1"}
    measure = {
        "NRO_RESOLUCION": "R-70",
        "NRO_MEDIDA": "1",
        "FEC_DESDE": "12/05/2016",
        "EN_CALIDAD_DE": "Testigo",
        "MEDIDA": "Reserva de la identidad",
    }
    sent(("reta", "testigos"), "2016-07-31", witness | {"IDENTIDAD_RESERVADA": "NO"})
    sent(("reta", "medidas_proteccion"), "2016-07-31", measure | {"IDENTIDAD_RESERVADA": "SI"})
    sent(PNP, "2016-07-31", pnp("D-9", "R-70"))
    assert ("reta", "R-70") in {one[:2] for one in open_ones()}, "that it is known would tell that she is protected"
    assert {one[1] for one in open_ones()} == {"R-70", "D-100", "CF-1"}
    sent(("reta", "testigos"), "2016-08-31", witness | {"IDENTIDAD_RESERVADA": "SI"})
    assert {one[1] for one in open_ones()} == {"R-70"}, "reserved since: what was said before counts no more"


@engines
@pytest.mark.django_db(databases=["default", "vault", "log", "public"])
def test_verify_sees_numbers_that_are_missing_or_of_nobody_and_they_are_written_anew(sent):
    receipt = sent(PNP, "2016-07-31", pnp("D-100", "CF-1"), pnp("D-101", "s/n"))
    told = enter("reta", "denuncias", {"NRO_DENUNCIA": "D-7", "FEC_DENUNCIA": "12/05/2016"}, by="operadora", key="1", synthetic=True)
    assert verify(by="prueba").problems == ()
    before, waits = CaseNumbers.objects.count(), open_ones()
    CaseNumbers.objects.filter(deposit=receipt.deposit, field="case_numbers").first().delete()
    CaseNumbers.objects.filter(deposit=told.deposit).update(keys=b"\0" * 8)
    problems = verify(by="prueba").problems
    assert {(one["code"], one["deposit"]) for one in problems} == {("verify_numbers_amiss", one) for one in (receipt.deposit, told.deposit)}
    assert write_numbers_anew(by="prueba") >= before
    assert (verify(by="prueba").problems, open_ones()) == ((), waits)


@engines
@pytest.mark.django_db(databases=["default", "vault", "log", "public"])
def test_what_a_crash_left_bears_nothing_and_is_swept(sent, monkeypatch):
    sent(PNP, "2016-07-31", pnp("D-100", "CF-1"))
    with monkeypatch.context() as patched:
        patched.setattr(receiving, "_close", None)
        with pytest.raises(TypeError):
            sent(MP, "2016-07-31", mp("CF-1"))
    lost = list(Deposit.objects.filter(closed_at=None).values_list("id", flat=True))
    assert CaseNumbers.objects.filter(deposit__in=lost).exists()
    assert open_ones() == [("reta", "CF-1", "2016-07-31", "unsent")]
    sweep(by="prueba")
    assert not CaseNumbers.objects.filter(deposit__in=lost).exists()


@pytest.mark.django_db(databases=["default", "vault", "log", "public"])
def test_what_is_typed_is_looked_at_without_computing_all_of_it_again(sent, monkeypatch):
    sent(PNP, "2016-07-31", pnp("D-100", "CF-1"), pnp("D-101", "s/n"))
    assert open_ones() == [("reta", "CF-1", "2016-07-31", "unsent")]

    def typed(number, key, **more):
        values = {"carpeta_fiscal": number, "fecha_ingreso": "2016-06-01"} | more
        assert enter("sistra", "denuncias", values, by="operadora", key=key, synthetic=True).refusals == ()

    monkeypatch.setattr(quoted, "AGAIN", "nothing that an engine can read: all of it is not read again")
    today = timezone.localdate().isoformat()
    typed("CF-8", "1", denuncia_pnp=["D-700", "12"])
    assert open_ones() == [("reta", "CF-1", "2016-07-31", "missing"), ("sistra", "D-700", today, "missing")]
    assert sorted(queries.references().left_out["register"]) == ["reta", "sistra"]
    typed("CF-8", "2", denuncia_pnp=["D-100"])
    typed("CF 1", "3")
    assert open_ones() == []
    assert queries.references().left_out["register"].to_list() == ["reta"]
    monkeypatch.undo()
    monkeypatch.setattr(quoted, "MANY", 0)
    typed("CF-9", "4", denuncia_pnp=["D-55"])
    assert open_ones() == [("sistra", "D-55", today, "missing")]


@pytest.mark.django_db(databases=["default", "vault", "log", "public"])
def test_it_is_computed_again_once_a_deposit_closed_and_not_before(sent):
    sent(PNP, "2016-07-31", pnp("D-100", "CF-1"))
    before = queries.references()
    assert queries.references() is before
    sent(MP, "2016-07-31", mp("CF-1"))
    assert queries.references() is not before
