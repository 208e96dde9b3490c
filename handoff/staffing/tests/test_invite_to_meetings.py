"""Invitations as Outlook, Google and Apple read them: the mail and its file, parsed again (S1, C-F15 to C-F21)."""

from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from icalendar import Calendar

from handoff.staffing.meetings import jobs, queries, services
from handoff.staffing.models import Attendee, Meeting
from handoff.testing.meetings import Table, make_meeting, make_meeting_input
from handoff.testing.programs import make_person

PLACE = "Salón comunitario José Núñez, 3.er piso, edificio del condado; entrada por Elm Street"
AT = datetime(2026, 11, 30, 14, 30, tzinfo=UTC)
STARTS = datetime(2026, 12, 10, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def table(db, settings):
    settings.DEFAULT_FROM_EMAIL = "staffing@handoff.alder.example"
    return Table()


@pytest.fixture
def meeting(table):
    asked = [table.user("officer"), table.user("district_attorney")]
    return make_meeting(table.program, *asked, at=AT, starts_at=STARTS, place=PLACE)


def send(table, at=AT):
    mail.outbox.clear()
    jobs.send_meeting_mails(program=table.program, at=at)
    return [message_from_bytes(each.message().as_bytes(), policy=policy.SMTP) for each in mail.outbox]


def calendar_part(message: EmailMessage):
    (part,) = [each for each in message.walk() if each.get_content_type() == "text/calendar"]
    return part


def raw_file(message: EmailMessage) -> bytes:
    (part,) = [each for each in message.walk() if each.get_content_type() == "application/ics"]
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def read(message: EmailMessage):
    """The calendar, its event, and the method of the part's header."""
    calendar = Calendar.from_ical(raw_file(message))
    (event,) = calendar.walk("VEVENT")
    return calendar, event, calendar_part(message).get_param("method")


def change(table, meeting, at, **fields):
    wanted = {"on": date(2026, 12, 10), "starts_at": time(10), "minutes": 90, "place": PLACE, **fields}
    return services.change_meeting(
        actor=table.actor(at=at), meeting=meeting, meeting_input=make_meeting_input(**wanted), at=at
    )


def test_the_invitation_is_read_with_accept_and_decline(table, meeting):  # C-F15
    first, second = send(table)
    calendar, event, method = read(first)
    assert (calendar["METHOD"], method) == ("REQUEST", "REQUEST")
    assert raw_file(first).index(b"METHOD") < raw_file(first).index(b"BEGIN:V", 20)
    assert "METHOD" not in event
    assert "RRULE" not in event
    assert (event["SEQUENCE"], event.decoded("DTSTART"), event.decoded("DTEND")) == (
        0,
        STARTS,
        STARTS + 90 * MINUTE,
    )
    assert event["DTSTART"].params["TZID"] == "America/New_York"
    (zone,) = calendar.walk("VTIMEZONE")
    assert {each.name for each in zone.subcomponents} == {"DAYLIGHT", "STANDARD"}
    assert event["LOCATION"] == PLACE
    assert event["ORGANIZER"] == "mailto:staffing@handoff.alder.example"
    assert event["ATTENDEE"] == f"mailto:{table.user('officer').email}"
    asked = event["ATTENDEE"].params
    assert (asked["PARTSTAT"], asked["RSVP"]) == ("NEEDS-ACTION", "TRUE")
    assert event["DTSTAMP"].dt.utcoffset() == timedelta()
    assert read(second)[1]["UID"] == event["UID"]


def test_the_mail_has_its_parts_as_mail_programs_want_them(table, meeting):  # C-F15
    message = send(table)[0]
    assert message.get_content_type() == "multipart/mixed"
    alternative, attached = message.iter_parts()
    kinds = [each.get_content_type() for each in alternative.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    part = calendar_part(message)
    assert part.get_content_disposition() is None
    assert "Content-ID" not in part
    assert attached.get_filename() == "staffing.ics"
    lines = raw_file(message).split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)
    assert b"".join(lines).replace(b"\n ", b"").decode()
    same = part.get_payload(decode=True).replace(b"\r\n", b"\n").strip()
    assert same == raw_file(message).replace(b"\r\n", b"\n").strip()
    assert message["From"].addresses[0].addr_spec == "staffing@handoff.alder.example"


def test_a_new_time_asks_again_a_mended_word_and_a_new_attendee_do_not(table, meeting):  # C-F16
    uid = read(send(table)[0])[1]["UID"]
    assert send(table, AT + MINUTE) == []
    change(table, meeting, AT + 2 * MINUTE, starts_at=time(13, 30), place="Courthouse annex, room 2")
    moved = read(send(table, AT + 4 * MINUTE)[0])[1]
    assert (moved["UID"], moved["SEQUENCE"]) == (uid, 1)
    assert moved.decoded("DTSTART") == datetime(2026, 12, 10, 18, 30, tzinfo=UTC)
    change(
        table,
        meeting,
        AT + 5 * MINUTE,
        starts_at=time(13, 30),
        place="Courthouse annex, room 2",
        note="Lunch",
    )
    noted = read(send(table, AT + 7 * MINUTE)[0])[1]
    assert (noted["UID"], noted["SEQUENCE"]) == (uid, 1)
    assert noted["DTSTAMP"].dt > moved["DTSTAMP"].dt
    assert "RSVP" not in noted["ATTENDEE"].params
    change(
        table,
        meeting,
        AT + 8 * MINUTE,
        starts_at=time(13, 30),
        place="Court house annex, room 2",
        note="Lunch",
        is_correction=True,
    )
    assert read(send(table, AT + 10 * MINUTE)[0])[1]["SEQUENCE"] == 1
    asked = [*queries.asked_ids(meeting), table.user("lme_mco").pk]
    services.choose_attendees(actor=table.actor(at=AT), meeting=meeting, user_ids=asked, at=AT + 11 * MINUTE)
    (new,) = send(table, AT + 13 * MINUTE)
    assert new["To"].addresses[0].addr_spec == table.user("lme_mco").email


def test_a_cancellation_is_tried_also_where_the_invitations_update_never_left(table, meeting):
    assert len(send(table)) == 2
    meeting.attendees.update(attempts=queries.MOST_TRIES)
    services.cancel_meeting(actor=table.actor(at=AT), meeting=meeting, at=AT + MINUTE)
    assert len(send(table, AT + 3 * MINUTE)) == 2


def test_edits_within_a_minute_are_one_mail_and_what_never_left_is_never_canceled(table):  # C-F16
    meeting = make_meeting(table.program, table.user("officer"), at=AT, starts_at=STARTS)
    for second, hour in enumerate((11, 12, 13)):
        change(table, meeting, AT + timedelta(seconds=second), starts_at=time(hour))
    assert send(table, AT + timedelta(seconds=30)) == []
    (only,) = send(table, AT + 2 * MINUTE)
    assert read(only)[1].decoded("DTSTART").hour == 13
    never = make_meeting(table.program, table.user("officer"), at=AT, starts_at=STARTS + timedelta(days=1))
    services.cancel_meeting(actor=table.actor(at=AT), meeting=never, at=AT + MINUTE)
    assert send(table, AT + 5 * MINUTE) == []


def test_a_cancellation_reaches_everyone_who_was_ever_invited(table, meeting):  # C-F17
    uid = read(send(table)[0])[1]["UID"]
    services.cancel_meeting(actor=table.actor(at=AT), meeting=meeting, at=AT + MINUTE)
    messages = send(table, AT + 3 * MINUTE)
    assert len(messages) == 2
    calendar, event, method = read(messages[0])
    assert (calendar["METHOD"], method, event["STATUS"]) == ("CANCEL", "CANCEL", "CANCELLED")
    assert (event["UID"], event["SEQUENCE"]) == (uid, 1)
    assert event["ORGANIZER"] == "mailto:staffing@handoff.alder.example"
    assert event["ATTENDEE"] == f"mailto:{table.user('officer').email}"
    assert not event.walk("VALARM")
    assert send(table, AT + 9 * MINUTE) == []


def test_whoever_is_left_out_gets_a_cancellation_alone_and_can_be_asked_again(table, meeting):
    send(table)
    officer, da = table.user("officer"), table.user("district_attorney")
    choose = {"actor": table.actor(at=AT), "meeting": meeting}
    services.choose_attendees(**choose, user_ids=[da.pk], at=AT + MINUTE)
    (message,) = send(table, AT + 3 * MINUTE)
    assert message["To"].addresses[0].addr_spec == officer.email
    assert (read(message)[2], read(message)[1]["SEQUENCE"]) == ("CANCEL", 1)
    services.choose_attendees(**choose, user_ids=[da.pk, officer.pk], at=AT + 4 * MINUTE)
    (again,) = send(table, AT + 6 * MINUTE)
    assert (read(again)[2], read(again)[1]["SEQUENCE"]) == ("REQUEST", 2)
    change(table, meeting, AT + 7 * MINUTE, starts_at=time(13))
    assert [read(each)[1]["SEQUENCE"] for each in send(table, AT + 9 * MINUTE)] == [3, 1]


def test_a_proposed_holiday_and_a_past_or_running_meeting_send_nothing(table):
    officer = table.user("officer")
    make_meeting(table.program, officer, at=AT, starts_at=STARTS, state=Meeting.State.PROPOSED)
    make_meeting(table.program, officer, at=AT, starts_at=AT - MINUTE)
    make_meeting(table.program, officer, at=AT, starts_at=STARTS, state=Meeting.State.OPEN)
    assert send(table) == []


def test_no_participant_and_no_other_attendee_travels(table):  # C-F21
    make_person(table.program, first_name="Planted", last_name="Canaryname")
    volunteer = table.user("peer_support")
    volunteer.email, volunteer.full_name = "private.volunteer@gmail.example", "Vera Volunteer"
    volunteer.save()
    meeting = make_meeting(
        table.program, *table.users.values(), at=AT, starts_at=STARTS, note="Bring the quarter's numbers"
    )
    messages = send(table)
    assert len(messages) == len(table.users)
    for message in messages:
        content = message.as_bytes() + raw_file(message)
        assert b"Canaryname" not in content
        to = message["To"].addresses[0].addr_spec
        assert (b"private.volunteer" in content) == (to == "private.volunteer@gmail.example")
        others = [each.email for each in table.users.values() if each.email != to]
        assert not any(each.encode() in content for each in others)
        assert str(meeting.public_id).encode() in raw_file(message).replace(b"\r\n ", b"")


def test_the_mail_is_in_the_readers_language_and_other_characters_in_a_name_do_no_harm(table):
    officer = table.user("officer")
    officer.language, officer.full_name = "es", 'O"Neal, José\\'
    officer.save()
    make_meeting(table.program, officer, at=AT, starts_at=STARTS)
    (message,) = send(table)
    assert "Reunión" in message["Subject"]
    assert message["To"].addresses[0].addr_spec == officer.email


def test_a_zone_without_daylight_saving_has_one_half(table):
    table.program.time_zone = "America/Phoenix"
    table.program.save()
    make_meeting(table.program, table.user("officer"), at=AT, starts_at=STARTS)
    calendar, event, _method = read(send(table)[0])
    (zone,) = calendar.walk("VTIMEZONE")
    assert [each.name for each in zone.subcomponents] == ["STANDARD"]
    assert event.decoded("DTSTART") == STARTS


def test_a_mail_server_that_fails_is_tried_again_and_nothing_is_claimed(table, monkeypatch):
    make_meeting(table.program, table.user("officer"), table.user("lme_mco"), at=AT, starts_at=STARTS)
    tries = []

    def fail(message):
        tries.append(message)
        raise SMTPServerDisconnected

    with monkeypatch.context() as patched:
        patched.setattr(EmailMultiAlternatives, "send", fail)
        assert send(table) == []
    assert len(tries) == 1, "one try says for the whole run that it is away"
    row = Attendee.objects.exclude(last_error="").get()
    assert (row.sent_at, row.last_error, row.attempts) == (None, "SMTPServerDisconnected", 0)
    assert len(send(table, AT + MINUTE)) == 2
    row.refresh_from_db()
    assert (row.last_error, row.attempts) == ("", 0)


@pytest.mark.parametrize("address", ["", "staffing@handoff.alder.example"])
def test_no_one_is_sent_an_invitation_from_their_own_address_or_without_one(table, address):  # C-F15
    officer = table.user("officer")
    officer.email = address
    officer.save()
    make_meeting(table.program, officer, at=AT, starts_at=STARTS)
    assert send(table) == []
    assert Attendee.objects.get().last_error == "no address"


def test_two_runs_at_once_send_one_mail(table):
    make_meeting(table.program, table.user("officer"), at=AT, starts_at=STARTS)
    pk = Attendee.objects.get().pk
    assert jobs.claim(table.program, pk, AT) is not None
    assert jobs.claim(table.program, pk, AT) is None
    assert jobs.claim(table.program, pk, AT + timedelta(minutes=11)) is not None
