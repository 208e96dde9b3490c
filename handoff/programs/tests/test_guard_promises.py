"""Threats put as promises, and the words by which a program gets around the guard (N20, finding-S11; G1 to G9)."""

import pytest

from handoff.programs.rules import forbidden
from handoff.programs.rules.forbidden import NO_THREAT
from handoff.programs.rules.texts import (
    HIDDEN_LETTERS,
    object_to_criteria,
    object_to_question,
    object_to_text,
)


def reason(objection):
    return objection and objection.reason


@pytest.mark.parametrize(
    "text",
    [
        "Your charge is dropped when you finish treatment.",
        "Your charge is dropped as long as you stay clean.",
        "The charge stays set aside while you are in treatment.",
        "While you stay sober, no charge is filed.",
        "No one will charge you as long as you go to your meetings.",
        "Provided you attend counseling, the officer won't file the charge.",
        "Once you complete rehab your charges go away.",
        "If you pass your tests, the charge is dismissed.",
        "You won't be arrested if you don't use.",
        "You stay out of jail by staying clean.",
        "Your charge is set aside as long as you don't miss your appointments.",
        "If you follow your case manager's directions, the charge isn't filed.",
        "Stay clean and the charge goes away.",
        "Go to treatment, and no charge is filed.",
        "Treatment keeps you out of jail.",
        "If you finish the intake and stay clean, the charge isn't filed.",
        "The charge isn't filed as long as you make progress.",
        "In exchange for treatment, we drop the charge.",
        "We hold the charge as long as you participate.",
        "The charge is not filed after a negative test.",
        "You walk free when you finish the program.",
        "As long as you stay in the program, the DA won't prosecute you.",
        "Retiramos el cargo cuando termine el tratamiento.",
        "Su cargo queda en suspenso siempre que siga limpio.",
        "Mientras esté en tratamiento, no se presenta el cargo.",
        "El cargo no se presenta siempre y cuando asista a sus citas.",
        "Si deja de consumir, el cargo se retira.",
        "No irá a la cárcel con tal de que no consuma.",
        "Siga en tratamiento y el cargo desaparece.",
        "A cambio de tratamiento, se archiva el cargo.",
        "No habrá cargos mientras cumpla las reglas.",
        "El tratamiento lo salva de la cárcel.",
        "It's treatment or court.",
        "Choose treatment or court.",
        "Treatment or cuffs.",
        "It's us or cuffs.",
        "Come along, or cuffs.",
        "Miss a group and the DA files.",
        "Skip treatment and I file the charge.",
        "Quit, and the DA files.",
        "Use again and you go back to jail.",
        "You stop coming, and the DA files.",
        "Leave treatment and the D.A. files.",
        "If you drop out, the DA files the charge.",
        "One dirty test and you go to court.",
        "As soon as you stop coming, you'll be arrested.",
        "The moment you quit treatment, the officer files.",
        "El tratamiento o la corte.",
        "Tratamiento o esposas.",
        "Falte a una cita y el fiscal presenta el cargo.",
        "Deje el tratamiento y lo detenemos.",
        "Su cargo se retira cuando termine el tratamiento.",
        "It is rehab or the DA.",
    ],
)
def test_no_charge_depends_on_treatment_abstinence_or_obedience(text):
    """N20: the intake is the only condition (handbook 3c, FAQ 6)."""
    assert object_to_text(text) is not None
    assert reason(object_to_text(text)) in (NO_THREAT, forbidden.NO_ABSTINENCE, forbidden.NO_DRUG_TEST)


