"""Limits and names that program settings stand on."""

WINDOW_DAYS = (7, 28)
"""The intake window of an arrest diversion: one to four weeks (handbook 3b)."""

CASELOAD_WARN, CASELOAD_MOST = 20, 25
"""LEAD: a caseload of about 20 on average, never above 25."""

ROI_MOST_DAYS = 365
"""A release of information lasts a year at most (10A NCAC 26B .0202)."""

EXPIRES_SOON_DAYS = 60
"""From so many days before its end an agreement with a partner is shown as running out."""

TIME_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)

CENSUS_SOURCE = "American Community Survey 2015–2019, five-year estimates"
CENSUS_SHARES = (
    "age_over_18",
    "white",
    "black",
    "native",
    "asian",
    "pac_isl",
    "other_single_race",
    "two_plus_races",
    "hispanic",
    "white_not_hispanic",
)
"""The columns of the county file that say whom the program's people are compared with."""
