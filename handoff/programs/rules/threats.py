"""Sentences that tie a charge, an arrest or jail to what a person chooses (guiding rules G1 and G2)."""

import re

from handoff.programs.rules.promises import is_promise_with_a_condition

CONSEQUENCE = (
    r"(?:charg(?:e|es|ed|ing)|arrest\w*|jail\w*|prison|prosecut\w+|locked?\W+up|(?:hand)?cuff\w*|warrants?|district\W+attorney|"
    r"the\W+d\W?a(?:'?s\W+office)?\W+(?:\w+\W+)?(?:fil|charg|prosecut|pursu|tak|bring|hear|decid|get)\w*|to\W+the\W+d\W?a|"
    r"(?:officer|police|prosecutor|attorney|d\W?a)\W+(?:will\W+)?files?|(?:face|see|before)\W+(?:a|the)\W+judge|(?:sen[dt]s?|goes)\W+(?:\w+\W+){0,2}?to\W+court|"
    r"cargos?|carcel|prision|preso|presa|encarcel\w*|deten(?:er|id[oa]|dr|cion|emos)\w*|detien\w+|esposar\w*|"
    r"fiscal(?:ia)?|enjuici\w*|procesar\w*)"
)
CHOICE = (
    r"(?:come|comes|go|accept|agree|attend|show|complete|finish|do|start|stay|take|join|sign|enter|participate|"
    r"stop|quit|keep|follow|cooperate|say|get|work|call|return|make)"
)
REFUSAL = (
    r"(?:refuse|miss|quit|leave|fail|skip|decline|stop\W+\w+ing|say\W+no|drop\W+out|relapse|use\W+again|"
    r"walk\W+away)"
)
WHO = r"(?:you|they|he|she|the\W+person|the\W+participant|someone)"
NOT = r"(?:don'?t|do\W+not|doesn'?t|does\W+not|didn'?t|won'?t|stop)"
WHENEVER = r"(?:if|when|whenever|because|once|should|as\W+soon\W+as|the\W+(?:moment|day|minute)|after)"
VERB_ES = (
    r"(?:viene|va|acepta|asiste|acude|cumple|completa|termina|empieza|firma|participa|deja|coopera|llama|entra|"
    r"se\W+presenta|quiere|dice)"
)
CONDITION = re.compile(
    rf"\b(?:unless\W+{WHO}\W+(?:\w+\W+)?{CHOICE}|{WHENEVER}\W+{WHO}\W+{NOT}\W+(?:\w+\W+)?{CHOICE}|"
    rf"{WHENEVER}\W+{WHO}\W+{REFUSAL}s?|(?:failure|refusal|refusing|failing)\W+to\W+\w+|until\W+{WHO}\W+{CHOICE}|"
    rf"(?:a\W+menos|salvo)\W+que\W+(?:usted\W+|la\W+persona\W+)?\w+|(?:si|cuando|porque)\W+(?:usted\W+|la\W+persona\W+)?no\W+{VERB_ES}|"
    r"(?:si|cuando|porque)\W+(?:usted\W+)?(?:se\W+niega|rechaza|falta|abandona|recae|se\W+sale)|hasta\W+que\W+(?:usted\W+)?\w+)\b",
    re.IGNORECASE,
)
HARM = (
    r"(?:charg(?:es?|ed)|arrest\w*|jail\w*|prison|prosecut\w+|locked\W+up|(?:hand)?cuff\w*|cargos?|carcel|prision|pres[oa]|"
    r"encarcel\w*|deten\w+|enjuici\w*|esposas|esposad[oa])"
)
COURT = (
    rf"(?:{HARM}|(?:the\W+|a\W+)?(?:court|judge|d\W?a)|"
    r"(?:la\W+|el\W+|un\W+)?(?:corte|tribunal|juzgado|juez|jueza|fiscal|juicio))"
)
PLACE = (
    r"(?:treatment|rehab\w*|detox\w*|counsel\w+|therapy|class(?:es)?|the\W+program|this\W+program|program|tratamiento|"
    r"rehabilitacion|desintoxicacion|consejeria|terapia|programa|clases)"
)
RIDE = (
    r"(?<!to )(?<!for )(?<!from )(?<!at )(?<!with )(?<!during )(?<!of )(?<!about )"
    r"(?<!a )(?<!al )(?<!de )(?<!para )(?<!en )"
)
"""A ride "to treatment or court" is an offer."""
FUTURE = r"(?:'ll|\W+will|\W+would|\W+can|\W+may|\W+could|'m\W+going\W+to|'re\W+going\W+to)"
ALTERNATIVE = re.compile(
    rf"\b(?:or\W+else\W+(?:\w+\W+){{0,7}}?{HARM}|"
    rf"or\W+(?:we|i|you|they|he|she|the\W+\w+){FUTURE}\W+(?:\w+\W+){{0,5}}?{HARM}|"
    rf"or\W+(?:go(?:ing)?\W+to|face|facing|be|get)\W+{HARM}|"
    rf"otherwise\W+(?:\w+\W+){{0,7}}?{HARM}|"
    rf"{PLACE}\W+(?:or|o)\W+(?:la\W+|las\W+|in\W+)?{HARM}|{RIDE}{PLACE}\W+(?:or|o)\W+{COURT}|"
    rf"(?:go|choose|pick|vaya|elija|escoja)\W+(?:to\W+|al?\W+)?{PLACE}\W+(?:or|o)\W+(?:to\W+|a\W+)?{COURT}|"
    r"(?:or|o)\W+(?:(?:in|the|las|con|en)\W+)?(?:(?:hand)?cuffs|esposas)|"
    rf"o\W+(?:lo|la|le|se|va|vamos|ira|iremos|presentar\w*|sera|queda\w*)\W+(?:\w+\W+){{0,5}}?{HARM}|"
    rf"(?:de\W+lo\W+contrario|si\W+no)\W*,\W*(?:\w+\W+){{0,7}}?{HARM})(?!\w)",
    re.IGNORECASE,
)
MISSES = (
    r"(?:miss|skip|quit|refuse|fail|relapse|decline|slip|drop\W+out|walk\W+away|say\W+no|"
    r"leave\W+(?:treatment|rehab|detox|the\W+program|early)|use\W+(?:again|drugs|once)|"
    r"stop\W+(?:coming|going|attending|showing|treatment)|(?:one|another)\W+(?:more\W+)?(?:slip|miss\w*|positive|dirty|relapse|strike)|"
    r"falt[ea]|abandon[ea]|reca(?:iga|e)|consum[ae]|rechac[ea]|diga\W+que\W+no|nieg\w+|us[ea]\W+(?:drogas|otra\W+vez)|"
    r"dej[ea]\W+(?:de\W+(?:venir|ir|asistir)|el\W+(?:tratamiento|programa))|vuelv[ea]\W+a\W+(?:usar|consumir)|"
    r"(?:una|otra)\W+(?:falta|recaida))"
)
# "Miss a group and the DA files", "falte y el fiscal presenta el cargo": an order that says what follows.
AND_THEN = re.compile(
    rf"(?:^|[,:]\W*)(?:if\W+)?(?:you\W+|usted\W+)?{MISSES}\b[^;:]*?\b(?:and|y)\W+(?P<then>(?:then\W+|entonces\W+)?"
    r"(?:the|your|an?|el|la|los|las|su|sus|un|una|i|we|you|it|they|he|she|se|lo|le|yo|usted|va|vamos|ira)\b[^;:]*)",
    re.IGNORECASE,
)
THEN = re.compile(
    rf"\b(?:{CONSEQUENCE}|files?|court|booked|judge|corte|juez|jueza|juicio)(?!\w)", re.IGNORECASE
)
HELP = re.compile(r"\b(?:help|ayud)\w*", re.IGNORECASE)
OFFER = re.compile(
    r"\b(?:(?:we|i|they|who|someone)(?:'ll|\W+can|\W+will)?\W+help|(?:le|lo|la|los|las)\W+(?:ayud|podemos\W+ayud)\w+|"
    r"podemos\W+ayudar|ayudamos)\b",
    re.IGNORECASE,
)
CONSEQUENCES = re.compile(rf"\b{CONSEQUENCE}(?!\w)", re.IGNORECASE)
NEGATION = re.compile(
    r"\b(?:no\W+one|nobody|nothing|never|not|no|won'?t|wouldn'?t|can'?t|cannot|doesn'?t|isn'?t|without|nadie|nunca|jamas|nada|ningun\w*|sin)\b",
    re.IGNORECASE,
)
# "D.A." ends no sentence.
SENTENCE_ENDS = re.compile(r"(?<=[.!?;\n])(?<!\W[A-Za-z]\.)\s*")


