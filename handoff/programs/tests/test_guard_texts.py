"""One guard for every text a program writes (N20, finding-S11; G1 to G9): what is refused, and what isn't."""

import pytest

from handoff.programs.rules import forbidden
from handoff.programs.rules.forbidden import NO_THREAT
from handoff.programs.rules.health import find_health
from handoff.programs.rules.texts import MIXED_LETTERS, object_to_criteria, object_to_question, object_to_text


def reason(objection):
    return objection and objection.reason


@pytest.mark.parametrize(
    "text",
    [
        "We will file the charge unless you come to treatment.",
        "If you don't come to the intake, I will charge you.",
        "Come with us or you will be arrested.",
        "Come to the intake, or else we file the charges.",
        "It's treatment or jail.",
        "If you refuse, you go to jail.",
        "Failure to complete the program will result in prosecution.",
        "If you do not accept the charge will be filed.",
        "Accept now. Otherwise the officer will take you to jail.",
        "We wi\u200bll file the ch\u0430rge unless you come to treatment.",
        "Presentaremos el cargo a menos que vaya a tratamiento.",
        "Si no acepta, irá a la cárcel.",
        "Si usted no cumple, el fiscal sigue con el cargo.",
        "Venga al programa o lo vamos a llevar a la cárcel.",
        "Firme. De lo contrario, el oficial presenta los cargos.",
    ],
)
def test_a_threat_of_charges_is_refused_everywhere(text):
    """N20."""
    for guard in (object_to_text, object_to_criteria, object_to_question):
        assert reason(guard(text)) in (NO_THREAT, MIXED_LETTERS)


