"""Changes to referrals."""

from handoff.referrals.inputs import (
    ContactInput,
    DraftLink,
    EligibilityCheckInput,
    EncounterInput,
    ExceptionInput,
    HandoffInput,
    NotNowInput,
    ReferralInput,
    ScreeningInput,
    SocialReferralInput,
    SupervisionAnswerInput,
)
from handoff.referrals.services.charge_choice import choose_charge_outcome
from handoff.referrals.services.community import (
    CommunityMessageInput,
    TooManyMessages,
    dismiss_message,
    receive_community_message,
    restore_message,
    turn_message_into_referral,
)
from handoff.referrals.services.drafts import (
    discard_draft,
    erase_discarded_drafts,
    restore_draft,
    save_draft,
    start_draft,
    start_step_timer,
    switch_draft,
)
from handoff.referrals.services.eligibility import record_eligibility
from handoff.referrals.services.exceptions import (
    decide_exception,
    recommend_exception,
    request_exception,
    request_exception_for_referral,
)
from handoff.referrals.services.handoff import record_arrival, record_handoff
from handoff.referrals.services.officer_time import correct_officer_time
from handoff.referrals.services.responses import accept_referral, decline_referral, withdraw_referral
from handoff.referrals.services.screening import complete_screening
from handoff.referrals.services.submit import submit_not_now, submit_referral, submit_social_referral
from handoff.referrals.supervision.services import answer_supervision, ask_supervising_officer

__all__ = [
    "CommunityMessageInput",
    "ContactInput",
    "DraftLink",
    "EligibilityCheckInput",
    "EncounterInput",
    "ExceptionInput",
    "HandoffInput",
    "NotNowInput",
    "ReferralInput",
    "ScreeningInput",
    "SocialReferralInput",
    "SupervisionAnswerInput",
    "TooManyMessages",
    "accept_referral",
    "answer_supervision",
    "ask_supervising_officer",
    "choose_charge_outcome",
    "complete_screening",
    "correct_officer_time",
    "decide_exception",
    "decline_referral",
    "discard_draft",
    "dismiss_message",
    "erase_discarded_drafts",
    "receive_community_message",
    "recommend_exception",
    "record_arrival",
    "record_eligibility",
    "record_handoff",
    "request_exception",
    "request_exception_for_referral",
    "restore_draft",
    "restore_message",
    "save_draft",
    "start_draft",
    "start_step_timer",
    "submit_not_now",
    "submit_referral",
    "submit_social_referral",
    "switch_draft",
    "turn_message_into_referral",
    "withdraw_referral",
]
