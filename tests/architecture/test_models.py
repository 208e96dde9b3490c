"""Every field is classed, points down, and is none that the program promises not to have."""

import re

import pytest
from django.apps import apps
from django.db import models

from handoff.core.labels import Labels
from tests.architecture.source import HEIGHT

OURS = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model.__module__.startswith("handoff.") and not model._meta.proxy
]
DECLARED = [model for model in OURS if not model._meta.auto_created]

NEVER_A_FIELD = {
    r"ssn|social_security": "a social security number is never needed to help somebody",
    r"drug_(test|screen)|urin|toxicolog": "guiding rule G4: no drug test decides anything, so none is stored",
    r"abstinen|sober|days_clean|relapse": "guiding rule G4: abstinence is not a measure",
    r"graduat|terminat|complian|success": "guiding rule G6: nobody graduates from or fails a diversion",
    r"offender|client": "the field's word is participant",
}


@pytest.mark.parametrize("model", DECLARED, ids=lambda model: model._meta.label)
def test_every_field_of_a_model_is_labeled_once(model: type[models.Model]) -> None:
    declared = model.__dict__.get("LABELS")
    assert isinstance(declared, Labels), f"{model._meta.label} has no LABELS of its own"
    fields = {field.name for field in model._meta.concrete_fields}
    named = {name.removesuffix("_id") if name not in fields else name for name in declared.fields}
    assert named == fields, f"unlabelled: {fields - named}; no such field: {named - fields}"


@pytest.mark.parametrize("model", DECLARED, ids=lambda model: model._meta.label)
def test_relations_point_down_the_layers(model: type[models.Model]) -> None:
    own = HEIGHT[model._meta.app_label]
    for field in model._meta.get_fields():
        target = field.related_model if field.is_relation and not field.auto_created else None
        if isinstance(target, type) and target.__module__.startswith("handoff."):
            other = target._meta.app_label
            level = HEIGHT[other]
            assert level < own or other == model._meta.app_label, (
                f"{model._meta.label}.{field.name} points up to {other}"
            )


@pytest.mark.parametrize("pattern", NEVER_A_FIELD)
def test_no_field_is_one_we_promised_not_to_have(pattern: str) -> None:
    found = [
        f"{model._meta.label}.{field.name}"
        for model in OURS
        for field in model._meta.concrete_fields
        if re.search(pattern, field.name)
    ]
    assert not found, f"{found}: {NEVER_A_FIELD[pattern]}"


@pytest.mark.parametrize("model", DECLARED, ids=lambda model: model._meta.label)
def test_field_names_say_what_kind_of_time_they_hold(model: type[models.Model]) -> None:
    wrong = [
        field.name
        for field in model._meta.concrete_fields
        if (isinstance(field, models.DateTimeField) and field.name.endswith("_on"))
        or (
            isinstance(field, models.DateField)
            and not isinstance(field, models.DateTimeField)
            and field.name.endswith("_at")
        )
    ]
    assert not wrong, f"_at is an instant and _on a date: {wrong}"


def test_no_field_is_stamped_by_the_clock_behind_the_callers_back() -> None:
    found = [
        f"{model._meta.label}.{field.name}"
        for model in OURS
        for field in model._meta.concrete_fields
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    ]
    assert not found
