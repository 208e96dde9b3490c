"""Everyday phrases that hold a word about health or substances and say nothing of either, in English and Spanish.

Each names what is meant (a car's recovery, a legal clinic), so that the same word beside it is still found: a false
refusal teaches people to write around the guard. Where a phrase can be read both ways it isn't here: a refusal costs a
worker another word, what gets through can cost the person the case. The patterns are read against text without
accents, and a space in them stands for spaces only: never for a period, after which something else begins.
"""

import re

from handoff.programs.rules.folding import strip_accents

START = r"(?:^|(?<=[.!?;,]\x20))"
"""Where a sentence or a clause begins: only there is the thing what is clean, and not someone at it."""
OWN = "(?:the|his|her|their|my|our)"
OWN_ES = "(?:el|la|los|las|su|sus|mi|mis)"
THINGS = (
    "(?:(?:driving |work |rental )?records?|background checks?|license|uniform|clothes|car|truck|apartment|house|room|"
    "kitchen|yard|office)"
)
THINGS_ES = (
    "(?:(?:historial|record)(?: de manejo)?|expediente|licencia|uniforme|ropa|carro|camioneta|apartamento|cuarto|casa|"
    "cocina|oficina)"
)
CLEAN_OF_THINGS = (
    rf"{START}{OWN} {THINGS} (?:is|are|was|were) (?:now |still |all |very )?clean",
    rf"{START}{OWN_ES} {THINGS_ES} (?:esta|estan|estaba|estaban|es|era) (?:muy |bien )?limpi[oa]s?",
    "mantiene (?:su|el) (?:cuarto|apartamento) limpio|mantiene (?:su|la) (?:casa|ropa|cocina) limpia",
    "mantiene limpia (?:su|la) (?:casa|ropa|cocina)",
    "(?:lleva|trae) (?:la |su )?ropa limpia|en un carro limpio",
    "clean(?: |-)(?:shaven|cut)|clean (?:(?:driving |work )?records?|clothes)",
)
"""Also read by the guard of every text (`texts`)."""

USED = (
    "(?:public (?:transit|transportation|transport)|"
    "(?:that|this) (?:old )?(?:phone|cell ?phone|number|phone number|email|address|account|app|card|name))"
)
"""What someone stops using that is no substance."""
USED_ES = (
    "(?:telefono|celular|numero|carro|camioneta|troca|autobus|bus|metro|tren|transporte|tarjeta|cuenta|direccion|correo|"
    "aplicacion|nombre|apellido)"
)
MEDICAL_JOB = "(?:medical (?:receptionist|assistant|biller|courier|secretary)|nurse'?s? aide|nurse|doctor)"
MEDICAL_JOB_ES = "(?:(?:asistente|recepcionista|secretari[oa]) medic[oa]|auxiliar de enfermeria|enfermer[oa])"
CLAUSE_ENDS = r"(?=[.,;!?]|\s*$)"

