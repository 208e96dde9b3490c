"""The intake assessment's own questions (handbook 3d, requirement I1). Programs add theirs as data.

Living situation and employment follow the HUD HMIS lists (law.md 5); nothing asks for a drug test, abstinence or
treatment attendance (G4).
"""

from dataclasses import dataclass

from handoff.core.text import mark_for_translation
from handoff.directory.definitions import NEEDS


@dataclass(frozen=True)
class Choice:
    """One answer to choose from: the stored code and the label shown."""

    code: str
    label: str


@dataclass(frozen=True)
class Question:
    """One question: `kind` is text, choice, several or yes_no."""

    key: str
    text: str
    kind: str = "text"
    choices: tuple[Choice, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class IntakeSection:
    """One section of the assessment; it can be skipped and finished later."""

    key: str
    title: str
    questions: tuple[Question, ...]


NOT_KNOWN = (
    Choice("does_not_know", mark_for_translation("Doesn't know")),
    Choice("prefers_not", mark_for_translation("Prefers not to say")),
)

LIVING_SITUATIONS = (
    Choice("116", mark_for_translation("Outside, in a car, or another place not meant for living")),
    Choice("101", mark_for_translation("Emergency shelter")),
    Choice("302", mark_for_translation("Transitional housing")),
    Choice("314", mark_for_translation("Hotel or motel they pay for")),
    Choice("335", mark_for_translation("With family")),
    Choice("336", mark_for_translation("With friends")),
    Choice("410", mark_for_translation("Renting, no subsidy")),
    Choice("435", mark_for_translation("Renting, with a subsidy")),
    Choice("421", mark_for_translation("Own home")),
    Choice("205", mark_for_translation("Treatment or detox facility")),
    Choice("206", mark_for_translation("Hospital")),
    Choice("207", mark_for_translation("Jail or prison")),
    Choice("17", mark_for_translation("Somewhere else")),
    *NOT_KNOWN,
)

EMPLOYMENT = (
    Choice("full_time", mark_for_translation("Full time")),
    Choice("part_time", mark_for_translation("Part time")),
    Choice("seasonal", mark_for_translation("Seasonal or occasional")),
    Choice("looking", mark_for_translation("Looking for work")),
    Choice("unable", mark_for_translation("Not able to work")),
    Choice("not_looking", mark_for_translation("Not looking for work")),
    *NOT_KNOWN,
)

SERVICES = tuple(Choice(code, label) for code, label in NEEDS)
"""Services a person may want, as the provider directory lists them. Codes shared with the referral's own list mean the
same, so nothing is asked twice."""

SERVICE_CODES = tuple(choice.code for choice in SERVICES)

SECTIONS: tuple[IntakeSection, ...] = (
    IntakeSection(
        "housing",
        mark_for_translation("Housing"),
        (
            Question(
                "living_situation",
                mark_for_translation("Where did they sleep last night?"),
                "choice",
                LIVING_SITUATIONS,
            ),
            Question(
                "housing_worry",
                mark_for_translation("What worries them about where they live?"),
                hint=mark_for_translation("For example: rent that's due, the landlord, or the cold."),
            ),
        ),
    ),
    IntakeSection(
        "work_and_income",
        mark_for_translation("Work, income, and benefits"),
        (
            Question("employment", mark_for_translation("Work"), "choice", EMPLOYMENT),
            Question(
                "income",
                mark_for_translation("Money coming in"),
                "several",
                (
                    Choice("wages", mark_for_translation("Wages")),
                    Choice("ssi_ssdi", mark_for_translation("SSI or SSDI")),
                    Choice("veterans", mark_for_translation("Veterans' benefits")),
                    Choice("family", mark_for_translation("Family")),
                    Choice("none", mark_for_translation("None")),
                ),
            ),
            Question(
                "benefits",
                mark_for_translation("Benefits"),
                "several",
                (
                    Choice("medicaid", mark_for_translation("Medicaid")),
                    Choice("medicare", mark_for_translation("Medicare")),
                    Choice("snap", mark_for_translation("Food stamps (FNS or SNAP)")),
                    Choice("wic", mark_for_translation("WIC")),
                    Choice("none", mark_for_translation("None")),
                ),
            ),
        ),
    ),
    IntakeSection(
        "health",
        mark_for_translation("Health"),
        (
            Question(
                "health_worries",
                mark_for_translation("Anything about their health they want help with"),
                hint=mark_for_translation("For example: a wound, teeth, or pain."),
            ),
            Question("regular_care", mark_for_translation("Do they have a doctor or clinic?"), "yes_no"),
            Question(
                "medicines",
                mark_for_translation("Medications they might run out of"),
                hint=mark_for_translation("For example: insulin, runs out next week."),
            ),
        ),
    ),
    IntakeSection(
        "behavioral_health",
        mark_for_translation("Mental health and substance use"),
        (
            Question(
                "mental_health",
                mark_for_translation("Mental health: what would they like us to know?"),
                hint=mark_for_translation("Only what they want to say."),
            ),
            Question(
                "substances",
                mark_for_translation("What they use, in their own words"),
                hint=mark_for_translation("Only what they want to say."),
            ),
            Question("opioids", mark_for_translation("Do they use opioids?"), "yes_no"),
            Question(
                "past_help",
                mark_for_translation("What has helped before, and what hasn't"),
                hint=mark_for_translation("For example: medication helped, and groups didn't."),
            ),
        ),
    ),
    IntakeSection(
        "harm_reduction",
        mark_for_translation("Harm reduction"),
        (
            Question("has_naloxone", mark_for_translation("Do they have naloxone?"), "yes_no"),
            Question(
                "safer_use",
                mark_for_translation("Supplies or information they would like"),
                hint=mark_for_translation("For example: sterile supplies, or test strips."),
            ),
            Question("overdose_before", mark_for_translation("Have they ever overdosed?"), "yes_no"),
        ),
    ),
    IntakeSection(
        "getting_around",
        mark_for_translation("Transportation and phone"),
        (
            Question(
                "transport",
                mark_for_translation("How do they get around?"),
                "several",
                (
                    Choice("own_car", mark_for_translation("Own car")),
                    Choice("bus", mark_for_translation("Bus")),
                    Choice("rides", mark_for_translation("Rides from others")),
                    Choice("bike", mark_for_translation("Bike")),
                    Choice("walks", mark_for_translation("On foot")),
                ),
            ),
            Question("has_phone", mark_for_translation("Do they have a working phone?"), "yes_no"),
        ),
    ),
    IntakeSection(
        "legal",
        mark_for_translation("Legal needs"),
        (
            Question(
                "legal_help",
                mark_for_translation("Legal help they would like"),
                "several",
                (
                    Choice("license", mark_for_translation("Driver's license")),
                    Choice("fines", mark_for_translation("Fines and fees")),
                    Choice("eviction", mark_for_translation("Eviction")),
                    Choice("family_court", mark_for_translation("Family court")),
                    Choice("expunction", mark_for_translation("Expungement")),
                    Choice("none", mark_for_translation("None")),
                ),
                hint=mark_for_translation("Don't write criminal history here."),
            ),
        ),
    ),
    IntakeSection(
        "family",
        mark_for_translation("Family and people"),
        (
            Question("children", mark_for_translation("Do they have children to care for?"), "yes_no"),
            Question(
                "people_who_help",
                mark_for_translation("People who support them"),
                hint=mark_for_translation("For example: an aunt in Durham who calls every Sunday."),
            ),
            Question(
                "safe",
                mark_for_translation("Do they feel safe where they are?"),
                "yes_no",
                hint=mark_for_translation("Ask only when you're alone with them."),
            ),
        ),
    ),
    IntakeSection(
        "strengths",
        mark_for_translation("Strengths and hopes"),
        (
            Question(
                "good_at",
                mark_for_translation("What they are good at and proud of"),
                hint=mark_for_translation("For example: cooking, fixing cars, or being a parent."),
            ),
            Question(
                "hopes",
                mark_for_translation("What they hope for, in their own words"),
                hint=mark_for_translation("For example: to see their kids, or to sleep through the night."),
            ),
        ),
    ),
    IntakeSection(
        "services",
        mark_for_translation("Services they need or want"),
        (
            Question("services_wanted", mark_for_translation("Services they want"), "several", SERVICES),
            Question(
                "first_thing",
                mark_for_translation("What would help first?"),
                hint=mark_for_translation("For example: a phone, or a place to sleep tonight."),
            ),
        ),
    ),
)

SECTION_KEYS = tuple(section.key for section in SECTIONS)


def find_section(key: str) -> IntakeSection | None:
    return next((section for section in SECTIONS if section.key == key), None)


def section_after(key: str) -> IntakeSection | None:
    """The next section, or None after the last."""
    following = SECTION_KEYS.index(key) + 1
    return SECTIONS[following] if following < len(SECTIONS) else None
