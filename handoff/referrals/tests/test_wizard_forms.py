"""The referral wizard builds and validates each saved form once for each request."""

from collections import Counter

import pytest
from django.urls import reverse

from handoff.referrals.forms.base import StepForm
from handoff.referrals.models import ReferralDraft
from handoff.testing.forms import as_browser
from handoff.testing.programs import AT, PASSWORD, make_member
from handoff.testing.referrals import make_ready_program

pytestmark = pytest.mark.django_db

ANSWERS = {
    "who": {"first_name": ["Jordan"], "last_name": ["Rivers"], "approximate_age": ["35"]},
    "charges": {
        "immunity": ["none"],
        "offenses": ["possess-cocaine"],
        "incident_number": ["26-0001"],
        "when": ["now"],
    },
    "details": {"quantity_possess-cocaine": ["1"], "unit_possess-cocaine": ["g"]},
    "facts": {
        "resident": ["yes"],
        "substance_use": ["yes"],
        "amenable": ["yes"],
        "exploits_minors": ["no"],
        "convictions": ["none"],
        "supervision": ["none"],
        "no_contact_order": ["no"],
    },
    "offer": {"language": ["en"], "answer": ["yes"]},
    "screening": {"place": ["Shelter"], "language": ["en"]},
    "roi": {"signs": ["staff"]},
}


@pytest.fixture
def draft(client):
    program = make_ready_program()
    user = make_member(program, "officer")
    client.login(username=user.username, password=PASSWORD)
    return ReferralDraft.objects.create(
        program=program, owner_id=user.pk, answers=ANSWERS, started_at=AT, saved_at=AT
    )


@pytest.fixture
def counted(monkeypatch):
    """How often each form was built and how often it was validated."""
    built, validated = Counter(), Counter()
    init, full_clean = StepForm.__init__, StepForm.full_clean

    def count_init(form, *args, **kwargs):
        built[type(form).__name__] += 1
        init(form, *args, **kwargs)

    def count_full_clean(form):
        validated[type(form).__name__] += form.is_bound
        full_clean(form)

    monkeypatch.setattr(StepForm, "__init__", count_init)
    monkeypatch.setattr(StepForm, "full_clean", count_full_clean)
    return built, validated


def address(draft, page):
    return reverse("referrals:page", args=[draft.program.slug, draft.public_id, page])


@pytest.mark.parametrize("page", [*ANSWERS, "handoff"])
def test_a_page_is_shown_after_validating_each_form_once(client, draft, counted, page):
    built, validated = counted
    assert client.get(address(draft, page)).status_code == 200
    assert max(built.values()) == 1
    assert max(validated.values()) == 1


def test_saving_a_page_validates_the_forms_before_it_once(client, draft, counted):
    _built, validated = counted
    response = client.post(address(draft, "screening"), {"place": "Main Street", "language": "en"})
    assert response.status_code == 302
    before = ("WhoForm", "ChargesForm", "DetailsForm", "FactsForm", "OfferForm")
    assert {name: validated[name] for name in before} == dict.fromkeys(before, 1)
    assert sum(validated.values()) <= 13


def test_an_earlier_answer_that_was_changed_counts_for_the_pages_after_it(client, draft):
    client.post(address(draft, "charges"), {"switch": "officer_social"})
    assert client.get(address(draft, "charges")).status_code == 302
    assert client.get(address(draft, "reason")).status_code == 302
    client.post(address(draft, "decide"), {"decision": "social"})
    assert client.get(address(draft, "reason")).status_code == 200


def test_a_page_that_was_sent_too_late_is_shown_again_over_its_saved_answers(client, draft):  # N8
    page = address(draft, "screening")
    client.post(
        reverse("accounts:keep_typed", args=[draft.program.slug]),
        {"kept_page": page, **as_browser(client.get(page).context["form"], place="Behind the library")},
    )
    shown = client.get(page)
    assert shown.context["form"]["place"].value() == "Behind the library"
    assert b"What you typed is back" in shown.content
