"""``docs/joining.md`` followed to the letter: its files and commands are taken from the page, and what it promises is looked at."""

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "joining.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [SimpleNamespace(kind=kind, place=place, text=text) for kind, place, text in BLOCK.findall(PAGE)]
DECLARED = next(block for block in BLOCKS if block.kind == "toml")
PROGRAM = ".venv/bin/intertrata "


def table(*heads):
    """The rows of the page's table under these headings, each by heading."""
    lines = PAGE.splitlines()
    at = lines.index(f"| {' | '.join(heads)} |") + 2
    rows = []
    while at < len(lines) and lines[at].startswith("|"):
        cells = [cell.strip().strip("`") for cell in lines[at].strip("|").split("|")]
        rows.append(dict(zip(heads, cells, strict=True)))
        at += 1
    return rows


def commands(number):
    """The commands of the page's block of that number, without the program's name."""
    block = [block for block in BLOCKS if block.kind == "sh"][number]
    lines = block.text.splitlines()
    assert all(line.startswith(PROGRAM) for line in lines), lines
    return [line.removeprefix(PROGRAM) for line in lines]


REFUSED = table("file", "line", "column", "rule", "write instead")


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """A folder where a person followed the page, one command after the other, and what each said."""
    folder = tmp_path_factory.mktemp("casa_luz")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("INTERTRATA_", "DJANGO_"))}
    environment["INTERTRATA_VAR"] = str(folder / "var")

    def typed(line, *more, code=0):
        words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)]
        ran = subprocess.run(
            [sys.executable, "-m", "intertrata", *words, *more], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode == code, (line, ran.stdout, ran.stderr)
        return json.loads(ran.stdout) if "--json" in more else ran.stdout

    for block in (block for block in BLOCKS if block.place):
        (folder / block.place).parent.mkdir(parents=True, exist_ok=True)
        (folder / block.place).write_text(block.text, encoding="utf-8")
    seen = SimpleNamespace(folder=folder)
    listed, dictionary, template = commands(0)
    seen.listed, seen.dictionary, _ = typed(listed, "--json"), typed(dictionary), typed(template)
    receive, refusals = commands(1)
    seen.received, seen.refused = typed(receive, "--json", code=1)["deposits"], typed(refusals, "--json")
    seen.corrected = [_corrected(typed, folder, one) for one in seen.received]
    (again,) = commands(3)
    seen.again = typed(again, "--json")["deposits"]
    link, count = commands(4)
    seen.linked, seen.counted = typed(link, "--json"), typed(count, "--json")
    return seen


def _corrected(typed, folder, deposit):
    """Ask for the refused rows of a deposit, write what the page says, send them."""
    back, send = commands(2)
    typed(back.replace("DEPÓSITO", deposit["deposit"]))
    with (folder / "corregir_sintetico.csv").open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        rows, heads = list(reader), reader.fieldnames
    for row in rows:
        for told in REFUSED:
            if (told["file"], told["line"]) == (deposit["file"], row["RECHAZO_LINEA"]):
                row[told["column"]] = told["write instead"]
    with (folder / "corregir_sintetico.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, heads)
        writer.writeheader()
        writer.writerows(rows)
    (receipt,) = typed(send, "--json")["deposits"]
    return receipt


def test_the_declaration_is_short():
    assert len(DECLARED.text.splitlines()) < 60


def test_the_register_is_listed_described_and_has_its_template(followed):
    one = next(one for one in followed.listed if one["code"] == "casa_luz")
    assert [part["name"] for part in one["tables"]] == ["personas", "atenciones"]
    for word in ("Ficha", "Sesiones", "Hombre", "Psicológica"):
        assert word in followed.dictionary
    assert (followed.folder / "plantilla.xlsx").stat().st_size > 0


def test_every_file_is_received_as_the_page_says(followed):
    told = {row["table"]: row for row in table("table", "read", "kept", "refused")}
    found = {one["table"]: {name: str(one[name]) for name in ("table", "read", "kept", "refused")} for one in followed.received}
    assert found == told


def test_every_refusal_is_the_one_the_page_says(followed):
    found = [{name: str(row[name]) for name in ("file", "line", "column", "rule")} for row in followed.refused]
    told = [{name: row[name] for name in ("file", "line", "column", "rule")} for row in REFUSED]
    assert sorted(found, key=str) == sorted(told, key=str)


def test_refusals_name_nobody(followed):
    said = json.dumps(followed.refused, ensure_ascii=False)
    assert not [name for name in ("Güere", "Luz", "Tello", "70998877", "Huamán") if name in said.replace("casa_luz", "")]


def test_what_was_corrected_is_kept(followed):
    by_table = {one["table"]: (one["kept"], one["refused"], one["vanished"]) for one in followed.corrected}
    assert by_table == {"personas": (3, 0, 0), "atenciones": (1, 0, 0)}


def test_the_next_export_corrects_and_what_it_lacks_has_vanished(followed):
    (told,) = table("read", "kept", "unchanged", "corrected", "refused", "vanished")
    (one,) = followed.again
    assert {name: str(one[name]) for name in told} == told


def test_the_persons_are_linked_and_counted(followed):
    assert {row["register"]: row["count"] for row in followed.counted["rows"]} == {"casa_luz": 4}
    assert "Here four persons still stand" in PAGE
