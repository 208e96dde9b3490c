"""Limits and names for program settings."""

from handoff.core.text import mark_for_translation

WINDOW_DAYS = (7, 28)
"""How long the intake of an arrest diversion may take: one to four weeks (handbook 3b)."""

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
"""The columns of the county file that hold the population the program's people are compared with."""

INTAKE_SECTIONS = (
    ("housing", mark_for_translation("Housing")),
    ("work_and_income", mark_for_translation("Work, income, and benefits")),
    ("health", mark_for_translation("Health")),
    ("behavioral_health", mark_for_translation("Mental health and substance use")),
    ("harm_reduction", mark_for_translation("Harm reduction")),
    ("getting_around", mark_for_translation("Transportation and phone")),
    ("legal", mark_for_translation("Legal needs")),
    ("family", mark_for_translation("Family and people")),
    ("strengths", mark_for_translation("Strengths and hopes")),
    ("services", mark_for_translation("Services they need or want")),
)
"""Where in the intake a program's own question may stand: the keys and titles of the intake's sections."""
