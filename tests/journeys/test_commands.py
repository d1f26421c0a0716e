"""The commands answer as written (COMMANDS.md), on the demonstration country and on the real series of Lambayeque.

Each is typed as an officer would, in a process of its own. JSON stands alone on standard output; the exit code says whether a person is
needed; what cannot be done is one Spanish sentence on standard error. The truth that the demonstration wrote for tests says what the
answers should be.
"""

import socket
import sys

import fastexcel
import polars as pl
import pytest
from house import copy_of, first_page, free_port, receipts, serving, totals

from intertrata.demonstration.plan import ways

YEAR = "--from 2016-01-01 --to 2016-12-31"
SEMESTER = "--from 2017-01-01 --to 2017-06-30"
REGISTERS = tuple(sorted({"poder_judicial", *ways()["sends"]}))

# Bridges: what is asked, and the figures of the truth that its two sides are (None: the truth does not tell).
BRIDGES = {
    f"reta sistra {YEAR}": ("reta_victims_2016.total", "sistra_victims_2016.total"),
    f"sistra reta {YEAR}": ("sistra_victims_2016.total", "reta_victims_2016.total"),
    f"reta sistra {YEAR} --where sex=female": ("reta_victims_2016.women", "sistra_victims_2016.women"),
    f"reta sistra {YEAR} --where minor=true": ("reta_victims_2016.minors", None),
    f"reta sistra {SEMESTER}": ("reta_victims_2017.total", "sistra_victims_2017.total"),
    f"reta poder_judicial {YEAR}": ("reta_victims_2016.total", None),
    "reta sistra --where department=07": (None, None),
    f"reta sistra --indicator complaints {YEAR}": ("reta_complaints_2016.told_later", "prosecutors_complaints_2016.total"),
    f"reta@2017-03-31 reta@2017-09-30 --indicator complaints {YEAR}": (
        "reta_complaints_2016.first_told",
        "reta_complaints_2016.told_later",
    ),
    f"reta sistra --indicator suspects {YEAR}": ("suspects.year_2016", None),
    f"reta@2017-03-31 sistra@2017-08-31 --indicator suspects {SEMESTER}": (None, None),
    f"reta reta {YEAR}": ("reta_victims_2016.total", "reta_victims_2016.total"),
}
COUNTS = {
    f"count communications {YEAR}": "communications.year_2016",
    f"count rescued_in_operations {YEAR}": "operations_2016.rescued",
    "count proceedings --by outcome": "proceedings_both_years.total",
}
DIVIDED = {
    "count victims --by sex": False,
    "count victims --by minor --by sex": False,
    "count victims --by register": True,
    "count victims --by age_group --where register=reta": False,
    f"count complaints --by month {YEAR}": False,
}
"""Questions divided by a dimension, and whether one may stand under several of its values, so that the rows add up to more."""

ASKED = (
    *(f"bridge {one} --json" for one in BRIDGES),
    *(f"{one} --json" for one in (*COUNTS, *DIVIDED)),
    "count victims --by minor --by sex",
    f"bridge reta sistra {YEAR}",
    "refusals --json",
    "refusals",
    "references --json",
    "references",
    "references --register reta --waiting-since 2017-03-31 --json",
    "references --register reta",
    "sources --json",
    "sources sistra",
    "settings --json",
    "doctor --json",
)
# What cannot be done, and words of the sentence that says so.
CANNOT = {
    "sincronizar": ("Las órdenes son", "receive"),
    "count": ("count", "INDICADOR"),
    "receive algo.csv --cut": ("receive", "--cut"),
    "references --register rita": ("«rita»", "reta"),
    "references --waiting-since ayer": ("--waiting-since", "ayer"),
    "demo --persons 0": ("demostración", "--persons"),
    "count tristeza": ("«tristeza»", "victims"),
    "count victims --by color": ("«color»", "register"),
    "count victims --from 2017-02-01 --to 2016-01-01": ("2017-02-01", "2016-01-01"),
    "count victims --cut ninguno": ("«ninguno»",),
    "bridge ninguno sistra": ("«ninguno»", "reta"),
    "bridge reta sistra --indicator rescued_in_operations": ("«rescued_in_operations»", "personas, denuncias"),
    "refusals ninguno": ("«ninguno»", "depósito"),
    "sources ninguno": ("«ninguno»", "sistra"),
    "link --engine dask": ("«dask»", "duckdb"),
    "serve --public": ("sitio público",),
}


@pytest.fixture(scope="module")
def ask(demo):
    """Everything that is asked of the demonstration without changing it."""
    return demo.ask(ASKED)


