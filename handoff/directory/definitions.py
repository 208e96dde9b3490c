"""What services are for, the languages they are offered in, and the days of their hours."""

from handoff.core.text import mark_for_translation

NEEDS = (
    ("housing", mark_for_translation("A place to stay")),
    ("food", mark_for_translation("Food")),
    ("phone", mark_for_translation("A phone")),
    ("identity", mark_for_translation("ID and documents")),
    ("benefits", mark_for_translation("Benefits and income")),
    ("work", mark_for_translation("Work or training")),
    ("transport", mark_for_translation("Transportation")),
    ("health", mark_for_translation("Health care")),
    ("mental_health", mark_for_translation("Mental health")),
    ("substance_use", mark_for_translation("Substance use help")),
    ("medication", mark_for_translation("Medication for opioid use")),
    ("harm_reduction", mark_for_translation("Harm reduction supplies")),
    ("naloxone", mark_for_translation("Naloxone")),
    ("legal", mark_for_translation("Legal help")),
    ("safety", mark_for_translation("Safety from someone")),
    ("family", mark_for_translation("Family and children")),
    ("peer_support", mark_for_translation("Someone to talk to who's been there")),
)
"""Kinds of need, with the codes of the referral and the intake; HSDS calls such a list a taxonomy."""

NEED_CODES = frozenset(code for code, _label in NEEDS)

LANGUAGES = (
    ("en", mark_for_translation("English")),
    ("es", mark_for_translation("Spanish")),
    ("ase", mark_for_translation("American Sign Language")),
    ("ar", mark_for_translation("Arabic")),
    ("my", mark_for_translation("Burmese")),
    ("zh", mark_for_translation("Chinese")),
    ("fr", mark_for_translation("French")),
    ("ht", mark_for_translation("Haitian Creole")),
    ("hmn", mark_for_translation("Hmong")),
    ("ko", mark_for_translation("Korean")),
    ("pt", mark_for_translation("Portuguese")),
    ("ru", mark_for_translation("Russian")),
    ("sw", mark_for_translation("Swahili")),
    ("vi", mark_for_translation("Vietnamese")),
)
"""The languages a service can be marked with, by code (ISO 639); a file may bring others."""

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""Codes of the weekdays in iCalendar and HSDS, Monday first."""

LAST = "L"
WEEKS = ("1", "2", "3", "4", LAST)
"""Which of a month's Tuesdays: the first to fourth, or the last."""

ANSWERING_KINDS = frozenset({"community", "hospital_ems", "lme_mco", "mobile_crisis", "treatment"})
"""The kinds of partner whose users answer referrals to their services (P8): never police, prosecutor, probation or
jail, and not the care team itself."""
