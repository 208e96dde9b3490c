"""The lists that dated facts choose from.

Living situation and employment are HUD's (HMIS current living situation 4.12; employment); income, benefits and
coverage follow HUD's 4.02 to 4.04 and name what North Carolina has. Nothing here asks for a drug test or abstinence
(G4).
"""

from dataclasses import dataclass

from handoff.core.text import mark_for_translation

HOMELESS = mark_for_translation("No home")
INSTITUTION = mark_for_translation("Hospital, facility, or jail")
TEMPORARY = mark_for_translation("For now")
PERMANENT = mark_for_translation("To stay")
OTHER = mark_for_translation("Other answers")


@dataclass(frozen=True)
class Code:
    """One entry of a list: the stored code, its label, and its group in a long list.

    `alone` holds only where nothing else of its kind does ("none"); of those with the same `one_of`, one at a time;
    `health` says that it tells of care for health.
    """

    code: str
    label: str
    group: str = ""
    alone: bool = False
    one_of: str = ""
    health: bool = False


NOT_KNOWN = (
    Code("does_not_know", mark_for_translation("Doesn't know"), OTHER, alone=True),
    Code("prefers_not", mark_for_translation("Prefers not to say"), OTHER, alone=True),
)

HOUSING = (
    Code("116", mark_for_translation("Outside, in a car, or another place not meant for living"), HOMELESS),
    Code("101", mark_for_translation("Emergency shelter"), HOMELESS),
    Code("118", mark_for_translation("Safe haven"), HOMELESS),
    Code("204", mark_for_translation("Psychiatric hospital"), INSTITUTION, health=True),
    Code("205", mark_for_translation("Treatment or detox facility"), INSTITUTION, health=True),
    Code("206", mark_for_translation("Hospital"), INSTITUTION, health=True),
    Code("207", mark_for_translation("Jail or prison"), INSTITUTION),
    Code("215", mark_for_translation("Foster care"), INSTITUTION),
    Code("225", mark_for_translation("Nursing home or long-term care"), INSTITUTION, health=True),
    Code("302", mark_for_translation("Transitional housing"), TEMPORARY),
    Code("314", mark_for_translation("Hotel or motel they pay for"), TEMPORARY),
    Code("329", mark_for_translation("Halfway house"), TEMPORARY),
    Code("332", mark_for_translation("Host home"), TEMPORARY),
    Code("335", mark_for_translation("With family"), TEMPORARY),
    Code("336", mark_for_translation("With friends"), TEMPORARY),
    Code("410", mark_for_translation("Renting, no subsidy"), PERMANENT),
    Code("435", mark_for_translation("Renting, with a subsidy"), PERMANENT),
    Code("411", mark_for_translation("Own home, without help paying for it"), PERMANENT),
    Code("421", mark_for_translation("Own home"), PERMANENT),
    Code("17", mark_for_translation("Somewhere else"), OTHER),
    Code("37", mark_for_translation("A worker can't tell"), OTHER),
    *NOT_KNOWN,
)

WORK = (
    Code("full_time", mark_for_translation("Full time")),
    Code("part_time", mark_for_translation("Part time")),
    Code("seasonal", mark_for_translation("Seasonal or occasional")),
    Code("looking", mark_for_translation("Looking for work")),
    Code("unable", mark_for_translation("Not able to work")),
    Code("not_looking", mark_for_translation("Not looking for work")),
    *NOT_KNOWN,
)

INCOME = (
    Code("wages", mark_for_translation("Wages")),
    Code("unemployment", mark_for_translation("Unemployment insurance")),
    Code("ssi", mark_for_translation("SSI")),
    Code("ssdi", mark_for_translation("SSDI")),
    Code("ssi_ssdi", mark_for_translation("SSI or SSDI")),
    Code("retirement", mark_for_translation("Social Security retirement or a pension")),
    Code("veterans", mark_for_translation("Veterans' benefits")),
    Code("workers_comp", mark_for_translation("Workers' compensation")),
    Code("work_first", mark_for_translation("Work First (TANF)")),
    Code("child_support", mark_for_translation("Child support")),
    Code("family", mark_for_translation("Family")),
    Code("other", mark_for_translation("Something else")),
    Code("none", mark_for_translation("None"), alone=True),
    *NOT_KNOWN,
)

