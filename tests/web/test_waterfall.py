"""The drawing of a bridge: it adds up, it stays in its box, and it writes lengths as SVG reads them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.figures.web.waterfall import BAR, Part, draw, steps

counts = st.lists(st.tuples(st.text("abcdefgh ", min_size=1, max_size=60), st.integers(0, 10**7)), max_size=8)


@given(only_a=counts, only_b=counts, both=st.integers(0, 10**7))
def test_the_steps_lead_from_one_count_to_the_other(only_a, only_b, both):
    a, b = both + sum(n for _, n in only_a), both + sum(n for _, n in only_b)
    level = 0
    for step in steps(("RETA", a), ("SISTRA", b), only_a, only_b)[:-1]:
        level += step.amount * (-1 if step.kind == "less" else 1)
    assert level == b


def test_parts_that_do_not_add_up_are_never_drawn():
    with pytest.raises(ValueError, match="add up"):
        steps(("RETA", 10), ("SISTRA", 4), [("solo en RETA", 5)], [])


@given(only_a=counts, only_b=counts, both=st.integers(0, 10**7), shape=st.sampled_from([(900, 300), (360, 0)]))
def test_every_bar_and_every_amount_stands_inside_the_box(only_a, only_b, both, shape):
    a, b = both + sum(n for _, n in only_a), both + sum(n for _, n in only_b)
    drawing = draw(steps(("RETA", a), ("SISTRA", b), only_a, only_b), width=shape[0], labels=shape[1])
    for bar in drawing.bars:
        assert 0 <= float(bar.x) <= float(bar.amount_x) <= shape[0] - 60
        assert float(bar.y) + BAR <= float(drawing.height)
        assert all(0 < float(y) <= float(drawing.height) for _, y in bar.lines)


def test_rows_follow_each_other_without_touching():
    parts = [Part("una causa que necesita dos o tres líneas para decirse entera en una pantalla angosta", 5, "less")] * 4
    for labels in (0, 200):
        bars = draw(parts, width=360, labels=labels).bars
        for one, following in pairwise(bars):
            assert float(one.y) + BAR < min(float(following.y), float(following.lines[0][1]) - 14 + 1)
            assert one.thread_to == following.y


def test_a_bridge_between_two_empty_registers_is_drawn_with_two_empty_bars():
    bars = draw(steps(("RETA", 0), ("SISTRA", 0), [], []), width=900, labels=300).bars
    assert [(bar.amount, bar.width) for bar in bars] == [("0", "1.5"), ("0", "1.5")]


def test_amounts_are_written_as_peru_writes_them_and_lengths_as_svg_does():
    drawing = draw(steps(("RETA", 1930), ("SISTRA", 786), [("solo en RETA", 1144)], []), width=1200, labels=300)
    assert [bar.amount for bar in drawing.bars] == ["1,930", "−1,144", "786"]
    assert "," not in "".join(bar.x + bar.width + bar.amount_x for bar in drawing.bars)
