"""What casework holds about a person: the part of the one table of holdings that its app fills (ADR 0013)."""

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handoff.casework.models import (
    AgreedPlan,
    AgreedPlanEvent,
    AgreedPlanGoal,
    AgreedPlanStep,
    Appointment,
    AppointmentEvent,
    CaseNote,
    CaseNoteVersion,
    ContactAttempt,
    ContactCorrection,
    ContactPlan,
    CourtCase,
    CourtCaseEvent,
    CourtOrder,
    CourtTextWish,
    DatedFact,
    DatedFactVersion,
    FundEntry,
    Goal,
    GoalStep,
    GoalStepVersion,
    GoalVersion,
    HandoverItem,
    HelpCorrection,
    HelpGiven,
    LetterLink,
    Milestone,
    Need,
    NeedEvent,
    PhoneStep,
    ProviderAnswer,
    ServiceReferral,
    ServiceReferralEvent,
    WorkerChange,
    WorkerWish,
)
from handoff.casework.models.notes import TEXT_FIELDS, NoteLabel
from handoff.core.labels import Label
from handoff.records.queries.holding import ERASED, Holding

SHORT_LIST = "one of a short list, needed with the dates for the program's figures"


def notes_held(label: NoteLabel, title: Promise, existence: Label) -> Holding:
    """The versions of case notes that were written under one label: that there are any is private as well."""
    words = TEXT_FIELDS[label]
    return Holding(
        CaseNoteVersion,
        "note__person",
        title,
        existence,
        f"kind label {words} occurred_at written_at",
        only=Q(label=label),
        blank={"text": "", "health_text": "", "counseling_text": ""},
        hidden=dict.fromkeys(sorted({*TEXT_FIELDS.values()} - {words}), "blank under this label"),
        participation=True,
    )


NOTE_HOLDINGS: dict[NoteLabel, Holding] = {
    NoteLabel.GENERAL: notes_held(NoteLabel.GENERAL, _("Case notes"), Label.PART2),
    NoteLabel.PART2: notes_held(NoteLabel.PART2, _("Case notes about substance use services"), Label.PART2),
    NoteLabel.HEALTH: notes_held(NoteLabel.HEALTH, _("Case notes about health"), Label.HEALTH),
    NoteLabel.COUNSELING: notes_held(
        NoteLabel.COUNSELING, _("Notes on counseling sessions"), Label.COUNSELING
    ),
}
"""Apart by label: who makes a copy may read some of them, and an order that doesn't name counseling doesn't even tell
that there were sessions (42 CFR 2.63)."""

NO_WORDS: dict[str, object] = {"words": "", "health_words": ""}
FACT_FIELDS = "since since_about until source written_at what"
HEALTH_FACTS = Holding(
    DatedFactVersion,
    "fact__person",
    _("Treatment and health over time"),
    Label.HEALTH,
    f"kind health_code health_words {FACT_FIELDS}",
    only=~Q(health_code=""),
    blank=NO_WORDS,
    hidden=dict.fromkeys(("code", "words"), "blank where a fact is about health"),
    kept=dict.fromkeys(("kind", "code", "health_code"), SHORT_LIST),
    participation=True,
)
"""Apart, because who makes a copy may be one of those who don't read them (ADR 0052)."""

