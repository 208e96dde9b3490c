"""Staff who enter someone are asked whether it's someone on record; no one else learns that there is anyone (D6)."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.participants.lookup.services import rebuild_keys
from handoff.participants.models import ContactPoint, Person, PossibleDuplicate, TeamMember
from handoff.referrals.models import Pathway, Referral, ReferralDraft
from handoff.referrals.services import start_draft
from handoff.testing.programs import AT, PASSWORD, actor_of, make_member, make_person, make_program
from handoff.testing.referrals import make_message

pytestmark = pytest.mark.django_db

TYPED = {
    "first_name": "Marisol",
    "last_name": "Quintanila",
    "date_of_birth_month": "3",
    "date_of_birth_day": "4",
    "date_of_birth_year": "1990",
    "preferred_name": "Mari",
}
REASON = {"phone": "910 555 0188", "language": "en", "gender": "woman"}
QUESTION = "Is it one of these people?"


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def known(program):
    """Someone on record, whose last name is spelled a little differently."""
    return add_known(program)


def add_known(program, **fields) -> Person:
    person = make_person(
        program,
        **{
            "first_name": "Marisol",
            "last_name": "Quintanilla",
            "date_of_birth": date(1990, 3, 4),
            "gender": "woman",
            **fields,
        },
    )
    rebuild_keys(person)
    ContactPoint.objects.create(person=person, kind="phone", value="+19105550142", added_at=AT)
    return person


def start(client, program, role, pathway=Pathway.COMMUNITY) -> ReferralDraft:
    user = make_member(program, role)
    client.login(username=user.username, password=PASSWORD)
    actor = actor_of(user, program)
    return start_draft(actor=actor, program=program, pathway=pathway, key=str(uuid.uuid4()), at=AT)


def page(program, draft, name):
    return reverse("referrals:page", args=[program.slug, draft.public_id, name])


def none_of(*people) -> str:
    return "someone_else:" + ",".join(sorted(str(each.public_id) for each in people))


def send(client, program, draft, who):
    """Send the two pages of a social referral; returns the answer to the first."""
    first = client.post(page(program, draft, "who"), who)
    client.post(page(program, draft, "reason"), REASON)
    return first


def test_staff_are_asked_and_nothing_typed_is_lost(client, program, known):  # D6, finding-N14
    draft = start(client, program, RoleName.PEER_SUPPORT)
    shown = client.post(page(program, draft, "who"), TYPED)
    body = shown.content.decode()
    assert QUESTION in body
    assert "Yes: Marisol Quintanilla, born Mar 4, 1990" in body
    # What tells the two apart: how they differ, and how the one on record is reached.
    assert "The name is spelled differently." in body and "(910) 555-0142" in body
    assert 'value="Quintanila"' in body and 'value="Mari"' in body
    event = AuditEvent.objects.get(action="matches.shown")
    assert event.details == {"count": 1, "people": [str(known.public_id)]}
    assert not Person.objects.exclude(pk=known.pk).exists()


def test_yes_joins_the_referral_to_the_record(client, program, known):
    draft = start(client, program, RoleName.PEER_SUPPORT)
    first = send(client, program, draft, {**TYPED, "same_person": str(known.public_id)})
    assert first.url == page(program, draft, "reason")
    assert Referral.objects.get().person == known
    assert Person.objects.count() == 1
    assert known.contact_points.count() == 2


def test_no_adds_a_record_and_the_pair_is_not_suggested_again(client, program, known):
    draft = start(client, program, RoleName.PEER_SUPPORT)
    send(client, program, draft, {**TYPED, "same_person": none_of(known)})
    added = Referral.objects.get().person
    assert added != known and added.last_name == "Quintanila"
    pair = PossibleDuplicate.objects.get()
    assert (pair.one, pair.other, pair.decision) == (known, added, "different")
    assert pair.decided_by_id is not None and AuditEvent.objects.filter(action="duplicate.decided").exists()


def test_no_holds_even_for_the_same_name_and_birth_date(client, program):
    """Without an answer these two would be one record."""
    known = add_known(program, last_name="Quintanila")
    draft = start(client, program, RoleName.CASE_MANAGER)
    send(client, program, draft, {**TYPED, "same_person": none_of(known)})
    assert Referral.objects.get().person != known


def test_an_answer_about_others_is_no_answer(client, program, known):
    """The name was changed after the question, or someone was added meanwhile: asked again, nothing sent."""
    draft = start(client, program, RoleName.PEER_SUPPORT)
    second = add_known(program, first_name="Maricel", last_name="Quintanilla")
    shown = client.post(page(program, draft, "who"), {**TYPED, "same_person": none_of(known)})
    assert QUESTION in shown.content.decode()
    unlike = make_person(program)
    sent = send(client, program, draft, {**TYPED, "same_person": str(unlike.public_id)})
    assert QUESTION in sent.content.decode() and not Referral.objects.exists()
    sent = send(client, program, draft, {**TYPED, "same_person": none_of(known, second)})
    assert Referral.objects.get().person.last_name == "Quintanila"


def test_a_name_like_no_one_s_is_not_asked_about(client, program, known):
    draft = start(client, program, RoleName.PEER_SUPPORT)
    who = {**TYPED, "first_name": "Theodore", "last_name": "Blackwell"}
    assert send(client, program, draft, who).status_code == 302
    assert Referral.objects.get().person.first_name == "Theodore"


def test_a_placeholder_never_joins_by_itself(client, program):
    """finding-N14: John Doe, January 1, twice. Staff are asked, and a no stands."""
    known = add_known(program, first_name="John", last_name="Doe", date_of_birth=date(1990, 1, 1))
    draft = start(client, program, RoleName.PEER_SUPPORT)
    born = {"date_of_birth_month": "1", "date_of_birth_day": "1", "date_of_birth_year": "1990"}
    who = {**born, "first_name": "John", "last_name": "Doe"}
    assert QUESTION in send(client, program, draft, who).content.decode()
    send(client, program, draft, {**who, "same_person": none_of(known)})
    assert Referral.objects.get().person != known


def test_outside_the_team_the_question_shows_no_more_than_the_lists(client, program, known):
    """ADR 0009: the record of someone with a worker opens to others only with a reason, and a no is reviewed."""
    worker = make_member(program, RoleName.CASE_MANAGER)
    TeamMember.objects.create(person=known, user_id=worker.pk, why=TeamMember.Why.WORKER, starts_at=AT)
    draft = start(client, program, RoleName.PEER_SUPPORT)
    body = client.post(page(program, draft, "who"), TYPED).content.decode()
    assert "Yes: Marisol Quintanilla, born Mar 4, 1990" in body
    assert "555-0142" not in body and "Woman." not in body
    assert "You aren&#x27;t on their team" in body
    send(client, program, draft, {**TYPED, "same_person": none_of(known)})
    assert PossibleDuplicate.objects.get().decision == "waiting"


@pytest.mark.parametrize(
    ("role", "pathway"),
    [
        (RoleName.OFFICER, Pathway.ARREST_DIVERSION),
        (RoleName.OFFICER, Pathway.OFFICER_SOCIAL),
        (RoleName.TREATMENT_PROVIDER, Pathway.COMMUNITY),
        (RoleName.PROBATION_OFFICER, Pathway.COMMUNITY),
    ],
)
def test_who_may_not_know_is_asked_nothing(client, program, known, role, pathway):
    """J3, R9: the answer to a close name and to a strange one is the same."""
    draft = start(client, program, role, pathway)
    for who in (TYPED, {**TYPED, "first_name": "Theodore", "last_name": "Blackwell"}):
        sent = client.post(page(program, draft, "who"), who)
        assert sent.status_code == 302
    assert not AuditEvent.objects.filter(action="matches.shown").exists()
    # Nor does an answer that someone made up change what is sent.
    sent = client.post(page(program, draft, "who"), {**TYPED, "same_person": str(known.public_id)})
    assert sent.status_code == 302


def test_a_partner_s_referral_of_a_close_name_goes_to_review(client, program, known):
    draft = start(client, program, RoleName.TREATMENT_PROVIDER)
    send(client, program, draft, {**TYPED, "same_person": str(known.public_id)})
    assert Referral.objects.get().person != known
    assert PossibleDuplicate.objects.get().decision == "waiting"


def test_a_web_request_asks_as_well(client, program, known):
    user, message = make_member(program, RoleName.PEER_SUPPORT), make_message(program)
    client.login(username=user.username, password=PASSWORD)
    url = reverse("referrals:message", args=[program.slug, message.public_id])
    sent = {**TYPED, "reach": "910 555 0199", "language": "en", "reason": "Needs a place to sleep."}
    body = client.post(url, sent).content.decode()
    assert QUESTION in body and "Needs a place to sleep." in body
    event = AuditEvent.objects.get(action="matches.shown")
    assert event.details["people"] == [str(known.public_id)]
    client.post(url, {**sent, "same_person": str(known.public_id)})
    assert Referral.objects.get().person == known


def test_the_question_is_there_in_spanish(client, program, known):
    draft = start(client, program, RoleName.PEER_SUPPORT)
    shown = client.post(page(program, draft, "who"), TYPED, headers={"accept-language": "es"})
    assert "¿Es una de estas personas?" in shown.content.decode()
