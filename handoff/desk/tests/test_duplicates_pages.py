"""The list of possible duplicates, two records side by side, merging and separating on pages (D6)."""

import pytest
from django.urls import reverse

from handoff.access.roles import RoleName
from handoff.audit.definitions import AuditLook
from handoff.audit.models import AuditEvent
from handoff.audit.services import record_read
from handoff.core.templatetags.handoff import birthday
from handoff.desk.trail.queries.rows import rows_about
from handoff.participants.lookup.services import rebuild_keys
from handoff.participants.merging.services import merge_people, notice_duplicates
from handoff.participants.models import PersonMerge, RecordOpening, TeamMember
from handoff.testing.programs import AT, PASSWORD, make_person, put_on_every_team
from handoff.testing.staffing import ChargeScenario

pytestmark = pytest.mark.django_db


@pytest.fixture
def scenario():
    return ChargeScenario()


@pytest.fixture
def pair(scenario):
    """A participant, and the same person entered again with a misspelt name and no date."""
    again = make_person(
        scenario.program,
        first_name="Rowen",
        last_name="Tidewatter",
        date_of_birth=scenario.person.date_of_birth,
    )
    for person in (scenario.person, again):
        rebuild_keys(person)
    notice_duplicates(again, AT)
    return scenario.person, again


@pytest.fixture
def worker(client, scenario, pair):
    user = scenario.user(RoleName.CASE_MANAGER)
    put_on_every_team(user, scenario.program)
    client.login(username=user.username, password=PASSWORD)
    return user


def address(scenario, name, *ids):
    return reverse(f"duplicates:{name}", args=[scenario.program.slug, *ids])


def test_the_list_shows_the_pair_with_its_score_and_is_logged(client, scenario, pair, worker):
    page = client.get(address(scenario, "list")).content.decode()
    assert "Rowen Tidewatter" in page
    assert "of 100" in page
    # A birth date is a date to compare, not a day of the week.
    assert f"Tidewatter, {birthday(pair[1].date_of_birth)}" in page
    event = AuditEvent.objects.get(action="duplicates.listed")
    # finding-S7: each person's own trail finds the look.
    assert sorted(event.details["people"]) == sorted(str(each.public_id) for each in pair)


def test_a_list_that_showed_a_record_before_it_was_merged_is_in_the_kept_ones_trail(scenario, pair):
    """finding-S7."""
    kept, merged = pair
    actor = scenario.actor(RoleName.CASE_MANAGER)
    seen = record_read(actor=actor, at=AT, action=AuditLook.SILENCE_LISTED, people=[merged.public_id])
    merge_people(actor=actor, kept=kept, merged=merged, at=AT)
    assert seen in rows_about(kept)


def test_a_pair_is_merged_and_separated_on_pages(client, scenario, pair, worker):
    kept, merged = pair
    ids = (kept.public_id, merged.public_id)
    page = client.get(address(scenario, "compare", *ids)).content.decode()
    assert "Rowen Tidewatter" in page
    assert "The name is spelled differently." in page
    opened = AuditEvent.objects.filter(action="person.opened").values_list("subject", flat=True)
    assert {str(each) for each in ids} <= set(opened)
    after = client.post(address(scenario, "merge", *ids), follow=True).content.decode()
    assert "Merged records" in after
    # The merged record's own address leads to the kept one.
    old = reverse("people:person", args=[scenario.program.slug, merged.public_id])
    assert kept.full_name in client.get(old).content.decode()
    assert client.get(address(scenario, "compare", *ids)).status_code == 404
    merge = PersonMerge.objects.get()
    asked = client.get(address(scenario, "separate", merge.public_id)).content.decode()
    assert "stays with the record you kept" in asked
    client.post(address(scenario, "separate", merge.public_id))
    assert "Rowen Tidewatter" in client.get(old).content.decode()
    assert client.get(address(scenario, "separate", merge.public_id)).status_code == 404


def test_a_merge_further_down_is_not_separated_first(client, scenario, pair, worker):
    kept, merged = pair
    client.post(address(scenario, "merge", kept.public_id, merged.public_id))
    first = PersonMerge.objects.get()
    third = make_person(scenario.program, first_name="Third")
    TeamMember.objects.create(person=third, user_id=worker.pk, why="added", starts_at=AT)
    client.post(address(scenario, "merge", third.public_id, kept.public_id))
    assert client.get(address(scenario, "separate", first.public_id)).status_code == 302


def test_two_people_are_marked_as_different(client, scenario, pair, worker):
    ids = [each.public_id for each in pair]
    page = client.post(address(scenario, "different", *ids), follow=True).content.decode()
    assert "Nothing to review" in page


def test_one_record_is_no_pair(client, scenario, pair, worker):
    same = pair[0].public_id
    assert client.get(address(scenario, "compare", same, same)).status_code == 404


def test_someone_outside_the_teams_gives_a_reason_for_each_record(client, scenario, pair):
    user = scenario.user(RoleName.DATA_MANAGER)
    client.login(username=user.username, password=PASSWORD)
    ids = [each.public_id for each in pair]
    for person in pair:
        assert client.get(address(scenario, "compare", *ids)).status_code == 302
        RecordOpening.objects.create(
            person=person, user_id=user.pk, reason="supervision", opened_at=AT, ends_at=AT.replace(year=2040)
        )
    assert client.get(address(scenario, "compare", *ids)).status_code == 200


@pytest.mark.parametrize("role", [RoleName.OFFICER, RoleName.DISTRICT_ATTORNEY, RoleName.EVALUATOR])
def test_no_one_else_learns_that_there_are_pairs(client, scenario, pair, role):
    client.login(username=scenario.user(role).username, password=PASSWORD)
    ids = [each.public_id for each in pair]
    assert client.get(address(scenario, "list")).status_code in (403, 404)
    assert client.post(address(scenario, "merge", *ids)).status_code in (403, 404)
    assert not PersonMerge.objects.exists()
