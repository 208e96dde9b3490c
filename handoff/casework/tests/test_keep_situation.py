"""K2, K13: how things stand is dated history. A new fact ends the former, and nothing is overwritten."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from handoff.audit.models import AuditEvent
from handoff.casework.models import DatedFact, DatedFactVersion
from handoff.casework.situation import services
from handoff.casework.situation.presenters import version_entries
from handoff.casework.situation.queries import (
    EVERY_KIND,
    find_fact,
    held_facts,
    held_facts_by_person,
    person_of_fact,
)
from handoff.core.refusals import Refused
from handoff.enrollment.models import Intake, IntakeUpdate
from handoff.testing.casework import make_fact
from handoff.testing.enrollment import make_referral
from handoff.testing.programs import AT, make_actor, make_person, make_program

pytestmark = pytest.mark.django_db
TODAY = AT.date()


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def person(program):
    return make_person(program)


@pytest.fixture
def worker(program):
    return make_actor(program, "case_manager")


@pytest.fixture
def reader(program):
    return make_actor(program, "data_manager")


def now(person, actor):
    held = held_facts(person, person.program, actor)
    return {(each.span.kind, each.span.code) for each in held if each.holds_on(TODAY)}


def test_a_new_home_ends_the_former_and_changes_no_word_of_it(person, worker):
    first = make_fact(person, worker, code="335", since=ago(30), words=" Sister's couch. ")
    make_fact(person, worker, code="410", since=ago(3))
    newest, former = held_facts(person, person.program, worker)
    assert (newest.span.code, newest.ends) == ("410", None)
    assert (former.span.code, former.ends) == ("335", ago(3)) and now(person, worker) == {("housing", "410")}
    version = first.versions.get()
    assert (version.said, version.until, version.number) == ("Sister's couch.", None, 1)
    event = AuditEvent.objects.filter(action="fact.added").first()
    assert event.subject == str(person.public_id) and event.details == {"fact": str(first.public_id)}


def test_income_and_documents_stand_beside_each_other(person, worker):
    for kind, code in (("income", "wages"), ("income", "ssi"), ("documents", "state_id")):
        make_fact(person, worker, kind=kind, code=code)
    assert now(person, worker) == {("income", "wages"), ("income", "ssi"), ("documents", "state_id")}


def test_a_correction_is_a_new_version_and_the_earlier_one_stays(person, worker):
    fact = make_fact(person, worker, code="335", since=ago(9))
    corrected = services.FactInput("treatment", "336", ago(8), source="family", words="A friend, not family.")
    services.correct_fact(actor=worker, fact=fact, fact_input=corrected, at=AT)
    first, second = DatedFactVersion.objects.order_by("number")
    assert (first.code, first.since, first.what) == ("335", ago(9), "added")
    assert (second.kind, second.code, second.since, second.what) == ("housing", "336", ago(8), "corrected")
    services.correct_fact(actor=worker, fact=fact, fact_input=corrected, at=AT)
    assert fact.versions.count() == 2 and AuditEvent.objects.filter(action="fact.changed").count() == 1


def test_an_end_is_recorded_and_may_lie_ahead(person, worker):
    plan = make_fact(person, worker, kind="coverage", code="medicaid", since=ago(9))
    services.end_fact(actor=worker, fact=plan, until=TODAY + timedelta(days=30), at=AT)
    assert now(person, worker) == {("coverage", "medicaid")}
    services.end_fact(actor=worker, fact=plan, until=TODAY, at=AT)
    assert now(person, worker) == set()
    assert [each.what for each in plan.versions.all()] == ["added", "ended", "ended"]


def test_a_mistake_is_removed_and_what_it_had_ended_holds_again(person, worker):
    make_fact(person, worker, code="335", since=ago(9))
    mistake = make_fact(person, worker, code="207")
    for _twice in range(2):
        services.withdraw_fact(actor=worker, fact=mistake, at=AT)
    assert now(person, worker) == {("housing", "335")} and mistake.versions.count() == 2
    with pytest.raises(Refused, match="was removed"):
        services.end_fact(actor=worker, fact=mistake, until=TODAY, at=AT)


def test_treatment_and_hospitals_are_for_those_whose_work_is_care(person, worker, reader):
    """ADR 0052: a reader of the general record finds neither the fact nor its versions, by list or by identifier."""
    make_fact(person, worker, code="335", since=ago(20))
    hidden = [
        make_fact(person, worker, kind="treatment", code="methadone", words="Walks there."),
        make_fact(person, worker, code="205", since=ago(2)),
    ]
    for fact in hidden:
        version = fact.versions.get()
        assert version.is_protected and (version.code, version.words) == ("", "")
        assert find_fact(person.program, reader, fact.public_id) is None
        assert find_fact(person.program, worker, fact.public_id) == fact
    seen = held_facts(person, person.program, reader)
    # That the stay with family ended is general; what followed it isn't.
    assert [(each.span.code, each.ends) for each in seen] == [("335", ago(2))]
    assert ("treatment", "methadone") in now(person, worker)


def test_what_a_correction_no_longer_says_of_health_stays_closed(person, worker, reader):
    """A hospital stay that was corrected to a stay with family: the entry is general, its first version isn't."""
    fact = make_fact(person, worker, code="205", words="After the overdose.")
    corrected = services.FactInput("housing", "335", TODAY)
    services.correct_fact(actor=worker, fact=fact, fact_input=corrected, at=AT)
    found = find_fact(person.program, reader, fact.public_id)
    assert found is not None
    shown = [list(version_entries(found, actor, {})) for actor in (reader, worker)]
    assert [len(each) for each in shown] == [1, 2]
    assert "overdose" not in "".join(each.text for each in shown[0])