def split_sentences(text: str) -> list[str]:
    return [each.strip() for each in SENTENCE_ENDS.split(text) if each.strip()]


def is_threat(sentence: str) -> bool:
    """Whether a sentence says that a charge, an arrest or jail follows from a choice.

    "No one will arrest you if you don't come" says that nothing follows: the negation stands before the consequence.
    """
    alternative = ALTERNATIVE.search(sentence)
    if alternative is not None and not _is_harmless(alternative[0].removeprefix("si no")):
        return True
    what_follows = AND_THEN.search(sentence)
    if what_follows is not None and THEN.search(what_follows["then"]):
        return not _is_harmless(what_follows["then"])
    if is_promise_with_a_condition(sentence):
        return True
    # A negation inside the condition ("if you don't come") says nothing about the consequence.
    rest, conditions = CONDITION.subn(" , ", sentence)
    if not conditions:
        return False
    return any(
        not (NEGATION.search(before) or OFFER.search(before))
        for before in (_words_before(rest, found.start()) for found in CONSEQUENCES.finditer(rest))
    )


def _is_harmless(words: str) -> bool:
    """Whether words about a charge deny it, or offer help with it."""
    return bool(NEGATION.search(words) or HELP.search(words))


def _words_before(text: str, end: int) -> str:
    """The last words before a place, within its clause."""
    clause = re.split(r"[,;:]", text[:end])[-1]
    return " ".join(clause.split()[-6:])
