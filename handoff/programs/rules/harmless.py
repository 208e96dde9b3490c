"""Everyday phrases that hold a word about health or substances and say nothing of either, in English and Spanish.

Each names what is meant (a car's recovery, a legal clinic), so that the same word beside it is still found: a false
refusal teaches people to write around the guard. A word in the middle of a phrase is from a list, never any word.
The patterns are read against text without accents, and a space in them stands for spaces only: never for a period,
after which something else begins.
"""

import re
import unicodedata

from handoff.programs.rules.folding import strip_accents

ARTICLE = "(?:the|a|an|his|her|their|my|our|this|that|these|those)"
ARTICLE_ES = "(?:el|la|los|las|un|una|su|sus|mi|mis|del|ese|esa|esos|esas|este|esta)"
BE = "(?:is|are|was|were|be|been|has been|have been|stays|stayed|looks|looked|came back|comes back)"
BE_ES = "(?:esta|estan|estaba|estaban|estuvo|sigue|es|era|queda|quedo|se ve)"

TIDY = (
    "(?:(?:driving |work |rental )?records?|background(?: checks?)?|slate|title|license|references|uniform|"
    "clothes|clothing|"
    "appearance|hands|shirts?|shoes|dishes|tools|floors?)"
)
"""What is clean or not without anyone using anything. A test, a screen and a person's blood are no such things."""
TIDY_PLACES = (
    "(?:(?:living |bed|bath)?rooms?|apartment|house|home|trailer|kitchen|yard|porch|garage|car|truck|van|store|"
    "shop|office|"
    "desk|work ?(?:place|space|station|area))"
)
TIDY_ES = (
    "(?:(?:historial|record)(?: de (?:manejo|conducir|renta))?|expediente|titulo|licencia|referencias|uniforme|"
    "ropa|camisas?|"
    "zapatos|manos|platos|herramientas|apartamento|departamento|cuarto|habitacion|casa|hogar|cocina|bano|sala|"
    "patio|jardin|"
    "garaje|carro|camion|camioneta|tienda|taller|oficina|escritorio|negocio|lugar|piso|calle|parque|iglesia|trabajo)"
)
NOT_THERE = r"(?<!at\x20)(?<!in\x20)(?<!to\x20)(?<!of\x20)(?<!on\x20)(?<!by\x20)(?<!from\x20)(?<!since\x20)"
NOT_THERE_ES = (
    r"(?<!en\x20)(?<!de\x20)(?<!a\x20)(?<!por\x20)(?<!con\x20)(?<!desde\x20)(?<!para\x20)(?<!hasta\x20)"
)
"""At home someone is clean, not the home."""
VERY_ES = "(?:muy |bien |siempre |todo |toda )?"
CLEAN_OF_THINGS = (
    rf"{TIDY} {BE} (?:now |still |all |very |always |quite )*clean",
    rf"{NOT_THERE}{ARTICLE} (?:new |own )?{TIDY_PLACES} {BE} (?:now |still |all |very |always |quite )*clean",
    rf"{NOT_THERE_ES}{ARTICLE_ES} {TIDY_ES} {BE_ES} {VERY_ES}limpi[oa]s?",
    rf"(?:mantiene|mantenia|tiene|lleva|deja|anda en|anda con|sigue con) {ARTICLE_ES} {TIDY_ES} {VERY_ES}limpi[oa]s?",
    rf"(?:mantiene|mantenia|tiene|lleva|deja) {VERY_ES}limpi[oa]s? {ARTICLE_ES} {TIDY_ES}",
    rf"clean(?: |-)(?:shaven|cut)|clean {TIDY}",
)
"""Also read by the guard of every text (`texts`)."""

