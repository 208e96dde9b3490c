"""Who lives in a county: the census shares that a program's people are compared with."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from handoff.programs.definitions import CENSUS_SHARES, CENSUS_SOURCE

FILE = Path(__file__).parents[1] / "data" / "nc_counties_acs_2015_2019.csv"


@dataclass(frozen=True)
class County:
    """One county: its code, its people, and the percentage of each group; None where the source has no figure."""

    fips: str
    name: str
    population: int
    shares: dict[str, float | None]

    def as_json(self) -> dict[str, Any]:
        """Return what a program keeps, with where it is from."""
        return {
            "county": self.name,
            "source": CENSUS_SOURCE,
            "population": self.population,
            "percent": self.shares,
        }


@cache
def counties() -> dict[str, County]:
    """Return the counties of North Carolina by their code."""
    with FILE.open(encoding="utf-8", newline="") as handle:
        return {row["fips"]: county_of(row) for row in csv.DictReader(handle)}


def county_of(row: dict[str, str]) -> County:
    """Read one line of the file."""
    shares = {name: float(row[name]) if row[name] else None for name in CENSUS_SHARES}
    return County(fips=row["fips"], name=row["name"], population=int(float(row["pop"])), shares=shares)
