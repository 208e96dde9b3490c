"""The record gate knows each URL parameter that names a person's record, whatever has been imported."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.urls import include, path

from handoff.participants import checks, gate
from handoff.participants.queries import find_person

FIND_PERSON = "handoff.participants.queries.find_person"
GATED = {
    "agreed_plan_id",
    "appointment_id",
    "charge_id",
    "contact_id",
    "case_id",
    "court_order_id",
    "encounter_id",
    "fact_id",
    "file_id",
    "goal_id",
    "help_id",
    "intake_id",
    "look_back_id",
    "merge_id",
    "milestone_id",
    "need_id",
    "news_id",
    "note_id",
    "other_id",
    "partner_fact_id",
    "person_id",
    "phone_step_id",
    "referral_id",
    "release_id",
    "safety_action_id",
    "safety_event_id",
    "service_referral_id",
    "step_id",
    "summary_id",
    "visit_id",
}


def config(label="other", **declared):
    return SimpleNamespace(label=label, **declared)


def codes(used, *configs):
    every = dict.fromkeys(GATED, "p/") | used
    return [(str(each.id)[-4:], each.obj) for each in checks.find_undeclared(every, configs)]


def test_the_gate_knows_the_parameters_that_apps_declare():
    assert set(gate.person_finders()) == GATED
    assert gate.person_finder_for("person_id") is find_person
    assert gate.person_finder_for("agency_id") is None


def test_the_gate_is_complete_before_any_url_is_imported():
    program = (
        "import django, sys; django.setup(); from handoff.participants.gate import person_finders;"
        "assert not [each for each in sys.modules if each.startswith('handoff.') and each.endswith('.urls')];"
        "print(*sorted(person_finders()))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    assert ran.stdout.split() == sorted(GATED)


def test_a_parameter_is_declared_by_one_app():
    twice = [config("one", person_parameters={"person_id": FIND_PERSON})] * 2
    with pytest.raises(ImproperlyConfigured, match="person_id"):
        gate.collect_person_finders(twice)


def test_a_finder_that_does_not_exist_stops_the_program():
    with pytest.raises(ImportError):
        gate.collect_person_finders(
            [config(person_parameters={"memo_id": "handoff.participants.queries.gone"})]
        )


def test_every_url_of_the_program_is_declared():
    assert checks.check_person_parameters() == []
    assert set(checks.parameters_of(checks.get_resolver())) > GATED


def test_an_undeclared_parameter_is_an_error():
    assert codes({"memo_id": "p/notes/<uuid:memo_id>/"}) == [("E001", "memo_id")]
    assert codes({"memo_id": "p/"}, config(parameters_without_person={"memo_id": " "})) == [
        ("E001", "memo_id")
    ]
    assert codes({"memo_id": "p/"}, config(parameters_without_person={"memo_id": "a note on no one"})) == []


def test_a_parameter_is_a_persons_or_no_ones():
    assert codes({}, config(parameters_without_person={"person_id": "no one"})) == [("E002", "person_id")]


def test_every_declared_parameter_is_in_a_url():
    assert codes({}, config(parameters_without_person={"memo_id": "a note on no one"})) == [
        ("E003", "memo_id")
    ]


def test_parameters_are_read_from_urls_at_every_level():
    def view(request, **kwargs):
        raise NotImplementedError

    inner = [path("<int:number>/<slug:page>/", view), path("plain/", view)]
    urls = SimpleNamespace(url_patterns=[path("p/<slug:program>/<uuid:memo_id>/", include(inner))])
    assert set(checks.parameters_of(urls)) == {"memo_id", "number"}


def test_every_reason_says_something():
    for each in apps.get_app_configs():
        assert all(getattr(each, "parameters_without_person", {"": "nothing"}).values()), each.label
