"""The table of mentions: read as it is, or refused with its line."""

import polars as pl
import pytest

from intertrata.identity.mentions import COLUMNS, complete, read_csv
from intertrata.vocabulary.errors import Problem


def written(tmp_path, content):
    path = tmp_path / "menciones-sintéticas.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "content",
    [
        "record_id,full_name\n1,Ñusta Pérez\n",
        "\ufeffrecord_id;full_name\r\n1;Ñusta Pérez\r\n",
        "full_name\trecord_id\n Ñusta Pérez \t1\n\n",
        "record_id,full_name\n1,Ñusta Pérez\n".encode("cp1252"),
        'RECORD_ID,full_name,other\n1,"Ñusta Pérez"\n',
    ],
)
def test_any_usual_csv_is_read_into_all_columns(tmp_path, content):
    table = read_csv(written(tmp_path, content))
    assert table.columns == list(COLUMNS)
    assert table.row(0, named=True)["full_name"] == "Ñusta Pérez"
    assert table.row(0, named=True)["address"] == ""


def test_header_only_is_an_empty_table(tmp_path):
    assert len(read_csv(written(tmp_path, "record_id,full_name\n"))) == 0


@pytest.mark.parametrize(
    ("content", "code", "where"),
    [
        ("", "mentions_no_header", {}),
        ("full_name\nRosa\n", "mentions_no_record_id", {}),
        ("record_id,sex,sex\n1,F,F\n", "mentions_column_twice", {"column": "sex"}),
        ("record_id,sex\n1,F\n1,M\n", "mentions_record_twice", {"line": 2, "other": 3}),
        ('record_id,full_name\n1,"a\nb"\n2,c\n2,d\n', "mentions_record_twice", {"line": 4, "other": 5}),
        ("record_id,sex\n1,F\n,M\n", "mentions_record_empty", {"line": 3}),
        ("record_id,sex\n1,F,9\n", "mentions_torn", {"line": 2}),
        (b"record_id,sex\n1,F\n2,\x00\n", "mentions_torn", {"line": 3}),
        ('record_id,full_name\n1,"' + "x" * (1 << 21) + '"\n', "mentions_torn", {}),
    ],
)
def test_what_cannot_be_answered_row_by_row_is_refused_with_its_place(tmp_path, content, code, where):
    with pytest.raises(Problem) as refused:
        read_csv(written(tmp_path, content))
    assert refused.value.code == code
    assert refused.value.where["file"] == "menciones-sintéticas.csv"
    assert where.items() <= refused.value.where.items()


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(Problem) as refused:
        read_csv(tmp_path / "no.csv")
    assert refused.value.code == "mentions_missing"


def test_a_table_without_ids_is_refused():
    with pytest.raises(Problem):
        complete(pl.DataFrame({"sex": ["F"]}))
