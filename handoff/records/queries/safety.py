"""What is held about overdoses, reversals and the death of a person: the part that enrollment fills (M13, ADR 0013)."""

from django.utils.translation import gettext_lazy as _

from handoff.core.labels import Label
from handoff.enrollment.models import LookBack, SafetyAction, SafetyEvent, SafetyReview
from handoff.records.queries.holding import ERASED, Holding

SHORT_LIST = "one of a short list, needed with the date for the program's figures"

SAFETY_HOLDINGS = [
    Holding(
        LookBack,
        "person",
        _("What happened before and after the referral"),
        Label.HEALTH,
        "kind first_on last_on days source recorded_at removed_at",
        blank={"days": [], "source": ERASED},
        kept={"kind": SHORT_LIST},
        participation=True,
    ),
    Holding(
        SafetyReview,
        "event__person",
        _("What the team learned from an overdose or a death"),
        Label.HEALTH,
        "helped learned held_on",
        blank={"helped": "", "learned": ERASED},
        participation=True,
    ),
    Holding(
        SafetyAction,
        "event__person",
        _("What the team did after an overdose or a death"),
        Label.HEALTH,
        "words due_on done_at",
        blank={"words": ERASED},
        participation=True,
    ),
    Holding(
        SafetyEvent,
        "person",
        _("Overdoses, reversals, and death"),
        Label.HEALTH,
        "kind happened_on is_about naloxone cause source is_confirmed words recorded_at removed_at",
        blank={"words": ""},
        kept=dict.fromkeys(("kind", "naloxone", "cause", "source", "is_confirmed"), SHORT_LIST),
        participation=True,
    ),
]
