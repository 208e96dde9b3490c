"""A 24-hour partner meets the person, starts the intake, and hands over to program staff (H5)."""

import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from handoff.accounts.models import Membership, User
from handoff.audit.definitions import AuditLook
from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.enrollment import services
from handoff.enrollment.definitions import SECTION_KEYS
from handoff.enrollment.models import Intake
from handoff.enrollment.partners import queries as intakes
from handoff.enrollment.partners import views
from handoff.enrollment.partners.services import save_partner_section, start_partner_intake
from handoff.participants.models import TeamMember
from handoff.referrals.models import HandoffRecord, Referral, ReferralEvent
from handoff.referrals.partners import queries
from handoff.referrals.partners import services as partners
from handoff.testing.enrollment import make_partner_handoff, make_referral
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


@pytest.fixture
def handoff(program, crisis):
    return make_partner_handoff(program, crisis)


def seen_by(actor) -> list[HandoffRecord]:
    return list(queries.handoffs_of(actor))


def events() -> list[str]:
    return list(ReferralEvent.objects.order_by("pk").values_list("what", flat=True))


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


@pytest.mark.parametrize(
    "work",
    [
        lambda worker, intake: services.save_section(
            actor=worker, intake=intake, section="housing", answers=HOUSING, skipped=False, at=LATER
        ),
        lambda worker, intake: services.book_intake(
            actor=worker,
            intake=intake,
            appointment_at=LATER + timedelta(days=1),
            place="Office",
            transport="",
            at=LATER,
        ),
        lambda worker, intake: services.complete_intake(actor=worker, intake=intake, at=LATER),
    ],
    ids=["save a section", "book an appointment", "complete the intake"],
)
def test_staff_who_work_on_the_intake_have_taken_over(handoff, night_worker, worker, work):
    intake = start_partner_intake(actor=night_worker, handoff=handoff, at=LATER)
    for section in SECTION_KEYS:
        save_partner_section(
            actor=night_worker, intake=intake, section=section, answers={}, skipped=True, at=LATER
        )
    work(worker, intake)
    assert seen_by(night_worker) == [] and "taken_over" in events()


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
    assert "Casey Typed" in shown and "tel:+19105550177" in shown
    assert handoff.referral.person.last_name not in shown
    for act in ("arrived", "met", "start"):
        assert night.post(url("partner_act", handoff, act)).url == page
    section = url("partner_section", handoff, "housing")
    assert section in night.get(page).content.decode()
    assert night.get(section).status_code == 200
    saved = night.post(section, {**HOUSING, "go": "next"})
    assert saved.url == url("partner_section", handoff, "work_and_income")
    assert night.post(saved.url, {"go": "pause"}).url == page
    assert Intake.objects.get().sections_done == ["housing"]
    assert night.post(section, {"living_situation": "nowhere"}).status_code == 200
    over = url("take_over", handoff)
    assert over in day.get(home).content.decode()
    assert "They started the intake." in day.get(over).content.decode()
    intake = Intake.objects.get()
    assert day.post(over).url == reverse("enrollment:intake", args=[program.slug, intake.public_id])
    assert intake.answers["housing"] == HOUSING
    for gone in (page, section):
        assert night.get(gone).status_code == 404
    after = night.get(listed).content.decode()
    assert f"Referral {handoff.referral.number}" in after and "Casey Typed" not in after


def test_an_empty_section_is_skipped_only_where_the_partner_says_so(handoff, night_worker):
    """What is saved to continue later, with nothing typed, stays open; so does an empty section saved by mistake."""
    night = browser(night_worker)
    start_partner_intake(actor=night_worker, handoff=handoff, at=LATER)
    page, section = url("partner_handoff", handoff), url("partner_section", handoff, "housing")
    empty = night.post(section, {"go": "next"})
    assert "choose Skip this section" in empty.content.decode()
    assert night.post(section, {"go": "pause"}).url == page
    assert Intake.objects.get().sections_done == []
    assert night.post(section, {"go": "skip"}).url == url("partner_section", handoff, "work_and_income")
    assert Intake.objects.get().sections_done == ["housing"]
    kept = night.post(section, {**HOUSING, "go": "skip"}, follow=True).content.decode()
    assert "We didn&#x27;t skip this section" in kept
    last = url("partner_section", handoff, SECTION_KEYS[-1])
    assert night.post(last, {"go": "skip"}).url == page


def test_a_section_that_was_only_opened_takes_the_services_the_officer_heard(handoff, night_worker, worker):
    intake = start_partner_intake(actor=night_worker, handoff=handoff, at=LATER)
    save_partner_section(
        actor=night_worker,
        intake=intake,
        section="services",
        answers={},
        skipped=False,
        finished=False,
        at=LATER,
    )
    taken = services.start_intake(actor=worker, referral=handoff.referral, at=LATER)
    assert taken.answers == {"services": {"services_wanted": ["housing", "identity"]}}


def test_what_was_typed_while_staff_took_over_is_refused_and_shown_again(
    handoff, night_worker, worker, monkeypatch
):
    """Staff take over between the page's own check and the save: the lock decides, and nothing of theirs shows."""
    intake = start_partner_intake(actor=night_worker, handoff=handoff, at=LATER)
    check = views.check_is_answered

    def take_over_meanwhile(*args):
        check(*args)
        answers = {"housing_worry": "Staff heard this"}
        services.save_section(
            actor=worker, intake=intake, section="housing", answers=answers, skipped=False, at=LATER
        )

    monkeypatch.setattr(views, "check_is_answered", take_over_meanwhile)
    shown = browser(night_worker).post(url("partner_section", handoff, "housing"), HOUSING)
    assert "no longer open to your organization" in shown.content.decode()
    assert "Staff heard this" not in shown.content.decode()
    assert Intake.objects.get().answers == {"housing": {"housing_worry": "Staff heard this"}}


