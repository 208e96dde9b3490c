"""Someone leaves: who takes over, and what is left to hand over (P9)."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from handoff.accounts.models import Departure, Membership
from handoff.accounts.queries import stood_in_for
from handoff.accounts.services.departures import plan_departure
from handoff.audit.models import AuditEvent
from handoff.charges.models import SetAsideCharge
from handoff.charges.policies import takes_over
from handoff.core.refusals import Refused
from handoff.desk.home.presenters.worklists import build_worklists
from handoff.desk.succession.queries import duties_of
from handoff.notifications.models import Notice
from handoff.programs.models import AgencyAgreement, OnCallShift
from handoff.programs.queries import time_zone_of
from handoff.referrals import queries, services
from handoff.testing.programs import AT, actor_of, make_actor, make_agency, make_member, make_program
from handoff.testing.referrals import make_diversion, make_ready_program

pytestmark = pytest.mark.django_db
LEAVES = date(2026, 4, 1)
SHOWN_TO_MANAGER = ("participants have them", "draft referral", "charge they set")
AFTER_DEADLINE = AT + timedelta(days=60)


@pytest.fixture
def program():
    return make_ready_program()


@pytest.fixture
def police(program):
    return make_agency(program, name="Juniper Police Department")


@pytest.fixture
def manager(program):
    return actor_of(make_member(program, "program_manager"), program)


def plan(actor, program, user, stand_in=None, leaves_on=LEAVES):
    return plan_departure(
        actor=actor, program=program, user=user, leaves_on=leaves_on, stand_in=stand_in, at=AT
    )


def leave(user):
    Membership.objects.filter(user=user).update(ends_on=date(2026, 3, 2))


def open_titles(departure):
    manager = make_actor(departure.program, "program_manager")
    return [str(each.title) for each in duties_of(departure, manager) if not each.done]


def test_plan_departure_is_recorded_once_and_can_be_changed(program, manager, police):
    user, stand_in = make_member(program, "officer", police), make_member(program, "officer", police)
    plan(manager, program, user)
    changed = plan(manager, program, user, stand_in)
    assert Departure.objects.get() == changed and changed.stand_in == stand_in
    assert AuditEvent.objects.filter(action="departure.planned", subject=user.public_id).count() == 2


def test_plan_departure_refuses_whoever_cannot_take_over(program, manager, police):
    user = make_member(program, "officer", police)
    gone = make_member(program, "officer", police, is_active=False)
    elsewhere = make_member(make_program(), "officer")
    with pytest.raises(Refused):
        plan(actor_of(user, program), program, user)
    with pytest.raises(Refused, match="another program"):
        plan(manager, program, elsewhere)
    with pytest.raises(Refused, match="someone else"):
        plan(manager, program, user, user)
    for stand_in in (elsewhere, gone):
        with pytest.raises(Refused, match="Add an account"):
            plan(manager, program, user, stand_in)
    assert not Departure.objects.exists()


def test_a_chief_leaves_roles_and_agreements_to_sign_again(program, manager, police):
    chief = make_member(program, "law_leader", police)
    mou = {"agency": police, "kind": AgencyAgreement.Kind.MOU}
    AgencyAgreement.objects.create(signed_on=date(2025, 1, 1), **mou)
    departure = plan(manager, program, chief)
    assert [each.split()[0] for each in open_titles(departure)] == ["Remove", "Someone", "Sign"]
    make_member(program, "law_leader", police)
    leave(chief)
    AgencyAgreement.objects.create(signed_on=LEAVES, **mou)
    assert open_titles(departure) == []


@pytest.mark.parametrize(("ends", "open_shifts"), [("2026-03-31 23:30", 0), ("2026-04-01 07:00", 1)])
def test_a_shift_is_after_they_leave_by_the_programs_own_day(program, manager, police, ends, open_shifts):
    user = make_member(program, "officer", police)
    until = datetime.fromisoformat(ends).replace(tzinfo=time_zone_of(program))
    OnCallShift.objects.create(
        program=program, user_id=user.pk, name="A", phone="1", starts_at=AT, ends_at=until
    )
    found = [each for each in open_titles(plan(manager, program, user)) if "on-call" in each]
    assert len(found) == open_shifts


def test_charges_of_an_officer_who_left_are_decided_by_who_takes_over(program, manager, police):
    """P9: no charge is left without someone who may decide it."""
    user, stand_in = make_member(program, "officer", police), make_member(program, "officer", police)
    referral = make_diversion(program, actor_of(user, program))
    departure = plan(manager, program, user)
    assert any("charge they set aside" in each for each in open_titles(departure))
    departure = plan(manager, program, user, stand_in)
    assert not any("charge they set aside" in each for each in open_titles(departure))
    actor = actor_of(stand_in, program)
    # As long as the officer has their role, it is their choice alone.
    assert not queries.own_lapsed_referrals(actor, AFTER_DEADLINE)
    leave(user)
    line = queries.own_lapsed_referrals(actor, AFTER_DEADLINE)[0]
    assert line.referral == referral and line.may_act
    services.choose_charge_outcome(actor=actor, referral=referral, to_da=False, at=AFTER_DEADLINE)
    assert SetAsideCharge.objects.get().state == "dropped"


@pytest.mark.parametrize(
    ("leaves_on", "role_until", "at", "seen"),
    [
        (
            date(2026, 3, 10),
            date(2026, 3, 5),
            datetime(2026, 3, 6, 17, tzinfo=UTC),
            False,
        ),  # planned for later
        (
            date(2026, 3, 4),
            date(2026, 3, 10),
            datetime(2026, 3, 6, 17, tzinfo=UTC),
            False,
        ),  # a role until later
        (
            date(2026, 3, 10),
            date(2026, 3, 10),
            datetime(2026, 3, 10, 3, tzinfo=UTC),
            False,
        ),  # still the 9th there
        (date(2026, 3, 10), date(2026, 3, 10), datetime(2026, 3, 10, 17, tzinfo=UTC), True),
        (date(2026, 3, 10), date(2026, 3, 10), AFTER_DEADLINE, True),
    ],
)
def test_a_stand_in_reads_the_referrals_from_the_day_of_leaving(
    client, program, manager, police, leaves_on, role_until, at, seen
):
    """P9: not before, whether the role ends by a date or by hand."""
    user, stand_in = make_member(program, "officer", police), make_member(program, "officer", police)
    referral = make_diversion(program, actor_of(user, program))
    plan(manager, program, user, stand_in, leaves_on)
    Membership.objects.filter(user=user).update(ends_on=role_until)
    actor = actor_of(stand_in, program)
    assert bool(queries.own_referrals(actor, at)) is seen
    assert bool(queries.find_own_referral(program, actor, referral.public_id, at)) is seen
    assert queries.is_taken_over(actor, referral, at) is seen
    assert takes_over(actor, referral.encounter, at) is seen


def test_an_officer_who_comes_back_decides_again_alone(program, manager, police):
    """P9: what was taken over ends with the leave."""
    user, stand_in = make_member(program, "officer", police), make_member(program, "officer", police)
    referral = make_diversion(program, actor_of(user, program))
    plan(manager, program, user, stand_in, date(2026, 3, 10))
    leave(user)
    Membership.objects.create(
        user=user, program=program, agency=police, role="officer", starts_on=date(2026, 4, 20)
    )
    actor = actor_of(stand_in, program)
    away, back = datetime(2026, 4, 19, 17, tzinfo=UTC), datetime(2026, 4, 20, 17, tzinfo=UTC)
    assert queries.is_taken_over(actor, referral, away) and takes_over(actor, referral.encounter, away)
    assert not queries.is_taken_over(actor, referral, back) and not takes_over(
        actor, referral.encounter, back
    )
    assert not queries.own_referrals(actor, back)


def test_a_site_administrator_learns_of_no_participant_and_gets_no_dead_link(
    client, program, manager, police
):
    """P9: of what others hand over, no number of people and no page that answers 404."""
    mou = {"agency": police, "kind": AgencyAgreement.Kind.MOU}
    AgencyAgreement.objects.create(signed_on=date(2025, 1, 1), **mou)
    chief, officer = make_member(program, "law_leader", police), make_member(program, "officer", police)
    make_diversion(program, actor_of(officer, program))
    for user in (chief, officer):
        OnCallShift.objects.create(
            program=program, user_id=user.pk, name="A", phone="1", starts_at=AT, ends_at=AFTER_DEADLINE
        )
        plan(manager, program, user)
    administrator = make_member(program, "site_administrator")
    listed = reverse("succession:list", args=[program.slug])
    for reader, sees in ((administrator, False), (make_member(program, "program_manager"), True)):
        client.force_login(reader)
        pages = [reverse("succession:plan", args=[program.slug, each.public_id]) for each in (chief, officer)]
        for page in (*pages, listed):
            shown = client.get(page).content.decode()
            assert ("your role can't see them" in shown) is not sees
            work = shown.partition('<ul class="work">')[2].partition("</ul>")[0]
            for link in re.findall('href="([^"]+)"', work):
                assert client.get(link.replace("&amp;", "&")).status_code == 200
        shown = client.get(pages[1]).content.decode()
        assert "on-call shift" in shown and "Remove the role" in shown
        for words in ("participant has them", "participants have them", "draft referral", "charge they set"):
            assert (words in shown) is (sees and words in SHOWN_TO_MANAGER)


def test_no_one_of_another_agency_takes_over_a_charge(program, manager, police):
    sheriff = make_agency(program, name="Juniper Sheriff")
    user, other = make_member(program, "officer", police), make_member(program, "officer", sheriff)
    referral = make_diversion(program, actor_of(user, program))
    departure = plan(manager, program, user, other)
    assert any("charge they set aside" in each for each in open_titles(departure))
    leave(user)
    actor = actor_of(other, program)
    assert not queries.own_referrals(actor, AFTER_DEADLINE)
    assert not takes_over(actor, referral.encounter, AFTER_DEADLINE)
    with pytest.raises(Refused, match="Only the officer"):
        services.choose_charge_outcome(actor=actor, referral=referral, to_da=True, at=AFTER_DEADLINE)


def test_each_program_has_its_own_leave(program, manager, police):
    """P9: who left one program is stood in for there, also with a role elsewhere, and no plan counts in another."""
    user, stand_in = make_member(program, "officer", police), make_member(program, "officer", police)
    plan(manager, program, user, stand_in)
    leave(user)
    other = make_program()
    for each in (user, stand_in):
        make_member(other, "officer", user=each)
    assert stood_in_for(actor_of(stand_in, program), AFTER_DEADLINE).exists()
    Membership.objects.filter(user=user, program=other).update(ends_on=date(2026, 3, 2))
    assert not stood_in_for(actor_of(stand_in, other), AFTER_DEADLINE).exists()


def test_the_plan_starts_from_the_account_and_shows_at_home(client, program, police):
    client.force_login(make_member(program, "program_manager"))
    user, stand_in = make_member(program, "officer", police), make_member(program, "officer", police)
    url = reverse("succession:plan", args=[program.slug, user.public_id])
    listed = reverse("succession:list", args=[program.slug])
    assert "No one is planned" in client.get(listed).content.decode()
    assert client.post(url, {}).status_code == 200
    sent = {"leaves_on_month": "4", "leaves_on_day": "1", "leaves_on_year": "2026"}
    page = client.post(url, {**sent, "stand_in": str(stand_in.public_id)}, follow=True).content.decode()
    assert "To hand over" in page and "Remove the role Officer" in page
    assert client.post(url, sent).status_code == 302
    assert Departure.objects.get().stand_in is None
    assert url in client.get(listed).content.decode()
    assert url in client.get(reverse("home:home", args=[program.slug])).content.decode()
    elsewhere = make_member(make_program(), "officer")
    missing = reverse("succession:plan", args=[program.slug, elsewhere.public_id])
    assert client.get(missing).status_code == 404


def test_whoever_takes_over_gets_a_notice_without_names_and_reads_it_at_home(
    client, program, manager, police
):
    user, stand_in = make_member(program, "officer", police), make_member(program, "officer", police)
    soon = timezone.localdate() + timedelta(days=9)
    for _each in range(2):
        plan(manager, program, user, stand_in, soon)
    notice = Notice.objects.get(kind="takeover_planned")
    assert notice.recipient_user_id == stand_in.pk
    home = reverse("home:home", args=[program.slug])
    assert notice.path == home
    client.force_login(stand_in)
    assert f"You take over from {user.full_name}" in client.get(home).content.decode()
    client.force_login(make_member(program, "officer", police))
    assert "You take over" not in client.get(home).content.decode()
    another = make_member(program, "officer", police)
    plan(manager, program, user, another, soon)
    assert Notice.objects.filter(kind="takeover_planned").count() == 2


@pytest.mark.parametrize(
    ("role", "kind", "place"),
    [
        ("case_manager", "case_management", "people:people"),
        ("law_leader", "law_enforcement", "eligibility:criteria"),
    ],
)
def test_the_task_leads_to_where_the_successor_works(client, program, manager, role, kind, place):
    agency = make_agency(program, kind)
    stand_in = make_member(program, role, agency)
    plan(manager, program, make_member(program, role, agency), stand_in)
    lists = build_worklists(actor_of(stand_in, program), program, AT)
    taken = next(each for each in lists if each.title == "Work you take over")
    assert taken.tasks[0].url == reverse(place, args=[program.slug])
