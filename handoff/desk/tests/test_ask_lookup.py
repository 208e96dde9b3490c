"""The officer's lookup answers participant or not, whom to call, and nothing more (J3)."""

from datetime import date, timedelta

import pytest

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.consent.models import Disclosure
from handoff.core.refusals import Refused
from handoff.desk.lookup.services import Answer, ask_lookup
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.staffing.tests.test_decide_new_charge import World
from handoff.testing.worlds import AT, PASSWORD, actor_of, make_member

pytestmark = pytest.mark.django_db


def ask(
    world: World, first: str = "Rowan", last: str = "Tidewater", dob: date | None = date(1990, 5, 4), at=AT
):
    return ask_lookup(
        actor=world.actor(RoleName.OFFICER),
        program=world.program,
        query=LookupQuery(first=first, last=last, dob=dob),
        reason="stop",
        at=at,
    )


def test_a_participant_is_named_with_whom_to_call_and_the_disclosure_is_registered():
    world = World()
    answer = ask(world)
    assert (answer.answer, answer.call_phone) == (Answer.PARTICIPANT, world.program.phone)
    disclosure = Disclosure.objects.get()
    assert (disclosure.person, disclosure.agency, disclosure.kinds) == (
        world.person,
        world.police,
        ["participation"],
    )
    event = AuditEvent.objects.get(action="lookup.asked")
    assert (event.reason, event.subject) == ("stop", str(world.person.public_id))


def test_the_worker_is_called_where_they_have_a_phone():
    world = World()
    worker = make_member(world.program, RoleName.PEER_SUPPORT, phone="910-555-0111")
    world.enrollment.primary_worker_id = worker.pk
    world.enrollment.save()
    assert ask(world).call_phone == "910-555-0111"


@pytest.mark.parametrize(
    ("first", "last", "born"),
    [
        ("Tidewater", "Rowan", date(1990, 5, 4)),
        ("Rowen", "Tidewatter", date(1990, 5, 4)),
        ("Rowan", "Tidewater", date(1990, 4, 5)),
    ],
)
def test_misspelt_swapped_and_turned_dates_still_find_the_participant(first, last, born):
    assert ask(World(), first, last, born).answer in {Answer.PARTICIPANT, Answer.PERHAPS}


@pytest.mark.parametrize(
    ("first", "born"), [("Rowan", date(1990, 4, 5)), ("Rowan", None), ("Rowam", date(1990, 5, 4))]
)
def test_a_turned_or_missing_date_or_a_slip_is_never_certain(first, born):
    assert ask(World(), first=first, dob=born).answer is not Answer.PARTICIPANT


def test_names_the_other_way_round_with_the_right_date_are_certain():
    assert ask(World(), first="Tidewater", last="Rowan").answer is Answer.PARTICIPANT


def test_without_a_live_roi_a_participant_is_answered_like_somebody_unknown():
    world = World(roi=False)
    known, unknown = ask(world), ask(world, "Nobody", "Whatsoever", date(1950, 1, 1))
    assert known == unknown
    assert known.answer is Answer.NOTHING
    assert not Disclosure.objects.exists()
    assert list(
        AuditEvent.objects.order_by("pk").filter(action="lookup.asked").values_list("subject", flat=True)
    ) == [
        "",
        "",
    ]


def test_an_roi_that_ends_at_this_instant_answers_nothing():
    world = World()
    assert ask(world, at=world.release.ends_at - timedelta(microseconds=1)).answer is Answer.PARTICIPANT
    assert ask(world, at=world.release.ends_at).answer is Answer.NOTHING


def test_somebody_referred_and_not_enrolled_is_no_participant():
    world = World()
    world.enrollment.status_periods.all().delete()
    world.enrollment.delete()
    assert ask(world).answer is Answer.NOTHING


def test_a_reason_is_needed():
    world = World()
    with pytest.raises(Refused):
        ask_lookup(
            actor=world.actor(RoleName.OFFICER),
            program=world.program,
            query=LookupQuery(first="Rowan", last="Tidewater", dob=None),
            reason="",
            at=AT,
        )


def test_a_role_without_the_lookup_is_refused():
    world = World()
    with pytest.raises(Refused):
        ask_lookup(
            actor=world.actor(RoleName.EVALUATOR),
            program=world.program,
            query=LookupQuery(first="Rowan", last="Tidewater", dob=None),
            reason="stop",
            at=AT,
        )


def test_the_page_keeps_what_was_typed_and_asks_for_a_reason(client):
    world = World()
    client.login(username=world.user(RoleName.OFFICER).username, password=PASSWORD)
    page = client.post(f"/p/{world.program.slug}/lookup/", {"first_name": "Rowan", "last_name": "Tidewater"})
    assert page.status_code == 200
    assert b'value="Tidewater"' in page.content
    assert not AuditEvent.objects.filter(action="lookup.asked").exists()


def test_the_audit_row_holds_no_name():
    world = World()
    ask(world)
    row = AuditEvent.objects.get(action="lookup.asked")
    assert (
        "tidewater"
        not in str({field.name: getattr(row, field.name) for field in row._meta.fields}).casefold()
    )


def test_nothing_is_answered_when_the_audit_row_cannot_be_written(monkeypatch):
    from handoff.desk.lookup import services as lookup

    def broken(**_values: object) -> None:
        raise RuntimeError("no audit row")

    world = World()
    monkeypatch.setattr(lookup.audit, "record_read", broken)
    with pytest.raises(RuntimeError):
        ask(world)
    assert not Disclosure.objects.exists()


def test_an_officer_of_another_agency_is_told_nothing():
    from handoff.testing.worlds import make_agency

    world = World()
    other = make_agency(world.program, name="Other Police")
    officer = make_member(world.program, RoleName.OFFICER, agency=other)
    answer = ask_lookup(
        actor=actor_of(officer, world.program),
        program=world.program,
        query=LookupQuery(first="Rowan", last="Tidewater", dob=date(1990, 5, 4)),
        reason="stop",
        at=AT,
    )
    assert answer.answer is Answer.NOTHING
