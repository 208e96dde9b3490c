"""Limits and names that program settings stand on."""

from handoff.core.text import mark

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

INTAKE_SECTIONS = (
    ("housing", mark("Housing")),
    ("work_and_income", mark("Work, income and benefits")),
    ("health", mark("Health")),
    ("behavioral_health", mark("Mental health and substance use")),
    ("harm_reduction", mark("Harm reduction")),
    ("getting_around", mark("Transport and phone")),
    ("legal", mark("Legal needs")),
    ("family", mark("Family and people")),
    ("strengths", mark("Strengths and hopes")),
    ("services", mark("Services needed or wanted")),
)
"""Where in the intake a program's own question may stand: the keys and titles of the intake's sections."""
