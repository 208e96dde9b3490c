"""Which columns of the participant database come back from a workbook, and why the others don't (D2)."""

from handoff.core.text import mark_for_translation as _

COUNTED = _("Counted from the records; an entry for each isn't in the workbook.")
DATED = _("A dated entry on the record; the workbook holds only today's.")
CONSENT = _("Consent is never imported.")

NOT_RETURNED: dict[str, str] = {
    "age": _("Calculated from the date of birth."),
    "referrals": _("A row holds one referral."),
    "criteria_met": _("An eligibility check is made by law enforcement, never imported."),
    "criteria_not_met": _("An eligibility check is made by law enforcement, never imported."),
    "charges_outcome": _("Follows from the intake."),
    "new_charges": COUNTED,
    "last_new_charge_on": COUNTED,
    "new_charges_words": COUNTED,
    "needs_open": _("Each need is imported as open."),
    "service_referrals": COUNTED,
    "service_referral_words": COUNTED,
    "linkages": COUNTED,
    "linkage_words": COUNTED,
    "milestone_words": DATED,
    "housing": DATED,
    "housing_since": DATED,
    "work": DATED,
    "work_since": DATED,
    "income": DATED,
    "benefits": DATED,
    "coverage": DATED,
    "treatment": DATED,
    "documents": DATED,
    "last_reached_on": COUNTED,
    "contacts": COUNTED,
    "notes": COUNTED,
    "last_note_on": COUNTED,
    "roi": CONSENT,
    "roi_last_day": CONSENT,
}
"""The columns that a workbook doesn't restore; it restores each other one, cell for cell."""
