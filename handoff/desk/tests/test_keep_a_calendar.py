"""K10: the week of a worker, and the secret feed that names no one and ends with the work (ADR 0055)."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from handoff.accounts.models import Membership
from handoff.audit.models import AuditEvent
from handoff.casework.models import CalendarFeed
from handoff.casework.turnover.services import ItemInput, close_plan, record_item
from handoff.consent.queries import expiring_releases
from handoff.consent.renewal.services import plan_visit
from handoff.core.refusals import Refused
from handoff.desk.calendar import policies, services
from handoff.desk.calendar.definitions import MOST_READS
from handoff.desk.calendar.presenters import uid_of
from handoff.desk.calendar.queries import entries_between
from handoff.enrollment.models import Intake
from handoff.enrollment.services import make_active, make_inactive
from handoff.testing.casework import (
    make_appointment,
    make_contact_plan,
    make_goal,
    make_handover_plan,
    make_step,
)
from handoff.testing.consent import make_release
from handoff.testing.enrollment import make_intake, make_participant, make_referral
from handoff.testing.programs import (
    AT,
    PASSWORD,
    actor_of,
    make_actor,
    make_agency,
    make_member,
    make_person,
    make_program,
)

pytestmark = pytest.mark.django_db

TODAY = AT.date()
TOMORROW = TODAY + timedelta(days=1)


class Desk:
    """A worker with a participant, and their browser."""

    def __init__(self, client):
        self.client, self.program = client, make_program()
        self.agency = make_agency(self.program, "case_management")
        self.user = make_member(self.program, "case_manager", self.agency)
        self.actor = actor_of(self.user, self.program)
        self.enrollment = make_participant(self.program, make_person(self.program), self.actor)
        self.person = self.enrollment.person

    def get(self, query=""):
        self.client.login(username=self.user.username, password=PASSWORD)
        return self.client.get(reverse("calendar:week", args=[self.program.slug]) + query).content.decode()

    def make_feed(self):
        address = services.make_feed(actor=self.actor, program=self.program, at=AT)
        return address[address.index("/p/") :]

    def read(self, address):
        """Read the feed as a phone does, without a session."""
        self.client.logout()
        return self.client.get(address)

    def entries(self, days=90):
        last = TODAY + timedelta(days=days)
        return entries_between(self.program, self.user.pk, TODAY, last, AT)


@pytest.fixture
def desk(client, clock):
    return Desk(client)


def fill(desk):
    """One entry of each kind that a feed holds, all tomorrow."""
    make_appointment(
        desk.person, desk.actor, starts_at=AT + timedelta(days=1), place="12 Oak Street", kind="court"
    )
    intake = make_intake(make_referral(desk.program, make_person(desk.program)), desk.actor, ready=False)
    Intake.objects.filter(pk=intake.pk).update(
        appointment_at=AT + timedelta(days=1, hours=1), appointment_place="The library"
    )
    plan_visit(actor=desk.actor, person=desk.person, planned_on=TOMORROW, at=AT)
    make_step(
        make_goal(desk.person, actor=desk.actor),
        desk.actor,
        owner="worker",
        worker_id=desk.user.pk,
        due_on=TOMORROW,
    )
    leaver = make_actor(desk.program, "peer_support")
    handed = make_participant(desk.program, make_person(desk.program), leaver)
    plan = make_handover_plan(desk.program, leaver, desk.actor)
    record_item(
        actor=leaver,
        plan=plan,
        person=handed.person,
        item_input=ItemInput(to_worker_id=desk.user.pk, introduce_on=TOMORROW),
        at=AT,
    )


def test_a_week_holds_everything_in_order_with_names(desk):
    fill(desk)
    make_contact_plan(desk.person, desk.actor, every_days=2)
    page = desk.get()
    assert "Court or a lawyer · 12 Oak Street" in page and "Intake" in page and "The library" in page
    assert "Visit to renew" in page and "Introduction to a new worker" in page and "Call the landlord" in page
    assert "Contact due" in page and desk.person.full_name in page
    assert page.index("12 Oak Street") < page.index("The library") < page.index("Call the landlord")
    event = AuditEvent.objects.get(action="calendar.opened")
    assert str(desk.person.public_id) in event.details["people"]
    next_week = desk.get(f"?week={(TODAY + timedelta(days=7)).isoformat()}")
    assert "12 Oak Street" not in next_week and "This week" in next_week
    for no_week in ("9999-12-31-x", "0001-01-01", "9999-12-31"):
        assert "12 Oak Street" in desk.get(f"?week={no_week}")


def test_a_week_of_many_takes_no_more_queries(desk):
    fill(desk)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as counted:
            desk.entries()
        return len(counted)

    few = queries()
    for number in range(12):
        make_appointment(desk.person, desk.actor, starts_at=AT + timedelta(days=1, minutes=number))
    assert queries() == few


def test_the_feed_is_valid_and_names_no_one_and_no_place(desk):
    """RFC 5545: read back by a parser, lines of at most 75 octets that end in CRLF, unique ids."""
    fill(desk)
    address = desk.make_feed()
    response = desk.read(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    text = response.content
    assert all(len(line) <= 75 for line in text.split(b"\r\n")) and b"\n" not in text.replace(b"\r\n", b"")
    for secret in (desk.person.first_name, desk.person.last_name, "Oak", "library", "landlord", "Court"):
        assert secret.encode() not in text
    assert str(desk.person.public_id).encode() not in text
    events = Calendar.from_ical(text).walk("VEVENT")
    assert [str(each["SUMMARY"]) for each in events] == [
        "Handoff: Appointment",
        "Handoff: Intake",
        "Handoff: Introduction to a new worker",
        "Handoff: Next step",
        "Handoff: Visit to renew the release (ROI)",
    ]
    assert events[0]["DTSTART"].dt == AT + timedelta(days=1)
    assert {each["DTSTART"].dt for each in events[2:]} == {TOMORROW}
    ids = [str(each["UID"]) for each in events]
    assert len(set(ids)) == 5
    again = Calendar.from_ical(desk.read(address).content).walk("VEVENT")
    assert [str(each["UID"]) for each in again] == ids
    read = AuditEvent.objects.filter(action="calendar.feed_read")
    assert read.count() == 2 and str(desk.person.public_id) in read[0].details["people"]


def test_two_feeds_name_one_appointment_by_ids_of_their_own(desk):
    """Whoever gets hold of two workers' feeds can't tell that both are about one participant."""
    make_appointment(desk.person, desk.actor)
    entry = desk.entries()[0]
    feeds = [CalendarFeed(secret_digest=each) for each in ("a", "b")]
    assert len({uid_of(each, entry) for each in feeds}) == 2 and entry.key not in uid_of(feeds[0], entry)


def test_an_evening_appointment_stands_on_its_own_day(desk):
    """C-F04: 9:30 PM in North Carolina is the next day in UTC."""
    local = datetime.combine(TOMORROW, time(1, 30), UTC) + timedelta(days=1)
    make_appointment(desk.person, desk.actor, starts_at=local)
    assert [each.on for each in desk.entries()] == [TOMORROW]


def test_an_address_is_shown_once_and_a_new_one_ends_it(desk):
    desk.client.login(username=desk.user.username, password=PASSWORD)
    path = [
        reverse(f"calendar:{name}", args=[desk.program.slug]) for name in ("feed", "make_feed", "stop_feed")
    ]
    assert "You have no address" in desk.client.get(path[0]).content.decode()
    page = desk.client.post(path[1]).content.decode()
    address = page[page.index("/p/" + desk.program.slug + "/feed/") :].split('"')[0]
    assert "You have an address since" in desk.client.get(path[0]).content.decode()
    assert address not in desk.client.get(path[0]).content.decode()
    assert desk.read(address).status_code == 200
    newer = desk.make_feed()
    assert desk.read(address).status_code == 404 and desk.read(newer).status_code == 200
    desk.client.login(username=desk.user.username, password=PASSWORD)
    assert "Stopped" in desk.client.post(path[2], follow=True).content.decode()
    assert desk.read(newer).status_code == 404
    missing = desk.read(newer.replace("/feed/", "/feed/x"))
    assert missing.status_code == 404 and missing.content == desk.read(newer).content
    desk.client.login(username=desk.user.username, password=PASSWORD)
    desk.client.post(path[2])
    assert AuditEvent.objects.filter(action="calendar.feed_ended").count() == 2


def test_a_feed_ends_once(desk):
    desk.make_feed()
    for _twice in range(2):
        services.end_feed(CalendarFeed.objects.get(), desk.actor, AT)
    assert AuditEvent.objects.filter(action="calendar.feed_ended").count() == 1


def test_a_feed_is_read_a_few_times_an_hour(desk, clock):
    address = desk.make_feed()
    statuses = [desk.read(address).status_code for _each in range(MOST_READS + 1)]
    assert set(statuses[:-1]) == {200} and statuses[-1] == 429
    clock.at += timedelta(hours=1)
    assert desk.read(address).status_code == 200


def end_role(desk):
    Membership.objects.filter(user=desk.user).update(ends_on=TOMORROW)


def return_in_another_role(desk):
    end_role(desk)
    make_member(desk.program, "peer_support", desk.agency, user=desk.user)


def close_account(desk):
    desk.user.is_active = False
    desk.user.save()


def take_leave(desk):
    values = {"kind": "leave", "starts_on": TOMORROW, "ends_on": TOMORROW}
    make_handover_plan(desk.program, desk.actor, make_actor(desk.program, "peer_support"), **values)


def leave_for_good(desk):
    desk.enrollment.primary_worker_id = None
    desk.enrollment.save()
    plan = make_handover_plan(desk.program, desk.actor, make_actor(desk.program, "peer_support"))
    desk.enrollment.primary_worker_id = make_actor(desk.program, "peer_support").user_id
    desk.enrollment.save()
    close_plan(actor=make_actor(desk.program, "program_manager"), plan=plan, at=AT)


@pytest.mark.parametrize(
    "happens", [end_role, return_in_another_role, close_account, take_leave, leave_for_good]
)
def test_a_feed_ends_for_good_with_the_work(desk, clock, happens):
    address = desk.make_feed()
    happens(desk)
    clock.at += timedelta(days=4)
    assert desk.read(address).status_code == 404
    assert CalendarFeed.objects.get().ended_at == clock.at
    assert AuditEvent.objects.filter(action="calendar.feed_ended", user_id=None).count() == 1


def test_a_feed_made_while_covering_a_role_ends_with_the_cover(desk, clock):
    """Whoever has the care team's work for a leave alone can't read its calendar afterwards."""
    june = make_member(desk.program, "data_manager")
    hold_for_a_colleague(desk, june)
    actor = actor_of(june, desk.program)
    address = services.make_feed(actor=actor, program=desk.program, at=AT).partition("/p/")[2]
    assert desk.read(f"/p/{address}").status_code == 200
    clock.at += timedelta(days=2)
    assert desk.read(f"/p/{address}").status_code == 404


def hold_for_a_colleague(desk, user):
    Membership.objects.create(
        user=user,
        program=desk.program,
        agency=desk.agency,
        role="program_manager",
        covers_id=make_member(desk.program, "program_manager").pk,
        starts_on=TODAY,
        ends_on=TOMORROW,
    )


def take_leave_elsewhere(desk):
    elsewhere = make_program()
    there = actor_of(make_member(elsewhere, "case_manager", user=desk.user), elsewhere)
    values = {"kind": "leave", "starts_on": TODAY, "ends_on": TOMORROW}
    make_handover_plan(elsewhere, there, make_actor(elsewhere, "peer_support"), **values)


def leave_another_program(desk):
    make_member(make_program(), "case_manager", user=desk.user)
    Membership.objects.filter(user=desk.user).exclude(program=desk.program).update(ends_on=TOMORROW)


def cover_a_manager(desk):
    hold_for_a_colleague(desk, desk.user)


def have_a_colleague_stop_theirs(desk):
    services.stop_feed(actor=make_actor(desk.program, "peer_support"), program=desk.program, at=AT)


@pytest.mark.parametrize(
    "happens", [take_leave_elsewhere, leave_another_program, cover_a_manager, have_a_colleague_stop_theirs]
)
def test_what_is_no_end_of_the_work_here_ends_no_feed(desk, clock, happens):
    address = desk.make_feed()
    happens(desk)
    clock.at += timedelta(days=2)
    assert desk.read(address).status_code == 200
    other = make_program()
    assert desk.read(address.replace(desk.program.slug, other.slug)).status_code == 404


def test_a_worker_of_two_programs_has_the_steps_of_each_apart(desk):
    elsewhere = make_program()
    there = actor_of(make_member(elsewhere, "case_manager", user=desk.user), elsewhere)
    goal = make_goal(make_person(elsewhere), actor=there)
    make_step(goal, there, owner="worker", worker_id=desk.user.pk, due_on=TOMORROW)
    assert desk.entries() == []


@pytest.mark.parametrize("kind", ["leave", "leaving"])
def test_a_plan_that_starts_later_or_is_still_side_by_side_ends_nothing(desk, kind):
    address = desk.make_feed()
    starts = TOMORROW if kind == "leave" else TODAY
    values = {"kind": kind, "starts_on": starts, "ends_on": starts + timedelta(days=5)}
    make_handover_plan(desk.program, desk.actor, make_actor(desk.program, "peer_support"), **values)
    assert desk.read(address).status_code == 200


def test_who_is_away_makes_no_address_until_they_are_back(desk):
    values = {"kind": "leave", "starts_on": TODAY, "ends_on": TODAY + timedelta(days=2)}
    make_handover_plan(desk.program, desk.actor, make_actor(desk.program, "peer_support"), **values)
    with pytest.raises(Refused, match="You're away"):
        desk.make_feed()
    desk.client.login(username=desk.user.username, password=PASSWORD)
    page = desk.client.post(reverse("calendar:make_feed", args=[desk.program.slug])).content.decode()
    assert "away" in page and "You have no address" in page
    with pytest.raises(Refused, match="care team"):
        policies.check_can_have_feed(make_actor(desk.program, "data_manager"), desk.program, AT)


def test_nothing_goes_on_for_someone_who_died_until_it_was_a_mistake(desk):
    """C-F08: appointment, court date, visit, step and release; the record stays, and active again they are back."""
    make_appointment(desk.person, desk.actor, kind="court")
    make_release(desk.person, desk.agency, actor=desk.actor)
    plan_visit(actor=desk.actor, person=desk.person, planned_on=TOMORROW, at=AT)
    make_step(
        make_goal(desk.person, actor=desk.actor),
        desk.actor,
        owner="worker",
        worker_id=desk.user.pk,
        due_on=TOMORROW,
    )
    before = [each.key for each in desk.entries()]
    assert len(before) == 3 and expiring_releases(desk.program, AT, days=400).exists()
    make_inactive(actor=desk.actor, enrollment=desk.enrollment, reason="deceased", note="", at=AT)
    assert desk.entries() == [] and not expiring_releases(desk.program, AT, days=400).exists()
    make_active(actor=desk.actor, enrollment=desk.enrollment, at=AT + timedelta(hours=1))
    assert [each.key for each in desk.entries()] == before
