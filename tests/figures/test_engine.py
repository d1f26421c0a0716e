"""One DuckDB a process; questions that are asked at one time know nothing of each other."""

import pytest
from small_tables import current

from intertrata.figures.engine import engine


def test_two_questions_at_one_time_do_not_see_each_others_tables():
    with engine() as one, engine() as other:
        for asking, records in ((one, "a"), (other, "abc")):
            asking.register("told", current("complaint", [{"record": record} for record in records]).to_arrow())
        assert [asking.sql("SELECT count(*) FROM told").fetchall() for asking in (one, other)] == [[(1,)], [(3,)]]
    with engine() as later, pytest.raises(Exception, match="told"):
        later.sql("SELECT count(*) FROM told")
