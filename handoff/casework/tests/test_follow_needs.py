"""K2: a need is followed from the person's words to a service that really serves them, with every step dated."""

import uuid
from datetime import timedelta

import pytest

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.casework.definitions import DECLINED, ENDS, FOLLOWING
from handoff.casework.models import Milestone, Need, ServiceReferral, ServiceReferralEvent
from handoff.casework.needs import services
from handoff.casework.needs.queries import (
    appointments,
    milestones_of,
    needs_of,
    open_needs,
    person_of_milestone,
    person_of_need,
    person_of_service_referral,
    services_for,
)
from handoff.core.refusals import Refused
from handoff.directory.models import Service
from handoff.testing.casework import follow_up, make_milestone, make_need, make_service_referral
from handoff.testing.directory import make_organization, make_service
from handoff.testing.programs import AT, make_actor, make_person, make_program

pytestmark = pytest.mark.django_db
TODAY = AT.date()
LATER = AT + timedelta(days=2)
TOMORROW = TODAY + timedelta(days=1)
WRITERS = ("peer_support", "case_manager", "program_manager")


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def person(program):
    return make_person(program)


@pytest.fixture
def worker(program):
    return make_actor(program, "peer_support")


def states_of(referral):
    return [each.state for each in referral.events.all()]


def test_a_need_stands_in_the_persons_words_with_its_day(person, worker):
    need = make_need(person, worker, words=" Somewhere quiet, with the dog. ")
    assert (need.kind, need.words, need.opened_on) == ("housing", "Somewhere quiet, with the dog.", TODAY)
    assert needs_of(person) == open_needs(needs_of(person)) == [need]
    event = AuditEvent.objects.get(action="need.added")
    assert event.subject == str(person.public_id) and event.details == {"need": str(need.public_id)}


@pytest.mark.parametrize("role", [each for each in RoleName if each not in WRITERS])
def test_only_the_care_team_records_needs_and_milestones(program, person, role):
    actor = make_actor(program, role)
    for make in (make_need, make_milestone):
        with pytest.raises(Refused, match="care team"):
            make(person, actor)


