"""What a program's own workbook said of a referral from before Handoff."""

from django.utils.translation import gettext as _

from handoff.referrals.models import PastReferral


def past_facts(past: PastReferral) -> list[tuple[str, str]]:
    """What the program's own workbook said of a referral from before Handoff."""
    return [
        (_("From the program's workbook"), past.source_name),
        (_("Officer, as written there"), past.officer_name),
        (_("Charges, as written there"), past.charges.replace("\n", "; ")),
        (_("Note in the workbook"), past.note),
        (_("Number in the workbook"), past.external_number),
    ]
