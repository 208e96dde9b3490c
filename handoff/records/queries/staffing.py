"""What staffing meetings hold about a person: the part of the one table of holdings that staffing fills (ADR 0013)."""

from django.utils.translation import gettext_lazy as _

from handoff.core.labels import Label
from handoff.records.queries.holding import Holding
from handoff.staffing.models import (
    AgendaChange,
    Discussion,
    GoodNews,
    MeetingAction,
    ParticipationSummary,
    PartnerFact,
    SharedWords,
)

SHORT_LIST = "one of a short list, needed with the dates for the program's figures"

STAFFING_HOLDINGS = (
    Holding(
        AgendaChange,
        "person",
        _("Changes of a meeting's agenda by hand"),
        Label.PART2,
        "is_on why changed_at",
    ),
    Holding(
        Discussion,
        "person",
        _("What was discussed at staffing meetings"),
        Label.PART2,
        "said plan status reason died_on saved_at",
        blank={"said": "", "plan": "", "died_on": None},
        kept={"reason": SHORT_LIST},
    ),
    Holding(
        GoodNews,
        "person",
        _("Good news told to whoever referred"),
        Label.PART2,
        "words agreed_on sent_at taken_back_at thanks thanked_at",
        blank={"words": "—"},
        kept={"thanks": SHORT_LIST},
    ),
    Holding(
        MeetingAction,
        "person",
        _("Actions from staffing meetings"),
        Label.PART2,
        "words due_on added_at end ended_at",
        blank={"words": ""},
    ),
    Holding(
        PartnerFact,
        "person",
        _("Facts that partner organizations added"),
        Label.PART2,
        "kind on added_at",
        kept={"kind": SHORT_LIST},
    ),
    Holding(
        ParticipationSummary,
        "person",
        _("Summaries for a case"),
        Label.PART2,
        "words written_at",
        blank={"words": "—"},
    ),
    Holding(
        SharedWords,
        "person",
        _("What they agreed may be said at staffing meetings"),
        Label.PART2,
        "words needs agreed_on",
        blank={"words": "", "needs": []},
    ),
)
