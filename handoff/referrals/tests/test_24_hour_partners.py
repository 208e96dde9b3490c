"""What a 24-hour partner sees and records of a handoff, and when program staff take over (H5, ADR 0043)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from handoff.access.permissions import Permission
from handoff.accounts.models import Membership, User
from handoff.core.refusals import Refused
from handoff.notifications.models import Notice
from handoff.referrals.models import HandoffRecord, Referral, ReferralEvent
from handoff.referrals.partners import policies, queries, services
from handoff.testing.enrollment import make_partner_handoff
from handoff.testing.programs import AT, actor_of, make_actor, make_agency, make_member, make_program

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=30)


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def crisis(program):
    return make_agency(program, "treatment", "Night desk", takes_handoffs_all_hours=True)


@pytest.fixture
def night_worker(program, crisis):
    return actor_of(make_member(program, "mobile_crisis", crisis), program)


@pytest.fixture
def worker(program):
    return make_actor(program, "case_manager")


@pytest.fixture
def handoff(program, crisis):
    return make_partner_handoff(program, crisis)


def seen_by(actor) -> list[HandoffRecord]:
    return list(queries.handoffs_of(actor))


def events() -> list[str]:
    return list(ReferralEvent.objects.order_by("pk").values_list("what", flat=True))


def test_only_the_partner_that_was_called_sees_the_handoff(program, handoff, night_worker):
    other = make_agency(program, "treatment", "Another desk", takes_handoffs_all_hours=True)
    elsewhere = make_program()
    far = make_agency(elsewhere, "treatment", takes_handoffs_all_hours=True)
    assert seen_by(night_worker) == [handoff]
    assert queries.find_handoff(night_worker, handoff.referral.public_id) == handoff
    for there, agency in ((program, other), (elsewhere, far)):
        outsider = actor_of(make_member(there, "mobile_crisis", agency), there)
        assert seen_by(outsider) == [] and list(queries.taken_over_from(outsider)) == []
        assert queries.find_handoff(outsider, handoff.referral.public_id) is None
        with pytest.raises(Refused, match="no longer open"):
            services.record_partner_arrival(actor=outsider, handoff=handoff, at=LATER)


def test_a_role_for_another_organization_opens_no_handoff_of_this_one(program, crisis, handoff, night_worker):
    """A clinician here who meets people for another partner sees the other partner's handoffs only."""
    other = make_agency(program, "treatment", "Another desk", takes_handoffs_all_hours=True)
    both = make_member(program, "treatment_provider", crisis)
    make_member(program, "mobile_crisis", other, user=both)
    theirs = make_partner_handoff(program, other)
    actor = actor_of(both, program)
    assert actor.agency_ids == {crisis.pk, other.pk}
    assert seen_by(actor) == [theirs]
    services.take_over(actor=make_actor(program, "case_manager"), handoff=handoff, at=LATER)
    assert list(queries.taken_over_from(actor)) == []
    with pytest.raises(Refused, match="no longer open"):
        services.stop_sharing(actor=actor, handoff=handoff, at=LATER)


def test_a_role_that_ended_and_an_account_that_is_closed_open_nothing(program, crisis, handoff, night_worker):
    held = Membership.objects.filter(user_id=night_worker.user_id)
    held.update(ends_on=AT.date() - timedelta(days=1))
    user = make_member(program, "treatment_provider", crisis, user=User.objects.get(pk=night_worker.user_id))
    today = actor_of(user, program)
    assert Permission.HANDOFF_TAKE not in today.permissions and seen_by(today) == []
    with pytest.raises(Refused, match="24-hour partner that was called"):
        services.record_partner_arrival(actor=today, handoff=handoff, at=LATER)


def test_a_handoff_without_the_persons_agreement_is_seen_by_no_partner(program, handoff, night_worker):
    HandoffRecord.objects.update(partner=None)
    assert seen_by(night_worker) == []
    assert not queries.was_shared(program, handoff.referral.public_id)


@pytest.mark.parametrize(
    "close",
    [
        lambda each: HandoffRecord.objects.create(
            referral=each.referral, kind="card", occurred_at=LATER, recorded_at=LATER
        ),
        lambda each: ReferralEvent.objects.create(
            referral=each.referral, what="intake_completed", occurred_at=LATER, recorded_at=LATER
        ),
        lambda each: Referral.objects.filter(pk=each.referral_id).update(state="withdrawn"),
        lambda each: type(each.partner).objects.filter(pk=each.partner_id).update(is_active=False),
        lambda each: (
            type(each.partner).objects.filter(pk=each.partner_id).update(takes_handoffs_all_hours=False)
        ),
    ],
    ids=[
        "a later handoff",
        "a completed intake",
        "an ended referral",
        "a partner that left",
        "no longer all hours",
    ],
)
def test_what_closes_a_handoff_closes_it_at_the_next_request(handoff, night_worker, worker, close):
    close(handoff)
    assert seen_by(night_worker) == []
    for act in (services.record_partner_arrival, services.record_partner_contact, services.stop_sharing):
        with pytest.raises(Refused, match="no longer open"):
            act(actor=night_worker, handoff=handoff, at=LATER)
    with pytest.raises(Refused, match="nothing to take over"):
        services.take_over(actor=worker, handoff=handoff, at=LATER)
    assert "taken_over" not in events()


