"""Every declared register: it cites, it asks what its record type holds, and a plausible row of each table is received and kept."""

import re
import tomllib
from importlib.resources import files

import plausible
import pytest
from deliveries import DATABASES, csv_text, reasons

from intertrata.figures.definitions import dimensions, indicators
from intertrata.registers import queries
from intertrata.registers.dictionary import described
from intertrata.registers.reading.matching import fit, headings
from intertrata.registers.reading.opening import sheets
from intertrata.registers.sources import OWN, sources
from intertrata.registers.template import write_template
from intertrata.vocabulary.codes import code_list, code_lists
from intertrata.vocabulary.records import record_types

SOURCES = sources([OWN])
TABLES = [(code, table.name) for code, one in SOURCES.items() for table in one.tables]
MODEL = {
    "reta", "sistra", "poder_judicial", "datamart", "udavit", "linea_1818", "linea_100", "linea_minjus", "cem", "car", "upe", "minsa",
    "minedu", "mtpe", "sunafil", "sutran", "mrree_pah", "migraciones", "centros_preventivos", "desaparecidas", "familia", "demuna",
    "sidpol", "esinpol", "recompensas", "gobiernos", "inei", "mininter_open_data", "mpfn_open_data", "mef", "htcds",
    "informe_v", "respuestas",
}  # fmt: skip
CITES = re.compile(
    r"assumed|HTCDS 2\.0, \S.*|informe-v-2017, l\.(?P<line>\d+)|(mininter_open_data|mpfn_open_data): \S.*|data/(lambayeque|informe-v)/\S+\.csv|SAFEGUARDS (?P<rule>\d+)"
    r"|((CP|NCPP|DL|Ley|RS|RFN|Reglamento|Código de los Niños y Adolescentes)\b.*)"
)
READ_NORMS = ("CP 129-A", "DL 1297", "DL 1297;", "RS 038-2016-SUNAFIL", "RFN 4268-2016-MP-FN", "Ley 28950")
# Rows of systems.md that no register answers, and who does.
NO_REGISTER = {
    "A3": "INTERTRATA itself", "C15": "seminars: commitments", "C17": "campaigns: commitments", "C18": "the plan: commitments",
}  # fmt: skip
# Text of the main database that is neither a number nor a list: words of an office, never of a person.
OFFICES = {"office"}
NUMBERS = {"number", "ordinal", "act", "became", "shelter", "network"}
TOLD_FIGURES = {
    "breakdown", "category", "period", "article", "as_written", "institution", "system", "place_written", "unit", "status", "quote", "document",
    "document_table", "page",
}  # fmt: skip


def table_of(code, name):
    return SOURCES[code].table(name)


def columns():
    for code, name in TABLES:
        for column in table_of(code, name).columns:
            yield code, name, column


def test_every_register_of_the_model_is_declared():
    assert set(SOURCES) == MODEL


@pytest.mark.parametrize("code", SOURCES)
def test_every_column_cites_a_line_a_norm_a_file_a_safeguard_or_says_assumed(code):
    for table in SOURCES[code].tables:
        for column in table.columns:
            found = CITES.fullmatch(column.source)
            assert found, f"{code}.{table.name}.{column.name}: {column.source!r}"
            assert not found["line"] or 1 <= int(found["line"]) <= 3748
            assert not found["rule"] or 1 <= int(found["rule"]) <= 19
            if re.match(r"NCPP|Código", column.source):
                assert "to confirm" in column.source, "a norm that nobody here has read says so"
    assert SOURCES[code].cites


def test_every_field_stands_in_its_record_type_and_every_list_in_its_file():
    for code, name, column in columns():
        kind = table_of(code, name).record_type
        if column.field is not None:
            assert kind.field(column.field.name) is column.field
            assert not column.field.list or column.field.list in code_lists()
            assert not column.field.list or len(code_list(column.field.list))


