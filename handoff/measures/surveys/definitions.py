"""The questions that a program's first round starts with, in both languages. The program edits them as its own."""

from typing import NamedTuple


class Starter(NamedTuple):
    """A question to start from."""

    scale: str
    text: str
    text_es: str


STARTERS: tuple[Starter, ...] = (
    Starter("well", "How is your life going these days?", "¿Cómo le va en la vida en estos días?"),
    Starter(
        "change",
        "How is your health now, compared with before you met us?",
        "¿Cómo está su salud ahora, comparada con antes de conocernos?",
    ),
    Starter(
        "often",
        "In the last 7 days, did you have a safe place to sleep?",
        "En los últimos 7 días, ¿tuvo un lugar seguro donde dormir?",
    ),
    Starter(
        "often",
        "Do you have someone you can count on?",
        "¿Tiene a alguien con quien puede contar?",
    ),
    Starter("agree", "The people here treat me with respect.", "Las personas de aquí me tratan con respeto."),
    Starter("agree", "I choose what I work on.", "Yo decido en qué quiero trabajar."),
    Starter(
        "agree",
        "I get the help I ask for, or they tell me why not.",
        "Recibo la ayuda que pido, o me dicen por qué no.",
    ),
    Starter(
        "agree",
        "I can reach someone here when I need to.",
        "Puedo comunicarme con alguien de aquí cuando lo necesito.",
    ),
    Starter(
        "yes_no",
        "Would you tell a friend about this program?",
        "¿Le contaría a una amistad sobre este programa?",
    ),
    Starter("words", "What should we do better?", "¿Qué deberíamos hacer mejor?"),
)
