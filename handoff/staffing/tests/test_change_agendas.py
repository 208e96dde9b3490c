"""The facilitator puts someone on one meeting's agenda by hand, or takes them off it (S2)."""

from datetime import timedelta

import pytest

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.staffing.agendas.definitions import News
from handoff.staffing.agendas.queries import people_to_put_on, taken_off
from handoff.staffing.agendas.services import change_agenda
from handoff.staffing.meetings.services import record_arrival
from handoff.staffing.models import AgendaChange, Meeting
from handoff.staffing.table import queries, services
from handoff.testing.consent import make_release
from handoff.testing.enrollment import make_referral
from handoff.testing.meetings import Table, decide_action, make_meeting
from handoff.testing.programs import AT, make_person
from handoff.testing.staffing import enroll, make_new_charge


@pytest.fixture
def table(db):
    return Table()


def change(table, meeting, person, why, *, is_on, role="program_manager"):
    return change_agenda(actor=table.actor(role), meeting=meeting, person=person, is_on=is_on, why=why, at=AT)


def on_agenda(meeting):
    return {each.person: [line.news for line in each.lines] for each in queries.build_agenda(meeting, AT)}


def test_who_is_put_on_comes_first_and_only_on_this_date(table):
    quiet, charged = make_person(table.program), make_person(table.program)
    enroll(quiet, 1), enroll(charged, 2)
    make_new_charge(charged)
    waiting = make_person(table.program)
    referral = make_referral(table.program, person=waiting)
    referral.state, referral.intake_due_on = "accepted", AT.date() + timedelta(days=60)
    referral.save()
    meeting = make_meeting(table.program, starts_at=AT + timedelta(days=40))
    assert list(on_agenda(meeting)) == [charged, quiet]
    assert set(people_to_put_on(meeting, {charged.pk})) == {quiet, waiting}
    change(table, meeting, waiting, "asked", is_on=True)
    change(table, meeting, waiting, "asked", is_on=True)
    assert AgendaChange.objects.count() == 1
    assert next(iter(on_agenda(meeting))) == waiting and on_agenda(meeting)[waiting] == [News.BY_HAND]
    assert waiting not in on_agenda(make_meeting(table.program, starts_at=AT + timedelta(days=50)))
    assert AuditEvent.objects.get(action="meeting.agenda_changed").subject == str(waiting.public_id)


def test_who_is_taken_off_is_on_no_screen_of_this_date_and_can_be_put_on_again(table):
    person = make_person(table.program)
    enroll(person)
    make_release(person, table.agency("officer"), actor=table.actor("case_manager"))
    meeting = make_meeting(table.program)
    change(table, meeting, person, "later", is_on=False)
    assert on_agenda(meeting) == {}
    assert [each.person for each in taken_off(meeting)] == [person]
    change(table, meeting, person, "team", is_on=True)
    entries = queries.build_agenda(meeting, AT)
    assert [each.person for each in entries] == [person] and taken_off(meeting) == []
    seen = queries.as_seen(
        entries, queries.kinds_of(queries.decisions_of(table.actor("officer"), entries, AT))
    )
    assert [each.lines for each in seen] == [()]


def test_an_agenda_isnt_changed_by_others_without_a_reason_or_afterwards(table):
    person = make_person(table.program)
    enroll(person)
    manager = table.user("program_manager")
    meeting = make_meeting(table.program, manager)
    with pytest.raises(Refused):
        change(table, meeting, person, "asked", is_on=True, role="peer_support")
    for why, is_on in (("later", True), ("new", False), ("", True)):
        with pytest.raises(Refused, match="Choose why"):
            change(table, meeting, person, why, is_on=is_on)
    record_arrival(actor=table.actor(), meeting=meeting, user_id=manager.pk, at=AT)
    decide_action(table, meeting, person)
    with pytest.raises(Refused, match="stay on its agenda"):
        change(table, meeting, person, "later", is_on=False)
    services.close_meeting(actor=table.actor(), meeting=meeting, at=AT)
    with pytest.raises(Refused, match="This meeting is over"):
        change(table, Meeting.objects.get(), person, "asked", is_on=True)
