"""A completed intake enrolls the person; the referring agency learns of it only under a live ROI."""

from datetime import timedelta

import pytest
from django.urls import reverse

from handoff.accounts.models import User
from handoff.audit.models import AuditEvent
from handoff.charges.models import SetAsideCharge
from handoff.consent.models import Disclosure
from handoff.core.refusals import Refused
from handoff.enrollment import services
from handoff.enrollment.models import Enrollment, StatusPeriod
from handoff.notifications.models import Notice
from handoff.notifications.services import build_message
from handoff.programs.models import Agency
from handoff.referrals.models import PastReferral, Pathway, Referral, ReferralEvent
from handoff.testing.enrollment import make_exception_request, make_intake, make_referral, make_release
from handoff.testing.programs import AT, make_actor, make_agency, make_person, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def worker(program):
    return make_actor(program, "case_manager")


def fail(*args, **kwargs):
    raise RuntimeError("the last write did not work")


def complete_intake(worker, referral, at=AT):
    return services.complete_intake(actor=worker, intake=make_intake(referral, worker), at=at)


def disclosures_made():
    return ReferralEvent.objects.filter(what="responsibility_ended").exists()


def charge_state():
    return SetAsideCharge.objects.get().state


def test_a_completed_intake_enrolls_the_person_with_date_and_criteria(program, worker):
    referral = make_referral(program)
    enrollment = complete_intake(worker, referral)
    assert enrollment.person == referral.person
    assert str(enrollment.enrolled_on) == "2026-03-02"
    assert (enrollment.criteria_met, enrollment.criteria_number) == (["amount"], 1)
    assert enrollment.primary_worker_id == worker.user_id
    assert enrollment.status_periods.get().status == "active"
    enrollment.intake.refresh_from_db()
    assert enrollment.intake.completed_at == AT and enrollment.intake.completed_by_id == worker.user_id
    assert {"enrollment.opened", "intake.completed"} <= set(
        AuditEvent.objects.values_list("action", flat=True)
    )


def test_the_enrollment_date_is_a_day_in_the_programs_time_zone(program, worker):
    late_evening = AT.replace(day=3, hour=3)
    assert str(complete_intake(worker, make_referral(program), at=late_evening).enrolled_on) == "2026-03-02"


def test_under_a_live_roi_the_hold_ends_and_the_officer_is_notified(program, worker):
    referral = make_referral(program)
    make_release(referral.person, referral.agency)
    complete_intake(worker, referral)
    assert charge_state() == "diverted"
    assert disclosures_made()
    disclosure = Disclosure.objects.get()
    assert (disclosure.agency, disclosure.what, disclosure.kinds) == (
        referral.agency,
        "intake completed",
        ["participation"],
    )
    assert disclosure.to_user_id == referral.referrer_user_id


def test_the_officers_notice_names_no_one(program, worker):
    referral = make_referral(program)
    make_release(referral.person, referral.agency)
    complete_intake(worker, referral)
    notice = Notice.objects.get(kind="intake_done")
    assert notice.recipient_user_id == referral.referrer_user_id
    # W10: the link leads to this referral, not to a list of thirty.
    assert notice.path == reverse("referrals:sent", args=[program.slug, referral.public_id])
    message = build_message(notice)
    for word in ("Jordan", "Rivers", "intake", "Possession"):
        assert word not in f"{message.subject} {message.body}"


def test_an_officer_who_left_gets_no_notice_and_the_responsibility_still_ends(program, worker):
    referral = make_referral(program)
    make_release(referral.person, referral.agency)
    User.objects.filter(pk=referral.referrer_user_id).update(is_active=False)
    complete_intake(worker, referral)
    assert charge_state() == "diverted" and not Notice.objects.filter(kind="intake_done").exists()


def test_without_an_roi_the_hold_stays_and_no_one_is_notified(program, worker):
    complete_intake(worker, make_referral(program))
    assert Enrollment.objects.count() == 1
    assert charge_state() == "held"
    assert not disclosures_made() and not Disclosure.objects.exists() and not Notice.objects.exists()


