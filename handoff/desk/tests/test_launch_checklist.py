"""P3: the handbook's preparations, shown from records or by someone's word, on a page and on paper."""

import pytest
from django.test import Client
from django.urls import reverse

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.desk.launch.definitions import CHAPTERS, PREPARATIONS
from handoff.desk.launch.queries import STEPS
from handoff.desk.launch.queries.preparations import FINDERS, launch_checklist
from handoff.programs.models import PreparationMark
from handoff.programs.services import mark_preparation
from handoff.testing.launch import make_program_ready
from handoff.testing.programs import AT, actor_of, make_agency, make_member, make_program


def test_each_preparation_rests_on_something_that_exists():
    """Every step of the guide is on the checklist, so that the two can't differ; keys are said once."""
    assert {each.step for each in PREPARATIONS.values()} - {""} == {each.key for each in STEPS}
    assert {each.finder for each in PREPARATIONS.values()} - {""} == set(FINDERS)
    assert len(PREPARATIONS) == sum(len(each.preparations) for each in CHAPTERS)


@pytest.fixture
def program(db):
    return make_program()


def standing(program):
    return {each.preparation.key: each for _chapter, lines in launch_checklist(program, AT) for each in lines}


def test_records_show_what_they_can(program):
    before = standing(program)
    assert not any(each.done for each in before.values() if each.preparation.finder)
    make_program_ready(program)
    make_agency(program, "district_attorney", "DA")
    make_member(program, "case_manager")
    found = standing(program)
    assert found["criteria"].done and found["district_attorney"].done and found["roles"].done
    assert [each.sentence for each in found["meetings"].missing] == [
        "No regular staffing meeting yet. Set its day and time."
    ]
    assert "No one looks after this source yet: Referral form." in [
        each.sentence for each in found["data_plan"].missing
    ]


def test_what_someone_said_stands_with_name_and_day_until_someone_says_otherwise(program):
    manager = make_member(program, "program_manager", full_name="Mara Lead")
    said = {"actor": actor_of(manager, program, AT), "program": program, "key": "training", "at": AT}
    assert not standing(program)["training"].done
    mark_preparation(**said, is_done=True, note="Both shifts")
    found = standing(program)["training"]
    assert found.done and found.marked_by == "Mara Lead"
    mark_preparation(**said, is_done=False, note="")
    assert not standing(program)["training"].done
    assert PreparationMark.objects.count() == 2
    assert AuditEvent.objects.filter(action="preparation.marked").count() == 2
    with pytest.raises(Refused):
        mark_preparation(
            **{**said, "actor": actor_of(make_member(program, "case_manager"), program, AT)},
            is_done=True,
            note="",
        )


def test_the_manager_says_it_on_the_page_and_prints_the_list(program):
    manager = make_member(program, "program_manager", full_name="Mara Lead")
    client = Client()
    client.force_login(manager)
    checklist = reverse("launch:checklist", args=[program.slug])
    assert checklist in client.get(reverse("launch:guide", args=[program.slug])).content.decode()
    page = client.get(checklist).content.decode()
    where = reverse("launch:preparation", args=[program.slug, "manual"])
    assert "No one has said yet" in page and where in page
    assert "Choose a status." in client.post(where, {"note": "On the shelf"}).content.decode()
    client.post(where, {"answer": "yes", "note": "On the shelf"})
    page = client.get(checklist).content.decode()
    assert "Mara Lead" in page and "On the shelf" in page
    paper = client.get(reverse("launch:download", args=[program.slug]))
    assert paper.content.startswith(b"%PDF") and "launch-checklist" in paper["Content-Disposition"]
    for unknown in ("criteria", "ssn"):
        assert client.get(reverse("launch:preparation", args=[program.slug, unknown])).status_code == 404


@pytest.mark.parametrize("role", ["case_manager", "data_manager", "officer", "evaluator"])
def test_only_who_sets_the_program_up_keeps_the_checklist(program, role):
    client = Client()
    client.force_login(make_member(program, role))
    assert client.get(reverse("launch:checklist", args=[program.slug])).status_code == 404
