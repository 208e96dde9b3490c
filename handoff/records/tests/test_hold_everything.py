"""One table lists what is held about a person: a field that is missing there fails here (ADR 0013)."""

from django.apps import apps

from handoff.core.labels import Label, Labels
from handoff.participants.models import Person
from handoff.records.queries.holdings import HOLDINGS, NOT_IN_A_COPY
from handoff.records.wording import FIELD_NAMES


def leads_to_a_person(model, seen=frozenset()):
    if model is Person:
        return True
    return any(
        leads_to_a_person(each.related_model, seen | {model})
        for each in model._meta.concrete_fields
        if each.is_relation and each.related_model not in seen | {model}
    )


def test_every_model_that_leads_to_a_person_is_in_the_table_or_gives_its_reason():
    ours = [each for each in apps.get_models() if isinstance(each.__dict__.get("LABELS"), Labels)]
    about = {each for each in ours if leads_to_a_person(each)}
    named = {each.model for each in HOLDINGS} | set(NOT_IN_A_COPY)
    assert about == named, f"not held: {about - named}; leads to nobody: {named - about}"
    assert all(len(reason.split()) > 4 for reason in NOT_IN_A_COPY.values())


def test_every_fact_about_a_person_is_in_a_copy_or_hidden_with_a_reason():
    for holding in HOLDINGS:
        facts = {name for name, label in holding.model.LABELS.fields.items() if label != Label.PLAIN}
        assert facts <= set(holding.fields) | set(holding.hidden), f"{holding.model}: {facts}"
        assert set(holding.fields) <= set(FIELD_NAMES), holding.model


def test_every_fact_about_a_person_is_erased_or_kept_with_a_reason():
    for holding in HOLDINGS:
        facts = {name for name, label in holding.model.LABELS.fields.items() if label != Label.PLAIN}
        left = facts - set(holding.blank) - set(holding.kept)
        assert holding.delete or not left, f"{holding.model}: {left}"


def test_what_care_wrote_exists_only_under_part2():
    for holding in HOLDINGS:
        if holding.model.LABELS.origin == "care" and "from police" not in str(holding.title):
            assert Label.PART2 in holding.needed, holding.model
