"""Possible duplicates are noticed, merged with everything kept, and separated again without loss (D6, ADR 0031)."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.apps import apps

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.enrollment.models import Enrollment
from handoff.enrollment.queries import roster
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.services import find_candidates, rebuild_keys
from handoff.participants.merging import policies, queries, services
from handoff.participants.models import Person, PersonName, PossibleDuplicate, TeamMember
from handoff.participants.queries import find_person, possible_matches
from handoff.participants.services import PersonInput, correct_person, find_or_add_person
from handoff.programs.models import Program
from handoff.testing.casework import make_contact, make_contact_point
from handoff.testing.consent import make_release
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, make_actor, make_member, make_person, make_program

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=1)
GUADALUPE = PersonInput("Guadalupe", "Zdupe Xicale", date_of_birth=date(1983, 12, 12))


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def actor(program):
    return make_actor(program, RoleName.CASE_MANAGER)


@pytest.fixture
def pair(program):
    """Two records of one woman, both with entries of several apps."""
    kept = make_person(program, first_name="Guadalupe", last_name="Xicale", date_of_birth=None)
    merged = make_person(program, first_name="Lupe", last_name="Xicale", date_of_birth=date(1983, 12, 12))
    for person in (kept, merged):
        rebuild_keys(person)
        make_contact_point(person)
        make_contact(person)
        make_release(person)
    return kept, merged


def all_rows() -> dict[str, list[tuple[object, ...]]]:
    """Every row that leads to a person, except what a merge itself writes."""
    return {
        f"{field.model._meta.label}.{field.name}": sorted(
            field.model._default_manager.values_list("pk", field.attname)
        )
        for field in queries.keys_to_person()
    }


def identities() -> list[tuple[object, ...]]:
    facts = ("first_name", "last_name", "date_of_birth", "gender", "merged_into")
    return list(Person.objects.order_by("pk").values_list(*facts))


@pytest.mark.parametrize(
    "variant",
    [
        replace(GUADALUPE, first_name="Lupe"),
        replace(GUADALUPE, last_name="Zdupe"),
        replace(GUADALUPE, first_name="Guadalupe M"),
        replace(GUADALUPE, date_of_birth=date(1983, 12, 21)),
        replace(GUADALUPE, date_of_birth=None),
    ],
)
def test_a_name_entered_a_little_differently_is_put_on_the_list(program, actor, variant):
    """finding-F08: each made a person of its own, and no one was asked."""
    people = [
        find_or_add_person(
            actor=actor, program=program, person_input=each, existing=None, key=str(key), at=AT
        )
        for key, each in enumerate((GUADALUPE, variant))
    ]
    found = queries.waiting_duplicates(program).get()
    assert {found.one, found.other} == set(people)
    assert 60 <= found.score <= 100


def test_a_correction_may_bring_a_pair_to_light(program, actor):
    one = make_person(program, first_name="Wendell", last_name="Oakden", date_of_birth=date(1970, 3, 2))
    rebuild_keys(one)
    other = make_person(program, first_name="Unrelated", last_name="Name", date_of_birth=date(1970, 3, 2))
    correct_person(
        actor=actor,
        person=other,
        person_input=PersonInput("Wendel", "Oakden", date_of_birth=date(1970, 3, 2)),
        at=AT,
    )
    assert queries.waiting_duplicates(program).count() == 1


def test_people_with_unlike_names_are_not_suggested(program, actor, pair):
    unrelated = make_person(program, first_name="Wendell", last_name="Oakden", date_of_birth=date(1970, 3, 2))
    assert services.notice_duplicates(unrelated, AT) == []


def test_everything_moves_and_moves_back(program, actor, pair):
    """D6: separated again without loss."""
    kept, merged = pair
    before = all_rows()
    people_before = identities()
    merge = services.merge_people(actor=actor, kept=kept, merged=merged, at=AT)
    assert Person.objects.get(pk=kept.pk).date_of_birth == date(1983, 12, 12)
    assert not any((merged.pk,) == row[1:] for rows in all_rows().values() for row in rows)
    assert kept.contact_points.count() == kept.releases.count() == 2
    assert find_person(program.pk, merged.public_id) == kept
    services.separate_people(actor=actor, merge=merge, at=LATER)
    assert all_rows() == before
    assert identities() == people_before
    assert {each.merged_into for each in Person.objects.all()} == {None}


def test_a_lookup_finds_the_person_under_both_names(program, actor, pair):
    kept, merged = pair
    merge = services.merge_people(actor=actor, kept=kept, merged=merged, at=AT)
    query = LookupQuery("Lupe", "Xicale", date(1983, 12, 12))
    assert [each.person_id for each in find_candidates(program.pk, query)] == [kept.pk]
    services.separate_people(actor=actor, merge=merge, at=LATER)
    assert {each.person_id for each in find_candidates(program.pk, query)} == {kept.pk, merged.pk}
    assert not PersonName.objects.exists()


def test_a_merged_person_entered_again_is_the_kept_one(program, actor, pair):
    kept, merged = pair
    services.merge_people(actor=actor, kept=kept, merged=merged, at=AT)
    again = PersonInput("Lupe", "Xicale", date_of_birth=date(1983, 12, 12))
    for existing in (None, merged.public_id):
        found = find_or_add_person(
            actor=actor, program=program, person_input=again, existing=existing, key=f"k{existing}", at=AT
        )
        assert found == kept
    assert services.notice_duplicates(Person.objects.get(pk=merged.pk), AT) == []


def test_a_person_merged_twice_and_entered_again_is_the_one_record_left(program, actor, pair):
    """D6: nothing new may be written to a record that no list shows any more."""
    kept, merged = pair
    left = make_person(program, first_name="Lupita", last_name="Xicale")
    services.merge_people(actor=actor, kept=kept, merged=merged, at=AT)
    services.merge_people(actor=actor, kept=left, merged=kept, at=AT)
    again = PersonInput("Lupe", "Xicale", date_of_birth=date(1983, 12, 12))
    found = find_or_add_person(
        actor=actor, program=program, person_input=again, existing=None, key="k", at=AT
    )
    assert found == left
    # What is stored under an id, such as the journal of erasures, is found for both.
    assert set(queries.merged_ids(left)) == {kept.public_id, merged.public_id}


def test_two_enrollments_stay_apart_and_are_listed_once(program, actor):
    kept, merged = (make_participant(program).person for _place in range(2))
    merge = services.merge_people(actor=actor, kept=kept, merged=merged, at=AT)
    assert [each.person for each in roster(program)] == [kept]
    assert Enrollment.objects.count() == 2
    services.separate_people(actor=actor, merge=merge, at=LATER)
    assert roster(program).count() == 2


def test_rows_written_or_corrected_after_the_merge_stay(program, actor, pair):
    kept, merged = pair
    merge = services.merge_people(actor=actor, kept=kept, merged=merged, at=AT)
    kept.refresh_from_db()
    written = make_contact_point(kept, value="910-555-0199")
    kept.date_of_birth = date(1984, 1, 2)
    kept.save()
    services.separate_people(actor=actor, merge=merge, at=LATER)
    written.refresh_from_db()
    kept.refresh_from_db()
    assert (written.person, kept.date_of_birth) == (kept, date(1984, 1, 2))


def test_both_records_have_audit_rows_without_names(program, actor, pair):
    kept, merged = pair
    merge = services.merge_people(actor=actor, kept=kept, merged=merged, at=AT)
    services.separate_people(actor=actor, merge=merge, at=LATER)
    for action in ("person.merged", "person.separated"):
        rows = AuditEvent.objects.filter(action=action)
        assert {row.subject for row in rows} == {str(kept.public_id), str(merged.public_id)}
        assert "Xicale" not in str(list(rows.values()))


def test_a_pair_that_was_decided_is_not_suggested_again(program, actor, pair):
    kept, merged = pair
    services.notice_duplicates(kept, AT)
    services.dismiss_duplicate(actor=actor, one=merged, other=kept, at=AT)
    services.notice_duplicates(kept, LATER)
    assert not queries.waiting_duplicates(program).exists()
    assert queries.find_duplicate(kept, merged).decision == PossibleDuplicate.Decision.DIFFERENT


def test_a_pair_with_a_record_that_is_merged_is_reviewed_with_the_kept_one(program, actor, pair):
    """The list never leads to a record that can't be compared any more (D6)."""
    kept, merged = pair
    third = make_person(program, first_name="Lupita", last_name="Xicale")
    for one, other in ((merged, third), (kept, merged)):
        PossibleDuplicate.objects.create(
            program=program, one=one, other=other, score=80, reasons=[], noticed_at=AT
        )
    services.merge_people(actor=actor, kept=kept, merged=merged, at=AT)
    waiting = queries.waiting_duplicates(program).get()
    assert (waiting.one, waiting.other, waiting.score) == (kept, third, 80)
    services.merge_people(actor=actor, kept=third, merged=kept, at=AT)
    assert not queries.waiting_duplicates(program).exists()