def test_an_intake_that_isnt_done_says_nothing_yet(person, worker):
    intake = done_intake(person, 3, housing={"living_situation": "116"})
    Intake.objects.filter(pk=intake.pk).update(completed_at=None)
    assert now(person, worker) == set()


def test_a_fact_has_a_code_of_its_kind_a_source_and_days_in_order(person, worker):
    lawful = services.FactInput("housing", "335", TODAY)
    for wrong, sentence in (
        ({"code": "methadone"}, "Choose one from the list"),
        ({"kind": "score"}, "Choose one from the list"),
        ({"source": "drug_test"}, "Choose how you know it"),
        ({"since": TODAY + timedelta(days=1)}, "first day is in the future"),
        ({"until": ago(1)}, "last day is before the first"),
    ):
        with pytest.raises(Refused, match=sentence):
            services.add_fact(
                actor=worker, person=person, fact_input=replace(lawful, **wrong), key=str(uuid.uuid4()), at=AT
            )
    assert not DatedFact.objects.exists()


def test_a_form_sent_twice_records_one_fact(person, worker):
    lawful, key = services.FactInput("work", "part_time", TODAY), str(uuid.uuid4())
    for _twice in range(2):
        services.add_fact(actor=worker, person=person, fact_input=lawful, key=key, at=AT)
    assert DatedFactVersion.objects.count() == 1
    changed = replace(lawful, code="full_time")
    with pytest.raises(Refused, match="already saved this form with other answers"):
        services.add_fact(actor=worker, person=person, fact_input=changed, key=key, at=AT)
    other = make_person(person.program)
    with pytest.raises(Refused, match="out of date"):
        services.add_fact(actor=worker, person=other, fact_input=lawful, key=key, at=AT)


def test_only_the_care_team_of_the_program_writes(person, worker, reader):
    fact = make_fact(person, worker)
    outsider = make_actor(make_program(), "case_manager")
    for actor, sentence in ((reader, "Only the care team"), (outsider, "isn't in your program")):
        with pytest.raises(Refused, match=sentence):
            make_fact(person, actor)
        for change in (
            lambda who: services.end_fact(actor=who, fact=fact, until=TODAY, at=AT),
            lambda who: services.correct_fact(
                actor=who, fact=fact, fact_input=services.FactInput("housing", "101", TODAY), at=AT
            ),
            lambda who: services.withdraw_fact(actor=who, fact=fact, at=AT),
        ):
            with pytest.raises(Refused, match=sentence):
                change(actor)
    assert find_fact(make_program(), outsider, fact.public_id) is None


def test_the_identifier_leads_to_its_person(person, worker):
    fact = make_fact(person, worker)
    assert person_of_fact(person.program_id, fact.public_id) == person
    assert person_of_fact(make_program().pk, fact.public_id) is None


def test_the_database_keeps_health_under_its_own_fields(person, worker):
    version = make_fact(person, worker).versions.get()
    for wrong in (
        {"health_code": "methadone"},
        {"health_words": "Walks there."},
        {"code": ""},
        {"until": ago(2)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            DatedFactVersion.objects.filter(pk=version.pk).update(**wrong)


def done_intake(person, days, **answers):
    return Intake.objects.create(
        program=person.program,
        person=person,
        referral=make_referral(person.program, person),
        answers=answers,
        started_at=AT - timedelta(days=days),
        saved_at=AT - timedelta(days=days),
        completed_at=AT - timedelta(days=days),
    )


def test_the_answers_of_an_intake_are_the_first_entries_and_recorded_once(person, worker):
    money = {"income": ["wages"], "benefits": ["medicaid", "snap", "none"], "employment": "full_time"}
    intake = done_intake(person, 40, housing={"living_situation": "116"}, work_and_income=money)
    assert now(person, worker) == {
        ("housing", "116"),
        ("work", "full_time"),
        ("income", "wages"),
        ("benefits", "snap"),
        ("coverage", "medicaid"),
    }
    update = {"income": ["wages", "ssi_ssdi"], "benefits": ["snap"]}
    IntakeUpdate.objects.create(
        intake=intake, section="work_and_income", answers=update, recorded_at=AT - timedelta(days=5)
    )
    make_fact(person, worker, code="101", since=ago(1))
    make_fact(person, worker, kind="income", code="wages", since=ago(400), words="Since before.")
    found = [each for each in held_facts(person, person.program, worker) if each.span.kind == "income"]
    assert {(each.span.code, each.span.since, each.intake) for each in found} == {
        ("ssi_ssdi", ago(5), intake),
        ("wages", ago(400), None),
    }
    assert ("housing", "101") in now(person, worker) and ("housing", "116") not in now(person, worker)


def test_facts_of_some_kinds_begin_and_end_as_among_all(person, worker):
    """A list that shows where people stay needn't look at what they live on."""
    done_intake(person, 40, housing={"living_situation": "116"}, work_and_income={"income": ["wages"]})
    make_fact(person, worker, code="101", since=ago(9))
    make_fact(person, worker, kind="income", code="ssi", since=ago(5))

    def days(kinds):
        held = held_facts_by_person([person.pk], person.program, worker, kinds)[person.pk]
        return [(each.span.kind, each.span.code, each.span.since, each.ends) for each in held]

    assert days({"housing"}) == [each for each in days(EVERY_KIND) if each[0] == "housing"]
    assert days({"housing"}) == [("housing", "101", ago(9), None), ("housing", "116", ago(40), ago(9))]