@pytest.fixture(scope="module")
def truth(demo):
    """A table of the truth, by name; the figures by theirs."""

    def read(name):
        return pl.read_parquet(demo.var / "demo" / f"truth_{name}.parquet")

    figures = {row["figure"]: row["here"] for row in read("totals").to_dicts()}
    return lambda name: figures[name] if name in figures else read(name)


# The demonstration


def test_the_demonstration_receives_links_and_cuts(demo, truth):
    assert demo.answer.code in {0, 1}
    assert demo.answer.err == ""
    assert {one["source"] for one in receipts(demo.answer)} == set(REGISTERS)
    assert demo.answer.json["cut"].startswith("2017-")


def test_its_exports_stand_one_folder_a_register_and_its_truth_beside(demo):
    folder = demo.var / "demo"
    assert {path.name for path in folder.iterdir() if path.is_dir()} == set(REGISTERS)
    assert all(path.name.startswith("truth") for path in folder.iterdir() if path.is_file())
    exports = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("truth")]
    assert exports
    assert all("SINTETICO" in path.name for path in exports)


def test_its_persons_are_about_as_many_as_in_truth(demo, truth):
    really = truth("mentions")["person"].n_unique()
    assert abs(demo.answer.json["persons"] - really) <= 0.03 * really


def test_its_refusals_are_those_of_the_truth_row_by_row(demo, ask, truth):
    told = {(row["file"], row["line"], row["rule"]) for row in ask("refusals --json").json}
    assert told == {(row["file"], row["line"], row["rule"]) for row in truth("refusals").to_dicts()}
    columns = {(row["file"], row["line"]): row["column"] for row in ask("refusals --json").json}
    for row in truth("refusals").filter(pl.col("column") != "").to_dicts():
        assert columns[row["file"], row["line"]] == row["column"]


def test_the_rows_of_a_register_are_those_of_its_file(demo, ask, truth):
    """SISTRA delivers once: of its file, what is not refused and is trafficking of 2016 is what the bridge counts."""
    (path,) = (demo.var / "demo" / "sistra").glob("*agraviados*")
    book = fastexcel.read_excel(path)
    sheet = pl.DataFrame(book.load_sheet(0, dtypes="string")).with_row_index("line", offset=2)
    bad = truth("refusals").filter(pl.col("file") == path.name)["line"].to_list()
    trafficking = (
        pl.col("articulos").str.split(",").list.eval(pl.element().str.strip_chars().is_in(["153", "153-A", "129-A", "129-B"])).list.any()
    )
    rows = sheet.filter(~pl.col("line").is_in(bad) & pl.col("fecha_registro").str.starts_with("2016") & trafficking)
    assert ask(f"bridge reta sistra {YEAR} --json").json["b"]["count"] == rows.height


# A second time


def test_everything_received_again_is_unchanged(demo, tmp_path):
    house = copy_of(demo, tmp_path / "var")
    folders = [house.var / "demo" / name for name in REGISTERS]
    answer = house.receive(*folders)
    first, found = totals(demo.answer), totals(answer)
    assert (found["kept"], found["corrected"], found["vanished"]) == (0, 0, 0)
    assert found["refused"] == first["refused"]
    assert found["unchanged"] == first["kept"] + first["unchanged"] + first["corrected"]
    assert answer.code == 1
    again = house.run("link", "--json")
    assert again.json["persons"] == demo.answer.json["persons"]
    assert (again.json["new"], again.json["changed"]) == (0, 0)
    verified = house.run("verify", "--json")
    assert verified.code == 0
    assert verified.json["verified"]["problems"] == []


# Numbers


@pytest.mark.parametrize("asked", BRIDGES)
def test_the_parts_of_a_bridge_add_up_and_its_sides_are_the_truth(ask, truth, asked):
    bridge = ask(f"bridge {asked} --json").json
    a, b = asked.split()[:2]
    assert (bridge["a"]["register"], bridge["b"]["register"]) == (a, b)
    parts = {side: sum(part["count"] for part in bridge["parts"] if part["side"] == side) for side in "ab"}
    assert bridge["difference"] == bridge["a"]["count"] - bridge["b"]["count"] == parts["a"] - parts["b"]
    assert all(part["count"] > 0 and part["cause"] for part in bridge["parts"])
    for side, figure in zip("ab", BRIDGES[asked], strict=True):
        assert figure is None or bridge[side]["count"] == truth(figure)


def test_a_bridge_turned_round_says_the_same_the_other_way(ask):
    one, other = (ask(f"bridge {pair} {YEAR} --json").json for pair in ("reta sistra", "sistra reta"))
    assert one["difference"] == -other["difference"]
    sides = {"a": "b", "b": "a"}
    turned = sorted((sides[part["side"]], part["cause"], part["count"]) for part in other["parts"])
    assert turned == sorted((part["side"], part["cause"], part["count"]) for part in one["parts"])