def test_merges_that_make_no_sense_are_refused(program, actor, pair):
    kept, merged = pair
    third = make_person(program, first_name="Third")
    with pytest.raises(Refused, match="two different"):
        services.merge_people(actor=actor, kept=kept, merged=kept, at=AT)
    merge = services.merge_people(actor=actor, kept=kept, merged=merged, at=AT)
    with pytest.raises(Refused, match="already merged"):
        services.merge_people(actor=actor, kept=third, merged=merged, at=AT)
    services.merge_people(actor=actor, kept=third, merged=kept, at=AT)
    with pytest.raises(Refused, match="Separate that one first"):
        services.separate_people(actor=actor, merge=merge, at=LATER)


def test_records_are_separated_once(program, actor, pair):
    kept, merged = pair
    merge = services.merge_people(actor=actor, kept=kept, merged=merged, at=AT)
    services.separate_people(actor=actor, merge=merge, at=LATER)
    with pytest.raises(Refused, match="already"):
        services.separate_people(actor=actor, merge=merge, at=LATER)


@pytest.mark.parametrize("role", [RoleName.OFFICER, RoleName.DISTRICT_ATTORNEY, RoleName.EVALUATOR])
def test_only_the_care_side_merges(program, pair, role):
    with pytest.raises(Refused):
        policies.check_can_merge(make_actor(program, role), *pair)


