"""The wording of the release form in both languages: legal text, dated and versioned, not translated by the catalog.

A signed release keeps the version it was signed under and is always shown in that wording. Changing a word means a new
version beside the old one. Confirm with counsel: no lawyer has reviewed this text.
"""

from handoff.consent.wording import form_2026_11, form_2026_12, intake_done_2026_12, summary_2026_12
from handoff.consent.wording.parts import Clause, Wording

FORM_VERSION = "2026-12"
INTAKE_DONE_FORM = "intake-done-2026-12"
"""The form of one purpose: telling the officer's agency that the intake is done (ADR 0029)."""
SUMMARY_FORM = "summary-2026-12"
"""The form for legal proceedings: one recipient may read one summary, in its very words (ADR 0068)."""
ONE_PURPOSE_FORMS = frozenset({INTAKE_DONE_FORM, SUMMARY_FORM})
"""Forms that say nothing of the general ROI: they neither renew nor replace it, and aren't renewed."""
LANGUAGES = ("en", "es")

__all__ = [
    "ELEMENTS",
    "FORM_VERSION",
    "INTAKE_DONE_FORM",
    "LANGUAGES",
    "ONE_PURPOSE_FORMS",
    "SUMMARY_FORM",
    "VERSIONS",
    "Clause",
    "Wording",
    "wording",
]

VERSIONS: dict[str, dict[str, Wording]] = {
    "2026-11": {"en": form_2026_11.ENGLISH, "es": form_2026_11.SPANISH},
    "2026-12": {"en": form_2026_12.ENGLISH, "es": form_2026_12.SPANISH},
    INTAKE_DONE_FORM: {"en": intake_done_2026_12.ENGLISH, "es": intake_done_2026_12.SPANISH},
    SUMMARY_FORM: {"en": summary_2026_12.ENGLISH, "es": summary_2026_12.SPANISH},
}

ELEMENTS: dict[str, tuple[str, ...]] = {
    "42 CFR 2.31(a) name of the patient": ("name",),
    "42 CFR 2.31(a) who may disclose": ("discloser",),
    "42 CFR 2.31(a) how much and what kind of information": ("recipients",),
    "42 CFR 2.31(a) recipients": ("recipients",),
    "42 CFR 2.31(a) purpose": ("purpose",),
    "42 CFR 2.31(a) right to revoke, how, and the reliance exception": ("revoke",),
    "42 CFR 2.31(a) expiry": ("term",),
    "42 CFR 2.31(a) signature and date": ("signature",),
    "42 CFR 2.31 redisclosure statement": ("redisclosure",),
    "42 CFR 2.31 legal proceedings stand apart": ("legal",),
    "10A NCAC 26B .0202 person's name": ("name",),
    "10A NCAC 26B .0202 releasing facility": ("discloser",),
    "10A NCAC 26B .0202 receiving individuals or agencies": ("recipients",),
    "10A NCAC 26B .0202 information": ("recipients",),
    "10A NCAC 26B .0202 purpose": ("purpose",),
    "10A NCAC 26B .0202 length of validity, at most one year": ("term",),
    "10A NCAC 26B .0202 revocation": ("revoke",),
    "10A NCAC 26B .0202 signature": ("signature",),
    "10A NCAC 26B .0202 date": ("signature",),
    "Handbook 3b, G2: services do not depend on signing": ("voluntary",),
    "Copy for the person in their language": ("copy",),
}
"""Where each required element stands on the form: rule → keys of clauses."""


def wording(version: str, language: str) -> Wording:
    """The form's wording of a version in a language; English if there is no such language."""
    texts = VERSIONS[version]
    return texts.get(language, texts["en"])
