"""The intake assessment's own questions (handbook 3d, requirement I1). Programs add theirs as data.

Living situation and employment follow the HUD HMIS lists (law.md 5); nothing asks for a drug test, abstinence or
treatment attendance (G4).
"""

from dataclasses import dataclass

from handoff.core.text import mark


@dataclass(frozen=True)
class Choice:
    """One answer that can be tapped: the code that is stored and the words that are shown."""

    code: str
    words: str


@dataclass(frozen=True)
class Question:
    """One question: `kind` is text, choice, several or yes_no."""

    key: str
    words: str
    kind: str = "text"
    choices: tuple[Choice, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Section:
    """One part of the assessment; it can be skipped and finished later."""

    key: str
    title: str
    questions: tuple[Question, ...]


NOT_KNOWN = (
    Choice("does_not_know", mark("Does not know")),
    Choice("prefers_not", mark("Prefers not to say")),
)

LIVING_SITUATIONS = (
    Choice("116", mark("Outside, in a car, or another place not meant for living")),
    Choice("101", mark("Emergency shelter")),
    Choice("302", mark("Transitional housing")),
    Choice("314", mark("Hotel or motel they pay for")),
    Choice("335", mark("With family")),
    Choice("336", mark("With friends")),
    Choice("410", mark("Renting, without help")),
    Choice("435", mark("Renting, with a subsidy")),
    Choice("421", mark("Own home")),
    Choice("205", mark("Treatment or detox facility")),
    Choice("206", mark("Hospital")),
    Choice("207", mark("Jail or prison")),
    Choice("17", mark("Somewhere else")),
    *NOT_KNOWN,
)

EMPLOYMENT = (
    Choice("full_time", mark("Full time")),
    Choice("part_time", mark("Part time")),
    Choice("seasonal", mark("Seasonal or now and then")),
    Choice("looking", mark("Looking for work")),
    Choice("unable", mark("Not able to work")),
    Choice("not_looking", mark("Not looking now")),
    *NOT_KNOWN,
)

SERVICES = (
    Choice("housing", mark("A place to stay")),
    Choice("food", mark("Food")),
    Choice("phone", mark("A phone")),
    Choice("identity", mark("Identity papers")),
    Choice("benefits", mark("Benefits and income")),
    Choice("work", mark("Work or training")),
    Choice("transport", mark("Getting around")),
    Choice("health", mark("Health care")),
    Choice("mental_health", mark("Mental health")),
    Choice("substance_use", mark("Help with substance use, if wanted")),
    Choice("medication", mark("Medication for opioid use, if wanted")),
    Choice("harm_reduction", mark("Harm reduction supplies")),
    Choice("naloxone", mark("Naloxone")),
    Choice("legal", mark("Legal help")),
    Choice("safety", mark("Safety from somebody")),
    Choice("family", mark("Family and children")),
    Choice("peer_support", mark("Somebody to talk to who has been there")),
)
"""What a person may want; the codes of the referral's own list keep their meaning here, so nothing is asked twice."""

SERVICE_CODES = tuple(choice.code for choice in SERVICES)

SECTIONS: tuple[Section, ...] = (
    Section(
        "housing",
        mark("Housing"),
        (
            Question(
                "living_situation", mark("Where did they sleep last night?"), "choice", LIVING_SITUATIONS
            ),
            Question("housing_worry", mark("What worries them about where they live?")),
        ),
    ),
    Section(
        "work_and_income",
        mark("Work, income and benefits"),
        (
            Question("employment", mark("Work"), "choice", EMPLOYMENT),
            Question(
                "income",
                mark("Money coming in"),
                "several",
                (
                    Choice("wages", mark("Wages")),
                    Choice("ssi_ssdi", mark("SSI or SSDI")),
                    Choice("veterans", mark("Veterans' benefits")),
                    Choice("family", mark("Family")),
                    Choice("none", mark("None")),
                ),
            ),
            Question(
                "benefits",
                mark("Benefits"),
                "several",
                (
                    Choice("medicaid", mark("Medicaid")),
                    Choice("medicare", mark("Medicare")),
                    Choice("snap", mark("Food stamps (FNS or SNAP)")),
                    Choice("wic", mark("WIC")),
                    Choice("none", mark("None")),
                ),
            ),
        ),
    ),
    Section(
        "health",
        mark("Health"),
        (
            Question("health_worries", mark("Anything about their health they want help with")),
            Question("regular_care", mark("Do they have a doctor or clinic?"), "yes_no"),
            Question("medicines", mark("Medicines they need and may run out of")),
        ),
    ),
    Section(
        "behavioral_health",
        mark("Mental health and substance use"),
        (
            Question("mental_health", mark("What they want to say about their mental health")),
            Question(
                "substances",
                mark("What they use, in their own words"),
                hint=mark("Only what they want to say."),
            ),
            Question("opioids", mark("Do they use opioids?"), "yes_no"),
            Question("past_help", mark("What has helped before, and what has not")),
        ),
    ),
    Section(
        "harm_reduction",
        mark("Harm reduction"),
        (
            Question("has_naloxone", mark("Do they have naloxone?"), "yes_no"),
            Question("safer_use", mark("Supplies or information they would like")),
            Question("overdose_before", mark("Have they lived through an overdose?"), "yes_no"),
        ),
    ),
    Section(
        "getting_around",
        mark("Transport and phone"),
        (
            Question(
                "transport",
                mark("How do they get around?"),
                "several",
                (
                    Choice("own_car", mark("Own car")),
                    Choice("bus", mark("Bus")),
                    Choice("rides", mark("Rides from others")),
                    Choice("bike", mark("Bike")),
                    Choice("walks", mark("On foot")),
                ),
            ),
            Question("has_phone", mark("Do they have a phone that works?"), "yes_no"),
        ),
    ),
    Section(
        "legal",
        mark("Legal needs"),
        (
            Question(
                "legal_help",
                mark("Legal help they would like"),
                "several",
                (
                    Choice("license", mark("Driver's license")),
                    Choice("fines", mark("Fines and fees")),
                    Choice("eviction", mark("Eviction")),
                    Choice("family_court", mark("Family court")),
                    Choice("expunction", mark("Clearing a record")),
                    Choice("none", mark("None")),
                ),
                hint=mark("Do not write criminal history here."),
            ),
        ),
    ),
    Section(
        "family",
        mark("Family and people"),
        (
            Question("children", mark("Are children with them or waiting for them?"), "yes_no"),
            Question("people_who_help", mark("People who stand by them")),
            Question("safe", mark("Do they feel safe where they are?"), "yes_no"),
        ),
    ),
    Section(
        "strengths",
        mark("Strengths and hopes"),
        (
            Question("good_at", mark("What they are good at and proud of")),
            Question("hopes", mark("What they hope for, in their own words")),
        ),
    ),
    Section(
        "services",
        mark("Services needed or wanted"),
        (
            Question("services_wanted", mark("Services they want"), "several", SERVICES),
            Question("first_thing", mark("What would help first?")),
        ),
    ),
)

SECTION_KEYS = tuple(section.key for section in SECTIONS)


def section_named(key: str) -> Section | None:
    """Return one section by its key."""
    return next((section for section in SECTIONS if section.key == key), None)


def section_after(key: str) -> Section | None:
    """Return the section that follows, or None after the last."""
    following = SECTION_KEYS.index(key) + 1
    return SECTIONS[following] if following < len(SECTIONS) else None
