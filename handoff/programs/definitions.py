"""Limits and names for program settings."""

from handoff.core.text import mark_for_translation

WINDOW_DAYS = (7, 28)
"""How long the intake of an arrest diversion may take: one to four weeks (handbook 3b)."""

CASELOAD_WARN, CASELOAD_MOST = 20, 25
"""LEAD: a caseload of about 20 on average, never above 25."""

ROI_MOST_DAYS = 365
"""A release of information lasts a year at most (10A NCAC 26B .0202)."""

MOST_CHECK_DAYS = 730
"""An entry of the provider directory is checked again at least every two years."""

EXPIRES_SOON_DAYS = 60
"""From so many days before its end an agreement with a partner is shown as running out."""

TIME_ZONES = {
    "America/New_York": mark_for_translation("Eastern Time (New York)"),
    "America/Chicago": mark_for_translation("Central Time (Chicago)"),
    "America/Denver": mark_for_translation("Mountain Time (Denver)"),
    "America/Phoenix": mark_for_translation("Arizona (Phoenix, no daylight saving time)"),
    "America/Los_Angeles": mark_for_translation("Pacific Time (Los Angeles)"),
    "America/Anchorage": mark_for_translation("Alaska Time (Anchorage)"),
    "Pacific/Honolulu": mark_for_translation("Hawaii Time (Honolulu)"),
    "America/Puerto_Rico": mark_for_translation("Atlantic Time (Puerto Rico)"),
}
"""Each zone's name in the database of time zones, and as people in the U.S. say it."""

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

STARTING_SCRIPTS = {
    "en": """I'd like to tell you about a program here in the county.

It's called {program}. The people who run it aren't police. They help with whatever would help you most: \
a place to stay, food, an ID, work, health, or just someone to talk to who has been there.

If you say yes, someone from the program meets you. If there's a charge today that the program can take, I set it \
aside. What you do after that is up to you. You can say no. You can also say yes later.

Would you like to hear more?""",
    "es": """Quiero contarle de un programa que hay aquí en el condado.

Se llama {program}. Las personas que lo llevan no son policías. Le ayudan con lo que más le sirva: un lugar \
donde quedarse, comida, documentos, trabajo, salud, o simplemente alguien con quien hablar que ha pasado \
por lo mismo.

Si usted dice que sí, alguien del programa se reúne con usted. Si hoy hay un cargo que el programa admite, yo lo \
dejo en suspenso. Lo que haga después lo decide usted. Puede decir que no. También puede decir que sí más adelante.

¿Quiere saber más?""",
}
"""What the script's form offers until a program publishes its own (handbook 4d: describe the services truthfully).

Whether someone can talk with the person now isn't the script's to say: the page adds it from the hours and the roster.
"""
LOOK_BACK_DAYS = (30, 730)
"""The fewest and the most days over which what happened before and after a referral is compared (M12)."""
