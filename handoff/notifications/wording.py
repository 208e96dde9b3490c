"""What each kind of notice says: that there is something to see, and where. No name, no charge, nothing else (H4)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SUBJECTS: dict[str, Promise] = {
    "new_referral": _("Handoff: a new referral is waiting"),
    "exception_waiting": _("Handoff: an exception is waiting for your decision"),
    "exception_decided": _("Handoff: an exception was decided"),
    "intake_due_soon": _("Handoff: an intake window closes soon"),
    "window_passed": _("Handoff: an intake window has passed"),
    "intake_done": _("Handoff: one of your referrals has moved on"),
    "new_charge": _("Handoff: a new charge needs the team"),
    "charge_decided": _("Handoff: a charge was decided"),
    "community_referral": _("Handoff: a message came through the public page"),
    "eligibility_to_check": _("Handoff: a referral is waiting for an eligibility check"),
    "criteria_to_approve": _("Handoff: new eligibility criteria are waiting for your approval"),
    "access_review": _("Handoff: last week's access is ready to review"),
    "clock_behind": _("Handoff: the server's clock is wrong"),
    "account_locked": _("Handoff: an account is locked"),
    "criteria_in_force": _("Handoff: new eligibility criteria are in force"),
}
"""Each kind of notice, and the only words beside the link."""

BODY = _(
    "%(subject)s.\n\nSign in to see it:\n%(link)s\n\n"
    "This message holds no information about anybody. Do not reply to it.\n"
)
TEXT = _("%(subject)s. Sign in: %(link)s")
