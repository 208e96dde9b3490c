"""The words that no program may write, in English and Spanish, each with its reason (guiding rules G1 to G9).

The patterns are read against text without accents (`folding`).
"""

import re
from dataclasses import dataclass

from handoff.core.text import mark_for_translation

NO_DRUG_TEST = mark_for_translation(
    "The program doesn't use drug tests. Results are never recorded and decide nothing, so you can't ask for them."
)
NO_ABSTINENCE = mark_for_translation(
    "No one has to stop using to be in the program, so you can't ask about abstinence or require it. You can ask what "
    "the person wants to change."
)
NO_SSN = mark_for_translation(
    "You never need a Social Security number to help someone, so you can't ask for one."
)
NO_RACE_OR_GENDER = mark_for_translation(
    "Race, ethnicity, and gender never decide who gets help. The intake already asks about them once, and answering is "
    "up to the person."
)
NO_THREAT = mark_for_translation(
    "Being in the program is the person's choice. Don't tie a charge, an arrest, or jail to what they choose."
)
NO_REQUIREMENT = mark_for_translation(
    "The program requires no treatment, class, or meeting. Say what you offer, and that it's the person's choice."
)
NO_ENDING = mark_for_translation(
    "The program has no finish line, and no one is put out of it. A person is active or inactive, and can come back at "
    "any time."
)
NO_SINGLE_DRUG = mark_for_translation(
    "The program excludes no specific drug. Most street drugs are mixtures, and people may not know what they carry."
)

NO_CRIMINAL_HISTORY = mark_for_translation(
    "Handoff holds no criminal history, so you can't ask for it. You can ask whether the person wants help with a "
    "court date or with expungement."
)
NO_CITIZENSHIP = mark_for_translation(
    "Citizenship and immigration status don't decide who gets help. The program is for everyone who meets the criteria."
)

