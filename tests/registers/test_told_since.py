"""What was told since a place in the order of arrival: what links by parts asks it, however many records were typed one by one."""

import pytest
from deliveries import DATABASES, victims
from test_entering import COMPLAINT
from test_entering import VICTIM as TYPED

from intertrata.registers import actions, queries
from intertrata.registers.models import Deposit
from intertrata.registers.standing import queries as standing
from intertrata.storage.bulk import read_rows

pytestmark = [pytest.mark.django_db(databases=DATABASES), pytest.mark.engines]
BOTH = ("victim", "complaint")


def told(order=-1, types=BOTH):
    return dict(queries.told_since(order, types).iter_rows())


def placed(receipt):
    return queries.deposit(receipt.deposit).order


def record(ordinal):
    (found,) = queries.current("victim").filter(ordinal=ordinal)["record"]
    return found


def typed(table, values, key):
    return actions.enter("reta", table, values, by="operadora", key=key, synthetic=True)


def test_a_record_is_told_by_the_last_deposit_that_said_something_new_of_it(received):
    first = placed(received(victims({}, {"NRO_ORDEN": "2"}), "a_corte-2016-06-30.csv"))
    second = placed(received(victims({"EDAD": "16"}, {"NRO_ORDEN": "2"}), "b_corte-2016-12-31.csv"))
    one, two = record("1"), record("2")
    assert told() == {one: second, two: first}
    assert told(first) == {one: second}
    assert told(second) == {}
    assert queries.told_since(-1, BOTH)["record"].is_sorted()


def test_that_a_record_vanished_is_nothing_new(received):
    received(victims({}, {"NRO_ORDEN": "2"}), "a_corte-2016-06-30.csv")
    last = queries.last_order()
    assert received(victims({}), "b_corte-2016-12-31.csv").vanished == 1
    assert told(last) == {}


def test_only_the_record_types_that_are_asked_for(received):
    received(victims({}))
    typed("denuncias", COMPLAINT, "k-1")
    assert len(told()) == 2
    assert len(told(types=("complaint",))) == 1
    assert told(types=()) == {}
    assert queries.told_since(-1, ()).schema == queries.told_since(-1, BOTH).schema


def test_what_is_not_closed_is_not_told(received):
    receipt = received(victims({}))
    Deposit.objects.filter(pk=receipt.deposit).update(closed_at=None)
    assert told() == {}


def test_what_is_said_again_for_a_later_delivery_is_told_by_the_deposit_that_said_it(received):
    """An older delivery that arrives late says again what a later one had said in silence, at the later one's place among the versions."""
    received(victims({"EDAD": "15"}), "b_corte-2016-12-31.csv")
    before = queries.last_order()
    late = placed(received(victims({"EDAD": "14"}), "a_corte-2016-06-30.csv"))
    assert told(before) == {record("1"): late}


def test_typed_records_are_told_each_by_its_own_deposit_and_no_deposit_is_read_for_it(monkeypatch):
    numbers = [typed("victimas", TYPED | {"NRO_ORDEN": str(n)}, f"k-{n}") for n in range(1, 13)]
    orders = {one.record: placed(one) for one in numbers}

    asked = []
    monkeypatch.setattr(standing, "read_rows", lambda *given: (asked.append(given), read_rows(*given))[1])
    assert told() == orders
    assert len(asked) == 1
    middle = sorted(orders.values())[5]
    assert told(middle) == {one: order for one, order in orders.items() if order > middle}