def test_arrival_and_contact_are_recorded_once_and_staff_get_a_link(program, handoff, night_worker, worker):
    for at in (LATER, LATER + timedelta(minutes=5)):
        services.record_partner_arrival(actor=night_worker, handoff=handoff, at=at)
        services.record_partner_contact(actor=night_worker, handoff=handoff, at=at)
    handoff.refresh_from_db()
    assert (handoff.arrived_at, handoff.partner_met_at) == (LATER, LATER)
    assert events() == ["partner_arrived", "partner_met"]
    notice = Notice.objects.get(recipient_user_id=worker.user_id)
    assert (notice.kind, notice.path) == (
        "partner_hands_over",
        f"/p/{program.slug}/handoffs/{handoff.referral.public_id}/take-over/",
    )


def test_the_person_may_stop_it_at_any_time(program, handoff, night_worker, worker):
    services.stop_sharing(actor=night_worker, handoff=handoff, at=LATER)
    assert seen_by(night_worker) == [] and events() == ["partner_stopped"]
    assert list(queries.taken_over_from(night_worker)) == []
    assert queries.find_handoff_to_take_over(program, handoff.referral.public_id) is None
    assert queries.was_shared(program, handoff.referral.public_id)
    services.take_over_if_open(actor=worker, referral=handoff.referral, at=LATER)
    assert events() == ["partner_stopped"]


def test_after_the_take_over_the_partner_records_nothing_more(handoff, night_worker, worker):
    services.take_over_if_open(actor=worker, referral=handoff.referral, at=LATER)
    assert events() == ["taken_over"] and list(queries.taken_over_from(night_worker)) == [handoff]
    for act in (services.record_partner_arrival, services.record_partner_contact, services.stop_sharing):
        with pytest.raises(Refused, match="no longer open"):
            act(actor=night_worker, handoff=handoff, at=LATER)


@pytest.mark.parametrize("role", ["officer", "treatment_provider", "data_manager", "mobile_crisis"])
def test_no_other_role_takes_over(program, handoff, role):
    with pytest.raises(Refused, match="Only program staff"):
        services.take_over(actor=make_actor(program, role), handoff=handoff, at=LATER)


@pytest.mark.parametrize("role", ["officer", "treatment_provider", "program_manager"])
def test_no_other_role_works_on_a_handoff(program, handoff, role):
    actor = make_actor(program, role)
    for act in (services.record_partner_arrival, services.record_partner_contact, services.stop_sharing):
        with pytest.raises(Refused, match="24-hour partner that was called"):
            act(actor=actor, handoff=handoff, at=LATER)


def test_a_handoff_is_taken_over_once_and_in_its_own_program(program, handoff, worker):
    with pytest.raises(Refused, match="another program"):
        services.take_over(actor=make_actor(make_program(), "case_manager"), handoff=handoff, at=LATER)
    assert queries.find_handoff_to_take_over(make_program(), handoff.referral.public_id) is None
    assert queries.find_handoff_to_take_over(program, handoff.referral.public_id) == handoff
    services.take_over(actor=worker, handoff=handoff, at=LATER)
    with pytest.raises(Refused, match="nothing to take over"):
        services.take_over(actor=worker, handoff=handoff, at=LATER)


def test_staff_see_on_the_referral_where_the_officer_was(client, program, handoff, worker):
    HandoffRecord.objects.update(scene="Elm Street 12")
    client.force_login(User.objects.get(pk=worker.user_id))
    page = client.get(reverse("referrals:show", args=[program.slug, handoff.referral.public_id]))
    assert "Elm Street 12" in page.content.decode()


def test_the_role_opens_one_thing_only_and_not_before_the_agreement_is_signed(
    program, crisis, night_worker, handoff
):
    assert night_worker.permissions == {Permission.HANDOFF_TAKE} and not night_worker.on_care_side
    unsigned = actor_of(make_member(program, "mobile_crisis", crisis, signed=False), program)
    assert seen_by(unsigned) == []
    with pytest.raises(Refused, match="24-hour partner that was called"):
        policies.check_can_work_on(unsigned, handoff)
