"""The form of one purpose, December 2026: the officer's agency may learn that the intake is done, and nothing else.

Its clauses are those of the general form. Confirm with counsel: no lawyer has reviewed it.
"""

from dataclasses import replace

from handoff.consent.wording import form_2026_12

ENGLISH = replace(
    form_2026_12.ENGLISH,
    title="May we tell the officer that your intake is done?",
    lead=(
        "One question, one answer. If you say yes, the officer's agency learns that your intake is done. "
        "It learns nothing else. You can say no, and you can change your mind any time."
    ),
    kinds={"intake_done": "That my intake is done, and nothing else"},
    kinds_in_short={"intake_done": "that my intake is done"},
    purposes={"intake_done": form_2026_12.ENGLISH.purposes["intake_done"]},
)

SPANISH = replace(
    form_2026_12.SPANISH,
    title="¿Podemos avisarle al agente que usted terminó su entrevista inicial?",
    lead=(
        "Una pregunta, una respuesta. Si dice que sí, la agencia del agente se entera de que usted terminó su "
        "entrevista inicial. No se entera de nada más. Puede decir que no, y puede cambiar de opinión cuando quiera."
    ),
    kinds={"intake_done": "Que terminé mi entrevista inicial, y nada más"},
    kinds_in_short={"intake_done": "que terminé mi entrevista inicial"},
    purposes={"intake_done": form_2026_12.SPANISH.purposes["intake_done"]},
)