USED = (
    "(?:public|transit|transportation|bus(?:es)?|trains?|rides?|cars?|trucks?|bikes?|phones?|cell ?phones?|"
    "numbers?|emails?|"
    "address(?:es)?|accounts?|apps?|cards?|cash|credit|names?|social media|facebook|instagram|laptops?|computers?|"
    "doors?|entrances?|parking|rooms?|lockers?|mailbox|elevators?|headphones|profanity|bad language|foul language)"
)
"""What someone stops using that is no substance."""
USED_ES = (
    "(?:telefono|celular|numero|carro|camion|camioneta|troca|autobus|bus|metro|tren|transporte|bicicleta|moto|"
    "tarjeta|cuenta|"
    "direccion|correo|aplicacion|app|nombre|apellido|turnos?|clases?|cafe|te|refrescos?|agua|leche|cuarto|caja|"
    "entrada|puerta|"
    "silla|uniforme|llave|internet|computadora|facebook|malas palabras|groserias)"
)
CARE_WORKPLACE = "(?:hospital|clinic|doctor's|health department|medical center|drug ?store|animal shelter)"
KIND_OF_PLACE = (
    "(?:local|county|city|regional|community|state|university|general|children's|veterans|dental|eye|new|old)"
)

WORDS = (
    "alcohol server(?:'s|s)? (?:permit|license|card|training|class|certificate)",
    "(?:a|this|that|another|small|long|hairline) crack (?:in|on)|the crack in (?:the|his|her) "
    "(?:windshield|wall|glass|window|ceiling|driveway|foundation|sidewalk)",
    "crack(?:s|ed|ing)? down on",
    "weed (?:killer|whacker|wacker|eater|trimmer|control)",
    r"(?:(?:ms|mrs)\.?|sister|daughter|wife|aunt|mother|niece|cousin|granddaughter|grandmother|manager|boss|lawyer|"
    "attorney|landlord),? (?-i:Molly)",
    "oxy(?: |-)?(?:acetylene|fuel|welding|torch)",
    "drug ?stores?",
    "(?:drinks?|drinking) (?:more |less |enough |only |too much |a lot of |any )?(?:coffee|tea|water|juice|soda|"
    "milk)",
    "(?:soft|energy|sports|fountain) drinks?|sells? (?:cold |hot )?drinks",
    "drinks? (?:stand|machine|cooler|vendor|cart)s?",
    "(?:school|guidance|housing|credit|career|camp|debt|college) counsel(?:or|ors|ing)",
    "counselors? (?:at|from|in) (?:the |her |his |their )?(?:high |middle )?(?:school|college)",
    "doctor'?s (?:front desk|parking lot)",
    "medical (?:receptionist|driver|billing|biller|coder|coding|courier|assistant|secretary|transcription)s?",
    "(?:deliver(?:s|ed|ing)?|sells?|selling|stock(?:s|ed|ing)?|ship(?:s|ped|ping)?) medical (?:supplies|equipment)",
    "(?:drives?|driving|driver) for (?:a )?medical (?:transport|transportation)",
    rf"(?:works?|worked|working|job|hired|interview|shifts?|volunteers?|volunteering) (?:at|by|for|in) "
    rf"(?:{ARTICLE} )?(?:{KIND_OF_PLACE} )*{CARE_WORKPLACE}",
    "(?:as|become|becoming|to be) an? (?:licensed |registered |school |home )*(?:nurse'?s? aide|nurse|doctor|"
    "medical assistant)",
    "hospitality|hospitable",
    "(?:is|was|are|were|been|be|very|so|more|stays|stayed|really|quite|always) patient(?! (?:of|at|number|no|id|"
    "zero|in|records?|portal|care|"
    "advocate|services|files?|bills?)|#)",
    "(?:is|was|were|been|stayed|very) patient in (?:line|court|class|traffic|the lobby|the waiting room)",
    "mental (?:math|note|notes|arithmetic|list|picture)",
    "ill(?: |-)(?:at ease|will|advised|equipped|prepared|timed|informed|fitting)",
    "(?:paid|earns?|has|offers?|gives?|with) sick (?:leave|pay|time)",
    "sick (?:of|and tired of) (?:the |all the )?(?:waiting|paperwork|traffic|driving|arguing|arguments|noise|"
    "delays?)",
    "disorderly",
    rf"recovery of {ARTICLE} (?:stolen |lost |impounded )?(?:wallet|car|truck|bike|phone|documents?|papers|"
    rf"property|purse|money|"
    "deposit|belongings|tools|keys|license|vehicle|wages)",
    "recovery (?:code|email|phone number)s?|(?:vehicle|disaster|debt|account|asset|storm|flood|hurricane|data|"
    "password) recovery",
    rf"withdrawal of {ARTICLE} (?:complaint|warrant|motion|plea|charges?|petition|request|claim|case|"
    rf"application|offer)",
    rf"(?:cash|bank|atm|account) withdrawals?|withdrawals? from {ARTICLE} (?:bank|account|savings)",
    "(?:equal|fair|unfair|respectful|rude|preferential) treatment",
    "(?:water|wastewater|sewage|wood|surface|window|lawn) treatments?(?: (?:plant|facility|works))?",
    "(?:yoga|floor|door|welcome|exercise|car|bath|wrestling|gym) mats?|mat (?:by|at|in front of|under) the door",
    "health (?:inspectors?|inspections?|code|permit|food|rating)|healthy (?:food|meals?|snacks?|lunch(?:es)?|"
    "distance|competition)",
    "(?:job|work|employer|pay stub|position|company) (?:that |which |with |and |its |now |lists? |offers? |"
    "includes? |gives? |has |comes |"
    "provides? |full |him |her )*health insurance",
    "(?:animal|pet|dog|cat|tax) shelters?|sheltered from",
    r"(?:near|by|past|across from|next to|repair\w*|paint\w*|clean\w*|built|builds) (?:the|a) bus shelters?",
    "(?:alarm|phone|account|card|app|camera|link|email|website|number|service|password|login)s? "
    "(?:is|was|has been|were|are|got|had been) disabled",
    "disabl(?:es|ed) (?:the|his|her|an?|their) (?:alarm|phone|account|card|app|camera|lock)s?",
    "(?:free )?(?:legal|law|tenants?'?|expungement|license|tax|basketball|soccer|football|baseball|sports|bike|"
    "repair|resume|"
    "eviction|housing|record|warrant|voter|immigration) clinics?",
    "(?:financial|visual|teaching|study) aids|(?:he|she|who) aids (?:his|her|the|other|new)",
    "great depression|tropical depression|(?:economy|market|prices|industry|sales) (?:is|was|are|were|has been) "
    "(?:in a )?"
    "depress(?:ed|ion)",
    r"(?:engine|car|truck|diesel|computer|auto|automotive|vehicle|electrical) diagnos\w+|diagnos\w+ (?:of|on|for) "
    rf"(?:{ARTICLE} )?(?:engine|car|truck|transmission|brake|computer)s?|diagnos(?:es|ed|ing) (?:cars|trucks|"
    rf"engines)",
    "substance of (?:the|this|our|that) (?:agreement|argument|order|letter|deal|plan|matter|motion|complaint|"
    "talk)|in substance(?=,)",
    "(?:12|twelve) steps (?:to|from|up|down|away)",
    "(?:rehabs|rehabbed|rehabbing|rehabilitates) (?:a |an |the )?(?:old )?(?:houses?|homes?|buildings?|"
    "apartments?|kitchens?)|"
    "rehabbed (?:house|home|apartment|building)|(?:house|home) rehab (?:crew|company|project|job)s?",
)
WORDS_ES = (
    r"(?:un|una|su|al|del|mi|este|nuestro) bebe|agua (?:para|de) beber",
    rf"(?:dejo|deja|dejado|dejar) de (?:usar|tomar) (?:{ARTICLE_ES} )?(?:viej[oa] |otr[oa] )?{USED_ES}",
    r"consum\w+ (?:(?:poca|poco|mucha|mucho|menos|mas|demasiada|bastante) )?(?:luz|gasolina|agua|electricidad|"
    r"energia|datos)",
    "(?:es|fue|era|ser|sea|muy|mas|sido|estuvo|siempre) paciente (?:en la (?:fila|linea|corte|espera)|con "
    "(?:sus?|el|la|los|las) "
    r"(?:hij\w+|nin\w+|familia|madre|padre|espos\w+|jef\w+|companer\w+|vecin\w+|client\w+|gente|personal|"
    r"secretari\w+|oficial\w*))",
    "clinicas? (?:legal(?:es)?|juridicas?|de (?:inmigracion|licencias?|impuestos|vivienda|desalojos?|futbol|"
    "basquetbol|beisbol))",
    "(?:asistente|recepcionista|chofer|secretari[oa]) medic[oa]|(?:maneja|conduce|chofer de) (?:el |un "
    ")?transporte medico",
    r"(?:estudi\w+(?: de)?|clases de|curso de|titulo (?:de|en)|carrera de|trabaja (?:de|como)|para(?: ser)?|como) "
    "(?:auxiliar de |asistente de |ayudante de )?enfermer(?:ia|a|o)",
    "(?:albergues?|refugios?) (?:de|para) (?:animales|perros|gatos|mascotas)|refugio (?:de la|contra la) lluvia",
    "recuperacion de (?:su|sus|el|la|los|las|un) (?:carro|vehiculo|camioneta|licencia|documentos?|cartera|"
    "telefono|dinero|deposito|"
    "papeles|identificacion|cuenta|propiedad|pertenencias|herramientas|salarios?)|(?:codigo|correo) de recuperacion",
    "tratamiento (?:de|del) (?:aguas?|madera|residuos)|tratamiento (?:justo|igual|respetuoso)",
    "sustancia del (?:acuerdo|plan|argumento|escrito|asunto)|en sustancia(?=,)",
    "diagnosticos? (?:de |del |de la |de los )(?:motor(?:es)?|carros?|vehiculos?|camion(?:es)?|computadoras?|"
    "transmision|frenos)",
    r"calle cristal|cristal(?:es)? (?:de |del |para )(?:la |el |una |su )?(?:ventanas?|carro|puertas?|"
    r"oficinas?)|limpi\w+ cristal(?:es)?",
    "mota de polvo|(?:restaurante|tienda|calle) (?:el )?perico",
    "salud(?:o|os|a|an|ar|amos|aba|aban|ando|ado|aron|e)",
    "consejer[oa]s? (?:escolar(?:es)?|legal(?:es)?|juridic[oa]s?|de (?:la |su )?(?:escuela|universidad|vivienda|"
    "credito))",
    "doce pasos (?:de (?:la|el|su|mi)|del) (?:plaza|parada|casa|corte|oficina|puerta|tienda|parque)",
)


def compile_phrases(*phrases: str) -> re.Pattern[str]:
    """One pattern for phrases in which a space stands for spaces only, and “ ?” for some or none."""
    pattern = rf"\b(?:{'|'.join(phrases)})\b"
    return re.compile(pattern.replace(" ?", r"\x20*").replace(" ", r"\x20+"), re.IGNORECASE)


HARMLESS = compile_phrases(*CLEAN_OF_THINGS, *WORDS, *WORDS_ES)
BABY = re.compile(r"\bbebés?\b", re.IGNORECASE)
"""Read before the accents go: without its own, the word says that someone drinks."""


def strip_harmless(text: str) -> str:
    """The text without accents and with its harmless phrases struck out, each letter by an x: places stay the same."""
    plain = strip_accents(BABY.sub(lambda found: "x" * len(found[0]), unicodedata.normalize("NFC", text)))
    return HARMLESS.sub(lambda found: re.sub(r"\w", "x", found[0]), plain)