def test_a_register_does_not_differ_from_itself(ask):
    bridge = ask(f"bridge reta reta {YEAR} --json").json
    assert (bridge["difference"], bridge["parts"]) == (0, [])


def test_what_one_register_told_of_one_year_at_two_dates_differs_for_true_reasons(ask, truth):
    """347 and 467 of the report, scaled: what came late, came twice, changed its offence, was withdrawn."""
    bridge = ask(f"bridge reta@2017-03-31 reta@2017-09-30 --indicator complaints {YEAR} --json").json
    told = {(part["side"], part["cause"]): part["count"] for part in bridge["parts"]}
    really = {row["cause"]: row["count"] for row in truth("contradictions").filter(pl.col("name") == "complaints_2016").to_dicts()}
    assert told == {
        ("a", "vanished"): -really["annulled"],
        ("b", "late_entry"): really["late"],
        ("b", "duplicates"): really["second_copy"],
        ("b", "other_offence"): really["reclassified"],
    }


@pytest.mark.parametrize("asked", COUNTS)
def test_a_total_is_the_truth(ask, truth, asked):
    assert ask(f"{asked} --json").json["total"] == truth(COUNTS[asked])


def test_the_outcomes_of_the_courts_are_the_truth(ask, truth):
    rows = {row["outcome"]: row["count"] for row in ask("count proceedings --by outcome --json").json["rows"]}
    for outcome in ("dismissed", "in_process", "convicted", "acquitted"):
        assert rows[outcome] == truth(f"proceedings_2016.{outcome}")


@pytest.mark.parametrize(("asked", "several"), DIVIDED.items())
def test_rows_add_up_to_the_total_unless_said_otherwise(ask, asked, several):
    counted = ask(f"{asked} --json").json
    added = sum(row["count"] for row in counted["rows"])
    said = [note for note in counted["notes"] if "suma" in note and "total" in note]
    assert added >= counted["total"] > 0
    assert added == counted["total"] or said or several
    assert counted["definition"]
    assert counted["cut"]
    assert set(counted["rows"][0]) == {*counted["dims"], "count"}


def test_every_column_of_a_count_stands_under_its_own_name(ask):
    lines = [line for line in ask("count victims --by minor --by sex").out.splitlines() if line.startswith(("┃", "│"))]
    heads = [cell.strip() for cell in lines[0].strip("┃").split("┃")]
    rows = [[cell.strip() for cell in line.strip("│").split("│")] for line in lines[1:]]
    assert {row[heads.index("Sexo")] for row in rows} <= {"Mujer", "Hombre", "Otro", "sin dato"}
    assert {row[heads.index("Menor de 18 años")] for row in rows} <= {"sí", "no", "sin dato"}


def test_a_bridge_on_the_terminal_adds_up_by_eye(ask):
    said = ask(f"bridge reta sistra {YEAR}")
    assert said.code == 0
    rows = [[cell.strip() for cell in line.strip("│").split("│")] for line in said.out.splitlines() if line.startswith("│")]
    bridge = ask(f"bridge reta sistra {YEAR} --json").json
    assert sum(int(row[2].replace(",", "")) for row in rows) == bridge["difference"]
    assert f"Diferencia: {bridge['difference']:,}" in said.out


# The house


def test_sources_have_the_shape_that_is_written(ask):
    found = ask("sources --json").json
    assert {one["code"] for one in found} >= {"reta", "sistra", "poder_judicial", "mininter_open_data", "mpfn_open_data"}
    for one in found:
        assert one["kind"] in {"records", "figures"}
        assert one["institution"]
        for table in one["tables"]:
            assert {"name", "record_type", "columns", "systems"} <= set(table)
            assert table["systems"]
            assert all(column["name"] for column in table["columns"])


def test_a_dictionary_says_each_column_and_that_it_is_assumed(ask):
    said = ask("sources sistra").out
    for word in ("carpeta_fiscal", "apellidos_y_nombres", "obligatoria", "supuesta", "informe-v-2017"):
        assert word in said


def test_what_waits_is_counted_by_who_quotes_it_and_told_number_by_number_of_one_register(ask):
    everything, mine = ask("references --json").json, ask("references --register reta --waiting-since 2017-03-31 --json").json
    assert everything["numbers"] is None
    assert len({one["register"] for one in everything["places"]}) > 3
    assert {one["register"] for one in mine["places"]} == {"reta"}
    assert len(mine["numbers"]) == sum(one["waits"] for one in mine["places"]) > 0
    assert {one["since"] for one in mine["numbers"]} == {"2017-03-31"}
    assert all(one["number"] in ask("references --register reta").out for one in mine["numbers"])
    assert "Números citados que esperan su registro" in ask("references").out
    assert (everything["contradictions"], everything["dates"], mine["dates"]) == ([], None, [])


