"""The pages of a meeting: agenda, table, projector, packet, minutes and actions, as each one sees them (S1–S3)."""

import io
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from pypdf import PdfReader

from handoff.audit.models import AuditEvent
from handoff.charges.models import NewCharge
from handoff.consent.models import Disclosure
from handoff.enrollment.queries import enrollment_of
from handoff.enrollment.services import make_inactive
from handoff.staffing.meetings.services import record_arrival
from handoff.staffing.models import Discussion, Meeting, MeetingAction, MeetingTopic, SharedWords
from handoff.staffing.services import record_recommendation
from handoff.staffing.table import services
from handoff.staffing.table.inputs import DiscussionInput
from handoff.testing.consent import make_release
from handoff.testing.meetings import MeetingRoom, decide_action, make_meeting
from handoff.testing.programs import AT, make_member, make_person, put_on_every_team
from handoff.testing.staffing import enroll

ACTION = {
    "words": "Ask about the room",
    "due_on_month": "3",
    "due_on_day": "9",
    "due_on_year": "2026",
    "about": "",
}


@pytest.fixture
def room(client, db, clock):
    return MeetingRoom(client)


def test_the_facilitator_works_through_the_agenda_and_closes(room):
    room.enter()
    meeting = room.meeting.public_id
    page = room.get("agenda", meeting)
    assert "Annie Ashford" in page and "Bob Birchall" in page
    assert "Whose release leaves an organization out" in page
    person = (meeting, room.bob.public_id)
    shown = room.get("discuss", *person)
    assert "Not on the projector now" in shown and 'accesskey="p"' in shown
    assert "Bob" not in shown.split("<title>")[1].split("</title>")[0]
    # Who is in the room can be chosen without looking through everyone.
    in_room, asked = shown.split('<optgroup label="In the room">')[1].split("Asked to this meeting")
    assert all(room.user(each).full_name in in_room for each in ("officer", "case_manager"))
    assert room.user("lme_mco").full_name in asked
    refused = room.post("discuss", *person, said="Words typed", status="inactive")
    assert "Choose why they" in refused and "Words typed" in refused
    room.post("discuss", *person, said="Doing well", plan="See him Friday", status="keep")
    owner = str(room.user("peer_support").pk)
    said = {"said": "Doing better", "plan": "See him Friday", "status": "keep"}
    # Whichever button is pressed, what was typed above and below it is saved, or shown again.
    lacking = room.post("discuss", *person, **{**ACTION, "words": ""}, **said, owner=owner)
    assert "Enter what is to be done." in lacking and "Doing better" in lacking
    assert Discussion.objects.get().said == "Doing well"
    room.post("discuss", *person, **ACTION, **said, owner=owner)
    assert (Discussion.objects.get().said, MeetingAction.objects.get().words) == (
        "Doing better",
        ACTION["words"],
    )
    room.post("discuss", *person, **{**ACTION, "words": "Not this"}, **said, owner=owner)
    extra = MeetingAction.objects.get(words="Not this")
    room.post("remove_action", *person, remove=str(extra.public_id))
    assert room.client.post(room.path("remove_action", *person), {"remove": "x"}).status_code == 404
    room.post("topics", meeting, kind="funding", words="Settlement funds", outcome="Apply")
    assert "Add a topic" in room.get("topics", meeting)
    topic = f"{room.path('topics', meeting)}?topic={MeetingTopic.objects.get().public_id}"
    assert (
        topic in room.get("agenda", meeting) and "Settlement funds" in room.client.get(topic).content.decode()
    )
    room.client.post(topic, {"kind": "funding", "words": "Settlement funds", "outcome": "Asked in April"})
    assert room.client.get(f"{topic[:-4]}0000").status_code == 404
    agenda = room.get("agenda", meeting)
    assert "1 action starts." in agenda and "can't be opened again" in unescape(agenda)
    room.post("discuss", *person, said="Moved", status="inactive", reason="moved")
    assert "Bob Birchall: the status becomes “Inactive.”" in room.get("agenda", meeting)
    room.post("discuss", *person, **said)
    minutes = room.post("close", meeting)
    assert (
        "See him Friday" in minutes
        and "Settlement funds → Asked in April" in minutes
        and "Ask about the room" in minutes
    )
    looks = AuditEvent.objects.filter(action="meeting.minutes_opened")
    assert str(room.bob.public_id) in looks.latest("pk").details["people"]
    assert "closed already" in room.post("close", meeting)
    assert (Discussion.objects.count(), MeetingAction.objects.count()) == (1, 1)


