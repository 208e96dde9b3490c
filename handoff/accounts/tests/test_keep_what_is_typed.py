"""What was typed is not lost: after a time-out, a re-authentication, an unsigned agreement, and while it is typed."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from handoff.access.roles import RoleName
from handoff.accounts.models import AgreementSignature, TypedPage
from handoff.accounts.services.typed import delete_typed_about
from handoff.config.scheduled_jobs import run_scheduled_jobs
from handoff.core.tenancy import tenant_context
from handoff.testing.enrollment import make_participant
from handoff.testing.forms import as_browser
from handoff.testing.programs import (
    AT,
    PASSWORD,
    make_actor,
    make_agency,
    make_member,
    make_person,
    make_program,
    put_on_every_team,
)
from handoff.testing.sign_in import code_at, give_app

pytestmark = pytest.mark.django_db

WORDS = "Goes by Jo, ask for the blue tent"
SECOND_SESSION = timedelta(minutes=31)


@pytest.fixture
def program():
    return make_program(slug="here")


@pytest.fixture
def person(program):
    return make_person(program)


def make_manager(program):
    user = give_app(make_member(program, RoleName.CASE_MANAGER))
    put_on_every_team(user, program)
    return user


@pytest.fixture
def author(program, person):
    return make_manager(program)


def sign_in(user, at, client=None, to=""):
    client = client or Client()
    client.post(reverse("accounts:sign_in"), {"username": user.username, "password": PASSWORD, "next": to})
    return client, client.post(reverse("accounts:second_factor"), {"code": code_at(at), "next": to})


def details_page(program, person):
    return reverse("people:correct", args=[program.slug, person.public_id])


def send_details(client, page, **changes):
    """Send the page's form as a browser does, from the page that held it."""
    form = client.get(page).context["form"]
    return as_browser(form, **changes)


def post_from(client, page, sent):
    return client.post(page, sent, headers={"referer": f"http://testserver{page}"})


def send_too_late(clock, client, page):
    """Type, let the session end, and save. Return the answer."""
    sent = send_details(client, page, preferred_name=WORDS)
    clock.at += SECOND_SESSION
    return post_from(client, page, sent)


def test_a_page_sent_after_the_session_ended_is_back_for_its_author(
    clock, program, person, author
):  # N8, field case 12
    page = details_page(program, person)
    client, _answer = sign_in(author, AT)
    answer = send_too_late(clock, client, page)
    assert answer.status_code == 302 and "kept=yes" in answer["Location"]
    assert str(person.last_name) not in answer["Location"] and "blue" not in answer["Location"]
    assert b"We kept what you typed" in client.get(answer["Location"]).content
    client, answer = sign_in(author, clock.at, client, to=page)
    assert answer["Location"] == page
    shown = client.get(page)
    assert shown.context["form"]["preferred_name"].value() == WORDS
    assert b"What you typed is back" in shown.content
    person.refresh_from_db()
    assert person.preferred_name != WORDS
    saved = post_from(client, page, as_browser(shown.context["form"]))
    assert saved.status_code == 302
    person.refresh_from_db()
    assert person.preferred_name == WORDS
    assert not TypedPage.objects.exists()
    assert b"What you typed is back" not in client.get(page).content


def test_a_form_sent_beside_a_draft_of_it_is_kept_when_the_session_ends(clock, program, person, author):  # N8
    page = details_page(program, person)
    client, _answer = sign_in(author, AT)
    sent = send_details(client, page, preferred_name=WORDS)
    other = Client()
    other.cookies = client.cookies.copy()
    clock.at += SECOND_SESSION
    draft = post_from(
        client, reverse("accounts:keep_typed", args=[program.slug]), {**sent, "kept_page": page}
    )
    assert draft.status_code == 302
    answer = post_from(other, page, sent)
    assert "kept=yes" in answer["Location"]
    _client, answer = sign_in(author, clock.at, other, to=page)
    assert WORDS in other.get(page).content.decode()


