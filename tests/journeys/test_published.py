"""What institutions publish stays as they told it: the two series of Lambayeque, police and prosecutors, side by side, gaps as gaps.

The figures are counted again here from the files themselves, with nothing of the product.
"""

import csv

import pytest
from house import copy_of, receipts, totals


@pytest.fixture(scope="module")
def published(newly_built, shared, tmp_path_factory):
    """A house that received the two published series of Lambayeque; the answer, and where they lie."""
    house = copy_of(newly_built, tmp_path_factory.mktemp("published") / "var")
    files = sorted((shared / "data" / "lambayeque").glob("*.csv"))
    asked = (
        "statements complaints --where department=14 --json",
        "statements complaints --where department=14",
        "statements complaints --where department=14 --by year --by source --json",
        "statements complaints --as-of 2021-12-31 --where department=14 --json",
    )
    return house.receive(*files), house.ask(asked), files, house


def test_both_series_are_kept_and_repeats_are_known_as_such(published):
    answer, _, files, _ = published
    police, prosecutors = sorted(receipts(answer), key=lambda one: one["source"])
    lines = [line for line in files[1].read_bytes().splitlines()[1:] if line.strip()]
    assert (police["read"], police["kept"], police["unchanged"]) == (len(lines), len(set(lines)), len(lines) - len(set(lines)))
    assert (prosecutors["refused"], prosecutors["kept"]) == (0, prosecutors["read"])
    assert answer.code == 0


def test_police_and_prosecutors_stand_side_by_side_with_gaps_as_gaps(published):
    _, ask, files, _ = published
    told = ask("statements complaints --where department=14 --json").json
    cells = {(one["period_start"][:4], one["source"]): one for one in told}
    assert set(cells) == {(str(year), source) for year in range(2017, 2024) for source in ("mininter_open_data", "mpfn_open_data")}
    for one in told:
        assert {
            "indicator",
            "territory",
            "period_start",
            "period_end",
            "breakdown",
            "source",
            "value",
            "status",
            "verdict",
            "document",
            "page",
            "vintage",
        } <= set(one)
        assert one["value"] != 0
        assert (one["value"] is None) == bool(set(one["status"]) - {"BRK"}), "a break of the series is no reason for a gap"
        assert one["territory"] == "14"
    assert cells["2017", "mpfn_open_data"]["value"] is None
    assert cells["2023", "mininter_open_data"]["value"] is None
    articles = {"153", "153-A", "129-A", "129-B"}
    with files[0].open(encoding="utf-8-sig", newline="") as rows:
        delimiter = ";" if ";" in rows.readline() else ","
        rows.seek(0)
        told_by_mp = [row for row in csv.DictReader(rows, delimiter=delimiter) if row["articulo"] in articles]
    for year in range(2019, 2024):
        really = sum(int(row["cantidad"]) for row in told_by_mp if row["anio_denuncia"] == str(year))
        assert cells[str(year), "mpfn_open_data"]["value"] == really


def test_an_article_that_changed_its_number_is_one_offence_over_time(published):
    _, ask, _, _ = published
    told = {
        one["period_start"][:4]: one["value"]
        for one in ask("statements complaints --where department=14 --json").json
        if one["source"] == "mpfn_open_data"
    }
    assert told["2022"]
    assert told["2023"]


def test_totals_that_their_parts_do_not_make_are_reported(published):
    _, ask, _, _ = published
    said = ask("statements complaints --where department=14")
    assert "Totales que sus partes no suman" in said.out
    assert "sin dato" in said.out


def test_as_of_a_day_only_what_was_told_by_then_is_known(published):
    _, ask, _, _ = published
    then = ask("statements complaints --as-of 2021-12-31 --where department=14 --json").json
    assert all(one["value"] is None or one["vintage"] <= "2021-12-31" for one in then)


def test_the_series_received_again_change_nothing(published, tmp_path):
    _, _, files, house = published
    found = totals(copy_of(house, tmp_path / "var").receive(*files))
    assert (found["kept"], found["corrected"], found["vanished"], found["refused"]) == (0, 0, 0, 0)