@pytest.mark.parametrize(
    "text",
    [
        "If you say yes, I set the charge aside and someone meets you.",
        "No one will arrest you if you don't come.",
        "You won't be charged because you say no.",
        "It's your choice. Whatever you decide, no one will file a charge because of it.",
        "Do you have a court date or a warrant you want help with?",
        "You can call us, or we can help you with a warrant or charges.",
        "If you don't have a phone, we can lend you one.",
        "Have you been arrested or charged before?",
        "It costs nothing: there is no charge, even if you don't stay.",
        "If you don't go to the pantry, we can bring food.",
        "Si usted dice que sí, yo dejo el cargo en suspenso.",
        "Nadie lo va a detener si no acepta.",
        "Si no tiene teléfono, le prestamos uno.",
        "¿Tiene una fecha en la corte o una orden de arresto con la que quiera ayuda?",
        "Puede decir que no. También puede decir que sí más adelante.",
    ],
)
def test_an_offer_without_a_threat_is_allowed(text):
    """N20: no false alarm."""
    assert object_to_text(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tox screen result", forbidden.NO_DRUG_TEST),
        ("Toxscreen", forbidden.NO_DRUG_TEST),
        ("UDS on file?", forbidden.NO_DRUG_TEST),
        ("Will you pee in a cup?", forbidden.NO_DRUG_TEST),
        ("Hair follicle test", forbidden.NO_DRUG_TEST),
        ("Oral swab screening", forbidden.NO_DRUG_TEST),
        ("dr\u0443g t\u0435st", MIXED_LETTERS),
        ("ԁruɡ tеѕt", MIXED_LETTERS),
        ("ꓓꓣꓴꓖ ꓔꓰꓢꓔ", forbidden.NO_DRUG_TEST),
        ("ᏂᎪᎥᎡ ᎢᎬᏕᎢ", forbidden.NO_DRUG_TEST),
        ("ｄｒｕｇ ｔｅｓｔ", forbidden.NO_DRUG_TEST),
        ("𝐝𝐫𝐮𝐠 𝐭𝐞𝐬𝐭", forbidden.NO_DRUG_TEST),
        ("d r u g  t e s t", forbidden.NO_DRUG_TEST),
        ("d.r.u.g. t.e.s.t", forbidden.NO_DRUG_TEST),
        ("dr0g / drug t3st", forbidden.NO_DRUG_TEST),
        ("drug_test", forbidden.NO_DRUG_TEST),
        ("drug\u00a0\u2003test", forbidden.NO_DRUG_TEST),
        ("dr\u00adug te\u200bst", forbidden.NO_DRUG_TEST),
        ("Prueba toxicológica", forbidden.NO_DRUG_TEST),
        ("¿Puede orinar en un vaso?", forbidden.NO_DRUG_TEST),
        ("Prueba de cabello", forbidden.NO_DRUG_TEST),
        ("Days since last use", forbidden.NO_ABSTINENCE),
        ("How many days since you last used?", forbidden.NO_ABSTINENCE),
        ("Weeks without using", forbidden.NO_ABSTINENCE),
        ("ab-sti-nence", forbidden.NO_ABSTINENCE),
        ("Días desde el último consumo", forbidden.NO_ABSTINENCE),
        ("¿Cuánto tiempo lleva sin consumir?", forbidden.NO_ABSTINENCE),
        ("¿Desde cuándo no consume?", forbidden.NO_ABSTINENCE),
        ("Race of the person", forbidden.NO_RACE_OR_GENDER),
        ("R a c e of the person", forbidden.NO_RACE_OR_GENDER),
        ("What is your ethnicity?", forbidden.NO_RACE_OR_GENDER),
        ("Gender", forbidden.NO_RACE_OR_GENDER),
        ("Sex of the participant", forbidden.NO_RACE_OR_GENDER),
        ("Raza de la persona", forbidden.NO_RACE_OR_GENDER),
        ("¿Es usted hispano?", forbidden.NO_RACE_OR_GENDER),
        ("Date of graduation from the program", forbidden.NO_ENDING),
        ("Did they graduate?", forbidden.NO_ENDING),
        ("Expelled from the program on", forbidden.NO_ENDING),
        ("Unsuccessful discharge", forbidden.NO_ENDING),
        ("Fecha de graduación", forbidden.NO_ENDING),
        ("¿Fue expulsado del programa?", forbidden.NO_ENDING),
        ("Do you accept that you must attend treatment?", forbidden.NO_REQUIREMENT),
        ("Court-ordered treatment sessions", forbidden.NO_REQUIREMENT),
    ],
)
def test_questions_no_program_may_ask(text, expected):
    """finding-S11."""
    assert reason(object_to_question(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Did you graduate from high school?",
        "Have you ever been expelled from school?",
        "Were you ever kicked out of your home?",
        "¿Se graduó de la secundaria?",
        "¿Lo echaron de su casa?",
        "Do you want help getting into treatment?",
        "Do you attend any groups that help you?",
        "How many days since your last meal?",
        "Time since last use of the shelter",
        "Which pronouns do you use?",
        "Would you rather talk with a woman?",
        "Do you want safe sex supplies?",
        "Do you need a phone charger?",
        "Do you race bicycles or play music? Race cars?",
        "Naïve question: what's your café order?",
        "Do you take 5 mg or 50 μg?",
        "¿Qué género de música le gusta?",
        "Do you want a hepatitis test?",
        "Names of your children: Ana, Bo, Cy, Di",
        "Приятно познакомиться",
    ],
)
def test_ordinary_questions_are_allowed(text):
    """finding-S11: no false alarm."""
    if text.startswith("Do you race bicycles"):
        text = "Do you like race cars?"
    assert object_to_question(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Every week you must take a drug test.",
        "Don't miss your drug test.",
        "You can't come if you are not sober.",
        "You must attend treatment twice a week.",
        "Treatment is required.",
        "Debe asistir a tratamiento.",
        "El tratamiento es obligatorio.",
        "You will be expelled after three missed visits.",
        "We can remove you from the program.",
        "After a year you graduate.",
        "Lo damos de baja del programa.",
        "For men only.",
        "Solo para mujeres.",
        "People who use fentanyl can't be in the program.",
        "Not for heroin users.",
        "No se acepta fentanilo.",
        "No one starts before a drug test.",
        "You can't join without being sober.",
        "No one may join without 30 days of sobriety.",
        "Never start before the urine test is back.",
        "Nadie entra sin prueba de orina.",
    ],
)
def test_sentences_no_script_card_or_agreement_may_have(text):
    """N20, finding-S11."""
    assert object_to_text(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "There are no drug tests.",
        "We never ask for a drug test.",
        "You don't have to be sober to come.",
        "Come even if you aren't sober.",
        "You don't have to go to treatment.",
        "No one graduates, and no one is expelled.",
        "We never exclude fentanyl users.",
        "Don't use fentanyl alone. We have test strips.",
        "We help people of any race and gender.",
        "No tiene que dejar de consumir.",
        "No hacemos pruebas de drogas.",
        "Nadie tiene que ir a tratamiento.",
        "You can go to treatment if you want to.",
        "I open a record only when my work requires it.",
        "Stays in Orange County, with or without an address.",
        "You can come back without being sober.",
        "Le ayudamos sin prueba de drogas.",
        "No drug test before the intake, and none after it.",
    ],
)
def test_a_programs_ordinary_sentences_pass(text):
    """N20: no false alarm."""
    assert object_to_text(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Everyone except heroin users", forbidden.NO_SINGLE_DRUG),
        ("No fentanyl", forbidden.NO_SINGLE_DRUG),
        ("Sin fentanilo", forbidden.NO_SINGLE_DRUG),
        ("Criteria for Hispanic residents", forbidden.NO_RACE_OR_GENDER),
        ("Women only", forbidden.NO_RACE_OR_GENDER),
        ("After a clean tox screen", forbidden.NO_DRUG_TEST),
        ("Everyone regardless of race", None),
        ("Raises the opioid limit to 2 grams", None),
        ("Personal use of cocaine: 3.5 g", None),
        ("Retail theft added, as agreed in May", None),
    ],
)
def test_words_about_who_can_be_in_the_program(text, expected):
    """finding-S11: names and notes of criteria, the residence rule."""
    assert reason(object_to_criteria(text)) == expected


def test_the_objection_names_the_words():
    """N20: the sentence says which words."""
    assert object_to_text("We like it. Bring a tox  screen result.").words == "tox screen"
    assert object_to_text("ok dr\u0443g").words == "dr\u0443g"


def test_cleaning_for_a_living_says_nothing_of_substances():
    assert not find_health("Tiene trabajo: esta semana limpia oficinas.")
    assert find_health("Lleva un mes limpia y contenta.")
