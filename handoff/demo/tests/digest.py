"""A fingerprint of everything in the training site that a seed decides: names, dates, states, figures."""

import hashlib

from handoff.accounts.models import User
from handoff.casework.models import (
    AgreedPlanEvent,
    AppointmentEvent,
    CaseNoteVersion,
    ContactAttempt,
    ContactPlan,
    CourtCase,
    CourtOrder,
    DatedFactVersion,
    FundEntry,
    GoalStepVersion,
    GoalVersion,
    HelpGiven,
    Milestone,
    Need,
    PhoneStep,
    ServiceReferralEvent,
    ShiftLine,
    SupplyItem,
    WorkerProfile,
    WorkerWish,
)
from handoff.charges.models import NewCharge, SetAsideCharge
from handoff.consent.models import Release
from handoff.enrollment.models import StatusPeriod
from handoff.participants.models import ContactPoint, Person
from handoff.referrals.models import CommunityMessage, Referral

COLUMNS = (
    (Person, "program__slug first_name last_name date_of_birth gender race_ethnicity language added_at"),
    (ContactPoint, "kind value added_at"),
    (
        Referral,
        "program__slug number pathway state occurred_at submitted_at intake_due_on services_wanted officer_seconds",
    ),
    (SetAsideCharge, "title drug quantity value_dollars state set_aside_at lapses_on"),
    (Release, "signer_name days starts_at ends_at revoked_at language signature"),
    (StatusPeriod, "status reason starts_at ends_at"),
    (ContactAttempt, "how result note occurred_at"),
    (HelpGiven, "kind cost_cents note occurred_at"),
    (FundEntry, "kind amount_cents occurred_on words reason"),
    (CourtCase, "number court when on time room"),
    (CourtOrder, "kind words starts_on ends_on"),
    (PhoneStep, "what note occurred_on"),
    (ShiftLine, "words written_at"),
    (SupplyItem, "kind name name_es cost_cents"),
    (GoalVersion, "number what words written_at"),
    (GoalStepVersion, "number what words owner due_on"),
    (CaseNoteVersion, "number kind label text health_text counseling_text occurred_at"),
    (Need, "kind words opened_on"),
    (ServiceReferralEvent, "referral__provider state occurred_on appointment_on barrier"),
    (ContactPlan, "intensity every_days while_inactive set_at"),
    (AppointmentEvent, "what starts_at place next_step recorded_at"),
    (AgreedPlanEvent, "plan__agreed_on plan__language what occurred_on review_on"),
    (DatedFactVersion, "number what kind code health_code since until source"),
    (WorkerProfile, "languages gender neighborhoods experiences"),
    (WorkerWish, "another_worker gender experiences words"),
    (Milestone, "kind reached_on"),
    (NewCharge, "title how occurred_on"),
    (CommunityMessage, "person_name how_to_reach received_at"),
    (User, "username full_name phone badge_number"),
)


def digest() -> str:
    """Return the SHA-256 of these columns in the order of the rows; random ids and what hangs on them are left out."""
    found = hashlib.sha256()
    for model, names in COLUMNS:
        for row in model._default_manager.order_by("pk").values_list(*names.split()).iterator():
            found.update(repr(row).encode())
    return found.hexdigest()
