"""A register nobody has heard of joins with one file of words: no code, no restart, no migration.

It is invented: two tables, another language, ``|`` between columns, Windows-1252. From its declaration alone come its dictionary, its
template, its checks and refusals, and its persons are found among those of RETA.
"""

from concurrent.futures import ThreadPoolExecutor

import fastexcel
import pytest
from house import AT_ONCE, copy_of, receipts, totals, write_csv
from invented_rows import IDENTITY, text, victim

DECLARATION = """\
code = "casa_do_norte"
name = "Casa do Norte: acolhimento e entradas"
short = "Casa do Norte"
institution = "mimp"
kind = "records"

[codes.motivo]
"Exploração sexual" = "sexual"
"Trabalho" = "labour"
"Mendicância" = "begging"

[[table]]
name = "entradas"
title = "Entradas"
record_type = "complaint"
key = ["FICHA"]
full = true
cut_off = "GERADO"
column = [
  { name = "FICHA", field = "number", required = true, source = "assumed" },
  { name = "DATA", field = "event_date", required = true, format = "dd/mm/yyyy", source = "assumed" },
  { name = "MOTIVO", field = "purpose", codes = "motivo", separator = ",", source = "assumed" },
  { name = "OCORRÊNCIA POLICIAL", field = "case_numbers", separator = ",", source = "assumed" },
  { name = "MUNICÍPIO", field = "ubigeo", scheme = "inei", source = "assumed" },
  { name = "GERADO", format = "yyyy-mm-dd", source = "assumed" },
]
derive = [{ field = "offences", constant = "trafficking" }]

[[table]]
name = "pessoas"
title = "Pessoas"
record_type = "victim"
key = ["FICHA", "Nº"]
full = true
column = [
  { name = "FICHA", field = "act", required = true, source = "assumed" },
  { name = "Nº", field = "ordinal", required = true, source = "assumed" },
  { name = "SOBRENOME DO PAI", field = "surname_1", source = "assumed" },
  { name = "SOBRENOME DA MÃE", aliases = ["SOBRENOME MAE"], field = "surname_2", source = "assumed" },
  { name = "PRENOME", field = "given_names", source = "assumed" },
  { name = "IDENTIDADE", field = "document_number", source = "assumed" },
  { name = "NASCIMENTO", field = "birth_date", format = "dd/mm/yyyy", source = "assumed" },
  { name = "GÊNERO", field = "sex", codes = { "Mulher" = "female", "Homem" = "male" }, source = "assumed" },
  { name = "ENTRADA", field = "event_date", required = true, format = "dd/mm/yyyy", source = "assumed" },
  { name = "OCORRÊNCIA POLICIAL", field = "case_numbers", separator = ",", source = "assumed" },
]
derive = [{ field = "offences", constant = "trafficking" }]
rule = [{ kind = "not_after", columns = ["NASCIMENTO", "ENTRADA"] }]
"""
ENTRIES = ["FICHA", "DATA", "MOTIVO", "OCORRÊNCIA POLICIAL", "MUNICÍPIO", "GERADO"]
PEOPLE = [
    "FICHA",
    "Nº",
    "SOBRENOME DO PAI",
    "SOBRENOME DA MÃE",
    "PRENOME",
    "IDENTIDADE",
    "NASCIMENTO",
    "GÊNERO",
    "ENTRADA",
    "OCORRÊNCIA POLICIAL",
    "SYNTHETIC",
]
# The first is the woman of RETA's complaint 2016-000001, in natural case, her document unsaid; the others are others.
NAMES = ("ZevallosÑiquen", "XammartTtito", "EudociaPerpetua")
QUESTIONS = (
    "sources --json",
    "sources casa_do_norte",
    "count victims --by register --json",
    "count complaints --by purpose --where register=casa_do_norte --json",
    "bridge reta casa_do_norte --json",
    "bridge casa_do_norte reta --from 2016-01-01 --to 2016-12-31 --json",
    "refusals --json",
)


