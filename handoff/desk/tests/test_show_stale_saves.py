"""Two people save one page: on every page that changes a record, the second is shown what the first saved (N15)."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from handoff.access.roles import RoleName
from handoff.testing.criteria import make_criteria
from handoff.testing.enrollment import make_intake, make_referral
from handoff.testing.forms import as_browser
from handoff.testing.programs import make_member, make_program, put_on_every_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return make_program(slug="here")


@pytest.fixture
def intake(program):
    return make_intake(make_referral(program))


def client_of(program, role, name):
    user = make_member(program, role, full_name=name)
    put_on_every_team(user, program)
    client = Client()
    client.force_login(user)
    return client


def open_page(client, page):
    return as_browser(client.get(page).context["form"])


def assert_shown_and_kept(program, page, role, *, theirs, mine):
    """One opens the page, another saves it, the first saves: shown once, and then both answers are saved."""
    first = client_of(program, role, "Rosa Delgado")
    second = client_of(program, role, "Walter Finch")
    older = open_page(first, page)
    assert second.post(page, {**open_page(second, page), **theirs}).status_code == 302
    shown = first.post(page, {**older, **mine})
    assert shown.status_code == 200
    sent = dict(shown.context["form"].data.lists())
    return first, shown.content.decode().replace("&#x27;", "'"), sent


def test_details_of_a_person_are_not_undone(program, intake):  # N15, finding-F13
    person = intake.person
    page = reverse("people:correct", args=[program.slug, person.public_id])
    birth = {"date_of_birth_month": "3", "date_of_birth_day": "9", "date_of_birth_year": "1991"}
    first, shown, data = assert_shown_and_kept(
        program,
        page,
        RoleName.CASE_MANAGER,
        theirs={**birth, "middle_name": "Lee"},
        mine={"preferred_name": "Jo"},
    )
    assert "Walter Finch changed this after you opened the page." in shown
    assert "Now saved: Mar 9, 1991." in shown and "Now saved: Lee." in shown
    assert first.post(page, data).status_code == 302
    person.refresh_from_db()
    assert (person.date_of_birth, person.middle_name, person.preferred_name) == (
        date(1991, 3, 9),
        "Lee",
        "Jo",
    )


def test_a_section_of_the_intake_is_not_undone(program, intake):  # N15, field case 13
    page = reverse("enrollment:section", args=[program.slug, intake.public_id, "family"])
    names = [
        name
        for name, field in client_of(program, RoleName.CASE_MANAGER, "Ana")
        .get(page)
        .context["form"]
        .fields.items()
        if type(field).__name__ == "LongTextField"
    ]
    first, shown, data = assert_shown_and_kept(
        program,
        page,
        RoleName.CASE_MANAGER,
        theirs={names[0]: "Her aunt helps"},
        mine={names[-1]: "Two children"} if len(names) > 1 else {names[0]: "Two children"},
    )
    assert "Walter Finch changed this" in shown and "Now saved: Her aunt helps." in shown
    assert first.post(page, data).status_code == 302
    intake.refresh_from_db()
    assert "Two children" in str(intake.answers["family"])
    assert len(names) == 1 or intake.answers["family"][names[0]] == "Her aunt helps"


def test_safety_notes_are_not_undone(program, intake):  # N15
    page = reverse("people:write_approach", args=[program.slug, intake.person.public_id])
    first, shown, data = assert_shown_and_kept(
        program,
        page,
        RoleName.CASE_MANAGER,
        theirs={"text": "Don't call the brother"},
        mine={"text": "Knock twice"},
    )
    assert "Now saved: Don't call the brother. What you typed is still here." in shown
    assert "Knock twice" in shown
    assert first.post(page, data).status_code == 302


def test_program_settings_are_not_undone(program):  # N15
    page = reverse("programs:edit_program", args=[program.slug])
    first, shown, data = assert_shown_and_kept(
        program,
        page,
        RoleName.PROGRAM_MANAGER,
        theirs={"card_message": "We're glad to meet you."},
        mine={"address": "1 Main Street"},
    )
    assert "This was changed after you opened the page." in shown
    assert first.post(page, data).status_code == 302
    program.refresh_from_db()
    assert (program.card_message, program.address) == ("We're glad to meet you.", "1 Main Street")


def limits_of(client, page):
    """What the browser sends for the rows of drug amounts."""
    limits = client.get(page).context["limits"]
    sent = dict(as_browser(limits.management_form))
    for row in limits:
        sent |= as_browser(row)
    return sent


def test_a_draft_of_the_criteria_is_not_undone(program):  # N15
    make_criteria(program)
    page = reverse("eligibility:edit_criteria", args=[program.slug])
    manager = client_of(program, RoleName.PROGRAM_MANAGER, "Rosa Delgado")
    other = client_of(program, RoleName.PROGRAM_MANAGER, "Walter Finch")
    assert other.post(page, {**limits_of(other, page), **open_page(other, page)}).status_code == 302
    older = {**limits_of(manager, page), **open_page(manager, page)}
    amounts = {**limits_of(other, page), "limits-0-quantity": "7.5"}
    changed = {**open_page(other, page), **amounts, "minimum_age": "21"}
    assert other.post(page, changed).status_code == 302
    shown = manager.post(page, {**older, "note": "Agreed on Monday"})
    assert shown.status_code == 200
    words = shown.content.decode()
    assert "Walter Finch changed this" in words and "Now saved: 21." in words and "7.5" in words
    again = manager.post(page, {**older, **dict(shown.context["form"].data.lists()), **amounts})
    assert again.status_code == 302
