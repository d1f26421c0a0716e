"""Words become lines and columns: each word in one cell, none lost, whatever the page."""

from hypothesis import given
from hypothesis import strategies as st

from intertrata.transparency.page_rows import Word, rows


def word(text, left, top, width=None, height=10.0):
    return Word(text, (left, top, left + (len(text) * 5 if width is None else width), top + height))


WORDS = st.lists(
    st.builds(
        lambda text, left, top, width, height: word(text, left, top, width, height),
        st.text("abc123", min_size=1, max_size=6),
        st.floats(0, 500),
        st.floats(0, 700),
        st.floats(1, 200),
        st.floats(1, 30),
    ),
    max_size=25,
)


@given(WORDS)
def test_every_word_stands_in_exactly_one_cell(words):
    told = [text for row in rows(words) for cell in row.cells for text in cell.text.split()]
    assert sorted(told) == sorted(one.text for one in words)


@given(WORDS)
def test_cells_go_from_left_to_right_and_no_two_share_a_column(words):
    for row in rows(words):
        taken = [column for cell in row.cells for column in range(cell.column, cell.column + cell.span)]
        assert taken == sorted(set(taken))
        assert [cell.box[0] for cell in row.cells] == sorted(cell.box[0] for cell in row.cells)


@given(WORDS)
def test_the_order_in_which_a_file_holds_its_words_does_not_matter(words):
    assert rows(words) == rows(list(reversed(words)))


def test_a_table_has_its_columns_under_a_title_over_two():
    told = rows(
        [
            word("SECTOR", 0, 0), word("2016", 120, 0), word("y", 142, 0), word("más", 149, 0), word("texto", 166, 0), word("aquí", 193, 0),
            word("MIMP", 0, 20), word("8", 120, 20), word("231.75", 127, 20), word("NRI", 200, 20),
            word("MTC", 0, 40), word("SPE", 200, 40),
        ]
    )  # fmt: skip
    assert [[(cell.column, cell.span, cell.text) for cell in row.cells] for row in told] == [
        [(0, 1, "SECTOR"), (1, 2, "2016 y más texto aquí")],
        [(0, 1, "MIMP"), (1, 1, "8 231.75"), (2, 1, "NRI")],
        [(0, 1, "MTC"), (2, 1, "SPE")],
    ]
    assert told[1].text == "MIMP\t8 231.75\tNRI"


def test_a_cell_whose_column_its_neighbour_took_goes_into_the_next():
    told = rows([word("a", 0, 0, 10), word("larga", 20, 0, 40), word("media", 5, 20, 25)])
    assert [[(cell.column, cell.text) for cell in row.cells] for row in told] == [[(0, "a"), (1, "larga")], [(0, "media")]]


def test_a_gap_wider_than_a_blank_parts_two_cells():
    assert [row.text for row in rows([word("S/", 0, 0), word("5", 17, 0), word("NRI", 31, 0)])] == ["S/ 5\tNRI"]


def test_words_a_little_off_the_line_are_of_it():
    assert [row.text for row in rows([word("uno", 0, 0), word("dos", 17, 3), word("abajo", 0, 12)])] == ["uno dos", "abajo"]
    assert rows([]) == ()