def test_an_intake_is_read_only_while_its_handoff_is_open_to_the_reader(
    program, handoff, night_worker, worker
):
    intake = start_partner_intake(actor=night_worker, handoff=handoff, at=LATER)
    assert intakes.intake_of_handoff(night_worker, handoff) == intake
    other = make_agency(program, "treatment", "Another desk", takes_handoffs_all_hours=True)
    outsider = actor_of(make_member(program, "mobile_crisis", other), program)
    assert intakes.intake_of_handoff(outsider, handoff) is None
    services.start_intake(actor=worker, referral=handoff.referral, at=LATER)
    assert intakes.intake_of_handoff(night_worker, handoff) is None


def test_a_later_partner_doesnt_read_what_an_earlier_one_saved(program, handoff, night_worker):
    """The person goes to another partner the same night: each sees its own work only (P8)."""
    intake = start_partner_intake(actor=night_worker, handoff=handoff, at=LATER)
    save_partner_section(
        actor=night_worker, intake=intake, section="housing", answers=HOUSING, skipped=False, at=LATER
    )
    other = make_agency(program, "treatment", "Another desk", takes_handoffs_all_hours=True)
    second = make_partner_handoff(program, other, LATER, referral=handoff.referral)
    outsider = actor_of(make_member(program, "mobile_crisis", other), program)
    client, page = browser(outsider), url("partner_handoff", second)
    assert "already started" in client.get(page).content.decode()
    assert client.get(url("partner_section", second, "housing")).status_code == 404
    assert browser(night_worker).get(page).status_code == 404
    with pytest.raises(Refused, match="already started"):
        start_partner_intake(actor=outsider, handoff=second, at=LATER)
    with pytest.raises(Refused, match="no longer open"):
        save_partner_section(
            actor=outsider, intake=intake, section="housing", answers={}, skipped=True, at=LATER
        )


def test_no_page_of_a_handoff_opens_to_another_partner_or_to_someone_whose_role_ended(
    program, crisis, handoff, night_worker
):
    """Another partner's handoff answers like one that never was."""
    other = make_agency(program, "treatment", "Another desk", takes_handoffs_all_hours=True)
    outsider = browser(actor_of(make_member(program, "mobile_crisis", other), program))
    start_partner_intake(actor=night_worker, handoff=handoff, at=LATER)
    missing = outsider.get(reverse("enrollment:partner_handoff", args=[program.slug, uuid.uuid4()]))
    for page in (url("partner_handoff", handoff), url("partner_section", handoff, "housing")):
        answer = outsider.get(page)
        assert (answer.status_code, answer.content) == (404, missing.content)
    for act in ("arrived", "met", "start", "stop"):
        assert outsider.post(url("partner_act", handoff, act)).status_code == 404
    assert outsider.post(url("partner_section", handoff, "housing"), HOUSING).status_code == 404
    assert outsider.get(url("take_over", handoff)).status_code == 404
    leaver = make_member(program, "mobile_crisis", crisis)
    make_member(program, "treatment_provider", crisis, user=leaver)
    Membership.objects.filter(user=leaver, role="mobile_crisis").update(ends_on=date(2026, 1, 1))
    client = Client()
    client.force_login(leaver)
    assert client.get(url("partner_handoff", handoff)).status_code == 404
    assert client.get(reverse("enrollment:partner_handoffs", args=[program.slug])).status_code == 404


def test_a_second_tap_on_take_over_leads_to_the_intake(program, handoff, worker):
    day, over = browser(worker), url("take_over", handoff)
    first = day.post(over)
    for again in (day.post(over), day.get(over)):
        assert again.url == first.url
    assert "nothing to take over" in day.get(first.url).content.decode()
    assert day.get(reverse("enrollment:take_over", args=[program.slug, uuid.uuid4()])).status_code == 404
    plain = make_referral(program)
    assert day.get(reverse("enrollment:take_over", args=[program.slug, plain.public_id])).status_code == 404
    other = make_program()
    there = reverse("enrollment:take_over", args=[other.slug, handoff.referral.public_id])
    assert browser(make_actor(other, "case_manager")).get(there).status_code == 404


def test_staff_are_led_to_the_waiting_list_where_no_one_started_the_intake(
    program, handoff, night_worker, worker
):
    partners.stop_sharing(actor=night_worker, handoff=handoff, at=LATER)
    assert browser(worker).get(url("take_over", handoff)).url == reverse(
        "enrollment:waiting", args=[program.slug]
    )


def test_a_take_over_that_a_colleague_was_faster_with_is_said_in_a_sentence(
    program, handoff, worker, monkeypatch
):
    day = browser(worker)

    def refuse(**_):
        raise Refused("This referral has ended.")

    monkeypatch.setattr(views, "start_intake", refuse)
    sent = day.post(url("take_over", handoff), follow=True)
    assert "This referral has ended." in sent.content.decode()


def test_whoever_reads_a_name_on_the_partners_list_is_in_the_persons_trail(program, handoff, night_worker):
    browser(night_worker).get(reverse("enrollment:partner_handoffs", args=[program.slug]))
    row = AuditEvent.objects.get(action=AuditLook.HANDOFFS_LISTED)
    assert row.details["people"] == [str(handoff.referral.person.public_id)]


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