def declare(house, declaration=DECLARATION):
    """Drop the declaration into the house."""
    folder = house.var / "sources"
    folder.mkdir(exist_ok=True)
    (folder / "casa_do_norte.toml").write_bytes(declaration if isinstance(declaration, bytes) else declaration.encode())


@pytest.fixture(scope="module")
def joined(newly_built, tmp_path_factory):
    """A house where the invented register has joined, has sent twice and is linked with RETA; what it answered on the way."""
    folder = tmp_path_factory.mktemp("joined")
    house = copy_of(newly_built, folder / "var")
    declare(house)
    entries = write_csv(
        folder / "entradas_sintetico.csv",
        ENTRIES,
        [
            ["CN-1", "07/05/2016", "Exploração sexual", "2016-000001", "150135", "2016-12-31"],
            ["CN-2", "08/05/2016", "Voar", "", "150135", "2016-12-31"],
            ["CN-3", "31/02/2016", "Trabalho,Mendicância", "", "150135", "2016-12-31"],
            ["CN-4", "09/05/2016", "Trabalho,Mendicância", "", "150135", "2016-12-31"],
        ],
        delimiter="|",
        encoding="cp1252",
    )
    people = write_csv(
        folder / "pessoas.csv",
        PEOPLE,
        [
            ["CN-1", "1", *NAMES, "", "05/03/1996", "Mulher", "07/05/2016", "2016-000001", "TRUE"],
            ["CN-4", "1", "Souza", "Conceição", "João", "77001122", "01/07/2001", "Homem", "09/05/2016", "", "TRUE"],
            ["CN-4", "2", "Araújo", "Brandão", "Íris", "77003344", "12/12/2017", "Mulher", "09/05/2016", "", "TRUE"],
        ],
        delimiter="|",
        encoding="cp1252",
    )
    reta = folder / "reta.csv"
    reta.write_text(text(victim(1)), encoding="cp1252")
    template = house.run("sources", "casa_do_norte", "--template", folder / "plantilla.xlsx")
    received, again = house.receive(entries, people, reta), house.receive(entries, people, reta)
    linked = house.run("link", "--json")
    return house, folder, template, received, again, linked, house.ask(QUESTIONS)


def test_the_declaration_is_short():
    assert len(DECLARATION.splitlines()) < 60


def test_the_register_is_listed_with_its_tables(joined):
    one = next(one for one in joined[-1]("sources --json").json if one["code"] == "casa_do_norte")
    assert (one["institution"], one["kind"]) == ("mimp", "records")
    assert [(table["name"], table["record_type"]) for table in one["tables"]] == [("entradas", "complaint"), ("pessoas", "victim")]
    assert [column["name"] for column in one["tables"][1]["columns"]] == PEOPLE[:-1]


def test_its_dictionary_says_every_column_and_every_word_of_its_lists(joined):
    said = joined[-1]("sources casa_do_norte").out
    for word in (*ENTRIES, *PEOPLE[:-1], "Exploração sexual", "Mendicância", "Mulher", "obligatoria"):
        assert word in said


def test_its_template_has_a_sheet_a_table_and_its_columns(joined):
    _, folder, template, *_ = joined
    assert template.code == 0
    book = fastexcel.read_excel(folder / "plantilla.xlsx")
    heads = [{column.name for column in book.load_sheet(name).available_columns()} for name in book.sheet_names]
    assert any(set(ENTRIES) <= names for names in heads)
    assert any(set(PEOPLE[:-1]) <= names for names in heads)


def test_its_rows_are_kept_or_refused_and_a_second_time_change_nothing(joined):
    received, again = joined[3:5]
    assert received.code == again.code == 1
    entries, people, reta = receipts(received)
    assert [(one["read"], one["kept"], one["refused"]) for one in (entries, people, reta)] == [(4, 2, 2), (3, 2, 1), (1, 1, 0)]
    found = totals(again)
    assert (found["kept"], found["corrected"], found["unchanged"], found["refused"], found["vanished"]) == (0, 0, 5, 3, 0)


