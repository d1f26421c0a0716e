"""No rule anywhere reads a register, a table or a field that nobody declares: screening, notices, indicators, profiles, the invented country."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from intertrata.exchange.profile import ANY, INSTITUTION, profiles, standing
from intertrata.figures.definitions import dimensions, indicators
from intertrata.notices.kinds import declared
from intertrata.registers.sources import OWN, sources

SOURCES = sources([OWN])
HOME = Path(str(files("intertrata")))
RULES = sorted(path for path in HOME.rglob("*.toml") if OWN not in path.parents)
REGISTERS = {"register", "registers", "first_register", "derived_from", "quotes"}
"""The words by which a rule names registers, wherever it stands."""
TABLES = {"table", "of"}
"""The words by which the invented country names tables: ``register/table``."""
COMPUTED = {"minor", "age_group", "age"}
"""What is read off other fields, where no register says it."""
EXCHANGE = {"htcds"}
"""A form in which others send cases."""


def named(told):
    """Every register that a file of rules names, tables as ``register/table``."""
    if isinstance(told, list):
        for one in told:
            yield from named(one)
    elif isinstance(told, dict):
        for word, value in told.items():
            said = [value] if isinstance(value, str) else value if isinstance(value, list) else []
            if word in REGISTERS:
                yield from (one for one in said if isinstance(one, str) and one)
            if word in TABLES:
                yield from (one for one in said if isinstance(one, str) and "/" in one)
            yield from named(value)


def unknown(told):
    """What of it nobody declares."""
    tables = {f"{code}/{table.name}" for code, one in SOURCES.items() for table in one.tables}
    return sorted(set(named(told)) - set(SOURCES) - tables)


def filled():
    """The fields of each record type that some register sends, those of the exchange form apart."""
    found = {}
    for code in SOURCES.keys() - EXCHANGE:
        for table in SOURCES[code].tables:
            fields = [column.field for column in table.columns if column.field] + [derive.field for derive in table.derives]
            found.setdefault(table.record_type.name, set(COMPUTED)).update(field.name for field in fields)
    return found


FILLED = filled()


@pytest.mark.parametrize("path", RULES, ids=[path.relative_to(HOME).as_posix() for path in RULES])
def test_no_file_of_rules_names_a_register_that_nobody_declares(path):
    assert unknown(tomllib.loads(path.read_text(encoding="utf-8"))) == []


def test_rules_do_name_registers_and_a_slip_in_one_is_found():
    told = [one for path in RULES for one in named(tomllib.loads(path.read_text(encoding="utf-8")))]
    assert {"reta", "sidpol", "mininter_open_data", "udavit/atenciones"} <= set(told)
    slip = {
        "rule": [{"registers": ["sidpol", "sidpool"]}],
        "a": {"first_register": "retta"},
        "stand": [{"table": "udavit/atencion", "of": "person"}],
    }
    assert unknown(slip) == ["retta", "sidpool", "udavit/atencion"]


def test_the_invented_country_sends_for_registers_that_are_declared():
    told = tomllib.loads((HOME / "demonstration/ways/0_senders.toml").read_text(encoding="utf-8"))["sends"]
    assert set(told) <= set(SOURCES)


def test_every_notice_is_of_what_some_register_sends():
    for kind in declared().kinds.values():
        read = {kind.concerns, *([kind.when] if kind.when else [])}
        assert read <= FILLED.get(kind.record_type, set()), f"{kind.code}: {sorted(read)}"


def test_every_indicator_counts_what_some_register_sends():
    for one in indicators().values():
        read = {one.date_field, *(condition.field for condition in one.where), *([one.number_field] if one.number_field else [])}
        for kind in one.record_types:
            assert read <= FILLED.get(kind, set()), f"{one.code}, {kind}: {sorted(read)}"
        own = {dimensions()[code].own or dimensions()[code].column for code in one.dimensions} - {"", "register", "department"}
        said = set().union(*(FILLED[kind] for kind in one.record_types))
        assert {field for field in own if not field.startswith("operation_")} <= said, f"{one.code}: {sorted(own - said)}"
        assert not one.first_register or one.first_register in SOURCES


@pytest.mark.parametrize("code", profiles())
def test_every_profile_answers_from_what_some_register_sends(code):
    one = profiles()[code]
    for target in one.targets:
        for origin in target.origins:
            read = [(kind, set(fields) - {INSTITUTION}) for kind, fields in standing(origin, one)]
            answers = [fields <= FILLED.get(kind, set()) for kind, fields in read]
            assert any(answers) if origin.record_type == ANY else all(answers), f"{target.name} reads {origin}"
    assert {table.indicator for table in one.tables} <= set(indicators())