@pytest.mark.parametrize(
    ("fields", "sentence"), [({"kind": "luxury"}, "need"), ({"opened_on": TOMORROW}, "future")]
)
def test_a_need_has_a_kind_and_a_day_that_has_come(person, worker, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        make_need(person, worker, **fields)


@pytest.mark.parametrize("what", ["met", "not_wanted"])
def test_a_need_closes_and_opens_again_with_its_history(person, worker, what):
    need = make_need(person, worker)
    for _each in range(2):
        services.close_need(actor=worker, need=need, what=what, on=TODAY, at=AT)
    assert not open_needs(needs_of(person))
    with pytest.raises(Refused, match="closed"):
        make_service_referral(need, worker)
    for _each in range(2):
        services.open_need_again(actor=worker, need=need, at=LATER)
    assert [each.what for each in need.events.all()] == [what, "opened_again"]
    assert open_needs(needs_of(person)) == [need]


@pytest.mark.parametrize(
    ("what", "on", "sentence"),
    [
        ("failed", TODAY, "met or no longer"),
        ("met", TOMORROW, "future"),
        ("met", TODAY - timedelta(days=9), "before the need"),
    ],
)
def test_a_need_closes_only_as_met_or_no_longer_wanted_on_a_fitting_day(person, worker, what, on, sentence):
    need = make_need(person, worker)
    with pytest.raises(Refused, match=sentence):
        services.close_need(actor=worker, need=need, what=what, on=on, at=AT)
    assert need.is_open


def test_a_need_is_followed_to_the_first_appointment_and_to_the_end(person, worker):
    """Connected is the first appointment attended, with the date of each state."""
    need = make_need(person, worker)
    referral = make_service_referral(need, worker, provider=" Harbor House ")
    assert referral.provider == "Harbor House" and states_of(referral) == ["made"]
    follow_up(referral, "accepted", worker)
    follow_up(referral, "appointment", worker, appointment_on=TOMORROW)
    assert [each.on for each in appointments(needs_of(person))] == [TOMORROW]
    follow_up(referral, "connected", worker, LATER)
    assert appointments(needs_of(person)) == []
    follow_up(referral, "receiving", worker, LATER)
    follow_up(referral, "completed", worker, LATER, outcome=" Has a bed. ", need_next="met")
    assert states_of(referral) == ["made", "accepted", "appointment", "connected", "receiving", "completed"]
    assert referral.current.outcome == "Has a bed." and referral.current.appointment_on is None
    assert need.events.get().what == "met" and not Need.objects.get().is_open


@pytest.mark.parametrize("who", sorted(DECLINED))
def test_after_acceptance_each_side_can_decline_and_the_need_stays_if_wanted(person, worker, who):
    need = make_need(person, worker)
    referral = make_service_referral(need, worker)
    follow_up(referral, "accepted", worker)
    with pytest.raises(Refused, match="becomes of the need"):
        follow_up(referral, who, worker)
    follow_up(referral, who, worker, barrier="cost", need_next="open")
    assert states_of(referral) == ["made", "accepted", who] and referral.current.barrier == "cost"
    assert Need.objects.get().is_open
    assert states_of(make_service_referral(need, worker, provider="Elsewhere")) == ["made"]


def test_the_end_of_a_referral_for_a_closed_need_asks_nothing_more(person, worker):
    need = make_need(person, worker)
    referral = make_service_referral(need, worker)
    services.close_need(actor=worker, need=need, what="met", on=TODAY, at=AT)
    follow_up(referral, "participant_declined", worker)
    assert need.events.count() == 1


def test_who_was_out_of_contact_can_come_back(person, worker):
    referral = make_service_referral(make_need(person, worker), worker)
    follow_up(referral, "lost_contact", worker, need_next="open")
    follow_up(referral, "connected", worker)
    assert referral.current.state == "connected"


@pytest.mark.parametrize(
    ("state", "fields", "sentence"),
    [
        ("completed", {"need_next": "met"}, "can't follow"),
        ("nonsense", {}, "can't follow"),
        ("accepted", {"occurred_on": TOMORROW}, "future"),
        ("accepted", {"occurred_on": TODAY - timedelta(days=1)}, "before the last"),
        ("appointment", {}, "day of the appointment"),
        ("appointment", {"appointment_on": TODAY - timedelta(days=1)}, "day of the appointment"),
        ("accepted", {"barrier": "fate"}, "got in the way"),
    ],
)
def test_what_can_not_have_happened_is_refused(person, worker, state, fields, sentence):
    referral = make_service_referral(make_need(person, worker), worker)
    with pytest.raises(Refused, match=sentence):
        follow_up(referral, state, worker, **fields)
    assert states_of(referral) == ["made"]


def test_the_same_follow_up_sent_twice_is_recorded_once(person, worker):
    referral = make_service_referral(make_need(person, worker), worker)
    for day in (TOMORROW, TOMORROW, TOMORROW + timedelta(days=1)):
        follow_up(referral, "appointment", worker, appointment_on=day)
    assert states_of(referral) == ["made", "appointment", "appointment"]


@pytest.mark.parametrize("other", [{"need_next": "met"}, {"outcome": "Got the keys."}, {"barrier": "cost"}])
def test_an_end_sent_again_with_other_answers_is_not_taken_for_the_first(person, worker, other):
    """C-F03: Back, "the need is met," Save: the need stayed open, and the page said that this was saved already."""
    need = make_need(person, worker)
    referral = make_service_referral(need, worker)
    ended = {"state": "participant_declined", "need_next": "open"}
    for _twice in range(2):
        follow_up(referral, actor=worker, **ended)
    with pytest.raises(Refused, match="can't follow"):
        follow_up(referral, actor=worker, **{**ended, **other})
    assert states_of(referral) == ["made", "participant_declined"]


@pytest.mark.parametrize(
    ("fields", "sentence"), [({"provider": " "}, "Choose a service"), ({"on": TOMORROW}, "future")]
)
def test_a_referral_names_a_provider_and_a_day_that_has_come(person, worker, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        make_service_referral(make_need(person, worker), worker, **fields)


def test_a_referral_keeps_what_the_service_was_called_on_that_day(program, person, worker):
    organization = make_organization(program, name="Harbor House")
    service = make_service(program, needs=("housing",), name="Family rooms", organization=organization)
    make_service(program, needs=("housing",), status=Service.Status.DEFUNCT)
    make_service(program, needs=("food",))
    make_service(make_program(), needs=("housing",))
    need = make_need(person, worker)
    assert list(services_for(need, AT)) == [service]
    referral = make_service_referral(need, worker, service=service, provider="")
    service.name = "Rooms"
    service.save()
    assert (referral.provider, referral.service) == ("Harbor House: Family rooms", service)
    nameless = make_service(program, needs=("housing",), name="Beds", organization=None)
    assert make_service_referral(need, worker, service=nameless).provider == "Beds"


def test_a_service_of_another_programs_directory_is_refused(person, worker):
    with pytest.raises(Refused, match="your directory"):
        make_service_referral(make_need(person, worker), worker, service=make_service(make_program()))


def test_the_same_form_sent_twice_makes_one(program, person, worker):
    key, other = str(uuid.uuid4()), make_person(program)
    need = make_need(person, worker, key=key)
    assert make_need(person, worker, key=key) == need
    assert make_service_referral(need, worker, key=key) == make_service_referral(need, worker, key=key)
    assert make_milestone(person, worker, key=key) == make_milestone(person, worker, key=key)
    assert Need.objects.count() == ServiceReferral.objects.count() == Milestone.objects.count() == 1
    theirs = make_need(other, worker)
    for make, about in ((make_need, other), (make_service_referral, theirs), (make_milestone, other)):
        with pytest.raises(Refused, match="out of date"):
            make(about, worker, key=key)


def test_the_same_form_sent_with_other_answers_is_refused(person, worker):
    """C-F03: what a second device typed isn't dropped as if it had been saved."""
    key = str(uuid.uuid4())
    need = make_need(person, worker, key=key)
    make_service_referral(need, worker, key=key)
    make_milestone(person, worker, key=key)
    for make, about, other in (
        (make_need, person, {"words": "A room with a window."}),
        (make_need, person, {"kind": "food"}),
        (make_need, person, {"opened_on": TODAY - timedelta(days=9)}),
        (make_service_referral, need, {"provider": "Depot Street"}),
        (make_service_referral, need, {"on": TODAY - timedelta(days=1)}),
        (make_milestone, person, {"kind": "identity"}),
        (make_milestone, person, {"reached_on": TODAY - timedelta(days=9)}),
    ):
        with pytest.raises(Refused, match="already saved this form with other answers"):
            make(about, worker, key=key, **other)


def test_every_state_is_in_the_table_of_what_follows_and_no_end_is_a_judgment():
    states = set(ServiceReferralEvent.State.values)
    assert set(FOLLOWING) == states and frozenset().union(*FOLLOWING.values()) <= states
    assert {state for state, after in FOLLOWING.items() if not after} < ENDS


def test_a_milestone_is_recorded_and_one_recorded_by_mistake_counts_no_longer(person, worker):
    milestone = make_milestone(person, worker, kind="identity", words=" Got the ID. ")
    assert milestones_of(person) == [milestone] and milestone.words == "Got the ID."
    for moment in (AT, LATER):
        services.withdraw_milestone(actor=worker, milestone=milestone, at=moment)
    milestone.refresh_from_db()
    assert milestones_of(person) == [] and milestone.withdrawn_at == AT


@pytest.mark.parametrize(
    ("fields", "sentence"), [({"kind": "graduation"}, "reached"), ({"reached_on": TOMORROW}, "future")]
)
def test_a_milestone_is_one_of_the_list_on_a_day_that_has_come(person, worker, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        make_milestone(person, worker, **fields)


def test_an_identifier_leads_to_its_person(program, person, worker):
    need = make_need(person, worker)
    found = (
        (person_of_need, need),
        (person_of_service_referral, make_service_referral(need, worker)),
        (person_of_milestone, make_milestone(person, worker)),
    )
    other = make_program()
    for finder, row in found:
        assert finder(program.pk, row.public_id) == person
        assert finder(other.pk, row.public_id) is None
