"""What each one at the table sees: the projector, a partner's own screen, and who is left out (S2, C10, C-F23)."""

from datetime import timedelta

import pytest

from handoff.accounts.models import AgreementSignature
from handoff.consent.models import Disclosure, DisclosureContext
from handoff.consent.services import revoke_release
from handoff.staffing.agendas.definitions import News
from handoff.staffing.meetings.services import record_arrival, record_departure
from handoff.staffing.table import queries, services
from handoff.testing.casework import make_milestone, make_need
from handoff.testing.consent import make_release
from handoff.testing.enrollment import make_referral
from handoff.testing.meetings import Table, make_meeting
from handoff.testing.programs import AT, make_member, make_person
from handoff.testing.staffing import enroll, make_new_charge

ALL = ("participation", "charges", "progress", "needs", "treatment", "health")
LAW = ("participation", "charges", "progress")


@pytest.fixture
def table(db):
    return Table()


@pytest.fixture
def meeting(table):
    return make_meeting(table.program, *table.users.values())


def participant(table, name, number, *roles, kinds=LAW):
    """A participant whose release names the agencies of these roles."""
    person = make_person(table.program, first_name=name, last_name=name, preferred_name=f"{name}ie")
    enroll(person, number)
    if roles:
        make_release(
            person, *(table.agency(each) for each in roles), kinds=kinds, actor=table.actor("case_manager")
        )
    return person


def arrive(table, meeting, *roles):
    for role in roles:
        record_arrival(actor=table.actor(), meeting=meeting, user_id=table.user(role).pk, at=AT)


def projected(meeting, at=AT):
    entries = queries.build_agenda(meeting, at)
    return queries.on_projector(entries, queries.room_of(meeting, entries, at))


def names(entries):
    return [each.name for each in entries]


def own(table, meeting, role, at=AT):
    entries = queries.build_agenda(meeting, at)
    decisions = queries.decisions_of(table.actor(role), entries, at)
    return queries.as_seen(entries, queries.kinds_of(decisions))


def test_the_projector_shows_who_everyone_in_the_room_may_see(table, meeting):  # C-F23
    both = ("district_attorney", "treatment_provider")
    participant(table, "Ann", 1, *both)
    participant(table, "Bob", 2, "treatment_provider")
    participant(table, "Cam", 3, *both)
    participant(table, "Dee", 4)
    arrive(table, meeting, "case_manager")
    assert len(projected(meeting)) == 4
    arrive(table, meeting, "treatment_provider")
    assert names(projected(meeting)) == ["Ann Ann", "Bob Bob", "Cam Cam"]
    arrive(table, meeting, "district_attorney")
    assert names(projected(meeting)) == ["Ann Ann", "Cam Cam"]
    record_departure(actor=table.actor(), meeting=meeting, user_id=table.user("district_attorney").pk, at=AT)
    assert names(projected(meeting)) == ["Ann Ann", "Bob Bob", "Cam Cam"]


def test_a_revoked_release_counts_at_the_next_page(table, meeting):
    person = participant(table, "Ann", 1, "officer")
    arrive(table, meeting, "officer")
    assert names(projected(meeting)) == ["Ann Ann"]
    revoke_release(actor=table.actor("case_manager"), release=person.releases.get(), at=AT)
    assert projected(meeting, AT + timedelta(seconds=1)) == []


def test_no_one_is_shown_while_someone_in_the_room_cannot_be_shown_anyone(table, meeting):
    participant(table, "Ann", 1, "officer")
    arrive(table, meeting, "officer")
    table.user("officer").memberships.update(ends_on=AT.date())
    assert projected(meeting) == []


def test_the_law_side_reads_agreed_words_and_charges_and_nothing_said_for_care(table, meeting):  # C10
    person = participant(table, "Ann", 1, "district_attorney")
    worker = table.actor("case_manager")
    make_need(person, worker, kind="housing", words="zqsecret")
    make_need(person, worker, kind="substance_use")
    make_milestone(person, worker)
    make_new_charge(person)
    services.record_shared_words(
        actor=worker, person=person, words="Looking for a room", needs=["housing"], agreed_on=AT.date(), at=AT
    )
    (entry,) = own(table, meeting, "district_attorney")
    assert entry.name == "Ann Ann"
    assert [each.news for each in entry.lines] == [News.NEW_CHARGE]
    assert entry.shared.words == "Looking for a room"
    assert queries.kinds_used(entry) == {"participation", "progress", "charges"}
    assert entry.shows("charges") and not entry.shows("treatment")


def test_agreed_words_are_progress_and_need_a_release_that_names_it(table, meeting):  # C10
    person = participant(table, "Ann", 1, "district_attorney", kinds=("participation", "charges"))
    services.record_shared_words(
        actor=table.actor("case_manager"), person=person, words="Works", needs=[], agreed_on=AT.date(), at=AT
    )
    (entry,) = own(table, meeting, "district_attorney")
    assert entry.shared is None and queries.kinds_used(entry) == {"participation"}


def test_no_one_is_shown_while_someone_in_the_room_has_a_newer_agreement_to_sign(table, meeting):  # C4
    participant(table, "Ann", 1, "officer")
    arrive(table, meeting, "officer")
    assert names(projected(meeting)) == ["Ann Ann"]
    AgreementSignature.objects.filter(user=table.user("officer")).delete()
    assert projected(meeting) == []


