"""A list's audit row names the people it showed, and their own trail finds it. The leak table asks every page."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.desk.trail.queries.rows import rows_about
from handoff.participants.lookup.services import rebuild_keys
from handoff.referrals.models import CommunityMessage, Pathway
from handoff.referrals.services import start_draft
from handoff.staffing.models import ChargeReport
from handoff.staffing.reports.services import settle_report
from handoff.testing.enrollment import make_participant, make_referral
from handoff.testing.programs import AT, actor_of, make_member, make_person, make_program
from handoff.testing.referrals import make_exception, make_message, make_ready_program
from handoff.testing.staffing import BORN, ChargeScenario, report_charge

pytestmark = pytest.mark.django_db


def open_list(client, user, name, **data):
    """Open a list as a user, and return the audit row of that look."""
    client.force_login(user)
    address = reverse(name, args=[user.memberships.get().program.slug])
    response = client.post(address, data) if data else client.get(address)
    assert response.status_code == 200
    return AuditEvent.objects.filter(user_id=user.pk, outcome="seen").latest("number")


def test_a_web_request_listed_before_it_became_a_referral_is_in_the_trail(client):
    program = make_ready_program()
    message, other = make_message(program), make_message(program)
    seen = open_list(client, make_member(program, RoleName.PROGRAM_MANAGER), "referrals:messages")
    assert set(seen.details["people"]) == {str(message.public_id), str(other.public_id)}
    person, other_person = make_person(program), make_person(program, first_name="Other")
    referral = make_referral(program, person, pathway=Pathway.COMMUNITY, at=AT)
    CommunityMessage.objects.filter(pk=message.pk).update(referral=referral)
    assert seen in rows_about(person)
    assert seen not in rows_about(other_person)


def test_a_draft_listed_before_it_was_sent_is_in_the_trail(client):
    program = make_ready_program()
    user = make_member(program, RoleName.OFFICER)
    key, actor = str(uuid.uuid4()), actor_of(user, program)
    draft = start_draft(actor=actor, program=program, pathway=Pathway.ARREST_DIVERSION, key=key, at=AT)
    listed = [open_list(client, user, name) for name in ("referrals:new", "referrals:own", "home:home")]
    person = make_person(program)
    assert not rows_about(person)
    referral = make_referral(program, person, at=AT)
    referral.key = str(draft.public_id)
    referral.save()
    assert set(listed) <= set(rows_about(person))


def test_a_report_listed_before_it_was_linked_is_in_the_trail(client):
    scenario = ChargeScenario()
    report_charge(scenario, RoleName.CRIME_ANALYST, born=BORN.replace(day=14))
    seen = open_list(client, scenario.user(RoleName.CASE_MANAGER), "staffing:reports")
    assert seen not in rows_about(scenario.person)
    settle_report(
        actor=scenario.actor(RoleName.CASE_MANAGER),
        report=ChargeReport.objects.get(),
        person=scenario.person,
        at=AT,
    )
    assert seen in rows_about(scenario.person)


def test_what_the_da_reads_of_someone_is_in_their_trail(client):
    """The list and the exception's own page: neither shows a name, and both show facts about the person."""
    program = make_ready_program()
    exception = make_exception(program)
    person = make_person(program)
    exception.referral.person = person
    exception.referral.save()
    user = make_member(program, RoleName.DISTRICT_ATTORNEY)
    listed = open_list(client, user, "referrals:exceptions")
    client.get(reverse("referrals:exception", args=[program.slug, exception.public_id]))
    opened = AuditEvent.objects.filter(action="exception.opened").latest("number")
    assert {listed, opened} <= set(rows_about(person))


def test_the_search_of_the_registers_names_who_it_found(client):
    program = make_program()
    person = make_person(program, first_name="Noor", last_name="Waiting")
    rebuild_keys(person)
    user = make_member(program, RoleName.DATA_MANAGER)
    seen = open_list(client, user, "records:find", first_name="Noor", last_name="Waiting")
    assert seen.details == {"found": 1, "people": [str(person.public_id)]}


def test_the_list_of_those_inactive_too_long_names_them(client):
    program = make_program()
    worker = make_member(program, RoleName.CASE_MANAGER)
    long_ago = AT - timedelta(days=12 * 365)
    enrollment = make_participant(program, make_person(program), actor_of(worker, program))
    enrollment.status_periods.update(status="inactive", reason="moved", starts_at=long_ago)
    seen = open_list(client, make_member(program, RoleName.DATA_MANAGER), "records:retention")
    assert seen.details["people"] == [str(enrollment.person.public_id)]