def test_another_account_finds_nothing(clock, program, person, author):  # N8
    page = details_page(program, person)
    client, _answer = sign_in(author, AT)
    send_too_late(clock, client, page)
    other, _answer = sign_in(make_manager(program), clock.at, client, to=page)
    shown = other.get(page)
    assert shown.status_code == 200
    assert WORDS not in shown.content.decode() and b"data-typed-before" not in shown.content


def test_what_is_kept_is_sealed_for_one_account(clock, program, person, author):
    page = details_page(program, person)
    client, _answer = sign_in(author, AT)
    send_too_late(clock, client, page)
    row = TypedPage.objects.get()
    assert WORDS.encode() not in bytes(row.sealed) and person.last_name.encode() not in bytes(row.sealed)
    assert str(person.public_id) not in row.page
    thief = make_manager(program)
    TypedPage.objects.update(user=thief)
    other, _answer = sign_in(thief, clock.at)
    assert WORDS not in other.get(page).content.decode()


def test_without_a_known_session_the_sign_in_page_says_that_it_was_not_kept(
    clock, program, person, author
):  # N8
    page = details_page(program, person)
    client, _answer = sign_in(author, AT)
    sent = send_details(client, page, preferred_name=WORDS)
    answer = post_from(Client(), page, sent)
    assert "kept=no" in answer["Location"] and not TypedPage.objects.exists()
    assert "couldn't keep all of it" in Client().get(answer["Location"]).content.decode().replace(
        "&#x27;", "'"
    )


def test_the_words_are_spanish_for_a_reader_of_spanish(clock, program, person, author):
    client, _answer = sign_in(author, AT)
    answer = send_too_late(clock, client, details_page(program, person))
    client.cookies["language"] = "es"
    client.cookies["django_language"] = "es"
    shown = client.get(answer["Location"]).content.decode()
    assert "Guardamos por 24 horas lo que escribió" in shown


def test_passwords_and_files_are_left_out(clock, program, person, author):
    page = details_page(program, person)
    client, _answer = sign_in(author, AT)
    client.get(page)
    clock.at += SECOND_SESSION
    sent = {"preferred_name": WORDS, "password": PASSWORD, "scan": SimpleUploadedFile("a.png", b"x")}
    answer = post_from(client, page, sent)
    assert "files=left-out" in answer["Location"]
    assert "Files weren" in client.get(answer["Location"]).content.decode()
    client, _answer = sign_in(author, clock.at, client)
    shown = client.get(page).content.decode()
    # The post fits no form of the page, so it is shown as text to copy.
    assert WORDS in shown and PASSWORD not in shown


def test_a_page_sent_before_the_agreement_is_signed_is_kept(clock, program, person, author):
    page = details_page(program, person)
    client, _answer = sign_in(author, AT)
    sent = send_details(client, page, preferred_name=WORDS)
    AgreementSignature.objects.all().delete()
    answer = post_from(client, page, sent)
    assert "/agreement/" in answer["Location"] and "kept=yes" in answer["Location"]
    assert b"We kept what you typed" in client.get(answer["Location"]).content
    asked = client.get(answer["Location"]).context["form"]
    signed = client.post(answer["Location"], as_browser(asked, typed_name=author.full_name))
    assert signed["Location"] == page
    assert client.get(page).context["form"]["preferred_name"].value() == WORDS


def test_a_page_that_asks_for_the_password_again_is_kept(clock, program):
    manager = give_app(make_member(program, RoleName.PROGRAM_MANAGER))
    page = reverse("accounts:add_member", args=[program.slug])
    client, _answer = sign_in(manager, AT)
    for _each in range(2):
        clock.at += timedelta(minutes=20)
        client.get(reverse("accounts:settings"))
    answer = post_from(client, page, {"full_name": "Riley Invented"})
    assert reverse("accounts:prove") in answer["Location"] and "kept=yes" in answer["Location"]
    assert b"We kept what you typed" in client.get(answer["Location"]).content


