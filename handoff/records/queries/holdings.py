"""The one table of what is stored about a person: what a copy shows, what each kind of answer contains, what erasure
leaves.

A guard test walks every model that leads to a person: a field that is missing here fails it (ADR 0013).
"""

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handoff.charges.models import Encounter, SetAsideCharge, SetAsideChargeEvent
from handoff.consent.models import Disclosure, Release, ReleaseEvent, ReleaseRecipient, RenewalVisit
from handoff.core.labels import Label
from handoff.eligibility.models import EligibilityDecision
from handoff.enrollment.models import Enrollment, Intake, IntakeUpdate, QuestionLink, StatusPeriod
from handoff.measures.models import SettledFinding
from handoff.participants.models import (
    ApproachNote,
    ContactPoint,
    LookupKey,
    MergedRow,
    Person,
    PersonKeyUsed,
    PersonMerge,
    PersonName,
    PossibleDuplicate,
    RecordOpening,
    TeamMember,
)
from handoff.records.models import ErasureRequest, LegalPaper, LegalRequest, LegalRequestEvent
from handoff.records.queries.casework import CASEWORK_HOLDINGS, CASEWORK_NOT_IN_A_COPY
from handoff.records.queries.holding import ERASED, Holding
from handoff.records.queries.new_charges import (
    NEW_CHARGE_HOLDINGS,
    NEW_CHARGES_NOT_IN_A_COPY,
    POLICE_SIDE,
)
from handoff.records.queries.safety import SAFETY_HOLDINGS
from handoff.records.queries.staffing import STAFFING_HOLDINGS
from handoff.referrals.models import (
    CommunityMessage,
    ExceptionRequest,
    HandoffRecord,
    PastReferral,
    Referral,
    ReferralDraft,
    ReferralEvent,
    SupervisionQuestion,
)
from handoff.workbooks.models import FormerValue, WorkbookRow

OFFICERS = Q(referrer_kind=Referral.ReferrerKind.OFFICER)
REFERRAL_FIELDS = (
    "number pathway agency state occurred_at answered_at intake_due_on services_wanted reason decline_reason "
    "withdraw_reason demographics entered_name entered_phone"
)
NOTHING_SAID: dict[str, object] = {
    "reason": "",
    "withdraw_reason": "",
    "demographics": {},
    "services_wanted": [],
    "care_reason": "",
    "care_withdraw_reason": "",
    "entered_name": "",
    "entered_phone": "",
}
CARE_WORDS = dict.fromkeys(
    ("care_reason", "care_withdraw_reason"),
    "what the program wrote about a referral stands under its own heading, whoever made the referral",
)
REFERRAL_WORDS = dict.fromkeys(
    ("reason", "withdraw_reason", "demographics", "services_wanted", "entered_name", "entered_phone"),
    "shown with the referral itself",
)


def referrals_held(title: Promise, existence: Label, only: Q) -> Holding:
    return Holding(
        Referral, "person", title, existence, REFERRAL_FIELDS, only, NOTHING_SAID, hidden=CARE_WORDS
    )


