from typing import ClassVar

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "handoff.referrals"
    label = "referrals"
    person_parameters: ClassVar = {
        "referral_id": "handoff.referrals.queries.person_of_referral",
    }
    parameters_without_person: ClassVar = {
        "draft_id": "a draft that only its author opens",
        "exception_id": "for the DA, who is not on the care side",
        "asked_id": "for the supervising officer, who is not on the care side",
        "message_id": "a message from the public page, before it is about a person",
    }
