"""Sentences that tie a charge, an arrest or jail to what a person chooses (guiding rules G1 and G2)."""

import re

CONSEQUENCE = (
    r"(?:charg(?:e|es|ed|ing)|arrest\w*|jail\w*|prison|prosecut\w+|locked?\W+up|handcuff\w*|warrants?|district\W+attorney|"
    r"cargos?|carcel|prision|preso|presa|encarcel\w*|deten(?:er|ido|ida|dremos|cion)\w*|esposar\w*|"
    r"fiscal(?:ia)?|enjuici\w*|procesar\w*)"
)
CHOICE = (
    r"(?:come|comes|go|accept|agree|attend|show|complete|finish|do|start|stay|take|join|sign|enter|participate|"
    r"stop|quit|keep|follow|cooperate|say|get|work|call|return|make)"
)
REFUSAL = r"(?:refuse|miss|quit|leave|fail|skip|decline|say\W+no|drop\W+out|relapse|use\W+again|walk\W+away)"
WHO = r"(?:you|they|he|she|the\W+person|the\W+participant|someone)"
NOT = r"(?:don'?t|do\W+not|doesn'?t|does\W+not|didn'?t|won'?t|stop)"
VERB_ES = (
    r"(?:viene|va|acepta|asiste|acude|cumple|completa|termina|empieza|firma|participa|deja|coopera|llama|entra|"
    r"se\W+presenta|quiere|dice)"
)
CONDITION = re.compile(
    rf"\b(?:unless\W+{WHO}\W+(?:\w+\W+)?{CHOICE}|(?:if|when|because)\W+{WHO}\W+{NOT}\W+(?:\w+\W+)?{CHOICE}|"
    rf"(?:if|when|because)\W+{WHO}\W+{REFUSAL}s?|(?:failure|refusal|refusing|failing)\W+to\W+\w+|until\W+{WHO}\W+{CHOICE}|"
    rf"(?:a\W+menos|salvo)\W+que\W+(?:usted\W+|la\W+persona\W+)?\w+|(?:si|cuando|porque)\W+(?:usted\W+|la\W+persona\W+)?no\W+{VERB_ES}|"
    r"(?:si|cuando|porque)\W+(?:usted\W+)?(?:se\W+niega|rechaza|falta|abandona|recae|se\W+sale)|hasta\W+que\W+(?:usted\W+)?\w+)\b",
    re.IGNORECASE,
)
HARM = (
    r"(?:charg(?:es?|ed)|arrest\w*|jail\w*|prison|prosecut\w+|locked\W+up|cargos?|carcel|prision|pres[oa]|encarcel\w*|"
    r"deten\w+|enjuici\w*)"
)
FUTURE = r"(?:'ll|\W+will|\W+would|\W+can|\W+may|\W+could|'m\W+going\W+to|'re\W+going\W+to)"
ALTERNATIVE = re.compile(
    rf"\b(?:or\W+else\W+(?:\w+\W+){{0,7}}?{HARM}|"
    rf"or\W+(?:we|i|you|they|he|she|the\W+\w+){FUTURE}\W+(?:\w+\W+){{0,5}}?{HARM}|"
    rf"or\W+(?:go(?:ing)?\W+to|face|facing|be|get)\W+{HARM}|"
    rf"otherwise\W+(?:\w+\W+){{0,7}}?{HARM}|"
    rf"(?:treatment|rehab|program|tratamiento|rehabilitacion|programa)\W+(?:or|o)\W+(?:la\W+)?{HARM}|"
    rf"o\W+(?:lo|la|le|se|va|vamos|ira|iremos|presentar\w*|sera|queda\w*)\W+(?:\w+\W+){{0,5}}?{HARM}|"
    rf"(?:de\W+lo\W+contrario|si\W+no)\W*,\W*(?:\w+\W+){{0,7}}?{HARM})(?!\w)",
    re.IGNORECASE,
)
HELP = re.compile(r"\b(?:help|ayud)\w*", re.IGNORECASE)
CONSEQUENCES = re.compile(rf"\b{CONSEQUENCE}(?!\w)", re.IGNORECASE)
NEGATION = re.compile(
    r"\b(?:no\W+one|nobody|nothing|never|not|no|won'?t|wouldn'?t|can'?t|cannot|doesn'?t|isn'?t|without|nadie|nunca|jamas|nada|ningun\w*|sin)\b",
    re.IGNORECASE,
)
SENTENCE_ENDS = re.compile(r"(?<=[.!?;\n])\s*")


def split_sentences(text: str) -> list[str]:
    return [each.strip() for each in SENTENCE_ENDS.split(text) if each.strip()]


def is_threat(sentence: str) -> bool:
    """Whether a sentence says that a charge, an arrest or jail follows from a choice.

    "No one will arrest you if you don't come" says that nothing follows: the negation stands before the consequence.
    """
    alternative = ALTERNATIVE.search(sentence)
    if alternative is not None:
        return not NEGATION.search(alternative[0].removeprefix("si no")) and not HELP.search(alternative[0])
    # A negation inside the condition ("if you don't come") says nothing about the consequence.
    rest, conditions = CONDITION.subn(" , ", sentence)
    if not conditions:
        return False
    return any(
        not NEGATION.search(_words_before(rest, found.start())) for found in CONSEQUENCES.finditer(rest)
    )


def _words_before(text: str, end: int) -> str:
    """The last words before a place, within its clause."""
    clause = re.split(r"[,;:]", text[:end])[-1]
    return " ".join(clause.split()[-6:])
