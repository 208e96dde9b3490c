"""The text of each kind of notice: that there is something to see, and where. No name, no charge (H4)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SUBJECTS: dict[str, Promise] = {
    "new_referral": _("Handoff: a new referral is waiting"),
    "participant_referred": _("Handoff: news for you about a referral"),
    "partner_hands_over": _("Handoff: a 24-hour partner has a handoff for you to take over"),
    "provider_answered": _("Handoff: a provider answered about a referral to its service"),
    "service_asked": _("Handoff: someone was referred to your services"),
    "exception_waiting": _("Handoff: an exception needs your decision"),
    "exception_decided": _("Handoff: an exception was decided"),
    "supervision_asked": _("Handoff: a question about someone under supervision"),
    "supervision_answered": _("Handoff: a supervising officer answered"),
    "intake_due_soon": _("Handoff: intake deadline coming up"),
    "window_passed": _("Handoff: intake deadline passed"),
    "intake_done": _("Handoff: update on one of your referrals"),
    "new_charge": _("Handoff: a new charge needs your input"),
    "good_news": _("Handoff: good news about one of your referrals"),
    "thanks_for_news": _("Handoff: an answer to good news you sent"),
    "summary_signed": _("Handoff: a summary of participation for your office"),
    "charge_sent": _("Handoff: an officer sent a charge to your list"),
    "charge_to_compare": _("Handoff: a reported charge needs your review"),
    "charge_amended": _("Handoff: a new charge was amended"),
    "charge_entered_in_error": _("Handoff: a charge was entered in error"),
    "charge_decided": _("Handoff: the DA made a decision"),
    "community_referral": _("Handoff: new web request"),
    "eligibility_to_check": _("Handoff: a referral needs an eligibility check"),
    "criteria_to_approve": _("Handoff: new eligibility criteria need your approval"),
    "criteria_changes_asked": _("Handoff: a partner asks for changes to the eligibility criteria"),
    "takeover_planned": _("Handoff: you'll take over from someone who leaves"),
    "access_review": _("Handoff: last week's access is ready to review"),
    "clock_behind": _("Handoff: the server's clock is wrong"),
    "account_reset": _("Handoff: sign-in for an account was reset"),
    "role_granted": _("Handoff: a role that opens records was assigned"),
    "account_locked": _("Handoff: an account is locked"),
    "account_released": _("Handoff: a locked account was released on the server"),
    "second_step_reset": _("Handoff: an account's two-step verification was reset on the server"),
    "criteria_in_force": _("Handoff: new eligibility criteria are active"),
}
"""The subject of each kind of notice, which is also its only text beside the link."""

TO_DO: dict[str, Promise] = {
    "new_referral": _("Open the outreach list and try to reach the person."),
    "participant_referred": _(
        "One of your participants was referred again. Open the referral to see what to do."
    ),
    "intake_due_soon": _(
        "At least one intake is due soon. Open the list, finish the intake, or extend the deadline."
    ),
    "intake_done": _("You don't need to do anything."),
    "window_passed": _("An intake deadline has passed. Open your referrals and decide about the charge."),
}
"""What to do about a notice, for the kinds whose subject doesn't say it. Names no one."""

BODY = _(
    "%(subject)s.\n\n%(to_do)sSign in to see it:\n%(link)s\n\nFor privacy, this email has no personal "
    "information. Please don't reply.\n"
)
TEXT = _("%(subject)s. Sign in: %(link)s")