def test_the_table_shows_the_status_that_it_reviews_and_what_the_team_recommends(room):  # handbook 5a, 5c, 5d
    charge = NewCharge.objects.get(person=room.bob)
    record_recommendation(
        actor=room.actor("peer_support"), charge=charge, advice="dismiss", comment="Keeps every plan.", at=AT
    )
    make_inactive(
        actor=room.actor("case_manager"),
        enrollment=enrollment_of(room.ann.pk, room.program),
        reason="moved",
        note="",
        at=AT,
    )
    put_on_every_team(room.user("program_manager"), room.program)
    room.enter()
    meeting = room.meeting.public_id
    agenda = room.get("agenda", meeting)
    assert "· Active · weight" in agenda and "· Inactive · weight" in agenda
    assert "Inactive since Mon, Mar 2, 2026: Moved away" in room.get("discuss", meeting, room.ann.public_id)
    page = room.get("discuss", meeting, room.bob.public_id)
    assert "Active since Mon, Mar 2, 2026" in page and "Keeps every plan." in page
    assert reverse("staffing:new_charge", args=[room.program.slug, charge.public_id]) in page
    assert reverse("people:person", args=[room.program.slug, room.bob.public_id]) in page
    room.post("discuss", meeting, room.bob.public_id, status="inactive", reason="moved", said="Left")
    minutes = room.get("minutes", meeting)
    assert "· Inactive, Moved away" in minutes and room.user("officer").full_name in minutes
    assert f"{room.agency('officer').name}: " in minutes


def test_the_das_packet_leads_to_the_charges_that_they_may_decide(room):  # J2
    make_release(
        room.ann,
        room.agency("district_attorney"),
        kinds=("participation", "charges"),
        actor=room.actor("case_manager"),
    )
    for role, leads in (("district_attorney", True), ("officer", False)):
        page = room.enter(role).get("agenda", room.meeting.public_id)
        assert ("Drug paraphernalia" in page, "Open the charge" in page) == (True, leads)
    NewCharge.objects.filter(person=room.ann).update(officer_id=room.user("officer").pk)
    assert "Open the charge" in room.enter("officer").get("agenda", room.meeting.public_id)


def test_what_is_refused_about_an_action_or_a_topic_stands_at_its_field(room):
    room.enter()
    meeting = room.meeting.public_id
    sent = {**ACTION, "said": "Typed", "status": "keep"}
    for wrong, field in (
        ({"owner": str(room.user("lme_mco").pk), "about": "charges"}, "owner"),
        ({"owner": str(room.user("case_manager").pk), "due_on_year": "2025"}, "due_on"),
        (
            {"owner": str(room.user("case_manager").pk), "about": "charges", "words": "Ask Bob Birchall"},
            "words",
        ),
    ):
        page = room.client.post(room.path("discuss", meeting, room.ann.public_id), sent | wrong)
        assert list(page.context["action_form"].errors) == [field] and "Typed" in page.content.decode()
    assert not Discussion.objects.exists()
    for field in ("words", "outcome"):
        topic = {"kind": "policy", "words": "Page 3", field: "As Bob Birchall said"}
        page = room.client.post(room.path("topics", meeting), topic)
        assert list(page.context["form"].errors) == [field]


def test_the_projector_names_no_one_that_the_room_may_not_see_anywhere(room):  # C-F23
    room.enter()
    for number in ("", "?n=1", "?n=2", "?n=x"):
        page = room.client.get(room.path("projector", room.meeting.public_id) + number).content.decode()
        assert "Ann Ashford" in page and "1 of 1" in page and room.agency("officer").name in page
        assert "Bob" not in page and "Annie" not in page and str(room.bob.public_id) not in page
        assert "Ann" not in page.split("<title>")[1].split("</title>")[0]
    assert Disclosure.objects.get().to_user_id == room.user("officer").pk
    record_arrival(actor=room.actor(), meeting=room.meeting, user_id=room.user("lme_mco").pk, at=AT)
    page = room.get("projector", room.meeting.public_id)
    assert "Ashford" not in page and "Nothing to show to everyone in the room." in page


