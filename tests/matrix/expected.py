"""What the leak table expects beside the oracle: what looking may write, what is shown nowhere, what headers hold."""

from collections.abc import Iterator

from tests.matrix.browser import Seen

MAY_BE_WRITTEN_BY_LOOKING = {
    "audit_auditevent": "every look is written down",
    "audit_auditchain": "with the head of its chain",
    "consent_disclosure": "what is told under an ROI is registered",
    "django_session": "a message shown once is taken off",
}
ALSO_WRITTEN = {
    "calendar:read_feed": {"casework_calendarfeed": "when it was last read, and how often in this hour"},
    "referrals:page": {"referrals_referraldraft": "the officer's own time begins when the page is shown"},
    "records:public_records_csv": {"records_publishedquarter": "a quarter is frozen when it is first shown"},
    "records:public_records": {"records_publishedquarter": "a quarter is frozen when it is first shown"},
}

WHOLE = {
    "staffing:compare",
    "people:person",
    "people:access",
    "people:correct",
    "referrals:show",
    "referrals:message",
    "referrals:page",
    "enrollment:intake",
    "enrollment:section",
    "enrollment:book",
    "consent:show",
    "casework:write_note",
    "appointments:list",
    "court:list",
    "safety:list",
    "look_back:list",
    "summaries:list",
    "news:list",
    "goals:list",
    "turnover:item",
    "needs:list",
    "notes:show",
    "staffing:new_charge",
    "table:minutes",
    "records:request",
    "records:erasure",
    "records:breach",
}
"""The pages that show most of a record; here every record is opened."""

SHOWN_NOWHERE = {
    "Encounter.incident_number": "kept for the agency's own files",
    "NewCharge.incident_number": "kept for the agency's own files",
    "EligibilityDecision.decision_reason": "shown to the DA, as the recommendation, where an exception is asked for",
    "ExceptionRequest.recommendation": "for the DA alone",
    "ExceptionRequest.decision_reason": "for the DA alone",
    "PersonName.first_name": "found by the lookup, not shown yet",
    "PersonName.last_name": "found by the lookup, not shown yet",
    "Referral.entered_name": "the referrer's own spelling; staff read the record's name",
    "Referral.entered_phone": "the referrer's own; staff read the record's phone numbers",
    "Referral.withdraw_reason": "kept, not shown yet",
    "SupervisionQuestion.name": "for the office that is asked, alone",
    "ReferralDraft.answers": "a draft thrown away is shown no more",
}
"""Facts that the care team need not find on a page, and why."""

SHOWN_TO_LAW = {
    "NewCharge.title",
    "TeamRecommendation.comment",
    "ChargeDecision.reason",
    "Release.statement",
    "GoodNews.words",
    "Person.last_name",
    "Referral.entered_name",
    "SupervisionQuestion.name",
}
"""What one on the law side must find on a page of theirs wherever the oracle lets them have it."""

NO_URL_SAMPLE: dict[str, str] = {}
"""Addresses that the leak table need not open, and why."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def wrong_headers(seen: Seen) -> Iterator[str]:
    """Name what is lax in the headers of an answer, page or file."""
    policy = seen.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        yield f"policy {policy!r}"
    if (
        seen.headers.get("Content-Type", "").startswith("text/html")
        and "frame-ancestors 'none'" not in policy
    ):
        yield "may be framed"
    if "no-store" not in seen.headers.get("Cache-Control", ""):
        yield "may be stored"
    if "geolocation=()" not in seen.headers.get("Permissions-Policy", ""):
        yield "asks for permissions"
    for name, value in HEADERS.items():
        if seen.headers.get(name) != value:
            yield f"{name}: {seen.headers.get(name)}"
