"""The memory of every look: written at once, never changed, on both engines."""

import pytest
from django.db import DatabaseError, connections, transaction

from intertrata.access import actions, queries
from intertrata.vocabulary.errors import Unsafe

pytestmark = [pytest.mark.engines, pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True)]


def test_a_look_is_remembered_with_who_what_and_why():
    actions.note("open_person", by="operadora", thing="person", thing_id="ab", purpose="atención", origin="127.0.0.1", found=1)
    look = queries.looks(most=1)[0]
    assert (look["account"], look["deed"], look["thing_id"], look["purpose"], look["found"]) == (
        "operadora",
        "open_person",
        "ab",
        "atención",
        1,
    )


def test_nobody_looks_without_an_account():
    with pytest.raises(Unsafe):
        actions.note("open_person", by="")


@pytest.mark.parametrize("statement", ["UPDATE log_look SET account = 'otra'", "DELETE FROM log_look"])
def test_the_log_refuses_to_be_changed_even_by_sql(statement):
    actions.note("open_person", by="operadora")
    with pytest.raises(DatabaseError, match="bitacora"), transaction.atomic(using="log"), connections["log"].cursor() as cursor:
        cursor.execute(statement)
