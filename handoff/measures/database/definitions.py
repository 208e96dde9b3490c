"""Every data item that handbook 7a names, with the columns of the participant database that hold it."""

from dataclasses import dataclass

from handoff.core.text import mark_for_translation


@dataclass(frozen=True)
class DataItem:
    """One item of handbook 7a in its own words; `minimum` as against "consider collecting"; the columns that hold it.

    `elsewhere` says where the item is kept, if a row about one person can't or mustn't hold it.
    """

    key: str
    words: str
    minimum: bool
    columns: tuple[str, ...] = ()
    elsewhere: str = ""


DATA_ITEMS: tuple[DataItem, ...] = (
    DataItem("age", mark_for_translation("Age"), True, ("date_of_birth", "age")),
    DataItem("gender", mark_for_translation("Self-identified gender"), True, ("gender", "gender_words")),
    DataItem("race", mark_for_translation("Self-identified race and ethnicity"), True, ("race_ethnicity",)),
    DataItem("phones", mark_for_translation("Phone numbers"), True, ("phones",)),
    DataItem("residence", mark_for_translation("Places of residence"), True, ("residence", "housing")),
    DataItem(
        "other_ways",
        mark_for_translation("Other ways to contact or find the participant"),
        True,
        ("places", "email", "reach_through"),
    ),
    DataItem("criteria", mark_for_translation("Eligibility criteria that were met"), True, ("criteria_met",)),
    DataItem(
        "circumstances",
        mark_for_translation("Circumstances of the referral: arrest diversion or social referral"),
        True,
        ("pathway", "referred_at", "referring_agency"),
    ),
    DataItem("charge", mark_for_translation("Charge they were diverted from"), True, ("charges_diverted",)),
    DataItem("officer", mark_for_translation("Name of the referring officer"), True, ("referring_officer",)),
    DataItem("status", mark_for_translation("Active or inactive status"), True, ("status", "status_since")),
    DataItem("inactive", mark_for_translation("Reasons for inactive status"), True, ("inactive_reason",)),
    DataItem(
        "notes",
        mark_for_translation("Ongoing case notes"),
        True,
        ("notes", "last_note_on"),
        mark_for_translation("The words of case notes stay on the record, where each has its own label."),
    ),
    DataItem("needed", mark_for_translation("Services needed"), True, ("needs", "needs_open")),
    DataItem(
        "made",
        mark_for_translation("Referrals made"),
        True,
        ("service_referrals", "service_referral_words"),
    ),
    DataItem(
        "linkages",
        mark_for_translation("Linkages to services completed"),
        True,
        ("linkages", "linkage_words"),
    ),
    DataItem(
        "milestones",
        mark_for_translation("Major milestones, such as changes in housing or work"),
        True,
        ("milestone_words", "housing", "housing_since", "work", "work_since"),
    ),
    DataItem(
        "justice",
        mark_for_translation("Dates and descriptions of new criminal justice involvement"),
        True,
        ("new_charges", "last_new_charge_on", "new_charges_words"),
    ),
    DataItem(
        "declined",
        mark_for_translation("People who were referred and declined: age, gender, race and ethnicity"),
        False,
        ("answer", "age", "gender", "race_ethnicity"),
        mark_for_translation(
            "Choose “Referred, not enrolled” to see those whose record is kept. Of the others only an age band, "
            "gender and race are kept, on the referral and without a name."
        ),
    ),
    DataItem(
        "why_not",
        mark_for_translation("Why people decline or aren't eligible"),
        False,
        ("decline_reason", "criteria_not_met"),
    ),
    DataItem(
        "officer_time",
        mark_for_translation("Time each referral took the officer"),
        False,
        ("officer_minutes",),
    ),
    DataItem(
        "satisfaction",
        mark_for_translation("Participants' satisfaction"),
        False,
        (),
        mark_for_translation(
            "Answers about satisfaction are anonymous, so that no row about a person can hold them."
        ),
    ),
)
