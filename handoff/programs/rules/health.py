"""Words about health, treatment, substances, and where someone sleeps, in English and Spanish.

What a person agrees to have said of them in court or to an officer holds none of these, even if they would agree: a
list can't be complete, so the page asks as well (C10; 42 CFR 2.12; ADR 0068).
"""

import re
import unicodedata

from handoff.programs.rules.forbidden import CLEAN_THINGS, DRUG_NAME
from handoff.programs.rules.harmless import USED, strip_harmless

CLEANED = "(?:casas?|cuartos?|oficinas?|hotel(?:es)?|habitaciones|edificios?|escuelas?|calles?|parques?|banos?|carros?)"
"""What someone cleans who works at it."""
MEANS = (
    "(?:stuff|needles?|syringes?|pipes?|product|stash|spoon|hard|good|street|bottle|cans?|pills?|tablets?|patch|"
    "points?)"
)
"""What someone uses substances with, or says for them."""
WITHOUT_DRUGS = (
    r"(?:aa|na)\W+(?:meetings?|groups?|sponsors?)|narcotics|narcoticos|(?:12|twelve)\W+steps?|(?:12|doce)\W+pasos|"
    r"(?:reuniones|juntas|grupos?)\W+de\W+(?:aa|na)|sober\w*|sobri\w+|"
    r"(?:is|are|was|been|stays?|stayed|staying|got|gets|getting|keeps|kept|feels|being)\W+(?:(?:now|still|all|very)\W+)?clean"
    rf"(?!\W+{CLEAN_THINGS})|"
    rf"(?:esta|estado|estar|sigue|anda|lleva|mantiene)\W+(?:\w+\W+){{0,3}}?limpi[oa](?!\W+(?:su|la|el|las|los|de|{CLEANED})\b)|"
    r"(?:stops?|stopped|quits?|no\W+longer|not|never)\W+us(?:es|ed|ing)"
    rf"(?! +(?:the|an?|his|her|their|my|our) ++(?!(?:(?:old|new|own|same) ++)*{MEANS}\b)| +{USED}\b)|"
    r"(?:consum(?:e|en|ia|io|ir|iendo|ido)|(?:dejo|deja|dejado)\W+de\W+(?:usar|tomar))"
)
"""Ways to say that someone uses nothing: as much about substances as the opposite (G4)."""

HEALTH = re.compile(
    rf"\b(?:{DRUG_NAME}|treatment|rehab\w*|detox\w*|counsel(?:ing|or|ors)|therap\w+|psych\w+|medic(?:al|ine|ines|ation|ations)|"
    r"meds|mat|moud|nurse|doctor|clinic\w*|hospital\w*|patient|diagnos\w+|disorder\w*|addict\w*|alcohol\w*|drunk|"
    r"drink(?:s|ing)?|drugs?|substance\w*|relaps\w+|overdos\w+|naloxone|narcan|withdrawal|recovery|"
    r"mental|depress\w+|anxiety|ptsd|bipolar|schizo\w+|suicid\w+|trauma\w*|"
    r"hiv|aids|hepatitis|hep\W?c|pregnan\w+|disab\w+|sick\w*|ill(?:ness)?|health\w*|shelter\w*|homeless\w*|"
    r"tratamiento|rehabilitacion|desintox\w+|consejer\w+|terap\w+|psiquiatr\w+|psicolog\w+|medicin\w+|medicament\w+|"
    r"enfermer\w+|medico|clinica\w*|paciente|diagnostic\w+|trastorno\w*|adict\w*|adiccion\w*|borrach\w+|beb(?:e|er|ida)|"
    r"drogas?|sustancias?|recai\w*|sobredosis|abstinencia|recuperacion|salud\w*|depresion|ansiedad|suicid\w*|vih|sida|"
    r"embaraz\w+|discapaci\w+|enferm\w+|albergue\w*|refugio|"
    rf"{WITHOUT_DRUGS})\b",
    re.IGNORECASE,
)


def find_health(text: str) -> str:
    """The first word about health, treatment, substances or a shelter; blank if there is none."""
    text = unicodedata.normalize("NFC", text)
    found = HEALTH.search(strip_harmless(text))
    return text[found.start() : found.end()] if found else ""