GAP = r"(?:\W+\w+){0,3}?\W+"
DRUG_NAME = (
    r"(?:fentanyl|fent|fenta|fetty|carfentanil|opioids?|opiates?|heroin|chiva|cocaine|crack|meth|methamphetamines?|"
    r"amphetamines?|marijuana|cannabis|weed|xylazine|tranq|medetomidine|nitazenes?|suboxone|subutex|sublocade|methadone|"
    r"buprenorphine|bupe|oxycodone|oxycontin|oxy|percocets?|percs|hydrocodone|vicodin|morphine|codeine|tramadol|"
    r"benzos?|benzodiazepines?|xanax|adderall|gabapentin|kratom|ketamine|pcp|lsd|mdma|ecstasy|molly|"
    r"fentanilo|opioides?|opiaceos?|heroina|cocaina|perico|metanfetaminas?|anfetaminas?|cristal|marihuana|mota|"
    r"xilacina|suboxona|metadona|buprenorfina|morfina|codeina|benzodiacepinas?|ketamina|extasis)"
)
SUBSTANCE = (
    rf"(?:drugs?|urin\w*|saliva|swabs?|{DRUG_NAME}|meth\w*|thc|breath|pee|hair(?:\W+follicles?)?|drogas?|antidrogas?|orina|"
    r"cabello)"
)
TEST = r"(?:tests?|tested|testing|screens?|screened|screening|panels?|pruebas?|examen\w*|analisis|tamiz\w*|dipsticks?)"
TEST_BY_NAME = (
    r"urinalys[ie]s|uroanalisis|urine\W+samples?|muestras?\W+de\W+orina|toxicolog\w*|breathaly[sz]er|alcoholimetro|"
    r"(?<!unidad )(?<!agente )(?<!agentes )(?<!brigada )(?<!policia )(?<!ley )(?<!leyes )(?<!fiscalia )(?<!lucha )"
    r"(?<!equipo )antidrogas?|uas?|u/a|uds|udt|antidopin\w*|antidopaje|doping|"
    r"(?:alcohol|substance)\W+tests?|pruebas?\W+de\W+alcohol|"
    r"tox\W*(?:screen\w*|tests?|results?|panels?|reports?|labs?)|drugs?(?:tests?|screens?|testing)|"
    r"(?:dirty|clean)\W+(?:uas?|urine|tests?|screens?)|(?:pee|piss|urinate)\W+in(?:to)?\W+(?:a|the)\W+cup|"
    r"orinar\W+en\W+un\W+(?:vaso|frasco)"
)
ABSTINENT = r"abstinen\w*|abstain\w*|abstuv\w*|sober|sobriety|sobri[oa]s?|sobriedad|drug[- ]?free|libres?\W+de\W+drogas"
PERSON = r"(?:the\W+|this\W+|your\W+|his\W+|her\W+|their\W+)?(?:person|participant|client|individual)(?:'?s)?"
CLEAN_THINGS = (
    r"(?:\w+ing|up|out|water|clothes|clothing|needles?|syringes?|supplies|socks|sheets|bed|place|towels?)"
)
SPAN = r"(?:days?|weeks?|months?|years?|time|long|hours?)"
SPAN_ES = r"(?:dias?|semanas?|meses|anos?|tiempo|horas?|cuando)"
WITHOUT_USE = (
    r"(?:days?|weeks?|months?|time|been|stay(?:ed|ing)?|get(?:ting)?|got|long)\W+clean|"
    r"clean\W+(?:time|date|and|since)|"
    rf"(?:are|is|were|was|have|has)\W+(?:{PERSON}|you|they|he|she)\W+(?:\w+\W+)?clean(?!\W+{CLEAN_THINGS})|"
    rf"(?:{PERSON}|you|they|he|she)(?:'re|'s|\W+(?:are|is|be|stays?|remains?|must\W+be|has\W+been))\W+(?:\w+\W+)?"
    rf"clean(?!\W+{CLEAN_THINGS})|clean\W+(?:now|today|yet)|"
    r"(?:dias|semanas|meses|tiempo|estado|estar|sigue|siga|siguen|mantiene|mantenerse|mantengase)\W+limpi[oa]s?|"
    r"esta[ns]?\W+limpi[oa]s?(?!\W+(?:su|la|el|las|los|sus|de)\b)|"
    rf"{SPAN}\W+(?:\w+\W+){{0,4}}since{GAP}(?:last\W+)?(?:used?|using|drank|drink|dose|drug\W+use)(?!\W+(?:of|our|the|this|it)\b)|"
    rf"{SPAN}\W+(?:\w+\W+){{0,4}}without\W+(?:using|use|drugs?|drinking)|"
    rf"{SPAN_ES}\W+(?:\w+\W+){{0,4}}(?:desde{GAP}(?:consum\w+|uso\W+de\W+drogas?)|sin\W+(?:consum\w+|usar(?:\W+drogas?)?|drogas?))|"
    rf"desde\W+cuando\W+no\W+(?:consum\w+|usa)|"
    r"(?:must|have\W+to|has\W+to|need\W+to|needs\W+to|required\W+to|agree\W+to|promise\W+to)\W+"
    r"(?:(?:stop|quit)\W+(?:using|drinking|drugs?)|not\W+use)|"
    r"(?:debe|debera|tiene\W+que|hay\W+que|necesita|se\W+compromete\W+a)\W+dejar\W+(?:de\W+(?:consumir|usar|tomar)|las?\W+drogas?)"
)
SSN = (
    r"ssn|s\.s\.n|nss|s\.?s\.?\W{0,2}(?:#|no\b|num\w*)|soc\W+sec|social\W{0,2}#|"
    rf"social\W+security{GAP}?(?:numbers?|no\b|num\b|cards?|digits)|"
    rf"(?:numbers?|digits|numero|digitos|tarjeta){GAP}(?:social(?:\W+security)?|seguro\W+social|seguridad\W+social)"
)
RACE_OR_GENDER = (
    r"race(?!\W+(?:cars?|tracks?|days?|to))|racial|ethnicity|ethnic\W+(?:group|origin|background)|raza|etnia|etnicidad|origen\W+etnico|"
    r"hispanic|latin[oax]s?|hispan[oa]s?|afroamerican[oa]s?|african\W+americans?|"
    r"gender(?!\W*(?:based|affirming|specific\W+care))|genero(?!\W+de)|"
    rf"(?:(?:what|your|his|her|their)\W+sex|sex\W+of\W+{PERSON}|sex\W+(?:assigned|at\W+birth)|{PERSON}\W+sex)(?!\W+(?:work|life|partner))|"
    r"(?:su|cual\W+es\W+el|al)\W+sexo|sexo\W+(?:de\W+la\W+persona|al\W+nacer|asignado)"
)
GROUP = (
    r"(?:men|women|males?|females?|whites?|blacks?|ladies|gentlemen|guys|girls|boys|latin[oa]s?|hispanics?|asians?|"
    r"hombres|mujeres|varones|blancos|negros|damas|caballeros|senoras|senores|chicas|chicos|hispanos)"
)
ONE_GROUP_ONLY = (
    rf"{GROUP}\W+only|only\W+(?:for\W+|to\W+|takes?\W+|accepts?\W+)?{GROUP}|(?:no|not\W+for)\W+{GROUP}|"
    rf"(?:solo|solamente|unicamente)\W+(?:para\W+|a\W+)?{GROUP}|{GROUP}\W+solamente"
)
SERVICE = (
    r"(?:treatment|rehab\w*|detox\w*|counsel\w+|therapy|class(?:es)?|meetings?|appointments?|groups?|the\W+program|our\W+program|"
    r"this\W+program|tratamiento|rehabilitacion|desintoxicacion|consejeria|terapia|clases?|reuniones|citas?|el\W+programa)"
)
MUST = (
    r"(?:must|(?:have|has|need|needs)\W+to|(?:are|is|be)\W+(?:required|ordered|obligated|forced)\W+to|shall|"
    r"debe(?:n|ra|ran)?|tienen?\W+que|tendran?\W+que|hay\W+que|(?:esta|estan)\W+obligad[oa]s?\W+a)"
)
TAKE = (
    r"(?:attend|go\W+(?:in)?to|come\W+to|enter|start|complete|accept|finish|get|do|join|stay\W+in|keep|"
    r"asistir\W+a|ir\W+a|venir\W+a|entrar\W+(?:a|en)|empezar|completar|aceptar|terminar|cumplir(?:\W+con)?|acudir\W+a)"
)
REQUIREMENT = (
    rf"{MUST}\W+{TAKE}{GAP}{SERVICE}|(?:required|mandatory|compulsory|court[- ]ordered){GAP}?{SERVICE}|"
    rf"{SERVICE}\W+(?:is|are|es|son|sera)\W+(?:required|mandatory|compulsory|obligatori[oa]s?)|{SERVICE}\W+obligatori[oa]s?"
)
ELSEWHERE = re.compile(
    r"\b(?:school|college|ged|universit\w+|diploma|degree|grade|hospital|jail|prison|military|army|navy|marines|veterans?|"
    r"emergency|detox|home|house|apartment|shelter|motel|landlord|famil\w+|parents?|job|work|"
    r"escuela|secundaria|preparatoria|prepa|bachillerato|colegio|universidad|titulo|carcel|prision|militar|ejercito|"
    r"medica|laboral|casa|albergue|hogar|trabajo|empleo)\b",
    re.IGNORECASE,
)
"""Places that people finish, leave or are put out of, other than the program."""
ENDING = (
    r"graduat\w*|graduacion\w*|graduar\w*|gradu[oae]|graduad[oa]s?|"
    r"(?:un)?success\w*\W+(?:complet\w+|discharg\w+|terminat\w+)|flunk\w*|"
    r"expulsion|(?:sera|seran|fue|lo|la|le|los|las)\W+expuls\w+|(?:se|podemos|vamos\W+a)\W+(?:le\W+)?expuls\w+|"
    r"(?:will|may|can|could|shall|we)\W+(?:be\W+)?(?:expel\w*|terminat\w+|discharg\w+)"
    r"(?=\W+(?:you|from|any|the\W+p|if|for|after)|\W*$|[.,;])|"
    r"(?:discharge|termination|expulsion|dismissal)\W+(?:date|reason|type|status|code)s?|"
    r"(?:date|reason|type|cause)s?\W+(?:of|for)\W+(?:discharge|termination|expulsion|dismissal)|"
    r"(?:kicked|thrown|put)\W+out(?!\W+of\W+(?!(?:the|our|this)\W+program))|"
    r"(?:motivos?|fecha|razon|causa|tipo)\W+de\W+(?:la\W+|su\W+)?(?:baja|expulsion|egreso)"
)
ENDING_OF_PROGRAM = (
    r"failed\W+the\W+program|(?:completo|termino)\W+con\W+exito\W+el\W+programa|expulsad[oa]s?(?=\W+del\W+programa)|"
    r"(?:expelled|kicked|thrown|dropped|removed?|dismiss\w*|discharg\w+|terminat\w+|ejected)\W+(?:you\W+)?(?:out\W+)?"
    r"(?:of|from|off)\W+(?:the|our|this)\W+program|graduat\w*\W+from\W+(?:the|our|this)\W+program|"
    rf"(?:(?:dar\w*|damos|dan|dio)\W+de\W+baja|echa\w*|saca\w*|retira\w*|elimina\w*)(?:{GAP}|\W+)del\W+programa"
)
CRIMINAL_HISTORY = (
    r"criminal\W+(?:history|records?|backgrounds?)|rap\W+sheets?|(?:prior|previous|past)\W+(?:convictions?|arrests?|charges)|"
    r"arrest\W+(?:history|records?)|(?:list|history|number)\W+of\W+(?:all\W+)?(?:your\W+)?(?:arrests|convictions)|"
    r"antecedentes\W+(?:penales|criminales|policiales|delictivos)|(?:historial|record)\W+(?:criminal|penal|delictivo|policial)|"
    r"(?:arrestos|condenas|detenciones)\W+(?:previ[oa]s|anteriores)|historial\W+de\W+(?:arrestos|condenas)"
)
CITIZEN = (
    r"(?:(?:u\W?s\W?\W+|american\W+)?(?<!senior )citizens?|legal\W+residents?|ciudadan[oa]s?|"
    r"residentes?\W+legales)"
)
FOREIGN = (
    r"(?:immigrants?|foreigners|undocumented|illegals?|non\W?citizens|inmigrantes|indocumentad[oa]s|"
    r"extranjer[oa]s|ilegales)"
)
CITIZENS_ONLY = (
    rf"{CITIZEN}\W+(?:only|solamente)|(?:only|solo|solamente|unicamente)\W+(?:for\W+|para\W+|to\W+|a\W+)?{CITIZEN}|"
    rf"(?:must|has\W+to|have\W+to|need\W+to|debe\w*|tiene\W+que)\W+(?:be|ser)\W+(?:an?\W+|un[oa]?\W+)?{CITIZEN}|"
    rf"(?:no|not\W+for|no\W+se\W+(?:acepta\w*|admite\w*)|excepto|except)\W+(?:a\W+)?{FOREIGN}(?!\W+(?:is|are|will|es|son)\b)"
)
HELP_WITH_IT = (
    r"\W+(?:clinics?|providers?|program|doses?|prescription|overdose|strips?|test\W+strips?|poisoning)\b"
)
SINGLE_DRUG = (
    rf"(?:no(?!\W+one\b)|not\W+(?:for|open\W+to)){GAP}{DRUG_NAME}(?!{HELP_WITH_IT})|"
    rf"(?:except(?:\W+for)?|exclud\w+|ban(?:s|ned)?|barred){GAP}{DRUG_NAME}|"
    r"(?:(?:must|has\W+to|have\W+to|needs?\W+to)\W+be\W+off|(?:no\W+one|nobody)\W+on)"
    rf"{GAP}{DRUG_NAME}|"
    rf"{DRUG_NAME}{GAP}(?:(?:is|are)\W+(?:not\W+(?:eligible|allowed|accepted)|excluded|barred|banned)|"
    r"(?:can't|cannot)\W+(?:be|join|come|enroll|participate|take\W+part|enter|sign\W+up)|ineligible|excluded)|"
    rf"(?:excepto|menos|salvo|excluye\w*|sin|no\W+(?:se\W+)?(?:admite\w*|acepta\w*|para)){GAP}{DRUG_NAME}(?!{HELP_WITH_IT})|"
    rf"{DRUG_NAME}{GAP}no\W+(?:puede\w*|se\W+(?:admite\w*|acepta\w*)|califica\w*)"
)


