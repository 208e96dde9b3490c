"""The pages of meetings, as whoever leads and as a partner sees them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from handoff.staffing.models import FacilitatorDuty, Meeting
from handoff.testing.meetings import Table, make_meeting
from handoff.testing.programs import AT, PASSWORD, make_member, make_person

RHYTHM = {
    "rhythm": "monthly",
    "weeks": ["2", "4"],
    "weekday": "3",
    "starts_on_month": "3",
    "starts_on_day": "2",
    "starts_on_year": "2026",
    "starts_at": "10:00 AM",
    "minutes": "90",
    "place": "Courthouse annex",
}
DATE = {
    "on_month": "3",
    "on_day": "20",
    "on_year": "2026",
    "starts_at": "1:30 PM",
    "minutes": "60",
    "place": "Annex",
}


@pytest.fixture
def table(db, clock):
    return Table()


def url(table, name, *args):
    return reverse(f"meetings:{name}", args=[table.program.slug, *args])


def enter(client, table, role="program_manager"):
    client.login(username=table.user(role).username, password=PASSWORD)
    return client


def test_a_manager_plans_changes_and_cancels_meetings(client, table):
    enter(client, table)
    everyone = [str(each.pk) for each in table.users.values()]
    page = client.post(url(table, "rhythm"), RHYTHM | {"weeks": [], "attendees": everyone})
    assert "Choose the weeks of the month." in page.content.decode()
    client.post(url(table, "rhythm"), RHYTHM | {"attendees": everyone})
    listed = client.get(url(table, "list")).content.decode()
    assert "Thu, Mar 12, 2026" in listed
    assert "Thursday (second, fourth)" in listed
    assert "checked" in client.get(url(table, "rhythm")).content.decode()
    make_person(table.program, first_name="Ann", last_name="Ashford")
    for wrong in (
        {"place": "With Ann Ashford"},
        {"note": "Ann Ashford"},
        {"minutes": "5"},
        {"on_year": "2025"},
    ):
        refused = client.post(url(table, "add"), DATE | wrong).context["form"].errors
        assert list(refused) == [next(iter(wrong)).replace("on_year", "on")]
    added = client.post(url(table, "add"), DATE)
    meeting = Meeting.objects.get(place="Annex")
    assert added.url == url(table, "show", meeting.public_id)
    client.post(url(table, "change", meeting.public_id), DATE | {"starts_at": "2 PM"})
    client.post(url(table, "attendees", meeting.public_id), {"attendees": everyone[:2]})
    client.post(url(table, "confirm", meeting.public_id))
    client.post(url(table, "cancel", meeting.public_id))
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence, meeting.attendees.filter(asked=True).count()) == (
        "canceled",
        1,
        2,
    )
    for name in ("change", "attendees"):
        assert client.get(url(table, name, meeting.public_id)).status_code == 200


def test_a_meeting_stays_on_the_list_until_it_is_closed_or_canceled(client, table):
    """Left open overnight, its actions would never start; not held, it would be found by no one."""
    for name, days, fields in (
        ("Left open", -2, {"state": "open", "opened_at": AT}),
        ("Not held", -3, {}),
        ("Called off", 5, {"state": "canceled"}),
    ):
        make_meeting(
            table.program, table.user("officer"), starts_at=AT + timedelta(days=days), place=name, **fields
        )
    page = enter(client, table).get(url(table, "list"))
    found = {part: [line.meeting.place for line in page.context[part]] for part in ("coming", "not_held")}
    assert found == {"coming": ["Left open"], "not_held": ["Not held"]}
    assert "Not held yet" in page.content.decode() and "Canceled meetings" in page.content.decode()
    page = enter(client, table, "officer").get(url(table, "list")).content.decode()
    assert "Left open" in page and "Not held" not in page and "Called off" not in page


def test_a_page_speaks_of_emails_only_where_the_server_sends_them(client, table, settings):
    enter(client, table)
    everyone = [str(each.pk) for each in table.users.values()]
    for backend, said in (("filebased", False), ("smtp", True)):
        settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
        meeting = make_meeting(
            table.program, table.user("officer"), starts_at=AT + timedelta(days=8), state="proposed"
        )
        pages = [client.get(url(table, "show", meeting.public_id)).content.decode().partition("Who comes")[0]]
        for name, sent in (
            ("confirm", {}),
            ("change", DATE),
            ("attendees", {"attendees": everyone}),
            ("cancel", {}),
        ):
            shown = client.post(url(table, name, meeting.public_id), sent, follow=True).content.decode()
            pages.append(shown.partition("Who comes")[0])
        for page in pages:
            assert any(word in page for word in ("by email", "gets a", "get an email")) == said
    client.post(url(table, "rhythm"), RHYTHM | {"attendees": everyone})
    page = client.post(url(table, "rhythm"), RHYTHM | {"attendees": everyone, "weekday": "1"}, follow=True)
    assert "dates that don&#x27;t match are canceled. Whoever was invited" in page.content.decode()


def test_attendance_is_recorded_by_buttons_and_the_page_says_who_is_there(client, table):
    enter(client, table)
    meeting = make_meeting(table.program, table.user("officer"))
    page = url(table, "show", meeting.public_id)
    officer, da = table.user("officer"), table.user("district_attorney")
    both = {"user": [officer.public_id, "", da.public_id], "act": "arrived"}
    assert client.post(url(table, "attendance", meeting.public_id), both, follow=True).status_code == 200
    shown = client.get(page).content.decode()
    assert shown.count("In the room") == 2
    client.post(url(table, "attendance", meeting.public_id), {"user": da.public_id, "act": "left"})
    shown = client.get(page).content.decode()
    assert "Was in the room" in shown
    for wrong in ("x", "0" * 8 + "-0000-4000-8000-" + "0" * 12):
        sent = client.post(url(table, "attendance", meeting.public_id), {"user": wrong})
        assert sent.status_code == 404
    # The list of others starts with no one, so that one tap records no stranger.
    sent = client.post(
        url(table, "attendance", meeting.public_id), {"user": "", "act": "arrived"}, follow=True
    )
    assert "Choose who arrived." in sent.content.decode()
    assert '<option value="">' in sent.content.decode()


def test_with_everyone_there_no_empty_form_stays(client, table):
    enter(client, table)
    meeting = make_meeting(table.program, table.user("officer"))
    page = url(table, "show", meeting.public_id)
    others = re.findall(r'<option value="([0-9a-f-]{36})"', client.get(page).content.decode())
    users = [table.user("officer").public_id, *others]
    client.post(url(table, "attendance", meeting.public_id), {"user": users, "act": "arrived"})
    shown = client.get(page).content.decode()
    assert shown.count("In the room") == len(users) and "Record arrivals" not in shown


def test_whoever_has_not_signed_has_no_box_to_check_and_the_reason_stands_beside_them(client, table):  # C4
    enter(client, table)
    unsigned = make_member(table.program, "officer", signed=False, full_name="Uma Unsigned")
    meeting = make_meeting(table.program, table.user("officer"), unsigned)
    page, boxes = f"{url(table, 'show', meeting.public_id)}?all=1", 'form="arrivals"'
    shown = client.get(page).content.decode()
    assert (shown.count(boxes), shown.count("checked>")) == (1, 1) and "before they sign it" in shown
    # Posted all the same, they don't sit, and everyone else does.
    users = [table.user("officer").public_id, unsigned.public_id]
    sent = {"user": users, "act": "arrived"}
    shown = client.post(url(table, "attendance", meeting.public_id), sent, follow=True).content.decode()
    assert "Uma Unsigned: They haven&#x27;t signed" in shown and shown.count("In the room") == 1
    assert "Saved. The projector" in shown


def test_the_facilitator_is_chosen_on_a_page_and_then_sees_what_the_manager_sees(client, table):
    enter(client, table)
    client.post(url(table, "duty"), {"user": str(table.user("case_manager").pk)})
    assert FacilitatorDuty.objects.count() == 1
    assert table.user("case_manager").full_name in client.get(url(table, "list")).content.decode()
    client.post(url(table, "duty"), {"user": ""})
    assert FacilitatorDuty.objects.filter(ends_on__isnull=True).count() == 0


def test_a_partner_reads_their_meetings_and_no_one_elses_name(client, table):
    enter(client, table, "officer")
    asked = make_meeting(table.program, table.user("officer"), table.user("lme_mco"), place="Annex one")
    other = make_meeting(table.program, table.user("lme_mco"), starts_at=AT + timedelta(days=2))
    shown = client.get(url(table, "show", asked.public_id)).content.decode()
    assert "Annex one" in shown
    assert table.user("lme_mco").full_name not in shown
    assert client.get(url(table, "show", other.public_id)).status_code == 404
    for name in ("rhythm", "add", "duty"):
        assert client.get(url(table, name)).status_code == 404
    assert client.get(url(table, "change", asked.public_id)).status_code == 404


def test_a_worker_who_does_not_lead_changes_nothing(client, table):
    enter(client, table, "peer_support")
    meeting = make_meeting(table.program, table.user("officer"))
    assert client.get(url(table, "show", meeting.public_id)).status_code == 200
    assert client.get(url(table, "rhythm")).status_code == 404
    assert client.post(url(table, "cancel", meeting.public_id)).status_code == 404


def test_whoever_leads_sees_which_organization_has_no_one_asked(client, table):  # handbook 5a
    asked = [user for role, user in table.users.items() if role != "lme_mco"]
    show = url(table, "show", make_meeting(table.program, *asked, starts_at=AT + timedelta(days=3)).public_id)
    page = enter(client, table).get(show)
    assert page.context["not_asked"] == [table.agency("lme_mco").name]
    assert f"No one has been asked from: {page.context['not_asked'][0]}" in page.content.decode()
    assert "No one has been asked from" not in enter(client, table, "officer").get(show).content.decode()
