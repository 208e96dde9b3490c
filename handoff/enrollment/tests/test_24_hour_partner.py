"""A 24-hour partner meets the person, starts the intake, and hands over to program staff (H5)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.core.refusals import Refused
from handoff.enrollment import services
from handoff.enrollment.models import Intake
from handoff.enrollment.partners.services import save_partner_section, start_partner_intake
from handoff.notifications.models import Notice
from handoff.participants.models import TeamMember
from handoff.referrals.models import HandoffRecord, Referral, ReferralEvent
from handoff.referrals.partners import queries
from handoff.referrals.partners import services as partners
from handoff.testing.enrollment import make_referral
from handoff.testing.programs import AT, actor_of, make_actor, make_agency, make_member, make_program

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=30)
HOUSING = {"living_situation": "116"}


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


def hand_off(program, crisis, **fields) -> HandoffRecord:
    referral = make_referral(program, state=Referral.State.HANDED_OFF)
    return HandoffRecord.objects.create(
        **{
            "referral": referral,
            "kind": "all_hours_partner",
            "reached": True,
            "partner": crisis,
            "called_at": AT,
            "occurred_at": AT,
            "recorded_at": AT,
            **fields,
        }
    )


@pytest.fixture
def handoff(program, crisis):
    return hand_off(program, crisis)


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
        assert seen_by(outsider) == []
        with pytest.raises(Refused, match="no longer open"):
            partners.record_partner_arrival(actor=outsider, handoff=handoff, at=LATER)


def test_a_handoff_without_the_persons_agreement_is_seen_by_no_partner(program, crisis, night_worker):
    hand_off(program, crisis, partner=None)
    assert seen_by(night_worker) == []


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
def test_what_closes_a_handoff_closes_it_at_the_next_request(handoff, night_worker, close):
    close(handoff)
    assert seen_by(night_worker) == []


def test_arrival_and_contact_are_recorded_once_and_staff_get_a_link(handoff, night_worker, worker):
    for at in (LATER, LATER + timedelta(minutes=5)):
        partners.record_partner_arrival(actor=night_worker, handoff=handoff, at=at)
        partners.record_partner_contact(actor=night_worker, handoff=handoff, at=at)
    handoff.refresh_from_db()
    assert (handoff.arrived_at, handoff.partner_met_at) == (LATER, LATER)
    assert events() == ["partner_arrived", "partner_met"]
    notice = Notice.objects.get(recipient_user_id=worker.user_id)
    assert (notice.kind, notice.path) == (
        "partner_hands_over",
        f"/p/{handoff.referral.program.slug}/referrals/",
    )


def test_the_partner_starts_the_intake_without_what_the_officer_heard(handoff, night_worker, worker):
    intake = start_partner_intake(actor=night_worker, handoff=handoff, at=LATER)
    assert (intake.answers, intake.handoff) == ({}, handoff)
    assert start_partner_intake(actor=night_worker, handoff=handoff, at=LATER) == intake
    save = {"actor": night_worker, "intake": intake, "at": LATER}
    save_partner_section(**save, section="housing", answers=HOUSING, skipped=False)
    intake = save_partner_section(**save, section="health", answers={}, skipped=True)
    assert (intake.answers, intake.sections_done) == ({"housing": HOUSING}, ["health", "housing"])
    # A partner's worker is on no one's team: that would open the record (C8).
    assert not TeamMember.objects.exists()
    with pytest.raises(Refused, match="isn't in the intake"):
        save_partner_section(**save, section="arrests", answers={}, skipped=False)
    with pytest.raises(Refused, match="care team"):
        services.complete_intake(actor=night_worker, intake=intake, at=LATER)


def test_staff_take_over_in_one_step_and_the_partner_sees_no_more(handoff, night_worker, worker):
    intake = start_partner_intake(actor=night_worker, handoff=handoff, at=LATER)
    save_partner_section(
        actor=night_worker, intake=intake, section="housing", answers=HOUSING, skipped=False, at=LATER
    )
    taken = services.start_intake(actor=worker, referral=handoff.referral, at=LATER)
    assert taken == intake
    assert taken.answers == {"housing": HOUSING, "services": {"services_wanted": ["housing", "identity"]}}
    assert seen_by(night_worker) == [] and list(queries.taken_over_from(night_worker)) == [handoff]
    assert "taken_over" in events()
    for act in (
        lambda: partners.record_partner_contact(actor=night_worker, handoff=handoff, at=LATER),
        lambda: partners.stop_sharing(actor=night_worker, handoff=handoff, at=LATER),
        lambda: start_partner_intake(actor=night_worker, handoff=handoff, at=LATER),
        lambda: save_partner_section(
            actor=night_worker, intake=intake, section="work_and_income", answers={}, skipped=True, at=LATER
        ),
    ):
        with pytest.raises(Refused, match="no longer open"):
            act()


def test_services_the_partner_asked_about_are_kept_as_they_were_answered(handoff, night_worker, worker):
    intake = start_partner_intake(actor=night_worker, handoff=handoff, at=LATER)
    own = {"services_wanted": ["food"]}
    save_partner_section(
        actor=night_worker, intake=intake, section="services", answers=own, skipped=False, at=LATER
    )
    assert services.start_intake(actor=worker, referral=handoff.referral, at=LATER).answers == {
        "services": own
    }


def test_staff_who_save_a_section_have_taken_over(handoff, night_worker, worker):
    intake = start_partner_intake(actor=night_worker, handoff=handoff, at=LATER)
    services.save_section(
        actor=worker, intake=intake, section="housing", answers=HOUSING, skipped=False, at=LATER
    )
    assert seen_by(night_worker) == []


def test_an_intake_that_staff_started_is_not_the_partners_to_read(handoff, night_worker):
    intake = Intake.objects.create(
        program=handoff.referral.program, referral=handoff.referral, person=handoff.referral.person,
        started_at=AT, saved_at=AT,
    )  # fmt: skip
    for act in (
        lambda: start_partner_intake(actor=night_worker, handoff=handoff, at=LATER),
        lambda: save_partner_section(
            actor=night_worker, intake=intake, section="housing", answers=HOUSING, skipped=False, at=LATER
        ),
    ):
        with pytest.raises(Refused, match="already started"):
            act()


@pytest.mark.parametrize("role", ["mobile_crisis", "case_manager"])
def test_the_person_may_stop_it_at_any_time(program, crisis, handoff, night_worker, worker, role):
    actor = night_worker if role == "mobile_crisis" else worker
    partners.stop_sharing(actor=actor, handoff=handoff, at=LATER)
    assert seen_by(night_worker) == [] and events() == ["partner_stopped"]
    assert queries.find_handoff_to_take_over(program, handoff.referral.public_id) is None


@pytest.mark.parametrize("role", ["officer", "treatment_provider", "data_manager"])
def test_no_other_role_works_on_a_handoff_or_takes_over(program, handoff, role):
    actor = make_actor(program, role)
    with pytest.raises(Refused, match="24-hour partner that was called"):
        partners.record_partner_arrival(actor=actor, handoff=handoff, at=LATER)
    for act in (partners.take_over, partners.stop_sharing):
        with pytest.raises(Refused, match="care team"):
            act(actor=actor, handoff=handoff, at=LATER)


def test_a_handoff_is_taken_over_once_and_in_its_own_program(program, handoff, worker):
    with pytest.raises(Refused, match="another program"):
        partners.take_over(actor=make_actor(make_program(), "case_manager"), handoff=handoff, at=LATER)
    assert queries.find_handoff_to_take_over(program, handoff.referral.public_id) == handoff
    partners.take_over(actor=worker, handoff=handoff, at=LATER)
    with pytest.raises(Refused, match="nothing to take over"):
        partners.take_over(actor=worker, handoff=handoff, at=LATER)


def test_the_role_opens_one_thing_only_and_not_before_the_agreement_is_signed(
    program, crisis, night_worker, handoff
):
    assert night_worker.permissions == {Permission.HANDOFF_TAKE} and not night_worker.on_care_side
    unsigned = actor_of(make_member(program, "mobile_crisis", crisis, signed=False), program)
    with pytest.raises(Refused, match="24-hour partner that was called"):
        partners.record_partner_arrival(actor=unsigned, handoff=handoff, at=LATER)


def browser(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def url(name, handoff, *more) -> str:
    return reverse(
        f"enrollment:{name}", args=[handoff.referral.program.slug, handoff.referral.public_id, *more]
    )


def test_the_night_on_the_pages_from_the_call_to_the_take_over(program, handoff, night_worker, worker):
    Referral.objects.filter(pk=handoff.referral_id).update(
        entered_name="Casey Typed", entered_phone="910-555-0177"
    )
    night, day, page = browser(night_worker), browser(worker), url("partner_handoff", handoff)
    listed = reverse("enrollment:partner_handoffs", args=[program.slug])
    home = reverse("home:home", args=[program.slug])
    assert page in night.get(home).content.decode()
    assert "Casey Typed" in night.get(listed).content.decode()
    shown = night.get(page).content.decode()
    assert "Casey Typed" in shown and "910-555-0177" in shown
    assert handoff.referral.person.last_name not in shown
    for act in ("arrived", "met", "start"):
        assert night.post(url("partner_act", handoff, act)).url == page
    section = url("partner_section", handoff, "housing")
    assert section in night.get(page).content.decode()
    assert night.get(section).status_code == 200
    saved = night.post(section, {**HOUSING, "go": "next"})
    assert saved.url == url("partner_section", handoff, "work_and_income")
    assert night.post(saved.url, {"go": "pause"}).url == page
    assert night.post(section, {"living_situation": "nowhere"}).status_code == 200
    over = url("take_over", handoff)
    assert over in day.get(home).content.decode()
    assert "They started the intake." in day.get(over).content.decode()
    intake = Intake.objects.get()
    assert day.post(over).url == reverse("enrollment:intake", args=[program.slug, intake.public_id])
    assert intake.answers == {"housing": HOUSING}
    for gone in (page, section):
        assert night.get(gone).status_code == 404
    assert day.get(over).status_code == 404
    after = night.get(listed).content.decode()
    assert f"Referral {handoff.referral.number}" in after and "Casey Typed" not in after


def test_the_person_stops_it_on_the_page(program, handoff, night_worker):
    night = browser(night_worker)
    assert night.post(url("partner_act", handoff, "stop")).url == reverse(
        "enrollment:partner_handoffs", args=[program.slug]
    )
    assert night.get(url("partner_handoff", handoff)).status_code == 404


def test_pages_that_lead_nowhere(handoff, night_worker, worker):
    night = browser(night_worker)
    assert night.post(url("partner_act", handoff, "erase")).status_code == 404
    assert night.get(url("partner_section", handoff, "housing")).status_code == 404
    assert browser(worker).get(url("partner_handoff", handoff)).status_code == 404