@dataclass(frozen=True, slots=True)
class ForbiddenWords:
    """A pattern and the reason why no program writes what it finds."""

    pattern: re.Pattern[str]
    reason: str


def forbid(pattern: str, reason: str) -> ForbiddenWords:
    return ForbiddenWords(re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE), reason)


EVERYWHERE = (
    forbid(rf"{SUBSTANCE}{GAP}{TEST}|{TEST}{GAP}{SUBSTANCE}|{TEST_BY_NAME}", NO_DRUG_TEST),
    forbid(f"{ABSTINENT}|{WITHOUT_USE}", NO_ABSTINENCE),
    forbid(SSN, NO_SSN),
    forbid(ONE_GROUP_ONLY, NO_RACE_OR_GENDER),
    forbid(REQUIREMENT, NO_REQUIREMENT),
    forbid(SINGLE_DRUG, NO_SINGLE_DRUG),
    forbid(CITIZENS_ONLY, NO_CITIZENSHIP),
    forbid(ENDING_OF_PROGRAM, NO_ENDING),
)
ENDINGS = forbid(ENDING, NO_ENDING)
IN_QUESTIONS = forbid(CRIMINAL_HISTORY, NO_CRIMINAL_HISTORY)
IN_QUESTIONS_AND_CRITERIA = forbid(RACE_OR_GENDER, NO_RACE_OR_GENDER)
ALLOWED = re.compile(
    r"(?:\w+ )?test(?:ing)? strips?|drug[- ]checking|tiras? (?:reactivas?|de prueba)(?: (?:de|para) \w+)?|"
    r"sober(?:ing)?[- ](?:living|homes?|houses?|housing|cent(?:er|re)s?)|vida sobria|"
    r"free of charge|(?:at )?no (?:extra )?charge for|at no charge|phone charg\w+|"
    r"charge (?:your|a|the) (?:phone|cell)\w*|"
    r"sin cargo (?:alguno|extra|para usted)|hac\w+ cargo|(?:a|tomar) cargo de",
    re.IGNORECASE,
)
"""Help that people want (test strips, drug checking, sober living), and a "charge" or "cargo" that no one files."""