@pytest.mark.parametrize(
    "text",
    [
        "If you complete intake within 14 days the charge isn't filed.",
        "If you complete your intake within 14 days, the charge is not filed.",
        "The charge is set aside if you sign up for the program.",
        "If you say yes, I set the charge aside and someone meets you.",
        "Once you finish the intake the charge is not filed and treatment is up to you.",
        "Come to your intake appointment within 14 days, and the charge isn't filed.",
        "When you keep your intake appointment, no charge is filed.",
        "The charge isn't filed whether or not you go to treatment.",
        "No charge is filed if you don't go to treatment.",
        "You won't be charged if you stop treatment.",
        "No one will arrest you because you use drugs.",
        "You won't be charged even if you use again after the intake.",
        "The charge is set aside. Treatment is your choice.",
        "If you complete the intake, the charge isn't filed, and you don't have to go to treatment.",
        "We can talk about treatment after the charge is set aside.",
        "You can't be arrested for possession when you call 911 for an overdose.",
        "If you have a warrant, we can go to court with you.",
        "We can help with a court date while you are in treatment.",
        "You stay in the program even if you get a new charge.",
        "A new charge doesn't end your place in the program.",
        "The officer can file the charge if the intake isn't done within 14 days.",
        "The charge isn't filed, and nothing else is asked of you.",
        "Free of charge: rides to treatment and groups.",
        "There is no charge for treatment or classes.",
        "Groups are free of charge if you attend.",
        "There's no charge if you miss an appointment.",
        "Si completa la entrevista inicial en 14 días, el cargo no se presenta.",
        "El cargo queda en suspenso si usted dice que sí.",
        "Si hace la entrevista inicial, no se presenta el cargo, y el tratamiento es decisión suya.",
        "No se presenta ningún cargo si no va a tratamiento.",
        "El cargo no se presenta, vaya o no a tratamiento.",
        "Nadie lo va a detener si deja el tratamiento.",
        "La agencia se hace cargo de su transporte al tratamiento.",
        "Sin cargo: transporte a sus citas.",
        "Un nuevo cargo no termina su participación.",
        "Venga a la cita de la entrevista inicial y el cargo no se presenta.",
        "A ride to treatment or court is free.",
        "We go with you to treatment or court dates.",
        "Leave your number and we call you about your court date.",
        "Say no and nothing happens to you.",
        "Miss a visit and no one files anything.",
        "If you miss the bus, we get you to court.",
        "If you miss court, we can help you call the district attorney.",
        "No jail, no cuffs, no judge.",
        "You can say no. The officer then decides about the charge, as always.",
        "The DA's office has agreed to this program.",
        "The agency se hace cargo.",
        "Nos hacemos cargo de su transporte, si asiste al tratamiento.",
        "Use our phone and we call the court for you.",
        "Le ayudamos con la corte si está en tratamiento.",
        "Deje su número y le llamamos sobre su cita en la corte.",
        "Miss something? Call us, and we go over it.",
        "You can charge your phone while you are at a group.",
        "Groups are free of charge when you attend.",
    ],
)
def test_what_is_true_of_charges_is_allowed(text):
    """N20: no false alarm."""
    assert object_to_text(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Antidroga", forbidden.NO_DRUG_TEST),
        ("Examen antidrogas", forbidden.NO_DRUG_TEST),
        ("Resultado antidroga", forbidden.NO_DRUG_TEST),
        ("dr*g t*st", HIDDEN_LETTERS),
        ("ur#ne s%mple", HIDDEN_LETTERS),
        ("ᴅʀᴜɢ ᴛᴇꜱᴛ", forbidden.NO_DRUG_TEST),
        ("🅳🆁🆄🅶 🆃🅴🆂🆃", forbidden.NO_DRUG_TEST),
        ("đṟʉǥ ŧɇşŧ", forbidden.NO_DRUG_TEST),
        ("ⓓⓡⓤⓖ ⓣⓔⓢⓣ", forbidden.NO_DRUG_TEST),
        ("Are they clean?", forbidden.NO_ABSTINENCE),
        ("Is the participant clean?", forbidden.NO_ABSTINENCE),
        ("Clean now?", forbidden.NO_ABSTINENCE),
        ("¿Están limpios?", forbidden.NO_ABSTINENCE),
        ("¿Sigue limpia?", forbidden.NO_ABSTINENCE),
        ("No fent users", forbidden.NO_SINGLE_DRUG),
        ("No tranq", forbidden.NO_SINGLE_DRUG),
        ("No se acepta chiva", forbidden.NO_SINGLE_DRUG),
        ("Sin fenta", forbidden.NO_SINGLE_DRUG),
        ("Not for people on Suboxone", forbidden.NO_SINGLE_DRUG),
        ("People on methadone can't join", forbidden.NO_SINGLE_DRUG),
        ("Must be off buprenorphine", forbidden.NO_SINGLE_DRUG),
        ("No one on methadone", forbidden.NO_SINGLE_DRUG),
        ("Excepto metadona", forbidden.NO_SINGLE_DRUG),
        ("SS#", forbidden.NO_SSN),
        ("SS no.", forbidden.NO_SSN),
        ("Soc sec number", forbidden.NO_SSN),
        ("Discharge date", forbidden.NO_ENDING),
        ("Reason for termination", forbidden.NO_ENDING),
        ("Was kicked out", forbidden.NO_ENDING),
        ("Kicked out of the program, sent home", forbidden.NO_ENDING),
        ("Motivo de baja", forbidden.NO_ENDING),
        ("Fecha de la baja", forbidden.NO_ENDING),
        ("Solo damas", forbidden.NO_RACE_OR_GENDER),
        ("Ladies only", forbidden.NO_RACE_OR_GENDER),
        ("Caballeros solamente", forbidden.NO_RACE_OR_GENDER),
        ("Citizens only", forbidden.NO_CITIZENSHIP),
        ("Must be a U.S. citizen", forbidden.NO_CITIZENSHIP),
        ("Solo ciudadanos", forbidden.NO_CITIZENSHIP),
        ("No se aceptan indocumentados", forbidden.NO_CITIZENSHIP),
        ("Criminal history", forbidden.NO_CRIMINAL_HISTORY),
        ("Prior convictions", forbidden.NO_CRIMINAL_HISTORY),
        ("Antecedentes penales", forbidden.NO_CRIMINAL_HISTORY),
        ("Historial de arrestos", forbidden.NO_CRIMINAL_HISTORY),
    ],
)
def test_other_words_for_what_no_program_may_ask(text, expected):
    """finding-S11: what a tryout of the guard got past it."""
    assert reason(object_to_question(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Do you want help with a criminal record?",
        "¿Quiere ayuda con sus antecedentes penales?",
        "Hospital discharge date",
        "Reason for discharge from the hospital",
        "Were you kicked out of your home?",
        "Were you ever kicked out by your family?",
        "Fecha de la baja médica",
        "Do you have clean clothes?",
        "Are your needles clean?",
        "Do they have clean water?",
        "¿Está limpia su vivienda?",
        "Is there a methadone clinic that you like?",
        "No methadone clinic nearby?",
        "Do you take Suboxone or methadone today?",
        "Where do you get your buprenorphine?",
        "¿Toma metadona?",
        "Would you like to see a doctor about Suboxone?",
        "Are you a senior citizen?",
        "¿Le atendió un agente antidrogas?",
        "*Name* or nickname",
        "Apt #4, unit B*",
        "Job title (cargo)",
        "¿Quién se hace cargo de los niños?",
        "Do you want a women's group?",
        "¿Cómo prefiere que le llamen, señora o señor?",
        "José Núñez, Zoë or Łukasz",
    ],
)
def test_questions_about_a_persons_life_are_allowed(text):
    """finding-S11: no false alarm."""
    assert object_to_question(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "No one is turned away for using fentanyl.",
        "No one who uses fentanyl is excluded.",
        "We have no fentanyl test strips today.",
        "You don't have to be off methadone.",
        "No one asks if you are clean.",
        "No immigrants are turned away.",
        "We don't kick anyone out.",
        "No se excluye a nadie por usar chiva.",
        "There's no discharge date, because no one is discharged.",
        "Nadie le pregunta si está limpio.",
    ],
)
def test_a_program_may_say_whom_it_doesnt_turn_away(text):
    """N20: no false alarm."""
    assert object_to_text(text) is None


def test_criteria_may_name_convictions():
    """E2: an agency may decide by the seriousness of a past conviction, which is no free text."""
    assert object_to_criteria("Prior convictions for violent felonies are excluded") is None