def keep(client, program, page, **entries):
    return client.post(reverse("accounts:keep_typed", args=[program.slug]), {"kept_page": page, **entries})


def test_a_long_form_is_kept_while_it_is_typed(clock, program, person, author):  # D7, field case 12
    page = details_page(program, person)
    client, _answer = sign_in(author, AT)
    shown = client.get(page)
    assert b"data-keep-at" in shown.content and b" data-keep" in shown.content
    answer = keep(client, program, page, **as_browser(shown.context["form"], preferred_name=WORDS))
    assert answer.json()["kept"] is True
    # The browser was closed: neither cookie nor page is left.
    clock.at += timedelta(minutes=5)
    client, _answer = sign_in(author, clock.at)
    assert client.get(page).context["form"]["preferred_name"].value() == WORDS


def test_a_page_with_errors_keeps_what_was_typed(clock, program, person, author):
    page = details_page(program, person)
    client, _answer = sign_in(author, AT)
    sent = as_browser(client.get(page).context["form"], preferred_name=WORDS)
    keep(client, program, page, **sent)
    assert post_from(client, page, {**sent, "kept": "1", "last_name": ""}).status_code == 200
    assert TypedPage.objects.count() == 1
    assert post_from(client, page, {**sent, "kept": "1"}).status_code == 302
    assert not TypedPage.objects.exists()


def test_a_page_with_errors_in_which_nothing_was_typed_is_not_kept(clock, program, person, author):
    """A summary starts with a sentence of ours: sent without choosing who it's for, nothing of the user's is lost."""
    make_agency(program, "district_attorney")
    make_participant(program, person)
    page = reverse("summaries:write", args=[program.slug, person.public_id])
    client, _answer = sign_in(author, AT)
    as_shown = as_browser(client.get(page).context["form"])
    assert as_shown["words"]
    assert client.post(page, as_shown).context["form"].errors and not TypedPage.objects.exists()
    assert b"What you typed is back" not in client.get(page).content
    client.post(page, {**as_shown, "words": WORDS})
    assert b"What you typed is back" in client.get(page).content


def test_what_was_typed_can_be_discarded(clock, program, person, author):
    page = details_page(program, person)
    client, _answer = sign_in(author, AT)
    keep(client, program, page, **as_browser(client.get(page).context["form"], preferred_name=WORDS))
    answer = client.post(reverse("accounts:drop_typed", args=[program.slug]), {"kept_page": page})
    assert answer["Location"] == page and not TypedPage.objects.exists()
    assert WORDS not in client.get(page).content.decode()


@pytest.mark.parametrize("path", ["", "/settings/", "//evil.example/p/here/", "/p/there/people/"])
def test_only_pages_of_the_program_are_kept(clock, program, author, path):
    client, _answer = sign_in(author, AT)
    assert keep(client, program, path, note=WORDS).status_code == 400
    drop = reverse("accounts:drop_typed", args=[program.slug])
    assert client.post(drop, {"kept_page": path}).status_code == 400


def test_nothing_typed_or_too_much_is_not_kept(clock, program, person, author):
    page = details_page(program, person)
    client, _answer = sign_in(author, AT)
    assert (
        keep(client, program, page, note="  ", go="next", opened_as='{"note": "1"}').json()["kept"] is False
    )
    assert keep(client, program, page, note="x" * 200_001).json()["kept"] is False
    assert not TypedPage.objects.exists()


def test_what_was_kept_is_gone_after_a_day(clock, program, person, author):
    page = details_page(program, person)
    client, _answer = sign_in(author, AT)
    keep(client, program, page, **as_browser(client.get(page).context["form"], preferred_name=WORDS))
    run_scheduled_jobs(at=AT + timedelta(hours=23))
    assert TypedPage.objects.count() == 1
    clock.at += timedelta(hours=24)
    client, _answer = sign_in(author, clock.at)
    assert WORDS not in client.get(page).content.decode()
    run_scheduled_jobs(at=clock.at)
    assert not TypedPage.objects.exists()