WORDS = (
    "crack (?:in|on) the (?:windshield|wall|glass|window|ceiling|driveway|sidewalk)",
    "crack(?:s|ed|ing)? down on",
    "weed (?:killer|whacker|eater|trimmer)",
    "(?:sister|daughter|wife|aunt|mother|niece|cousin|lawyer|attorney|landlord),? (?-i:Molly)",
    "oxy(?: |-)?acetylene",
    "drug ?stores?",
    "drinks? (?:coffee|tea|water|juice|soda|milk)|drinking water|(?:soft|energy|sports) drinks?",
    "(?:school|guidance|housing|credit|career) counsel(?:or|ors|ing)",
    rf"(?:works?|worked|working|job|hired) as an? {MEDICAL_JOB}|stud(?:ies|ying) to be an? {MEDICAL_JOB}",
    "(?:works|worked|job) (?:at|for) (?:the |a )?(?:(?:county|city|local|regional) )?(?:hospital|animal shelter)"
    rf"{CLAUSE_ENDS}",
    "hospitality|hospitable|disorderly",
    "(?:is|was|been|be|very|so|more) patient "
    "(?:with (?:the|his|her|their|my|other|everyone|people)|in (?:line|court|class))",
    "mental (?:math|notes?|arithmetic)|ill(?: |-)(?:at ease|advised|prepared)",
    "sick (?:of|and tired of) (?:the )?(?:waiting|paperwork|traffic|delays?|noise)",
    f"recovery of {OWN} (?:stolen |impounded )?(?:wallet|car|truck|bike|phone|documents?|property|purse|money|license)",
    "recovery (?:code|email|phone number)s?",
    f"withdrawal of {OWN} (?:complaint|warrant|motion|plea|charges?|petition|request|claim)",
    "(?:cash|bank|atm) withdrawals?",
    f"(?:equal|fair|unfair|respectful) treatment (?:from|by) {OWN} "
    "(?:clerks?|courts?|officers?|police|landlord|employer)",
    "(?:water|wastewater|sewage) treatment (?:plant|facility|works)",
    "(?:yoga|floor|door|exercise|car) mats?",
    "health (?:inspectors?|inspections?|code|permit)",
    "(?:job|employer|company) (?:with|has|offers|includes|gives|provides|comes with) health insurance",
    "(?:phone|account|card|app|number|email) (?:is|was) disabled",
    "(?:legal|law|tenants?'?|expungement|license|tax|immigration|eviction|voter) clinics?",
    "(?:financial|visual|teaching) aids",
    r"(?:engine|diesel|auto|automotive|vehicle) diagnos\w+",
    "substance of the (?:agreement|argument|order|letter|complaint|plan)",
    "(?:is|are|lives?|was|were) (?:12|twelve) steps (?:from|away)",
    "(?:home|house) rehab (?:crew|company|project)",
)
WORDS_ES = (
    "agua para beber",
    rf"(?:dejo|deja|dejado|dejar) de (?:usar|tomar) (?:el|la|su|ese|esa|este|esta) {USED_ES}",
    "(?:dejo|deja|dejado|dejar) de tomar (?:cafe|clases)",
    r"consum\w+ (?:(?:poca|mucha|menos|mas) )?(?:luz|gasolina|electricidad|energia|datos)",
    "(?:es|fue|era|ser|sea|muy|mas|sido) paciente (?:en la (?:fila|corte)|con (?:sus?|el|la|los|las) "
    r"(?:hij\w+|nin\w+|familia|madre|padre|jef\w+|companer\w+|vecin\w+|client\w+|gente))",
    "clinicas? (?:legal(?:es)?|juridicas?|de (?:inmigracion|licencias?|impuestos|vivienda|desalojos?))",
    f"trabaj(?:a|o|aba|ando) (?:de|como) {MEDICAL_JOB_ES}|estudi(?:a|o|ar|ando) (?:para )?enfermer(?:ia|a|o)",
    "albergues? (?:de|para) (?:animales|perros|gatos)",
    "recuperacion de (?:su|el|la|un) "
    "(?:carro|vehiculo|camioneta|licencia|cartera|telefono|dinero|deposito|identificacion)",
    "(?:codigo|correo) de recuperacion",
    "tratamiento de aguas?",
    "sustancia del (?:acuerdo|plan|argumento|escrito)|en sustancia(?=,)",
    r"diagnosticos? (?:de |del |de la )(?:motor(?:es)?|carros?|vehiculos?|camion(?:es)?|computadoras?)",
    "(?-i:[Cc]alle Cristal)|cristales de (?:oficinas?|ventanas?)|(?:restaurante|tienda) (?-i:(?:[Ee]l )?Perico)",
    "salud(?:o|os|a|an|ar|aba|ando|ado|e)",
    "consejer[oa]s? (?:escolar(?:es)?|legal(?:es)?|de (?:la escuela|vivienda|credito))",
    "a (?:12|doce) pasos de",
)


def compile_phrases(*phrases: str) -> re.Pattern[str]:
    """One pattern for phrases in which a space stands for spaces only, and “ ?” for some or none."""
    pattern = rf"\b(?:{'|'.join(phrases)})\b"
    return re.compile(pattern.replace(" ?", r"\x20*").replace(" ", r"\x20+"), re.IGNORECASE)


HARMLESS = compile_phrases(*CLEAN_OF_THINGS, *WORDS, *WORDS_ES)
BABY = re.compile(
    r"\b(?:tiene|cuida|cuidar|cuidando|lleva|visita)\x20+(?:un|una|al|a\x20su|su|el)\x20+bebés?\b",
    re.IGNORECASE,
)
"""Read before the accents go: without its own, the word says that someone drinks. Who expects one is another matter."""


def strike(found: re.Match[str]) -> str:
    return re.sub(r"\w", "x", found[0])


def strip_harmless(text: str) -> str:
    """A text without accents, its harmless phrases struck out letter by letter: every place stays where it was.

    The text is in composed form (NFC), as forms send it.
    """
    return HARMLESS.sub(strike, strip_accents(BABY.sub(strike, text)))
