"""The referral wizard walked through the test client: what an officer enters on each page."""

import uuid

from django.urls import reverse

from handoff.referrals.models import ReferralDraft

WHO = {
    "first_name": "Jordan",
    "last_name": "Rivers",
    "date_of_birth_month": "6",
    "date_of_birth_day": "15",
    "date_of_birth_year": "1991",
}
CHARGES = {
    "immunity": "none",
    "offenses": ["possess-cocaine"],
    "incident_number": "26-0001",
    "when": "now",
}
DETAILS = {"quantity_possess-cocaine": "1", "unit_possess-cocaine": "g"}
FACTS = {
    "resident": "yes",
    "substance_use": "yes",
    "amenable": "yes",
    "exploits_minors": "no",
    "convictions": "none",
    "supervision": "none",
    "no_contact_order": "no",
}
YES = {"language": "en", "answer": "yes"}
NOT_NOW = {"language": "en", "answer": "not_now"}
SCREENING = {
    "phone": "910 555 0142",
    "safe_to_text": "on",
    "services_wanted": ["housing", "food"],
    "language": "en",
    "gender": "man",
    "race_ethnicity": ["white"],
}
TO_OFFER = {"who": WHO, "charges": CHARGES, "details": DETAILS, "facts": FACTS}
STAFF_SIGN = {"signs": "staff"}
SIGNATURE = "[[[10,10],[200,90],[400,20]]]"


class Walk:
    """One officer with a browser that has no JavaScript."""

    def __init__(self, client, program, pathway="arrest_diversion"):
        self.client, self.program = client, program
        started = client.post(
            reverse("referrals:new", args=[program.slug]),
            {"submission_key": str(uuid.uuid4()), "pathway": pathway},
        )
        assert started.status_code == 302
        self.draft = ReferralDraft.objects.latest("pk")

    def url(self, page):
        return reverse("referrals:page", args=[self.program.slug, self.draft.public_id, page])

    def post(self, page, data):
        shown = self.client.get(self.url(page))
        assert shown.status_code == 200, (page, shown.headers.get("Location"))
        return self.client.post(self.url(page), data)

    def through(self, pages):
        response = None
        for page, data in pages.items():
            response = self.post(page, data)
            assert response.status_code == 302, (page, response.content.decode()[:20000])
        return response

    def lands_on(self, response, page):
        return response.url == self.url(page)
