"""The county holds what a training site must, and every rule of the services holds in it."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import Count, Q

from handoff.access.roles import RoleName
from handoff.accounts.models import AgreementSignature, Membership, User
from handoff.accounts.queries import demo_logins
from handoff.audit.models import AuditEvent
from handoff.audit.queries import verify_chain
from handoff.casework.models import (
    CaseNoteVersion,
    ContactAttempt,
    GoalStepVersion,
    GoalVersion,
    ServiceReferralEvent,
)
from handoff.casework.queries import outreach_list
from handoff.charges.models import SetAsideCharge
from handoff.consent.models import Disclosure, Release, RenewalVisit
from handoff.consent.queries import roi_state
from handoff.demo.tests.conftest import TODAY
from handoff.directory.models import Service
from handoff.directory.queries import services_to_check
from handoff.eligibility.queries import current_criteria, waiting_version
from handoff.enrollment.models import Enrollment, Intake, StatusPeriod
from handoff.notifications.models import Notice
from handoff.participants.models import ContactPoint, LookupKey, Person
from handoff.programs.queries import handoff_options, policy_versions
from handoff.records.models import Breach, ErasureRequest, LegalRequest
from handoff.referrals.forms.wizard import ReferralWizard
from handoff.referrals.models import CommunityMessage, ExceptionRequest, Referral, ReferralDraft
from handoff.staffing.models import GoodNews, ParticipationSummary, PartnerFact
from handoff.staffing.queries import undecided_charges

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def alder(county):
    return county[0]


def test_every_role_can_sign_in(alder):
    assert {each.role for each in demo_logins()} == set(RoleName)
    assert User.objects.get(username="officer").check_password("a long training password")


def test_forty_officers_in_three_agencies(alder):
    officers = Membership.objects.filter(program=alder.program, role="officer")
    assert officers.count() == 40
    assert officers.values("agency").distinct().count() == 3
    assert all(each.sworn_officers for each in alder.program.agencies.filter(kind="law_enforcement"))


def test_everyone_but_the_new_officer_has_signed_the_current_agreement(alder):
    second = alder.program.confidentiality_agreements.get(number=2)
    signed = AgreementSignature.objects.filter(agreement=second).values_list("user__username", flat=True)
    members = Membership.objects.filter(program=alder.program).values_list("user__username", flat=True)
    assert set(members) - set(signed) == {"new.officer"}


def test_every_kind_of_referral_is_there(alder):
    states = Counter(Referral.objects.filter(program=alder.program).values_list("pathway", "state"))
    for pathway in ("arrest_diversion", "officer_social", "community"):
        assert states[pathway, "exception_requested"]
        assert states[pathway, "declined"]
        assert states[pathway, "ineligible"]
        assert states[pathway, "withdrawn"]
    assert states["officer_social", "submitted"] >= 2
    assert states["community", "accepted"]


def test_exceptions_that_wait_differ(alder):
    """finding-W16."""
    waiting = ExceptionRequest.objects.filter(referral__program=alder.program, outcome="waiting")
    words = list(waiting.values_list("recommendation", flat=True))
    assert len(words) >= 3 and len(set(words)) == len(words)


def test_no_one_without_a_phone_is_called_or_texted(alder):
    """finding-W16."""
    calls = ContactAttempt.objects.filter(program=alder.program, how__in=["phone", "text"])
    assert calls.exists()
    assert not calls.exclude(person__contact_points__kind=ContactPoint.Kind.PHONE).exists()


def test_exceptions_wait_and_are_decided_both_ways(alder):
    found = ExceptionRequest.objects.filter(referral__program=alder.program).values_list("outcome", flat=True)
    assert set(found) == {"waiting", "approved", "not_approved"}


def test_every_reason_for_being_inactive_and_people_who_came_back(alder):
    periods = StatusPeriod.objects.filter(enrollment__program=alder.program)
    missing = set(StatusPeriod.InactiveReason.values) - set(periods.values_list("reason", flat=True))
    # A small county has fewer people long enough enrolled than there are reasons.
    assert len(missing) <= 4
    back = periods.filter(status="inactive", ends_at__isnull=False)
    assert (
        periods.filter(status="active", ends_at__isnull=True).count()
        > periods.filter(status="inactive", ends_at__isnull=True).count()
    )
    assert back.exists() or missing


def test_an_enrollment_has_one_open_status_and_its_periods_meet(alder):
    for enrollment in Enrollment.objects.filter(program=alder.program):
        periods = list(enrollment.status_periods.order_by("starts_at", "pk"))
        assert [each.ends_at for each in periods[:-1]] == [each.starts_at for each in periods[1:]]
        assert periods[-1].ends_at is None


def test_holds_lapse_have_lapsed_and_were_decided(alder):
    charges = SetAsideCharge.objects.filter(encounter__program=alder.program)
    assert set(charges.values_list("state", flat=True)) == {"held", "diverted", "referred_to_da", "dropped"}
    held = charges.filter(state="held")
    assert held.filter(lapses_on__gte=TODAY, lapses_on__lte=TODAY + timedelta(days=5)).exists()
    assert held.filter(lapses_on__lt=TODAY).exists()
    assert held.filter(
        lapses_on__gt=alder.days.today, encounter__referral__events__what="window_extended"
    ).exists()


def test_an_intake_without_roi_is_not_known_to_the_agency(alder):
    done = Intake.objects.filter(
        program=alder.program, completed_at__isnull=False, referral__pathway="arrest_diversion"
    )
    assert done.filter(referral__encounter__set_aside_charges__state="held").exists()
    assert done.filter(referral__encounter__set_aside_charges__state="diverted").exists()


def test_windows_were_longer_before_the_policy_changed(alder):
    assert [each.intake_window_days for each in policy_versions(alder.program).order_by("number")] == [21, 14]
    for referral in Referral.objects.filter(program=alder.program, intake_due_on__isnull=False):
        assert referral.policy.intake_window_days in {21, 14}


def test_criteria_are_in_force_and_the_next_version_waits_for_the_da(alder):
    assert current_criteria(alder.program, alder.days.ends) is not None
    waiting = waiting_version(alder.program)
    assert waiting is not None
    assert {each.agency.kind for each in waiting.approvals.all()} == {"law_enforcement"}
    missing = set(waiting.approvers) - {each.agency_id for each in waiting.approvals.all()}
    assert missing == {alder.partners["da"].pk}


def test_work_waits_at_every_desk(alder):
    program, ends = alder.program, alder.days.ends
    assert outreach_list(program)
    assert Referral.objects.filter(program=program, state="submitted", contact_due_at__lt=ends).exists()
    assert Referral.objects.filter(program=program, state="submitted", eligibility=None).exists()
    assert Intake.objects.filter(program=program, completed_at=None).exists()
    unanswered = CommunityMessage.objects.filter(program=program, referral=None)
    assert unanswered.filter(set_aside_at=None).count() == 4
    assert unanswered.exclude(set_aside_at=None).count() == 1
    da = alder.actor("da", ends)
    assert undecided_charges(program, da, ends)


def test_the_officer_reaches_staff_in_open_hours_and_a_night_desk_otherwise(alder):
    opens = alder.days.staff_moment(alder.stories[1].rng, TODAY)
    assert handoff_options(alder.program, opens).kind == "warm"
    assert handoff_options(alder.program, alder.days.ends).kind == "all_hours_partner"


def test_drafts_can_be_gone_on_with(alder):
    drafts = ReferralDraft.objects.filter(program=alder.program, sent_at=None)
    leave_unfinished_drafts = drafts.filter(referral=None)
    assert leave_unfinished_drafts.count() == 3
    for draft in drafts:
        actor = alder.actor(User.objects.get(pk=draft.owner_id).username, alder.days.ends)
        wizard = ReferralWizard(draft=draft, program=alder.program, actor=actor, at=alder.days.ends)
        assert wizard.is_done("who")
        for page in draft.answers:
            assert wizard.is_done(page) or page == "details" or draft.referral_id, (
                page,
                wizard.form(page).errors,
            )


def test_no_identity_is_kept_of_who_declined_at_the_scene(alder):
    declined = Referral.objects.filter(
        program=alder.program, pathway="arrest_diversion", state="declined", encounter__isnull=True
    )
    assert declined.exists()
    assert not declined.filter(person__isnull=False).exists()
    assert all(each.keep_until for each in declined)


def test_rois_stand_in_different_states(alder):
    people = Person.objects.filter(program=alder.program)
    states = {roi_state(person.pk, alder.days.ends).kind for person in people}
    assert {"none", "live", "revoked"} <= states
    assert Release.objects.filter(program=alder.program, language="es").exists()


def test_the_programs_share_no_people(county):
    alder, birch = county
    assert Person.objects.filter(program=birch.program).exists()
    for model in apps.get_models():
        names = {field.name for field in model._meta.fields}
        if {"program", "person"} <= names and model is not LookupKey:
            assert (
                not model._default_manager.exclude(person=None)
                .exclude(
                    Q(program=alder.program, person__program=alder.program)
                    | Q(program=birch.program, person__program=birch.program)
                )
                .exists()
            )


def test_the_audit_chains_verify_and_hold_no_names(county):
    names = set(Person.objects.values_list("last_name", flat=True))
    for demo in county:
        check = verify_chain(demo.program.pk)
        assert check.broken_at is None
        assert check.rows > 300
    written = " ".join(f"{each.subject} {each.details}" for each in AuditEvent.objects.all())
    assert not {name for name in names if re.search(rf"\b{name}\b", written)}


def test_no_notice_waits(county):
    assert Notice.objects.exists()
    assert not Notice.objects.filter(sent_at=None).exists()


def test_nothing_happens_after_the_last_day_of_the_demo(alder):
    for model, name in (
        (Referral, "submitted_at"),
        (Intake, "saved_at"),
        (StatusPeriod, "starts_at"),
        (AuditEvent, "at"),
    ):
        rows = model._default_manager.filter(**{f"{name}__gte": alder.days.ends})
        assert not rows.exists(), model


def test_numbers_and_addresses_are_those_kept_for_stories(county):
    for number in ContactPoint.objects.filter(kind="phone").values_list("value", flat=True):
        assert re.fullmatch(r"\+1\d{3}55501\d\d", number)
    for user in User.objects.all():
        assert re.fullmatch(r"\d{3}-555-01\d\d", user.phone)
        assert user.email.endswith("@example.org")
    everything = " ".join(str(row) for row in ContactPoint.objects.values_list("value", "note"))
    everything += " ".join(str(row) for row in Referral.objects.values_list("reason", "demographics"))
    assert not re.search(r"\b\d{3}-\d{2}-\d{4}\b", everything)


def test_everyone_can_be_looked_up(alder):
    people = Person.objects.filter(program=alder.program)
    assert people.annotate(keys=Count("lookup_keys")).filter(keys=0).count() == 0
    assert not people.filter(date_of_birth__gt=TODAY - timedelta(days=18 * 365 + 4)).exists()


def test_the_registers_of_records_hold_one_of_each(alder):
    states = LegalRequest.objects.filter(program=alder.program).values_list("state", flat=True)
    assert {"received", "proposed", "approved", "refused", "released"} <= set(states)
    assert Breach.objects.filter(program=alder.program, duties__outcome="open").exists()
    assert ErasureRequest.objects.filter(program=alder.program, done_at=None).count() == 1


def test_something_was_shared_over_two_years_and_renewal_visits_are_planned(alder):
    shown = Disclosure.objects.filter(program=alder.program)
    assert {"shared person opened", "shared list opened"} <= set(shown.values_list("what", flat=True))
    days = sorted(shown.values_list("disclosed_at", flat=True))
    assert (days[-1] - days[0]).days > 300
    assert RenewalVisit.objects.filter(program=alder.program, state="planned").exists()


def test_participants_have_goals_next_steps_and_notes(alder):
    """G3, K1, K2: goals with steps for participant and worker, some done, and notes under several labels."""
    program = alder.program
    versions = GoalVersion.objects.filter(goal__program=program)
    assert {"added", "reached"} <= set(versions.values_list("what", flat=True))
    steps = GoalStepVersion.objects.filter(step__goal__program=program)
    assert {"participant", "worker"} == set(steps.values_list("owner", flat=True))
    assert steps.filter(what="done").exists()
    labels = set(CaseNoteVersion.objects.filter(note__program=program).values_list("label", flat=True))
    assert {"general", "part2"} <= labels
    states = ServiceReferralEvent.objects.filter(referral__need__program=program).values_list(
        "state", flat=True
    )
    assert {"made", "accepted", "connected"} <= set(states)
    people = versions.values("goal__person").distinct().count()
    assert people > 0.4 * Enrollment.objects.filter(program=program).count()


def test_the_directory_lists_invented_services_with_training_numbers(alder):
    listed = Service.objects.filter(program=alder.program).prefetch_related("phones", "needs")
    assert 25 <= listed.count() <= 40
    assert all(
        re.search("Invented for training|Inventado para capacitación", each.description) for each in listed
    )
    numbers = [phone.number for each in listed for phone in each.phones.all()]
    assert numbers and all(re.fullmatch(r"\(910\) 555-01\d\d", number) for number in numbers)
    assert all(each.needs.all() and each.organization for each in listed)
    assert services_to_check(alder.program, alder.days.ends.date()).exists()
    assert {"active", "inactive", "defunct", "temporarily closed"} == {each.status for each in listed}


def test_the_neighbor_keeps_no_directory_yet(county):
    assert not Service.objects.exclude(program=county[0].program).exists()


def test_words_for_a_case_and_good_news_are_there(alder):
    summaries = ParticipationSummary.objects.filter(program=alder.program)
    assert {each.agency.kind: each.release is not None for each in summaries} == {
        "district_attorney": True,
        "defender": False,
    }
    shown = GoodNews.objects.filter(program=alder.program)
    assert "glad" in shown.values_list("thanks", flat=True)
    added = PartnerFact.objects.filter(program=alder.program)
    assert {each.agency.kind for each in added} == {"community_corrections", "jail"}
