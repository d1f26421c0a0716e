"""SAFEGUARDS 19: until access is built and tested, nothing of a person comes in that is not marked synthetic; in doubt it stays out.

Whatever the format, the mark is looked for in every row, in the file's name, or in what the sender says. A refused file leaves nothing.
"""

import planted
import pytest
from planted import headings

from intertrata.registers import actions, marks, queries
from intertrata.storage.bulk import read_rows
from intertrata.vault import queries as vault
from intertrata.vocabulary.errors import Problem

pytestmark = [pytest.mark.engines, pytest.mark.django_db(databases=["default", "vault", "log", "public"])]
MARKED, UNMARKED = planted.VICTIM | {"SINTETICO": "SI"}, planted.VICTIM | {"NRO_ORDEN": "2"}


def as_csv(rows):
    return planted.table(
        rows, [*headings()["reta", "victimas"], *(["SINTETICO"] if any("SINTETICO" in row for row in rows) else [])]
    ).encode()


def as_workbook(rows):
    names = [*headings()["reta", "victimas"], *(["SINTETICO"] if any("SINTETICO" in row for row in rows) else [])]
    return planted.workbook("victimas", [dict.fromkeys(names, "") | row for row in rows])


def as_lines(rows):
    return planted.lines(rows).encode()


FORMATS = {
    "victimas.csv": as_csv,
    "victimas.xlsx": as_workbook,
    "victimas.jsonl": as_lines,
    "csv.zip": lambda rows: planted.zipped({"victimas.csv": as_csv(rows)}),
    "xlsx.zip": lambda rows: planted.zipped({"victimas.xlsx": as_workbook(rows)}),
    "jsonl.zip": lambda rows: planted.zipped({"victimas.jsonl": as_lines(rows)}),
}


@pytest.fixture
def receive(tmp_path):
    """Write a file under a folder whose name says nothing, and receive it."""
    folder = tmp_path / "entrega"
    folder.mkdir()

    def from_bytes(name, data, **said):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        return actions.receive([path], by="prueba", **said)

    return from_bytes


@pytest.fixture
def stays_out(receive):
    """Try to receive a file, and see that it was refused for its mark and left nothing behind."""

    def refuse(name, data, **said):
        sealed = vault.deposits_held()
        with pytest.raises(Problem) as caught:
            receive(name, data, **said)
        assert caught.value.code == "not_synthetic"
        assert vault.deposits_held() == sealed
        for alias, table in (
            ("default", "registers_deposit"),
            ("default", "registers_recordevent"),
            ("vault", "vault_mention"),
            ("vault", "vault_refusedrow"),
        ):
            assert next(read_rows(alias, f"SELECT count(*) FROM {table}"))[0][0] == 0, table

    return refuse


@pytest.mark.parametrize("name", FORMATS)
def test_what_says_nothing_of_being_synthetic_stays_out(stays_out, name):
    stays_out(name, FORMATS[name]([planted.VICTIM]))


@pytest.mark.parametrize("name", FORMATS)
def test_one_unmarked_row_among_marked_ones_keeps_the_whole_file_out(stays_out, name):
    stays_out(name, FORMATS[name]([MARKED, UNMARKED, MARKED | {"NRO_ORDEN": "3"}]))


@pytest.mark.parametrize("word", ["", "NO", "no", "S/N", "FALSE", "0", "2", "quizás", "SI?NO", "sintetico", "none", " "])
def test_any_word_but_yes_is_no_mark(stays_out, word):
    stays_out("victimas.csv", as_csv([MARKED, UNMARKED | {"SINTETICO": word}]))


@pytest.mark.parametrize("name", FORMATS)
def test_what_every_row_marks_comes_in(receive, name):
    (receipt,) = receive(name, FORMATS[name]([MARKED, UNMARKED | {"SINTETICO": "sí"}]))
    assert receipt.kept == 2