def test_the_projector_follows_the_facilitator_within_what_the_room_may_see(room):  # C-F23
    room.enter()
    meeting = room.meeting.public_id
    cleo = make_person(room.program, first_name="Cleo", last_name="Zane")
    enroll(cleo, 3)
    make_release(cleo, room.agency("officer"), kinds=("participation",), actor=room.actor("case_manager"))
    assert "Ann Ashford" in room.get("projector", meeting)
    assert "Show on the projector" in room.get("discuss", meeting, cleo.public_id)
    assert "Ann Ashford" in room.get("projector", meeting), "looking at someone moves nothing"
    assert "Remove from the projector" in room.post("discuss", meeting, cleo.public_id, now="on")
    assert Meeting.objects.get().on_now_id == cleo.pk
    page = room.get("projector", meeting)
    assert "Cleo Zane" in page and "2 of 2" in page and "Follow the facilitator" not in page
    look = AuditEvent.objects.filter(action="meeting.projected").latest("pk")
    assert look.details["people"] == [str(cleo.public_id)]
    by_hand = room.client.get(room.path("projector", meeting) + "?n=1").content.decode()
    assert "Ann Ashford" in by_hand and "Follow the facilitator" in by_hand
    # Someone that not everyone may see leaves it as it is while no one is on it.
    room.post("discuss", meeting, room.bob.public_id, now="on")
    hidden = room.get("projector", meeting)
    room.post("discuss", meeting, room.bob.public_id, now="off")
    no_one = room.get("projector", meeting)
    assert hidden.split("<main")[1].split("</main>")[0] == no_one.split("<main")[1].split("</main>")[0]
    assert "Ann Ashford" in hidden and "Bob" not in hidden
    room.post("discuss", meeting, cleo.public_id, now="on")
    room.post("close", meeting)
    assert Meeting.objects.get().on_now_id is None


def test_a_partner_has_their_own_packet_and_its_paper_with_the_notice(room):  # C10
    room.enter("officer")
    meeting = room.meeting.public_id
    page = room.get("agenda", meeting)
    assert "Ann Ashford" in page and "Drug paraphernalia" in page and "42 CFR part 2" in page
    assert "Bob" not in page and "Annie" not in page
    assert [each.what for each in Disclosure.objects.all()] == ["meeting packet opened"]
    assert AuditEvent.objects.filter(action="meeting.agenda_opened").latest("pk").details["people"] == [
        str(room.ann.public_id)
    ]
    paper = room.client.get(room.path("packet", meeting))
    text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(paper.content)).pages)
    assert "Ann Ashford" in text and "42 CFR" in text and "Birchall" not in text
    assert [each.what for each in Disclosure.objects.order_by("pk")][1:] == ["meeting packet printed"]
    assert paper["Content-Disposition"] == 'attachment; filename="staffing-packet.pdf"'
    for name in ("projector", "minutes", "topics"):
        assert room.client.get(room.path(name, meeting)).status_code == 404
    assert room.client.get(room.path("discuss", meeting, room.ann.public_id)).status_code == 404


def test_after_closing_a_partner_reads_what_was_decided_about_those_they_may_know_of(room):  # P8
    for person, about, words in (
        (room.ann, "charges", "Ask the court"),
        (room.ann, "", "Team only"),
        (room.ann, "health", "Book the clinic"),
        (room.bob, "charges", "Call his lawyer"),
    ):
        decide_action(room, room.meeting, person, about=about, words=words)
    room.enter("officer")
    address = room.path("minutes", room.meeting.public_id)
    assert room.client.get(address).status_code == 404
    services.close_meeting(actor=room.actor(), meeting=room.meeting, at=AT)
    answer = room.client.get(address)
    page = answer.content.decode()
    assert "Ann Ashford" in page and "Ask the court" in page and "42 CFR part 2" in page
    there = sorted(room.agency(each).name for each in ("case_manager", "officer"))
    assert answer.context["organizations"] == there and "; ".join(there) in page
    assert not [each for each in ("Annie", "Team only", "clinic", "Bob", "lawyer") if each in page]
    logged = Disclosure.objects.get()
    assert (logged.person, sorted(logged.kinds)) == (room.ann, ["charges", "participation"])
    room.enter("lme_mco")
    assert "Nothing was decided that a release" in room.client.get(address).content.decode()
    packet = room.get("agenda", room.meeting.public_id)
    assert "No active release" in packet and "What may be shared" not in packet
    paper = PdfReader(io.BytesIO(room.client.get(room.path("packet", room.meeting.public_id)).content))
    said = "".join(each.extract_text() for each in paper.pages)
    assert "No active release" in said and "What may be shared" not in said