def test_what_is_typed_about_a_record_is_found_by_its_id_alone(clock, program, person, author):
    client, _answer = sign_in(author, AT)
    about, elsewhere = details_page(program, person), f"/p/{program.slug}/refer/"
    for page in (about, elsewhere):
        keep(client, program, page, note=WORDS)
    delete_typed_about(program_id=make_program(slug="there").pk, record_ids=[person.public_id])
    assert TypedPage.objects.count() == 2
    delete_typed_about(program_id=program.pk, record_ids=[person.public_id])
    assert TypedPage.objects.get().record == ""


def test_the_database_shows_what_is_kept_in_its_own_program_only(clock, program, person, author):
    from django.db import connection

    client, _answer = sign_in(author, AT)
    keep(client, program, details_page(program, person), note=WORDS)
    with tenant_context(program.pk):
        assert TypedPage.objects.count() == 1
    if connection.vendor == "postgresql":
        with tenant_context(make_program(slug="there").pk):
            assert not TypedPage.objects.exists()


def test_the_page_knows_when_its_session_ends_and_one_act_extends_it(
    clock, program, author
):  # finding-A1, N8
    client, _answer = sign_in(author, AT)
    clock.at += timedelta(minutes=5)
    page = client.get(reverse("accounts:settings")).content.decode()
    assert 'data-session-seconds="1800"' in page and 'data-session-warning="120"' in page
    clock.at += timedelta(minutes=29)
    stay = reverse("accounts:stay_signed_in")
    answer = client.post(stay, headers={"accept": "application/json"})
    assert answer.json() == {"seconds": 1800, "can_extend": True}
    clock.at += timedelta(minutes=29)
    assert client.get(reverse("accounts:settings")).status_code == 200
    assert client.post(stay, headers={"referer": "http://testserver/settings/"})["Location"] == "/settings/"
    assert Client().post(stay).status_code == 302


def test_before_twelve_hours_end_the_page_says_that_more_time_is_not_possible(clock, author):  # A1
    client, _answer = sign_in(author, AT)
    for _each in range(47):
        clock.at += timedelta(minutes=15)
        client.get(reverse("accounts:settings"))
    answer = client.post(reverse("accounts:stay_signed_in"), headers={"accept": "application/json"})
    assert answer.json() == {"seconds": 900, "can_extend": False}


def test_a_page_that_asks_for_a_reason_first_is_kept(clock, program):  # N8, C8
    person = make_participant(program, actor=make_actor(program, RoleName.CASE_MANAGER)).person
    page = details_page(program, person)
    user = give_app(make_member(program, RoleName.CASE_MANAGER))
    client, _answer = sign_in(user, AT)
    answer = post_from(client, page, {"preferred_name": WORDS})
    assert reverse("people:open", args=[program.slug, person.public_id]) in answer["Location"]
    assert "kept=yes" in answer["Location"] and TypedPage.objects.count() == 1


def test_a_second_try_after_the_session_ended_is_kept_too(clock, program, person, author):  # N8
    page = details_page(program, person)
    client, _answer = sign_in(author, AT)
    sent = send_details(client, page, preferred_name="first")
    clock.at += SECOND_SESSION
    assert "kept=yes" in post_from(client, page, sent)["Location"]
    assert "kept=yes" in post_from(client, page, {**sent, "preferred_name": WORDS})["Location"]
    client, _answer = sign_in(author, clock.at, client)
    assert client.get(page).context["form"]["preferred_name"].value() == WORDS
    client.post(reverse("accounts:sign_out"))
    assert "kept=no" in post_from(client, page, sent)["Location"]