def test_one_unmarked_file_of_several_keeps_all_of_them_out(stays_out, receive, tmp_path):
    (tmp_path / "entrega" / "a-sintetico.csv").write_bytes(as_csv([MARKED]))
    stays_out("b.csv", as_csv([planted.VICTIM]))
    with pytest.raises(Problem, match="not_synthetic"):
        actions.receive([tmp_path / "entrega"], by="prueba")
    assert queries.deposits() == []


def test_one_unmarked_member_of_a_zip_keeps_all_of_it_out(stays_out):
    other = planted.table([planted.SUSPECT], headings()["reta", "autores"])
    stays_out("entrega.zip", planted.zipped({"victimas.csv": as_csv([MARKED]), "autores.csv": other}))


def test_events_count_as_persons_and_told_figures_do_not(stays_out):
    complaint = {"NRO_DENUNCIA": "M-1", "FEC_DENUNCIA": "12/05/2016", "DELITO": "TRATA DE PERSONAS"}
    stays_out("denuncias.csv", planted.table([complaint], headings()["reta", "denuncias"]).encode())


NOT_SAID = [
    "victimas-no-sintetico.csv",
    "victimas_no_sinteticas.csv",
    "no sintético.csv",
    "non-synthetic.csv",
    "not_synthetic.csv",
    "fotosintetico.csv",
    "asintetico.csv",
    "nosintetico.csv",
    "sin.csv",
    "sintesis.csv",
]
SAID = ["RETA_victimas_SINTETICO.csv", "victimas-sinteticas.csv", "synthetic victims.csv", "victimas.sintético.csv", "Sinteticos2017.csv"]


@pytest.mark.parametrize("name", NOT_SAID)
def test_a_name_that_says_the_opposite_or_something_else_is_no_mark(stays_out, name):
    stays_out(name, as_csv([planted.VICTIM]))


@pytest.mark.parametrize("name", SAID)
def test_a_name_that_says_it_is_a_mark(tmp_path, name):
    assert marks.named_synthetic(tmp_path / "x" / name)
    assert marks.named_synthetic(tmp_path / name.rpartition(".")[0] / "x.csv")


def test_a_folder_further_up_is_no_mark(stays_out, tmp_path):
    folder = tmp_path / "entrega" / "sintetico" / "reales"
    folder.mkdir(parents=True)
    stays_out("sintetico/reales/victimas.csv", as_csv([planted.VICTIM]))
    assert marks.named_synthetic(tmp_path / "sintetico" / ".." / "reales" / "x.csv") is False


@pytest.mark.parametrize("name", ["victimas.csv", "victimas.jsonl"])
def test_a_row_that_cannot_be_read_is_not_known_to_be_synthetic(stays_out, name):
    """Its values would be sealed in the vault, and nobody knows whose they are."""
    stays_out(name, FORMATS[name]([MARKED]) + (b"ZZMARCAROTA;99900041\n" if name.endswith("csv") else b"{ZZMARCAROTA\n"))


@pytest.mark.parametrize("said", ["name", "sender"])
def test_a_row_that_says_no_is_believed_before_the_name_of_its_file_and_before_its_sender(stays_out, said):
    rows = as_csv([MARKED, UNMARKED | {"SINTETICO": "NO"}])
    stays_out("victimas-sintetico.csv" if said == "name" else "victimas.csv", rows, synthetic=said == "sender")


def test_two_columns_that_contradict_each_other_are_no_mark(stays_out):
    rows = [planted.VICTIM | {"SINTETICO": "SI", "SYNTHETIC": "NO"}]
    stays_out("victimas.csv", planted.table(rows, [*headings()["reta", "victimas"], "SINTETICO", "SYNTHETIC"]).encode())


def test_refused_rows_that_come_back_are_marked_only_where_their_delivery_was(receive):
    (receipt,) = receive("victimas.csv", as_csv([MARKED | {"EDAD": "no"}]))
    back = actions.return_refused(receipt.deposit, by="prueba", purpose="caso 1")
    assert back["SINTETICO"].to_list() == ["SI"]
