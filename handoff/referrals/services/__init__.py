"""Everything that changes a referral."""

from handoff.referrals.inputs import (
    CheckGiven,
    ContactGiven,
    DraftLink,
    EncounterGiven,
    ExceptionGiven,
    HandoffGiven,
    NotNowGiven,
    ReferralGiven,
    ScreeningGiven,
    SocialGiven,
)
from handoff.referrals.services.charge_choice import choose_charge
from handoff.referrals.services.community import (
    MessageGiven,
    TooMany,
    bring_message_back,
    receive_community_message,
    set_message_aside,
    turn_message_into_referral,
)
from handoff.referrals.services.drafts import (
    begin_draft,
    discard_draft,
    erase_discarded_drafts,
    restore_draft,
    save_draft,
    show_step,
)
from handoff.referrals.services.eligibility import record_eligibility
from handoff.referrals.services.exceptions import (
    decide_exception,
    request_exception,
    request_exception_for_referral,
)
from handoff.referrals.services.handoff import record_handoff
from handoff.referrals.services.officer_time import correct_officer_time
from handoff.referrals.services.responses import accept_referral, decline_referral, withdraw_referral
from handoff.referrals.services.screening import complete_screening
from handoff.referrals.services.submit import submit_not_now, submit_referral, submit_social_referral

__all__ = [
    "CheckGiven",
    "ContactGiven",
    "DraftLink",
    "EncounterGiven",
    "ExceptionGiven",
    "HandoffGiven",
    "MessageGiven",
    "NotNowGiven",
    "ReferralGiven",
    "ScreeningGiven",
    "SocialGiven",
    "TooMany",
    "accept_referral",
    "begin_draft",
    "bring_message_back",
    "choose_charge",
    "complete_screening",
    "correct_officer_time",
    "decide_exception",
    "decline_referral",
    "discard_draft",
    "erase_discarded_drafts",
    "receive_community_message",
    "record_eligibility",
    "record_handoff",
    "request_exception",
    "request_exception_for_referral",
    "restore_draft",
    "save_draft",
    "set_message_aside",
    "show_step",
    "submit_not_now",
    "submit_referral",
    "submit_social_referral",
    "turn_message_into_referral",
    "withdraw_referral",
]