def test_people_of_two_programs_are_never_merged(program, actor, pair):
    with pytest.raises(Refused):
        services.merge_people(actor=actor, kept=pair[0], merged=make_person(make_program(slug="two")), at=AT)


def test_every_app_s_key_to_a_person_moves():
    assert {field.model for field in queries.keys_to_person()} >= {
        apps.get_model(each) for each in ("consent.Release", "referrals.Referral", "casework.ContactAttempt")
    }


def enter(actor, person_input, key, different_from=()) -> Person:
    return find_or_add_person(
        actor=actor,
        program=actor_program(actor),
        person_input=person_input,
        existing=None,
        key=key,
        at=AT,
        different_from=different_from,
    )


def actor_program(actor):
    return Program.objects.get(pk=actor.program_id)


def test_a_pair_is_noticed_where_one_record_has_no_birth_date(actor):
    """The new record has the name too, which must not make the name of the other worth nothing."""
    enter(actor, PersonInput("Guadalupe", "Xicale"), "one")
    enter(actor, PersonInput("Guadalupe", "Xicale", date_of_birth=date(1983, 12, 12)), "two")
    assert PossibleDuplicate.objects.get().decision == "waiting"


def test_staff_who_enter_someone_decide_about_records_they_may_open(program, actor, pair):
    """D6, ADR 0009."""
    closed = make_person(program)
    worker = make_member(program, RoleName.CASE_MANAGER)
    TeamMember.objects.create(person=closed, user_id=worker.pk, why=TeamMember.Why.WORKER, starts_at=AT)
    shown = [pair[0].public_id, closed.public_id, uuid.uuid4()]
    added = enter(actor, PersonInput("Lupita", "Xicale"), "asked", shown)
    decided = PossibleDuplicate.objects.get(decision="different")
    assert {decided.one, decided.other} == {pair[0], added}


def test_the_same_name_and_birth_date_are_someone_else_where_staff_say_so(actor):  # D6
    first = enter(actor, GUADALUPE, "one")
    assert enter(actor, GUADALUPE, "two") == first
    assert enter(actor, GUADALUPE, "three", [first.public_id]) != first


def test_only_staff_are_asked_about_matches_and_not_about_a_blank_name(program, actor, pair):  # J3
    query = LookupQuery("Lupe", "Xicale", date(1983, 12, 12))
    matches = possible_matches(actor, query, AT)
    assert [(each.person, each.may_open) for each in matches] == [(pair[1], True)]
    assert possible_matches(actor, LookupQuery("", "", date(1983, 12, 12)), AT) == []
    assert possible_matches(make_actor(program, RoleName.OFFICER), query, AT) == []