@pytest.mark.parametrize(
    "release",
    [
        {"ends_at": AT},
        {"revoked_at": AT - timedelta(minutes=1)},
        {"kinds": ("contact", "needs")},
    ],
    ids=["ended this instant", "revoked", "about something else"],
)
def test_an_roi_that_does_not_cover_participation_notifies_no_one(program, worker, release):
    referral = make_referral(program)
    make_release(referral.person, referral.agency, **release)
    complete_intake(worker, referral)
    assert charge_state() == "held" and not disclosures_made() and not Disclosure.objects.exists()


def test_an_roi_for_another_agency_notifies_no_one(program, worker):
    referral = make_referral(program)
    make_release(referral.person, make_agency(program, Agency.Kind.TREATMENT))
    complete_intake(worker, referral)
    assert charge_state() == "held" and not disclosures_made()


def test_an_roi_signed_later_lets_the_team_notify_the_agency(program, worker):
    referral = make_referral(program)
    complete_intake(worker, referral)
    with pytest.raises(Refused, match="o active release"):
        services.report_intake(actor=worker, referral=referral, at=AT)
    later = AT + timedelta(days=2)
    make_release(referral.person, referral.agency, at=later)
    services.report_intake(actor=worker, referral=referral, at=later)
    assert charge_state() == "diverted" and disclosures_made() and Disclosure.objects.count() == 1


def test_an_roi_revoked_after_the_report_changes_nothing(program, worker):
    referral = make_referral(program)
    release = make_release(referral.person, referral.agency)
    complete_intake(worker, referral)
    release.revoked_at = AT + timedelta(days=1)
    release.save()
    assert charge_state() == "diverted" and disclosures_made()


def test_the_agency_is_notified_once(program, worker):
    referral = make_referral(program)
    make_release(referral.person, referral.agency)
    complete_intake(worker, referral)
    with pytest.raises(Refused, match="already knows"):
        services.report_intake(actor=worker, referral=referral, at=AT)
    assert Disclosure.objects.count() == 1


def test_no_one_is_notified_before_the_intake_is_complete(program, worker):
    referral = make_referral(program)
    make_release(referral.person, referral.agency)
    make_intake(referral, worker)
    with pytest.raises(Refused, match="isn't complete"):
        services.report_intake(actor=worker, referral=referral, at=AT)


def test_no_one_is_notified_if_no_agency_referred(program, worker):
    referral = make_referral(program, pathway=Pathway.COMMUNITY)
    Referral.objects.update(agency=None)
    referral.refresh_from_db()
    complete_intake(worker, referral)
    with pytest.raises(Refused, match="no one to notify"):
        services.report_intake(actor=worker, referral=referral, at=AT)


def test_law_enforcement_cannot_report_an_intake(program, worker):
    referral = make_referral(program)
    complete_intake(worker, referral)
    make_release(referral.person, referral.agency)
    with pytest.raises(Refused, match="care team"):
        services.report_intake(actor=make_actor(program, "officer"), referral=referral, at=AT)


def test_a_social_referral_is_reported_through_the_roi_and_has_no_charge(program, worker):
    referral = make_referral(program, pathway=Pathway.OFFICER_SOCIAL, decision="social")
    make_release(referral.person, referral.agency)
    complete_intake(worker, referral)
    assert disclosures_made() and Disclosure.objects.count() == 1


@pytest.mark.parametrize("chosen", ["referred_to_da", "dropped"])
def test_an_intake_after_the_officers_decision_enrolls_but_changes_no_charge(program, worker, chosen):
    referral = make_referral(program)
    make_release(referral.person, referral.agency)
    SetAsideCharge.objects.update(state=chosen)
    complete_intake(worker, referral, at=AT + timedelta(days=30))
    assert Enrollment.objects.count() == 1
    assert charge_state() == chosen and disclosures_made()


def test_an_intake_after_the_window_still_diverts_held_charges(program, worker):
    referral = make_referral(program)
    make_release(referral.person, referral.agency)
    complete_intake(worker, referral, at=AT + timedelta(days=40))
    assert charge_state() == "diverted"