def test_every_record_type_and_every_list_is_asked_for_by_some_register():
    asked = {table_of(*at).record_type.name for at in TABLES}
    assert asked == set(record_types())
    lists = {field.list for kind in record_types().values() for field in kind.fields if field.list}
    own = {
        "file_status",
        "identity_reason",
        "screening_state",
        "stage_state",
        "statement_status",
        "verdict",
    }  # words of the house's own rooms
    asking = {"request_event", "request_outcome", "request_channel", "answer_kind", "answer_unit", "document_kind", "entity_level"}
    assert set(code_lists()) - lists <= own | asking


def test_every_field_but_those_that_are_derived_is_filled_by_some_register():
    filled = {(table_of(code, name).record_type.name, column.field.name) for code, name, column in columns() if column.field}
    filled |= {(table_of(*at).record_type.name, derive.field.name) for at in TABLES for derive in table_of(*at).derives}
    derived = {"minor", "age_group", "age"}
    identity = {"full_name", "address", "phone", "user_code", "document_type"}
    for kind in record_types().values():
        empty = {field.name for field in kind.fields if (kind.name, field.name) not in filled} - derived - identity
        assert kind.name == "figure" or len(empty) <= len(kind.fields) // 3, f"{kind.name}: {sorted(empty)}"


def test_nothing_that_could_carry_a_name_has_a_free_text_in_the_main_database():
    for kind in record_types().values():
        for field in kind.payload_fields:
            if field.type in {"text", "texts"}:
                lawful = OFFICES | NUMBERS | (TOLD_FIGURES if kind.of == "figure" else set())
                assert field.case_number or field.name in lawful, f"{kind.name}.{field.name}"
    for code, name, column in columns():
        if column.field is None and SOURCES[code].kind == "records":
            assert (
                column.required
                or column.name in {part for derive in table_of(code, name).derives for part in derive.territory}
                or (column.name in table_of(code, name).key or column.format)
            ), f"{code}.{name}.{column.name} is read and kept nowhere: why"


def test_every_inspection_tells_what_was_inspected_the_minors_the_papers_the_finding_the_sanction_and_the_appeal():
    asked = {
        "establishment", "transport", "travel_way", "minors_found", "documents_asked", "travel_authorisation", "finding", "sanction", "sanction_date",
        "sanction_authority", "fine", "appeal", "referred_to", "referred_date",
    }  # fmt: skip
    for code, name in TABLES:
        table = table_of(code, name)
        if table.record_type.name == "inspection":
            told = {column.field.name for column in table.columns if column.field} | {derive.field.name for derive in table.derives}
            assert asked <= told, f"{code}.{name}: {sorted(asked - told)}"


def test_every_place_where_somebody_is_sheltered_tells_whom_it_admits_and_its_free_places_by_sex_and_age():
    free = {"population", "capacity", "occupied", "free_women", "free_men", "free_girls", "free_boys", "admits_children_along"}
    shelters = {code for code, name in TABLES if table_of(code, name).record_type.name == "stay"}
    assert len(shelters) > 3
    for code in shelters:
        places = [table for table in SOURCES[code].tables if table.record_type.name == "shelter_places"]
        assert len(places) == 1, code
        assert free <= {column.field.name for column in places[0].columns if column.field}, code
        for table in SOURCES[code].tables:
            if table.record_type.name == "stay":
                assert {"population", "children_along"} <= {column.field.name for column in table.columns if column.field}, code


def test_a_smuggled_person_has_her_own_role_and_no_register_calls_her_a_victim():
    assert record_types()["smuggled_person"].role == "smuggled"
    for code, name in TABLES:
        table = table_of(code, name)
        smuggling = any(derive.constant.startswith("smuggling") for derive in table.derives)
        assert not (smuggling and table.record_type.role == "victim"), f"{code}.{name}"