def test_its_refusals_name_its_own_columns_and_nobody(joined):
    found = {(row["file"], row["line"], row["column"], row["rule"]) for row in joined[-1]("refusals --json").json}
    assert found == {
        ("entradas_sintetico.csv", 3, "MOTIVO", "code"),
        ("entradas_sintetico.csv", 4, "DATA", "date_impossible"),
        ("pessoas.csv", 4, "NASCIMENTO", "not_after"),
    }
    assert not [name for name in (*NAMES, *IDENTITY, "Araújo", "Brandão", "Íris") if name in joined[-1]("refusals --json").out]


def test_its_person_is_found_in_reta_and_the_others_are_not(joined):
    assert joined[5].json["mentions"] == 3
    assert joined[5].json["persons"] == 2


def test_it_is_counted_and_bridged(joined):
    ask = joined[-1]
    counted = ask("count victims --by register --json").json
    assert {row["register"]: row["count"] for row in counted["rows"]} == {"casa_do_norte": 2, "reta": 1}
    assert counted["total"] == 2
    purposes = ask("count complaints --by purpose --where register=casa_do_norte --json").json
    assert {row["purpose"]: row["count"] for row in purposes["rows"]} == {"sexual": 1, "labour": 1, "begging": 1}
    assert purposes["total"] == 2
    for question in QUESTIONS[4:6]:
        bridge = ask(question).json
        parts = {side: sum(part["count"] for part in bridge["parts"] if part["side"] == side) for side in "ab"}
        assert bridge["a"]["count"] - bridge["b"]["count"] == bridge["difference"] == parts["a"] - parts["b"]
    assert (bridge["a"]["count"], bridge["b"]["count"]) == (2, 1)


WRONG = {
    "a field the type does not have": (
        'field = "given_names"',
        'field = "given_name"',
        ("pessoas", "PRENOME", "«given_name»", "«given_names»"),
    ),
    "a type there is not": ('record_type = "victim"', 'record_type = "vitima"', ("pessoas", "«vitima»", "«victim»")),
    "a code that is not in the list": (
        '"Trabalho" = "labour"',
        '"Trabalho" = "labor"',
        ("entradas", "MOTIVO", "«Trabalho»", "«labor»", "«labour»"),
    ),
    "a list nobody wrote": ('codes = "motivo"', 'codes = "motivos"', ("entradas", "MOTIVO", "«motivos»")),
    "a key that is no column": ('key = ["FICHA", "Nº"]', 'key = ["FICHA", "NÚMERO"]', ("pessoas", "«NÚMERO»")),
    "a word nobody knows": ("separator", "separador", ("entradas", "MOTIVO", "«separador»", "«separator»")),
    "an institution nobody knows": ('institution = "mimp"', 'institution = "mimpp"', ("«mimpp»", "«mimp»")),
    "a date written in no way": ('"dd/mm/yyyy"', '"mm/dd/yyyy"', ("entradas", "DATA", "mm/dd/yyyy")),
    "what is no TOML": ('kind = "records"', "kind = records", ("TOML",)),
}


@pytest.fixture(scope="module")
def refused(newly_built, tmp_path_factory):
    """What each wrong declaration is told, each in a house of its own."""

    def tell(right, wrong):
        assert right in DECLARATION
        house = copy_of(newly_built, tmp_path_factory.mktemp("wrong") / "var")
        declare(house, DECLARATION.replace(right, wrong, 1))
        return house.run("sources")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = {name: pool.submit(tell, *change[:2]) for name, change in WRONG.items()}
    return lambda name: asked[name].result()


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_declaration_is_told_with_its_file_table_and_column(refused, name):
    answer = refused(name)
    assert answer.code == 2
    assert "«casa_do_norte.toml»" in answer.err
    for words in WRONG[name][2]:
        assert words in answer.err
    assert "(sin precisar)" not in answer.err