ASKED_ABOUT = dict.fromkeys(("name", "date_of_birth"), "shown with the person itself; blank once answered")
BY_LAW = "kept six years as the accounting and its ground (45 CFR 164.528, 164.530(j))"
ABOUT_OTHERS = "names or words of other people (45 CFR 164.524(a)(2)(v))"
CONTACT_FIELDS = "kind value works safe_to_text safe_to_leave_word note added_at"

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        Person,
        "pk",
        _("The person"),
        Label.IDENTITY,
        "first_name middle_name last_name suffix preferred_name date_of_birth approximate_age gender gender_words "
        "race_ethnicity language",
        blank={
            "first_name": ERASED,
            "middle_name": "",
            "last_name": "",
            "suffix": "",
            "preferred_name": "",
            "date_of_birth": None,
            "approximate_age": None,
            "gender": "not_asked",
            "gender_words": "",
            "race_ethnicity": [],
        },
    ),
    Holding(PersonName, "person", _("Other names"), Label.IDENTITY, "first_name last_name", delete=True),
    Holding(
        ContactPoint,
        "person",
        _("Contact information from police"),
        Label.IDENTITY,
        CONTACT_FIELDS,
        only=Q(from_care=False),
        delete=True,
    ),
    Holding(
        ContactPoint,
        "person",
        _("Contact information from the care team"),
        Label.PART2,
        CONTACT_FIELDS,
        only=Q(from_care=True),
        delete=True,
    ),
    Holding(
        ApproachNote, "person", _("Approach and safety notes"), Label.PART2, "text written_at", delete=True
    ),
    referrals_held(_("Referrals by police"), Label.JUSTICE, OFFICERS),
    referrals_held(_("Other referrals"), Label.PART2, ~OFFICERS),
    Holding(
        Referral,
        "person",
        _("What the program wrote about a referral"),
        Label.PART2,
        "number care_reason care_withdraw_reason",
        ~Q(care_reason="", care_withdraw_reason=""),
        NOTHING_SAID,
        hidden=REFERRAL_WORDS,
    ),
    Holding(
        ReferralEvent,
        "referral__person",
        _("Referral history"),
        Label.PART2,
        "what occurred_at",
    ),
    Holding(
        PastReferral,
        "referral__person",
        _("What the program's own workbook said"),
        Label.PART2,
        "source_name officer_name charges note external_number imported_at",
        blank={"charges": "", "note": "", "external_number": ""},
    ),
    Holding(
        QuestionLink,
        "referral__person",
        _("Links sent to ask one question"),
        Label.PART2,
        "made_at ends_at answered_at",
    ),
    Holding(
        HandoffRecord,
        "referral__person",
        _("Handoffs"),
        Label.PART2,
        "kind called_name reached scene called_at answered_at arrived_at partner_met_at taken_over_at "
        "agreement_ended_at occurred_at",
        blank={"scene": ""},
    ),
    Holding(
        CommunityMessage,
        "referral__person",
        _("Web requests"),
        Label.PART2,
        "for_self person_name how_to_reach help_wanted language received_at",
        blank={
            "person_name": ERASED,
            "how_to_reach": "",
            "help_wanted": "",
            "referrer_name": "",
            "referrer_contact": "",
            "address_hash": "",
        },
        hidden={
            "referrer_name": ABOUT_OTHERS,
            "referrer_contact": ABOUT_OTHERS,
            "address_hash": "a digest, never shown",
        },
    ),
    Holding(
        ReferralDraft,
        "referral__person",
        _("Referral drafts"),
        Label.JUSTICE,
        "pathway started_at",
        blank={"answers": {}},
        hidden={"answers": "the referral holds what was sent; a draft is emptied then"},
    ),
    Holding(
        SupervisionQuestion,
        "eligibility__person",
        _("Answers of a supervising officer"),
        Label.JUSTICE,
        "agency how consent_at asked_at answer answered_at answered_by_name",
        only=Q(eligibility__isnull=False),
        blank={"name": "", "date_of_birth": None},
        hidden=ASKED_ABOUT,
    ),
    Holding(
        SupervisionQuestion,
        "referral__person",
        _("Questions to a supervising officer"),
        Label.JUSTICE,
        "agency how consent_at asked_at answer answered_at",
        only=Q(eligibility__isnull=True),
        blank={"name": "", "date_of_birth": None},
        hidden=ASKED_ABOUT,
    ),
    Holding(
        Encounter,
        "person",
        _("Encounters with police"),
        Label.JUSTICE,
        "agency incident_number occurred_at",
        blank={"incident_number": ""},
        kept={"occurred_at": POLICE_SIDE},
    ),
    Holding(
        SetAsideCharge,
        "encounter__person",
        _("Charges set aside"),
        Label.JUSTICE,
        "title statute offense_key drug quantity unit value_dollars state set_aside_at lapses_on",
        kept=dict.fromkeys("title statute offense_key drug quantity unit value_dollars".split(), POLICE_SIDE),
    ),
    Holding(
        SetAsideChargeEvent,
        "charge__encounter__person",
        _("History of charges set aside"),
        Label.JUSTICE,
        "what reason occurred_at",
        blank={"reason": ""},
    ),
    Holding(
        EligibilityDecision,
        "person",
        _("Eligibility checks"),
        Label.JUSTICE,
        "decision decision_reason facts findings decided_at",
        blank={"facts": {}, "findings": [], "decision_reason": ""},
    ),
    Holding(
        ExceptionRequest,
        "referral__person",
        _("Exceptions requested"),
        Label.JUSTICE,
        "recommendation recommended_at outcome decision_reason decided_at",
        blank={"recommendation": "", "decision_reason": ""},
    ),
    *NEW_CHARGE_HOLDINGS,
    Holding(
        IntakeUpdate,
        "intake__person",
        _("Later answers to the intake"),
        Label.PART2,
        "section answers recorded_at",
        blank={"answers": {}},
    ),
    Holding(
        Intake,
        "person",
        _("Intakes"),
        Label.PART2,
        "answers appointment_at appointment_place transport started_at completed_at",
        blank={"answers": {}, "appointment_place": "", "transport": ""},
    ),
    Holding(
        Enrollment,
        "person",
        _("Program participation"),
        Label.PART2,
        "enrolled_on criteria_met",
        blank={"criteria_met": []},
    ),
    Holding(
        StatusPeriod,
        "enrollment__person",
        _("Status history (active and inactive)"),
        Label.PART2,
        "status reason note starts_at ends_at",
        blank={"note": ""},
        kept={"reason": "one of a short list, needed with the dates for the program's figures"},
    ),
    *SAFETY_HOLDINGS,
    *CASEWORK_HOLDINGS,
    *STAFFING_HOLDINGS,
    Holding(
        Release,
        "person",
        _("Releases of information (ROI)"),
        Label.PART2,
        "discloser purposes statement signer_name typed_name starts_at ends_at signed_at revoked_at",
        blank={"signer_name": ERASED, "signature": [], "typed_name": ERASED, "statement": ""},
        hidden={"signature": "a drawing; the ROI itself prints with it"},
    ),
    Holding(
        ReleaseRecipient,
        "release__person",
        _("Who the releases name, and for what"),
        Label.PART2,
        "agency kinds",
    ),
    Holding(
        RenewalVisit,
        "person",
        _("Visits scheduled to renew a release"),
        Label.PART2,
        "planned_on state closed_at",
    ),
    Holding(
        RecordOpening,
        "person",
        _("Times someone outside their team opened the record"),
        Label.PART2,
        "reason opened_at",
        blank={"note": ERASED},
        hidden={"note": ABOUT_OTHERS},
    ),
    Holding(
        Disclosure,
        "person",
        _("What was shared, and who got it"),
        Label.PART2,
        "agency recipient_name kinds what purpose disclosed_at",
    ),
    Holding(
        LegalRequest,
        "person",
        _("Legal requests"),
        Label.JUSTICE,
        only=Q(pk__in=[]),
        blank={"scope_asked": ERASED, "notes": "", "answer_reason": ""},
        hidden=dict.fromkeys(
            ("scope_asked", "notes", "answer_reason"),
            "made for a legal proceeding (45 CFR 164.524(a)(1)(ii))",
        ),
    ),
    Holding(
        ErasureRequest,
        "person",
        _("Erasure"),
        Label.PART2,
        "reason words requested_at done_at",
        blank={"words": ""},
    ),
)

NOT_IN_A_COPY: dict[type[models.Model], str] = {
    SettledFinding: "which detail was checked and stays as it is, as a code of the program's own list",
    FormerValue: "sealed, for the undo of an import; deleted by an erasure",
    WorkbookRow: "digests that recognize a row of the program's workbook, no fact about anyone",
    LookupKey: "digests to find a person by; deleted with the names they are made of",
    PersonKeyUsed: "the key of a form, holds nothing about anyone",
    PersonMerge: "says that two records are one; their contents are in the copy",
    MergedRow: "which rows a merge moved, no fact about anyone",
    PossibleDuplicate: "a question to staff about two records, no fact about anyone",
    ReleaseEvent: "dates that the ROI itself shows",
    **NEW_CHARGES_NOT_IN_A_COPY,
    **CASEWORK_NOT_IN_A_COPY,
    TeamMember: "who of the staff works with them, no fact about them",
    LegalPaper: "made for a legal proceeding (45 CFR 164.524(a)(1)(ii))",
    LegalRequestEvent: "made for a legal proceeding (45 CFR 164.524(a)(1)(ii))",
}
"""Models that lead to a person and hold no fact of theirs to show, and why."""

PLAIN_KEPT = BY_LAW