def test_the_listing_of_refusals_names_the_deposit_to_ask_for(ask):
    deposits = {row["deposit"][:6] for row in ask("refusals --json").json}
    assert all(deposit in ask("refusals").out for deposit in deposits)


def test_settings_name_their_default_and_meaning(ask):
    found = {row["name"]: row for row in ask("settings --json").json}
    assert {"INTERTRATA_VAR", "INTERTRATA_DATABASE_URL", "INTERTRATA_VAULT_URL", "INTERTRATA_LOG_URL", "INTERTRATA_KEYS"} <= set(found)
    assert all(row["help"] and row["default"] for row in found.values())


def test_a_password_in_an_address_is_never_shown(demo):
    secret = "postgresql://intertrata:muysecreta@127.0.0.1:1/x"
    answer = demo.run("settings", "--json", INTERTRATA_DATABASE_URL=secret)
    doctor = demo.run("doctor", INTERTRATA_DATABASE_URL=secret)
    assert answer.code in {0, 2}
    assert doctor.code in {1, 2}
    assert "muysecreta" not in answer.said + doctor.said


def test_the_doctor_says_versions_keys_and_databases(ask):
    found = ask("doctor --json").json
    assert all({"what", "state", "advice"} <= set(one) for one in found)
    said = " ".join(one["what"] for one in found)
    for word in ("Python", "Llaves", "default", "vault", "log", "public"):
        assert word in said
    assert ask("doctor --json").code == 0


def test_a_house_whose_keys_are_gone_says_so_and_does_nothing(demo, tmp_path):
    house = copy_of(demo, tmp_path / "var")
    (house.var / "keys.json").unlink()
    for words in (("count", "victims"), ("doctor",)):
        answer = house.run(*words)
        assert answer.code in {1, 2}
        assert "llaves" in answer.said.lower()
    assert not (house.var / "keys.json").exists()


def test_the_bare_command_says_what_there_is(demo):
    answer = demo.run()
    assert answer.code == 0
    for word in ("receive", "count", "bridge", "Recibe exportaciones"):
        assert word in answer.out


@pytest.fixture(scope="module")
def cannot(demo):
    return demo.ask(CANNOT)


@pytest.mark.parametrize("asked", CANNOT)
def test_what_cannot_be_done_is_said_in_one_spanish_sentence(cannot, asked):
    answer = cannot(asked)
    assert answer.code == 2
    for words in CANNOT[asked]:
        assert words in answer.err


def test_a_house_with_nothing_says_what_to_do_first(house):
    ask = house.ask(["count victims", "link --json", "statements complaints --json", "refusals --json"])
    for question in ("count victims", "link --json"):
        assert ask(question).code == 2
        assert "Reciba" in ask(question).err
    assert ask("statements complaints --json").json == []
    assert ask("refusals --json").json == []


def test_a_template_is_a_workbook_with_a_sheet_a_table(demo, tmp_path):
    assert demo.run("sources", "reta", "--template", tmp_path / "reta.xlsx").code == 0
    book = fastexcel.read_excel(tmp_path / "reta.xlsx")
    heads = [{column.name for column in book.load_sheet(name).available_columns()} for name in book.sheet_names]
    assert sum({"NRO_DENUNCIA", "FEC_REGISTRO"} <= names for names in heads) >= 2
    assert any({"NRO_OPERATIVO", "RESCATADAS"} <= names for names in heads)


def test_a_template_that_cannot_be_written_says_so(demo, tmp_path):
    assert demo.run("sources", "reta", "--template", tmp_path / "no" / "hay" / "reta.xlsx").code == 2


def test_the_site_is_served_on_this_machine_alone_until_it_is_stopped(demo):
    port = free_port()
    command = [sys.executable, "-m", "intertrata", "serve", "--port", str(port)]
    environment = demo.environment(INTERTRATA_DEMO_LOGINS="sí", PYTHONUNBUFFERED="1")
    with serving(command, env=environment) as server:
        page = first_page(port, server)
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((_own_address(), port), timeout=5)
    assert "sintético" in page.lower()
    assert f"http://127.0.0.1:{port}" in server.said
    assert "Traceback" not in server.said + server.complained
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def _own_address():
    """An address of this machine that is not 127.0.0.1: all of 127.0.0.0/8 is its own."""
    return "127.0.0.2"