def test_a_reserved_identity_comes_without_name_document_or_birth_date():
    for code, name in TABLES:
        table = table_of(code, name)
        reserved = table.filling("reserved")
        if table.record_type.field("reserved") is None:
            continue
        if reserved is None:  # what does not say no is held to be reserved, and would be linked by nobody (identity.sight)
            assert any((derive.field.name, derive.constant) == ("reserved", "false") for derive in table.derives), f"{code}.{name}"
            continue
        assert reserved.required, f"{code}.{name}: nobody may forget to say it"
        told = {column.name for column in table.columns if column.identity and column.field.name not in {"user_code", "document_type"}}
        emptied = {one for rule in table.rules if rule.kind == "empty" and rule.when == reserved.name for one in rule.columns}
        assert told <= emptied, f"{code}.{name}: {sorted(told - emptied)}"


def test_every_table_says_which_row_of_the_inventory_it_answers_and_every_row_is_answered(shared):
    text = (shared / "mission/systems.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| ([ABC]\d+) \|", text, re.MULTILINE))
    answered = {row for at in TABLES for row in table_of(*at).systems}
    assert all(table_of(*at).systems for at in TABLES)
    assert answered <= rows
    assert rows - answered == set(NO_REGISTER)


def test_no_definition_reads_a_register_or_a_field_that_nobody_declares():
    concepts = tomllib.loads(files("intertrata.figures.told").joinpath("concepts.toml").read_text(encoding="utf-8"))
    assert set(concepts) | {one["derived_from"] for one in concepts.values() if "derived_from" in one} <= set(SOURCES)
    filled = {(table_of(code, name).record_type.name, column.field.name) for code, name, column in columns() if column.field}
    filled |= {(table_of(*at).record_type.name, derive.field.name) for at in TABLES for derive in table_of(*at).derives}
    for one in indicators().values():
        known = {field for kind, field in filled if kind == one.record_type} | {"minor", "age_group"}
        read = {one.date_field, *(condition.field for condition in one.where), *([one.number_field] if one.number_field else [])}
        cut = {dimensions()[code].own or dimensions()[code].column for code in one.dimensions} - {"", "register", "department"}
        assert read | cut <= known, f"{one.code}: {sorted((read | cut) - known)}"


@pytest.mark.parametrize(("code", "name"), TABLES)
def test_the_dictionary_page_tells_the_table_and_what_it_answers(code, name):
    page, table = described(SOURCES[code]), table_of(code, name)
    assert f"(`{name}`)" in page
    assert f"{', '.join(table.systems)} (systems.md)" in page


@pytest.mark.parametrize("code", SOURCES)
def test_the_template_is_read_back_as_the_tables_it_was_made_from(code, tmp_path):
    path = tmp_path / "plantilla_sintetica.xlsx"
    write_template(SOURCES[code], path)
    fitted = fit(sheets(path, known=headings(SOURCES.values())), SOURCES.values())
    assert [(one.source.code, one.table.name) for one in fitted] == [(code, table.name) for table in SOURCES[code].tables]


@pytest.mark.django_db(databases=DATABASES)
@pytest.mark.parametrize(("code", "name"), TABLES)
def test_a_plausible_row_is_kept_and_one_bad_value_is_refused_where_it_stands(code, name, received):
    table = table_of(code, name)
    rows = [plausible.row(table)]
    spoiled = dict(enumerate(table.headings, start=2))
    for number, heading in spoiled.items():
        rows.append(plausible.row(table, number) | {heading: plausible.bad(table.column(heading), table)})
    receipt = received(csv_text(rows), "entrega.csv")
    assert (receipt.source, receipt.table) == (code, name)
    assert (receipt.kept, receipt.refused) == (1, len(spoiled)), reasons(receipt)[:5]
    told = {(line, column) for line, column, *_ in reasons(receipt)}
    for number, heading in spoiled.items():
        derived = {derive.territory[-1] for derive in table.derives if heading in derive.territory}
        assert (number + 1, heading) in told or any((number + 1, one) in told for one in derived), heading
    kept = queries.current(table.record_type.name, register=code)
    assert kept.height == 1
    identity = {field.name for field in table.record_type.identity_fields}
    assert not identity & set(kept.columns), "what names a person is in the vault"
