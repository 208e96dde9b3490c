"""P9: whoever is new at a partner reads the criteria that a predecessor approved, which stay active meanwhile."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from handoff.accounts.models import Membership, User
from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.eligibility import queries, services
from handoff.eligibility.models import CriteriaReading
from handoff.notifications.models import Notice
from handoff.testing.criteria import make_criteria, make_criteria_draft
from handoff.testing.programs import AT, actor_of, make_agency, make_member, make_program

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=3)


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def version(program):
    return make_criteria(program)


@pytest.fixture
def police(program):
    return make_agency(program)


def leave(version, agency):
    """Whoever approved for an agency has no role anymore."""
    approved_by = version.approvals.get(agency=agency).approved_by_id
    Membership.objects.filter(user_id=approved_by).update(ends_on=date(2026, 3, 2))


def read_as(actor, version, answer="confirmed", changes="", at=LATER):
    return services.record_criteria_reading(
        actor=actor, version=version, answer=answer, changes=changes, at=at
    )


def to_read(actor, version, at=LATER):
    return queries.agencies_to_read_for(actor, queries.find_version(version.program, version.public_id), at)


def test_a_successor_is_asked_once_and_the_criteria_stay_active(program, version, police):
    chief = actor_of(make_member(program, "law_leader", police), program)
    assert to_read(chief, version) == []
    leave(version, police)
    assert to_read(chief, version) == [police]
    assert queries.current_criteria(program, LATER) == version
    (reading,) = read_as(chief, version)
    assert (reading.agency, reading.answer, reading.read_by_id) == (police, "confirmed", chief.user_id)
    assert to_read(chief, version) == []
    assert queries.current_criteria(program, LATER) == version
    assert AuditEvent.objects.get(action="criteria.read").details == {
        "number": version.number,
        "answer": "confirmed",
    }
    with pytest.raises(Refused, match="No one is asked"):
        read_as(chief, version)
    # The next successor is asked again once this one is gone.
    Membership.objects.filter(user_id=chief.user_id).update(ends_on=date(2026, 3, 3))
    following = actor_of(make_member(program, "law_leader", police), program)
    assert to_read(following, version) == [police]


def test_an_approver_whose_account_is_off_no_longer_speaks_for_the_partner(program, version, police):
    chief = actor_of(make_member(program, "law_leader", police), program)
    User.objects.filter(pk=version.approvals.get(agency=police).approved_by_id).update(is_active=False)
    assert to_read(chief, version) == [police]


@pytest.mark.parametrize("role", ["officer", "district_attorney", "program_manager", "peer_support"])
def test_no_one_else_is_asked(program, version, police, role):
    leave(version, police)
    actor = actor_of(make_member(program, role), program)
    assert to_read(actor, version) == []
    with pytest.raises(Refused, match="No one is asked"):
        read_as(actor, version)
    assert not CriteriaReading.objects.exists()


def test_a_version_that_is_not_approved_or_was_withdrawn_is_not_read(program, version, police):
    leave(version, police)
    chief = actor_of(make_member(program, "law_leader", police), program)
    version.withdrawn_at = AT
    version.save()
    assert to_read(chief, version) == []
    assert (
        to_read(
            chief, make_criteria_draft(program, actor_of(make_member(program, "program_manager"), program))
        )
        == []
    )


def test_changes_asked_for_reach_the_managers_and_change_nothing(program, version, police):
    leave(version, police)
    manager = make_member(program, "program_manager")
    chief = actor_of(make_member(program, "law_leader", police), program)
    (reading,) = read_as(chief, version, "changes", " Add trespassing. ")
    assert reading.changes == "Add trespassing."
    notice = Notice.objects.get(kind="criteria_changes_asked")
    assert notice.recipient_user_id == manager.pk
    assert queries.current_criteria(program, LATER) == version


@pytest.mark.parametrize(
    ("answer", "changes", "sentence"),
    [
        ("maybe", "", "Choose whether"),
        ("changes", "  ", "Enter what should change"),
        ("changes", "Require a negative drug test first.", "drug test"),
    ],
)
def test_record_criteria_reading_refuses_what_is_no_answer(
    program, version, police, answer, changes, sentence
):
    leave(version, police)
    chief = actor_of(make_member(program, "law_leader", police), program)
    with pytest.raises(Refused, match=sentence):
        read_as(chief, version, answer, changes)
    assert not CriteriaReading.objects.exists()


def test_record_criteria_reading_refuses_another_programs_version(version, police):
    leave(version, police)
    elsewhere = make_program()
    outsider = actor_of(make_member(elsewhere, "law_leader"), elsewhere)
    with pytest.raises(Refused, match="another program"):
        read_as(outsider, version)


def test_the_successor_reads_and_answers_from_their_home_page(client, program, version, police):
    leave(version, police)
    client.force_login(make_member(program, "law_leader", police))
    page = reverse("eligibility:read", args=[program.slug, version.public_id])
    home = reverse("home:home", args=[program.slug])
    assert page in client.get(home).content.decode()
    shown = reverse("eligibility:version", args=[program.slug, version.public_id])
    assert page in client.get(shown).content.decode()
    assert "They stay active" in client.get(page).content.decode()
    refused = client.post(page, {"answer": "changes", "changes": ""}).content.decode()
    assert "Enter what should change." in refused
    answered = client.post(page, {"answer": "changes", "changes": "Add trespassing."}, follow=True)
    assert answered.redirect_chain == [(shown, 302)]
    assert "Add trespassing." in answered.content.decode()
    assert page not in client.get(home).content.decode()
    assert client.get(page).status_code == 302