def test_the_agenda_is_changed_by_hand_on_pages(room):  # S2
    room.enter()
    meeting = room.meeting.public_id
    assert "Choose who" in room.post("put_on", meeting, why="asked")
    off = (meeting, room.bob.public_id)
    assert "Bob Birchall" in room.get("take_off", *off)
    page = room.post("take_off", *off, why="worker_away")
    assert "Bob Birchall · Their worker isn" in page and "1 of 1" in room.get("projector", meeting)
    assert room.client.get(room.path("discuss", *off)).status_code == 404
    assert room.client.post(room.path("take_off", *off), {"why": "later"}).status_code == 404
    assert "Bob Birchall" in room.get("put_on", meeting)
    page = room.post("put_on", meeting, person=str(room.bob.public_id), why="asked")
    by = room.user("program_manager").full_name
    assert f"Put on the agenda by hand: They asked for it · {by}" in page


def test_the_order_is_changed_and_agreed_words_are_written_on_pages(room):
    room.enter()
    weights = {
        **dict.fromkeys(
            ("no_owner", "new_charge", "court_date", "court_order", "intake_due", "roi_ending"), "1"
        ),
        "milestone": "9",
    }
    sent = {
        **weights,
        **dict.fromkeys(
            ("by_hand", "out_of_touch", "open_action", "partner_fact", "unmet_need", "status_changed"), "0"
        ),
    }
    room.post("weights", **sent)
    assert "Milestone: 9" in room.get("agenda", room.meeting.public_id)
    put_on_every_team(room.user("case_manager"), room.program)
    room.enter("case_manager")
    assert room.client.get(room.path("weights")).status_code == 404
    day = {"agreed_on_month": "3", "agreed_on_day": "2", "agreed_on_year": "2026"}
    assert "words they agreed to" in room.get("share_words", room.ann.public_id)
    room.post("share_words", room.ann.public_id, words="Looking for a room", needs=["housing"], **day)
    assert SharedWords.objects.get().needs == ["housing"]
    assert "Looking for a room" in room.get("share_words", room.ann.public_id)


def test_someone_who_is_on_no_agenda_is_not_found(room):
    room.enter()
    other = make_person(room.program)
    for wanted in (other.public_id, other.public_id.__class__(int=1)):
        path = room.path("discuss", room.meeting.public_id, wanted)
        assert room.client.get(path).status_code == 404


def test_what_a_closed_meeting_planned_stands_in_the_record_and_before_the_next_one(room):  # handbook 5a
    """Whoever works with the person finds the team's plan on their page; a data manager reads none of it."""
    case = {"actor": room.actor(), "meeting": room.meeting, "at": AT}
    written = DiscussionInput(said="Sleeps at the library.", plan="Ask the shelter on Friday.")
    services.save_discussion(**case, person=room.bob, discussion_input=written)
    action = decide_action(room, room.meeting, room.bob)
    keeper = make_member(room.program, "data_manager")
    for user in (room.user("case_manager"), keeper):
        put_on_every_team(user, room.program)
    record = reverse("people:person", args=[room.program.slug, room.bob.public_id])

    def shown(user):
        room.client.force_login(user)
        return unescape(room.client.get(record).content.decode())

    assert "Ask the shelter" not in shown(room.user("case_manager"))
    services.close_meeting(**case)
    page = shown(room.user("case_manager"))
    assert (
        "Sleeps at the library. · Plan: Ask the shelter on Friday." in page
        and "Staffing meetings (2)" in page
    )
    # The open action is a next step too, until it ends.
    assert page.count(action.words) == 2
    assert "Ask the shelter" not in shown(keeper) and action.words not in shown(keeper)
    minutes = room.get("minutes", room.meeting.public_id)
    assert "Who was in the room" in minutes and "for those who work with them" in minutes
    assert not [each for each in ("Birchall", "Ask the shelter", action.words) if each in minutes]
    services.end_action(actor=room.actor("case_manager"), action=action, end="done", at=AT)
    assert shown(room.user("case_manager")).count(action.words) == 1
    later = make_meeting(room.program, *room.users.values(), starts_at=AT + timedelta(days=14))
    page = room.enter().get("discuss", later.public_id, room.bob.public_id)
    assert "From the meeting of" in page and "Ask the shelter on Friday." in page
    assert "Ask the shelter" not in room.get("discuss", later.public_id, room.ann.public_id)
