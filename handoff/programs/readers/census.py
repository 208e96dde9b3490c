"""Census figures of a county, which a program's participants are compared with."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from handoff.programs.definitions import CENSUS_SHARES, CENSUS_SOURCE

FILE = Path(__file__).parents[1] / "data" / "nc_counties_acs_2015_2019.csv"


@dataclass(frozen=True)
class County:
    """A county's code, population, and the percentage of each group; None where the source has no figure."""

    fips: str
    name: str
    population: int
    shares: dict[str, float | None]

    def as_json(self) -> dict[str, object]:
        """The values that a program stores, with their source."""
        return {
            "county": self.name,
            "fips": self.fips,
            "source": CENSUS_SOURCE,
            "population": self.population,
            "percent": self.shares,
        }


@cache
def read_counties() -> dict[str, County]:
    """The counties of North Carolina by FIPS code."""
    with FILE.open(encoding="utf-8", newline="") as handle:
        return {row["fips"]: parse_county(row) for row in csv.DictReader(handle)}


def parse_county(row: dict[str, str]) -> County:
    shares = {name: float(row[name]) if row[name] else None for name in CENSUS_SHARES}
    return County(fips=row["fips"], name=row["name"], population=int(float(row["pop"])), shares=shares)