BENEFITS = (
    Code("snap", mark_for_translation("Food stamps (FNS or SNAP)")),
    Code("wic", mark_for_translation("WIC")),
    Code("child_care", mark_for_translation("Child care subsidy")),
    Code("energy", mark_for_translation("Help with heating or energy bills")),
    Code("lifeline", mark_for_translation("Free or cheaper phone (Lifeline)")),
    Code("transport", mark_for_translation("Rides or bus passes")),
    Code("other", mark_for_translation("Something else")),
    Code("none", mark_for_translation("None"), alone=True),
    *NOT_KNOWN,
)

TREATMENT = (
    Code("methadone", mark_for_translation("Methadone"), health=True),
    Code("buprenorphine", mark_for_translation("Buprenorphine"), health=True),
    Code("naltrexone", mark_for_translation("Naltrexone"), health=True),
    Code("outpatient", mark_for_translation("Outpatient treatment"), health=True),
    Code("intensive_outpatient", mark_for_translation("Intensive outpatient treatment"), health=True),
    Code("residential", mark_for_translation("Residential treatment"), health=True),
    Code("withdrawal", mark_for_translation("Withdrawal management (detox)"), health=True),
    Code("mental_health", mark_for_translation("Mental health care"), health=True),
    Code("group", mark_for_translation("Support group"), health=True),
    Code("other", mark_for_translation("Something else"), health=True),
    Code("prefers_not", mark_for_translation("Prefers not to say"), alone=True, health=True),
)

COVERAGE = (
    Code("medicaid", mark_for_translation("Medicaid"), one_of="medicaid"),
    Code("medicaid_standard", mark_for_translation("Medicaid: Standard Plan"), one_of="medicaid"),
    Code("medicaid_tailored", mark_for_translation("Medicaid: Tailored Plan (LME/MCO)"), one_of="medicaid"),
    Code("medicaid_direct", mark_for_translation("NC Medicaid Direct"), one_of="medicaid"),
    Code("state_funded", mark_for_translation("State-funded services (LME/MCO)")),
    Code("medicare", mark_for_translation("Medicare")),
    Code("va_care", mark_for_translation("Veterans' health care (VA)")),
    Code("employer", mark_for_translation("Insurance through a job")),
    Code("private", mark_for_translation("Private insurance or the Marketplace")),
    Code("ihs", mark_for_translation("Indian Health Service")),
    Code("other", mark_for_translation("Something else")),
    Code("uninsured", mark_for_translation("Uninsured"), alone=True),
    *NOT_KNOWN,
)

DOCUMENTS = (
    Code("state_id", mark_for_translation("Driver license or state ID")),
    Code("birth_certificate", mark_for_translation("Birth certificate")),
    Code("social_security_card", mark_for_translation("Social Security card")),
    Code("passport", mark_for_translation("Passport")),
    Code("tribal_id", mark_for_translation("Tribal ID")),
    Code("veteran_papers", mark_for_translation("Veteran ID or discharge form")),
    Code("insurance_card", mark_for_translation("Insurance card")),
    Code("other", mark_for_translation("Something else")),
    Code("none", mark_for_translation("None"), alone=True),
    *NOT_KNOWN,
)

LISTS: dict[str, tuple[Code, ...]] = {
    "housing": HOUSING,
    "work": WORK,
    "income": INCOME,
    "benefits": BENEFITS,
    "treatment": TREATMENT,
    "coverage": COVERAGE,
    "documents": DOCUMENTS,
}
"""Each kind of fact, in the order of the page."""

CODES: dict[tuple[str, str], Code] = {
    (kind, each.code): each for kind, listed in LISTS.items() for each in listed
}

LABELS: dict[str, str] = {each.code: each.label for each in CODES.values()}
"""A code of two lists means the same in both."""

EXCLUSIVE = frozenset({"housing", "work"})
"""The kinds of which one fact at a time holds: a later one ends the former."""

INTAKE_QUESTIONS: dict[tuple[str, str], tuple[str, ...]] = {
    ("housing", "living_situation"): ("housing",),
    ("work_and_income", "employment"): ("work",),
    ("work_and_income", "income"): ("income",),
    ("work_and_income", "benefits"): ("benefits", "coverage"),
}
"""Section and question of the intake that say such a fact, and the kinds whose lists its answers are in."""

NOT_FOR_COVERAGE = "none"
"""The intake's "none" says that there are no benefits, not that there is no insurance."""
