"""The population of North Carolina's counties: groups that add up (census of 2020), and ages (an older survey)."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "nc_counties_population_2020.csv"
SURVEY = FILE.with_name("nc_counties_acs_2015_2019.csv")
COLUMN_OF = {
    "hispanic": "hispanic_any_race",
    "nh_white": "nh_white",
    "nh_black": "nh_black",
    "nh_native": "nh_native",
    "nh_asian": "nh_asian",
    "nh_pacific": "nh_pacific",
    "nh_two_plus": "nh_two_plus",
    "woman": "female",
    "man": "male",
}
"""The file's column of each group that the measures compare. The census asks sex, not gender."""


@cache
def read_populations() -> dict[str, Mapping[str, float]]:
    """Each county's groups as shares of its people (0 to 1), by FIPS code."""
    with FILE.open(encoding="utf-8", newline="") as handle:
        return {
            row["fips"]: {group: int(row[name]) / int(row["total"]) for group, name in COLUMN_OF.items()}
            for row in csv.DictReader(handle)
        }


@dataclass(frozen=True)
class Ages:
    """What the American Community Survey of 2015 to 2019 says of a county's ages: nothing by the groups of M4."""

    adults: float
    """Percent who are 18 or older."""
    median: float


@cache
def read_ages() -> dict[str, Ages]:
    """Each county's ages by FIPS code."""
    with SURVEY.open(encoding="utf-8", newline="") as handle:
        return {
            row["fips"]: Ages(float(row["age_over_18"]), float(row["median_age"]))
            for row in csv.DictReader(handle)
        }
