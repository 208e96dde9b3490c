"""Threats put as promises: no charge, as long as the person is in treatment, stays clean, or obeys.

The handbook knows one condition, the intake: "If you complete the intake within 14 days, the charge isn't filed" is
true and may be said (3c, G1). Any other condition is a threat (handbook FAQ 6, G2).
"""

import re
from collections.abc import Iterator

CHARGE = r"(?:charges?|case|cargos?|caso)"
SPARED = (
    r"(?:drop\w*|dismiss\w*|set\W+aside|waiv\w+|clear\w*|eras\w+|withdr\w+|forgot\w*|forget\w*|remov\w+|held|hold\w*|"
    r"fil(?:e|es|ed|ing)|pending|gone|away|disappears?|expunged|reduced?|pursued?|torn\W+up|tear\w*|thrown\W+out|"
    r"retir\w+|desestim\w+|suspend\w+|suspenso|anul\w+|archiv\w+|borr\w+|desaparec\w+|cancel\w+|elimin\w+|quit\w+|"
    r"present\w+|levant\w+|perdon\w+|pendientes?|desech\w+)"
)
PUNISHED = (
    r"(?:charge[ds]?|arrest\w*|jail\w*|prison|prosecut\w+|(?:hand)?cuff\w*|booked|locked\W+up|warrants?|court|"
    r"cargos?|arresto|carcel|prision|esposa\w*|esposas|deten\w+|detien\w+|encarcel\w+|pres[oa]|enjuici\w+|acus\w+|juicio)"
)
PROMISED = re.compile(
    rf"\b(?:{CHARGE}(?:'s)?\W+(?:\w+(?:'\w+)?\W+){{0,4}}?{SPARED}|{SPARED}\W+(?:\w+\W+){{0,3}}?{CHARGE}|"
    rf"(?:no|not|never|won'?t|isn'?t|aren'?t|without|avoid\w*|escapes?|skip|spares?|out\W+of|instead\W+of|free\W+of|"
    rf"sin|ningun|ni|nunca|evit\w+|libr\w+\W+de|fuera\W+de|en\W+(?:vez|lugar)\W+de|salv\w+\W+de)\W+"
    rf"(?:\w+(?:'\w+)?\W+){{0,4}}?{PUNISHED}|(?:walk|stay|remain|go)\W+free|keep\W+your\W+freedom|"
    r"(?:queda|quedara|sigue|seguira)\W+(?:en\W+libertad|libre))(?!\w)",
    re.IGNORECASE,
)
LINK = re.compile(
    r"\b(?<!even )(?<!aun )"
    r"(?:if|when|whenever|once|while|whilst|(?:for\W+)?(?:as|so)\W+long\W+as|as\W+soon\W+as|"
    r"provided(?:\W+that)?|providing|on\W+(?:the\W+)?condition|in\W+(?:exchange|return)\W+for|depend(?:s|ing)?\W+on|"
    r"contingent\W+on|conditional\W+on|subject\W+to|after|upon|by|until|till|assuming|in\W+case|with|through|"
    r"si|cuando|una\W+vez|mientras|siempre\W+(?:que|y\W+cuando)|con\W+tal(?:\W+de)?|a\W+cambio\W+de|depende\w*\W+de|"
    r"a\W+condicion|con\W+la\W+condicion|despues\W+de|al|tras|hasta|en\W+cuanto|tan\W+pronto|con|mediante|gracias\W+a)\b",
    re.IGNORECASE,
)
INTAKE = (
    r"(?:intake|entrevista\W+inicial|admision|ingreso|inscripcion|evaluacion\W+inicial)"
    r"(?:\W+(?:appointment|meeting|assessment|interview|visit|session|form)s?)?"
)
# "Complete the intake", "venga a la cita de la entrevista inicial": what the handbook may ask for.
DOES_INTAKE = re.compile(
    r"\b(?:(?:complet\w+|finish\w*|attend\w*|keep|do|does|make|come\w*|show\w*\W+up|meet\w*|sit|asist\w+|acud\w+|"
    r"cumpl\w+|termin\w+|vaya|venga|viene|va|hag\w+|hace|haya)\W+)?"
    rf"(?:\w+\W+){{0,3}}?(?:(?:cita|reunion)\W+(?:de|para)\W+(?:\w+\W+)?)?{INTAKE}\b",
    re.IGNORECASE,
)
USES = (
    r"(?:us(?:e|es|ing|ed|a)|drink(?:s|ing)?|relaps\w+|miss\w*|skip\w*|fail\w*|slip\w*|consum\w+|tom[ae]|recai\w+|"
    r"falt\w+)"
)
OBEYS_BY_NOT = re.compile(
    rf"\b(?:not|don'?t|doesn'?t|aren'?t|isn'?t|never|stops?|quits?|no|nunca|sin|deja\w*|deje\w*)\W+"
    rf"(?:(?!stop|quit|dej)\w+\W+){{0,2}}?{USES}\b",
    re.IGNORECASE,
)
REFUSES = re.compile(
    r"\b(?:not|don'?t|doesn'?t|didn'?t|aren'?t|isn'?t|never|won'?t|refuse\w*|quits?|leave\w*|stops?|declin\w+|drops?\W+out|"
    r"miss\w*|skip\w*|fail\w*|relaps\w+|uses?\W+again|say\W+no|no|nunca|niega\w*|niegue\w*|rechaza\w*|abandon\w+|deja\w*|falt\w+|recae\w*)\b",
    re.IGNORECASE,
)
DEMANDED = (
    r"(?:treatment|rehab\w*|detox\w*|counsel\w+|therap\w+|class(?:es)?|meetings?|sessions?|appointments?|groups?|clean|"
    r"sober|sobriety|abstain\w*|abstinen\w*|drug[- ]?free|negative|tests?|screens?|progress\w*|improv\w+|compl[iy]\w*|"
    r"cooperat\w+|behav\w+|rules|participat\w+|engag\w+|attend\w*|recovery|follow\w*|obey\w*|listen\w*|do\W+what|doing\W+well|"
    r"do\W+well|(?:stay|keep|remain|stick)\w*\W+(?:\w+\W+){0,2}?(?:in|with)\W+(?:the|our|this)\W+program|in\W+the\W+program|"
    r"(?:complet|finish|graduat)\w*\W+(?:\w+\W+)?(?:the|our|this)\W+program|"
    r"tratamiento|rehabilit\w+|desintox\w+|consejeria|terapias?|clases?|reuniones|sesiones|citas?|grupos?|limpi[oa]s?|"
    r"sobri\w+|abstin\w+|abst\w+ng\w+|pruebas?|examen\w*|negativ[oa]s?|progres\w+|avanc\w+|avanz\w+|mejor\w+|cumpl\w+|obed\w+|"
    r"coopere\w*|coopera\w*|colabor\w+|particip\w+|asist\w+|acud\w+|reglas|recuperacion|"
    r"(?:siga|sigue|permane\w+|continu\w+|quede|queda|este|esta)\W+en\W+el\W+programa|"
    r"(?:complet|termin)\w+\W+el\W+programa|portar\w*|porte|porta)"
)
DEMANDS = re.compile(rf"\b{DEMANDED}\b", re.IGNORECASE)
DEPENDS_ON_NOTHING = re.compile(
    r"\b(?:either\W+way|any\W?way|in\W+any\W+case|no\W+matter|regardless|whether|de\W+(?:todos\W+modos|cualquier\W+modo)|"
    r"en\W+cualquier\W+caso|sin\W+importar|aunque|tanto\W+si)\b",
    re.IGNORECASE,
)
# "Stay clean and the charge goes away": an order in place of a condition.
ORDER = re.compile(
    rf"(?:^|[,:;(]\W*)(?:(?:just|only|solo|please|por\W+favor)\W+)?"
    r"(?:go|stay|get|keep|stop|quit|attend|finish|complete|do|be|show|pass|follow|enter|start|"
    r"vaya|siga|mantengase|deje|asista|termine|complete|cumpla|este|entre|empiece|quedese)\b"
    rf"[^,;:]*?\b{DEMANDED}\b[^;:]*?\b(?:and|y)\b",
    re.IGNORECASE,
)
# "Staying clean keeps you out of jail": the condition is the subject.
KEEPS = re.compile(
    rf"\b{DEMANDED}\b(?:\W+\w+){{0,4}}?\W+(?:keeps?|means?|saves?|gets?|clears?|drops?|erases?|makes?|wins?|"
    r"evita\w*|significa\w*|salva\w*|libra\w*|borra\w*|quita\w*|mantiene\w*)\b",
    re.IGNORECASE,
)
CONDITION_WORDS = 12
"""How far after "if" the condition is looked for."""


def is_promise_with_a_condition(sentence: str) -> bool:
    """Whether a sentence spares someone a charge, an arrest or jail for anything but the intake."""
    promise = PROMISED.search(sentence)
    if promise is None or DEPENDS_ON_NOTHING.search(sentence):
        return False
    before, after = sentence[: promise.start()], sentence[promise.end() :]
    if ORDER.search(before) or KEEPS.search(f"{before} {promise[0]}"):
        return True
    return any(demands(condition) for part in (before, after) for condition in conditions_in(part))


def conditions_in(text: str) -> Iterator[str]:
    """What follows each "if", "while" or "siempre que", up to the next comma."""
    for link in LINK.finditer(text):
        clause = re.split(r"[,;:]", text[link.end() :])[0]
        yield " ".join(clause.split()[:CONDITION_WORDS])


def demands(condition: str) -> bool:
    """Whether a condition asks for more than the intake. "If you stop treatment" asks for nothing."""
    rest = DOES_INTAKE.sub(" ", condition)
    if OBEYS_BY_NOT.search(rest):
        return True
    demand = DEMANDS.search(rest)
    return demand is not None and not REFUSES.search(rest[: demand.start()])