CASEWORK_HOLDINGS: tuple[Holding, ...] = (
    Holding(
        ContactAttempt,
        "person",
        _("Contacts"),
        Label.PART2,
        "how result note occurred_at",
        blank={"note": ""},
    ),
    Holding(
        HelpGiven,
        "person",
        _("Help given"),
        Label.PART2,
        "kind item quantity note occurred_at",
        blank={"note": ""},
        kept=dict.fromkeys(("kind", "item"), "one of a short list, needed for the program's accounts"),
    ),
    Holding(
        PhoneStep,
        "person",
        _("Free phone"),
        Label.PART2,
        "what note occurred_on",
        only=Q(withdrawn_at__isnull=True),
        blank={"note": ""},
    ),
    Holding(
        PhoneStep,
        "person",
        _("Entries about a free phone made by mistake"),
        Label.PART2,
        "what note occurred_on",
        only=Q(withdrawn_at__isnull=False),
        blank={"note": ""},
    ),
    Holding(
        GoalVersion,
        "goal__person",
        _("Goals"),
        Label.PART2,
        "what words written_at",
        blank={"words": ERASED},
    ),
    Holding(
        GoalStepVersion,
        "step__goal__person",
        _("Next steps"),
        Label.PART2,
        "what words owner due_on written_at",
        blank={"words": ERASED},
    ),
    *NOTE_HOLDINGS.values(),
    Holding(
        Need,
        "person",
        _("Needs"),
        Label.PART2,
        "kind words opened_on",
        blank={"words": ""},
        kept={"kind": SHORT_LIST},
    ),
    Holding(NeedEvent, "need__person", _("What became of needs"), Label.PART2, "what occurred_on"),
    Holding(
        ServiceReferral,
        "need__person",
        _("Referrals to services"),
        Label.PART2,
        "service provider added_at",
        blank={"service": None, "provider": ERASED},
    ),
    Holding(
        ServiceReferralEvent,
        "referral__need__person",
        _("What became of referrals to services"),
        Label.PART2,
        "state occurred_on appointment_on barrier outcome",
        blank={"outcome": ""},
        kept=dict.fromkeys(("state", "barrier"), SHORT_LIST),
    ),
    Holding(
        ProviderAnswer,
        "referral__need__person",
        _("What providers answered"),
        Label.PART2,
        "what occurred_on until reason starts_at place words recorded_at",
        blank={"place": "", "words": ""},
        kept=dict.fromkeys(("what", "reason"), SHORT_LIST),
    ),
    Holding(
        DatedFactVersion,
        "fact__person",
        _("How things stood over time"),
        Label.PART2,
        f"kind code words {FACT_FIELDS}",
        only=~Q(code=""),
        blank=NO_WORDS,
        hidden=dict.fromkeys(("health_code", "health_words"), "blank where a fact isn't about health"),
        kept=dict.fromkeys(("kind", "code", "health_code"), SHORT_LIST),
    ),
    HEALTH_FACTS,
    Holding(
        WorkerWish,
        "person",
        _("Wishes for a worker"),
        Label.PART2,
        "another_worker gender experiences words recorded_at",
        blank={"gender": "", "experiences": [], "words": ""},
    ),
    Holding(
        AgreedPlan,
        "person",
        _("Plans agreed on"),
        Label.PART2,
        "agreed_on review_on language words",
        blank={"words": ""},
    ),
    Holding(
        AgreedPlanEvent,
        "plan__person",
        _("What happened with plans"),
        Label.PART2,
        "what occurred_on review_on",
    ),
    Holding(
        LetterLink,
        "referral__need__person",
        _("Links to letters about referrals to services"),
        Label.PART2,
        "made_at ends_at opened_at",
    ),
    Holding(
        HandoverItem,
        "person",
        _("Handed over to another worker"),
        Label.PART2,
        "introduce_on introduced_on must_know changed_at",
        blank={"must_know": ""},
    ),
    Holding(
        ContactPlan,
        "person",
        _("How often to be in touch"),
        Label.PART2,
        "intensity every_days while_inactive set_at",
        kept={"intensity": SHORT_LIST},
    ),
    Holding(
        Appointment,
        "person",
        _("Appointments"),
        Label.PART2,
        "kind starts_at place service provider ride_arranged state",
        blank={"place": "", "service": None, "provider": ERASED},
        kept={"kind": SHORT_LIST},
    ),
    Holding(
        AppointmentEvent,
        "appointment__person",
        _("What became of appointments"),
        Label.PART2,
        "what starts_at place next_step recorded_at",
        blank={"place": "", "next_step": ""},
    ),
    Holding(
        CourtCase,
        "person",
        _("Court cases"),
        Label.PART2,
        "number court room when on time closed_at",
        blank={"number": "", "room": ""},
        kept={"court": SHORT_LIST, "when": SHORT_LIST},
    ),
    Holding(
        CourtCaseEvent,
        "case__person",
        _("What became of court dates"),
        Label.PART2,
        "what court room when on time recorded_at",
        blank={"room": ""},
        kept={"court": SHORT_LIST, "when": SHORT_LIST},
    ),
    Holding(
        CourtOrder,
        "person",
        _("Warrants and stay-away orders"),
        Label.PART2,
        "kind number words starts_on ends_on ended_on how_ended",
        blank={"number": "", "words": "", "how_ended": ""},
        kept={"kind": SHORT_LIST},
    ),
    Holding(
        CourtTextWish,
        "person",
        _("What texts about court may say"),
        Label.PART2,
        "says recorded_at",
        kept={"says": SHORT_LIST},
    ),
    Holding(
        Milestone,
        "person",
        _("Milestones"),
        Label.PART2,
        "kind words reached_on",
        only=Q(withdrawn_at__isnull=True),
        blank={"words": ""},
        kept={"kind": SHORT_LIST},
    ),
    Holding(
        Milestone,
        "person",
        _("Milestones recorded by mistake"),
        Label.PART2,
        "kind words reached_on",
        only=Q(withdrawn_at__isnull=False),
        blank={"words": ""},
        kept={"kind": SHORT_LIST},
    ),
)

CASEWORK_NOT_IN_A_COPY: dict[type[models.Model], str] = {
    CaseNote: "who wrote a note and its newest label; the versions hold the note",
    ContactCorrection: "says that a contact was logged by mistake",
    AgreedPlanGoal: "which goals stood on a plan; the goals hold their words",
    AgreedPlanStep: "which steps stood on a plan; the steps hold their words",
    DatedFact: "whose facts they are; the versions hold them",
    FundEntry: "what a fund paid: the program's accounts; the help itself is in the copy",
    HelpCorrection: "says that help was recorded by mistake",
    Goal: "the order of the goals; the versions hold their words",
    WorkerChange: "who worked with them and when; it says nothing about the person",
    GoalStep: "which goal a step is for; the versions hold its words",
}