def test_a_partner_reads_needs_of_the_kinds_its_release_names_and_no_words(table, meeting):
    worker = table.actor("case_manager")
    some = participant(table, "Ann", 1, "treatment_provider", kinds=("participation", "needs"))
    every = participant(table, "Bob", 2, "treatment_provider", kinds=ALL)
    without = participant(table, "Cam", 3, "treatment_provider", kinds=("contact", "needs"))
    for person in (some, every, without):
        make_need(person, worker, kind="housing")
        make_need(person, worker, kind="substance_use")
    found = {each.name: len(each.lines) for each in own(table, meeting, "treatment_provider")}
    assert found == {"Ann Ann": 1, "Bob Bob": 2}


def test_the_facilitator_sees_beforehand_who_is_left_out_by_agency(table):
    meeting = make_meeting(
        table.program, table.user("officer"), table.user("lme_mco"), table.user("case_manager")
    )
    participant(table, "Ann", 1, "officer")
    participant(table, "Bob", 2, "officer", "lme_mco")
    entries = queries.build_agenda(meeting, AT)
    found = {
        each.agency: [person.first_name for person in each.people]
        for each in queries.left_out(meeting, entries, AT)
    }
    assert found == {table.agency("lme_mco"): ["Ann"]}


def test_each_look_is_in_the_disclosure_log_once_a_day(table, meeting):
    person = participant(table, "Ann", 1, "officer", "district_attorney")
    arrive(table, meeting, "officer", "district_attorney", "case_manager")
    for _twice in range(2):
        entries = queries.build_agenda(meeting, AT)
        room = queries.room_of(meeting, entries, AT)
        shown = queries.on_projector(entries, room)
        services.log_projector(actor=table.actor(), program=table.program, room=room, entries=shown, at=AT)
    rows = Disclosure.objects.filter(what=DisclosureContext.MEETING_PROJECTOR)
    assert {(each.person, each.agency, each.to_user_id) for each in rows} == {
        (person, table.agency(role), table.user(role).pk) for role in ("officer", "district_attorney")
    }
    assert len(rows) == 2
    for _twice in range(2):
        decisions = queries.decisions_of(table.actor("officer"), entries, AT)
        services.log_own_screen(
            actor=table.actor("officer"),
            entries=queries.as_seen(entries, queries.kinds_of(decisions)),
            decisions=decisions,
            what=DisclosureContext.MEETING_SCREEN,
            at=AT,
        )
    (row,) = Disclosure.objects.filter(what=DisclosureContext.MEETING_SCREEN)
    assert (row.to_user_id, row.kinds) == (table.user("officer").pk, ["participation"])
    # What the projector shows besides, later on the same day, is another row.
    make_new_charge(person)
    entries = queries.build_agenda(meeting, AT)
    room = queries.room_of(meeting, entries, AT)
    shown = queries.on_projector(entries, room)
    services.log_projector(actor=table.actor(), program=table.program, room=room, entries=shown, at=AT)
    assert sorted(len(each.kinds) for each in rows.all()) == [1, 1, 2, 2]


def test_a_second_agency_of_one_reader_gets_no_row_for_what_it_does_not_learn(table, meeting):
    clinic = table.agency("treatment_provider")
    person = participant(table, "Ann", 1, "treatment_provider")
    user = table.user("treatment_provider")
    make_member(table.program, "lme_mco", table.agency("lme_mco"), user=user, signed=False)
    worker = table.actor("case_manager")
    make_release(person, table.agency("lme_mco"), kinds=("contact",), actor=worker, replaces_earlier=False)
    entries = queries.build_agenda(meeting, AT)
    actor = table.actor("treatment_provider")
    decisions = queries.decisions_of(actor, entries, AT)
    services.log_own_screen(
        actor=actor,
        entries=queries.as_seen(entries, queries.kinds_of(decisions)),
        decisions=decisions,
        what=DisclosureContext.MEETING_SCREEN,
        at=AT,
    )
    assert [(each.agency, each.kinds) for each in Disclosure.objects.all()] == [(clinic, ["participation"])]


def test_whoever_has_no_intake_yet_is_shown_to_no_partner(table, meeting):
    referral = make_referral(table.program, person=make_person(table.program, first_name="Due"))
    referral.intake_due_on, referral.state = AT.date(), "accepted"
    referral.save()
    make_release(referral.person, table.agency("officer"), actor=table.actor("case_manager"))
    assert [each.person.first_name for each in queries.build_agenda(meeting, AT)] == ["Due"]
    assert own(table, meeting, "officer") == []


def test_of_someone_the_projector_shows_the_kinds_that_every_agency_may_read(table, meeting):  # C-F23
    person = participant(table, "Ann", 1, "district_attorney", kinds=("participation", "charges"))
    worker = table.actor("case_manager")
    make_release(person, table.agency("treatment_provider"), actor=worker, replaces_earlier=False)
    make_new_charge(person)
    arrive(table, meeting, "district_attorney")
    assert [line.news for line in projected(meeting)[0].lines] == [News.NEW_CHARGE]
    arrive(table, meeting, "treatment_provider")
    assert [(each.name, each.lines) for each in projected(meeting)] == [("Ann Ann", ())]