def test_open_sections_prevent_completion(program, worker):
    intake = make_intake(make_referral(program), worker, ready=False)
    with pytest.raises(Refused, match="Finish or skip every section"):
        services.complete_intake(actor=worker, intake=intake, at=AT)


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [(None, "hasn't checked eligibility"), ("no_offer", "not to offer"), ("ask_exception", "DA")],
)
def test_a_person_who_is_not_eligible_is_not_enrolled(program, worker, decision, sentence):
    intake = make_intake(make_referral(program, decision=decision), worker)
    with pytest.raises(Refused, match=sentence):
        services.complete_intake(actor=worker, intake=intake, at=AT)
    assert not Enrollment.objects.exists()


def test_someone_whose_yes_came_from_the_programs_own_workbook_is_enrolled(program, worker):
    """It was checked before Handoff, and no check is made up (ADR 0066)."""
    referral = make_referral(program, decision=None)
    PastReferral.objects.create(referral=referral, source_name="Our workbook", imported_at=AT)
    services.complete_intake(actor=worker, intake=make_intake(referral, worker), at=AT)
    assert Enrollment.objects.get().person == referral.person


@pytest.mark.parametrize(
    ("outcome", "enrolled"), [("approved", True), ("waiting", False), ("not_approved", False)]
)
def test_an_exception_enrolls_only_with_the_das_approval(program, worker, outcome, enrolled):
    referral = make_referral(program, decision="ask_exception")
    make_exception_request(referral, outcome)
    intake = make_intake(referral, worker)
    if enrolled:
        services.complete_intake(actor=worker, intake=intake, at=AT)
    else:
        with pytest.raises(Refused):
            services.complete_intake(actor=worker, intake=intake, at=AT)
    assert Enrollment.objects.exists() is enrolled


def test_an_intake_is_completed_once(program, worker):
    intake = make_intake(make_referral(program), worker)
    services.complete_intake(actor=worker, intake=intake, at=AT)
    with pytest.raises(Refused, match="complete"):
        services.complete_intake(actor=worker, intake=intake, at=AT)
    assert Enrollment.objects.count() == StatusPeriod.objects.count() == 1


@pytest.mark.parametrize(
    "last", ["handoff.enrollment.services.queue_notice", "handoff.enrollment.services.add_referral_event"]
)
def test_nothing_is_saved_when_the_last_write_fails(program, worker, monkeypatch, last):
    referral = make_referral(program)
    make_release(referral.person, referral.agency)
    intake = make_intake(referral, worker)
    monkeypatch.setattr(last, fail)
    with pytest.raises(RuntimeError):
        services.complete_intake(actor=worker, intake=intake, at=AT)
    intake.refresh_from_db()
    assert intake.completed_at is None
    assert not Enrollment.objects.exists() and not Disclosure.objects.exists() and not disclosures_made()
    assert charge_state() == "held"
    assert not AuditEvent.objects.filter(action="intake.completed").exists()


def test_an_inactive_participant_referred_again_becomes_active(program, worker):
    person = make_person(program)
    first = complete_intake(worker, make_referral(program, person))
    services.make_inactive(
        actor=worker, enrollment=first, reason="moved", note="", at=AT + timedelta(days=10)
    )
    again = AT + timedelta(days=100)
    second = complete_intake(worker, make_referral(program, person, at=again), at=again)
    assert second == first and Enrollment.objects.count() == 1
    assert list(first.status_periods.order_by("starts_at", "pk").values_list("status", flat=True)) == [
        "active",
        "inactive",
        "active",
    ]
    assert str(first.enrolled_on) == "2026-03-02"
    assert AuditEvent.objects.filter(action="enrollment.active").count() == 1


def test_an_active_participant_referred_again_stays_active(program, worker):
    person = make_person(program)
    complete_intake(worker, make_referral(program, person))
    complete_intake(
        worker, make_referral(program, person, at=AT + timedelta(days=1)), at=AT + timedelta(days=1)
    )
    assert StatusPeriod.objects.count() == 1
