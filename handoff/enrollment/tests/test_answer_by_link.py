"""N5: the one question by a link, answered on the person's own phone (ADR 0045)."""

import logging
import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from handoff.access.actor import person_actor, public_actor
from handoff.accounts.queries import hash_token
from handoff.audit.models import AuditEvent
from handoff.charges.models import SetAsideCharge
from handoff.consent.models import Disclosure, Release
from handoff.consent.services import revoke_release, sign_release
from handoff.core.logs import PlainFormatter
from handoff.core.refusals import Refused
from handoff.enrollment import services
from handoff.enrollment.links import services as links
from handoff.enrollment.links.presenters import send_options
from handoff.enrollment.links.queries import MOST_WRONG_TRIES, find_open_link, is_the_person
from handoff.enrollment.models import QuestionLink
from handoff.participants.models import ContactPoint
from handoff.programs.models import Agency
from handoff.referrals.models import Referral
from handoff.testing.consent import make_release_input
from handoff.testing.enrollment import make_intake, make_referral
from handoff.testing.programs import AT, make_actor, make_agency, make_member, make_person, make_program

pytestmark = pytest.mark.django_db

WHO = {
    "full_name": "ana rios",
    "date_of_birth_month": "3",
    "date_of_birth_day": "4",
    "date_of_birth_year": "1990",
}
YES = {**WHO, "go": "yes", "typed_name": "Ana Ríos"}


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def person(program):
    return make_person(
        program, first_name="Ana", last_name="Ríos", date_of_birth=date(1990, 3, 4), language="es"
    )


@pytest.fixture
def worker(program):
    return make_actor(program, "case_manager")


@pytest.fixture
def referral(program, person):
    agency = make_agency(program, name="Alder Police")
    return make_referral(program, person, officer=make_member(program, "officer"), agency=agency)


@pytest.fixture
def address(worker, referral):
    """The link's path, made a minute ago by the clock of the test client."""
    made = links.make_link(actor=worker, referral=referral, at=timezone.now() - timedelta(minutes=1))
    return "/" + made.split("/", 3)[3]


def make_token(worker, referral):
    return links.make_link(actor=worker, referral=referral, at=AT).rstrip("/").rsplit("/", 1)[1]


def complete(worker, referral):
    services.complete_intake(actor=worker, intake=make_intake(referral, worker), at=timezone.now())


def test_before_the_person_says_who_they_are_the_page_shows_nothing(client, program, address):  # N5
    page = client.get(address).content.decode()
    assert program.name in page
    for hidden in ("Ana", "Ríos", "Alder Police", "officer", "intake", "charge"):
        assert hidden not in page.split("<main")[1]


def test_a_yes_by_link_ends_the_hold_at_once(client, worker, referral, address):
    complete(worker, referral)
    asked = client.post(address, WHO).content.decode()
    assert "May we tell the officer that your intake is done?" in asked and "Alder Police" in asked
    assert "You signed." in client.post(address, YES).content.decode()
    release = Release.objects.get()
    assert (release.means, release.typed_name, release.person) == ("linked", "Ana Ríos", referral.person)
    assert release.recorded_by_id is None
    assert SetAsideCharge.objects.get().state == "diverted"
    assert Disclosure.objects.get().kinds == ["intake_done"]
    # Neither a name nor an address of the visitor is logged.
    rows = AuditEvent.objects.filter(username="(the person)")
    assert {"question_link.answered", "roi.signed", "roi.disclosed"} <= {each.action for each in rows}
    assert not rows.exclude(address="").exists()


def test_the_question_is_shown_with_an_audit_row_that_names_the_person(client, person, address):
    """N5: with no user and no address of the visitor."""
    client.post(address, WHO)
    row = AuditEvent.objects.get(action="roi.form_opened")
    assert (row.subject, row.outcome) == (str(person.public_id), "seen")
    assert (row.username, row.user_id, row.address) == ("(the person)", None, "")


def test_a_yes_before_the_intake_reports_it_when_it_is_done(client, worker, referral, address):
    client.post(address, YES)
    assert not Disclosure.objects.exists()
    complete(worker, referral)
    assert Disclosure.objects.get().agency == referral.agency


def test_a_link_answers_once_and_a_used_one_looks_like_none(client, program, address):
    client.post(address, YES)
    used = client.post(address, YES)
    unknown = client.get(reverse("enrollment:answer", args=[program.slug, "x" * 32]))
    assert used.status_code == unknown.status_code == 404
    for page in (used, unknown):
        assert "This link no longer works" in page.content.decode()
    assert Release.objects.count() == 1


def test_a_no_is_not_kept_and_ends_the_link(client, address):
    assert "We won't tell them." in client.post(address, {**WHO, "go": "no"}).content.decode()
    assert client.get(address).status_code == 404
    assert not Release.objects.exists()
    fields = {each.name for each in QuestionLink._meta.fields}
    assert not fields & {"answer", "said_yes"}


@pytest.mark.parametrize("wrong", [{"full_name": "Ana Rivas"}, {"date_of_birth_day": "5"}])
def test_who_is_someone_else_sees_nothing_and_ends_the_link_after_a_few_tries(client, address, wrong):
    for _number in range(MOST_WRONG_TRIES):
        page = client.post(address, {**YES, **wrong})
        assert page.status_code == 200
        body = page.content.decode()
        assert "what we have on record" in body and "Alder Police" not in body
    assert client.post(address, YES).status_code == 404
    assert not Release.objects.exists()
    assert AuditEvent.objects.filter(action="question_link.wrong").count() == MOST_WRONG_TRIES


def test_a_blank_page_is_no_wrong_try_and_loses_nothing(client, address):
    body = client.post(address, {"full_name": "Ana Ríos"}).content.decode()
    assert "Enter your date of birth." in body and 'value="Ana Ríos"' in body
    assert QuestionLink.objects.get().wrong_tries == 0


@pytest.mark.parametrize(("typed", "said"), [("", "to sign"), ("Ana Other", "the same way")])
def test_an_unsigned_yes_is_asked_for_again(client, address, typed, said):
    body = client.post(address, {**YES, "typed_name": typed}).content.decode()
    assert said in body and 'name="full_name" value="ana rios"' in body
    assert not Release.objects.exists()


def test_the_link_ends_after_a_week_and_with_the_next_one(program, worker, referral):
    first, second = (make_token(worker, referral) for _number in range(2))
    assert find_open_link(program, first, AT) is None
    assert find_open_link(program, second, AT + timedelta(days=6)) is not None
    assert find_open_link(program, second, AT + timedelta(days=7)) is None
    # Nothing stored opens it, and no other program's address does.
    assert not QuestionLink.objects.filter(token_digest=second).exists()
    assert QuestionLink.objects.filter(token_digest=hash_token(second)).exists()
    assert find_open_link(make_program(), second, AT) is None
    # Nor does a link about someone else end it.
    make_token(worker, make_referral(program, agency=referral.agency))
    assert find_open_link(program, second, AT) is not None


def test_a_link_about_no_one_or_with_no_agency_to_tell_is_none(program, worker, referral):
    token = make_token(worker, referral)
    referral.agency = None
    referral.save()
    assert find_open_link(program, token, AT) is None


def test_of_two_answers_at_once_one_counts(worker, referral, program):
    token = make_token(worker, referral)
    link = find_open_link(program, token, AT)
    assert link is not None
    links.say_no(link=link, at=AT)
    with pytest.raises(Refused, match="no longer works"):
        links.say_no(link=link, at=AT)


def test_only_the_care_team_makes_a_link(program, referral):
    with pytest.raises(Refused, match="Only the care team"):
        links.make_link(actor=make_actor(program, "officer"), referral=referral, at=AT)


def test_the_person_s_own_yes_opens_nothing_else(program, person, referral):
    """Neither the public page nor the link's actor may end a release or open a record."""
    with pytest.raises(Refused):
        sign_release(
            actor=public_actor(program.pk),
            person=person,
            release_input=make_release_input(referral.agency),
            key="x",
            at=AT,
        )
    actor = person_actor(program.pk)
    assert not actor.permissions and not actor.on_care_side
    release = sign_release(
        actor=actor,
        person=person,
        release_input=make_release_input(
            referral.agency, signature=None, signer_name="Ana Ríos", typed_name="Ana Ríos"
        ),
        key="x",
        at=AT,
    )
    with pytest.raises(Refused):
        revoke_release(actor=actor, release=release, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(typed_name="")


def test_the_name_may_be_written_as_people_write_their_own(person):
    person.middle_name, person.preferred_name = "Luz", "Anita"
    born = person.date_of_birth
    for name in ("ana rios", "Ana Luz Ríos", "ANITA RIOS"):
        assert is_the_person(person, name, born)
    assert not is_the_person(person, "Luz", born)
    assert not is_the_person(person, "Ana Ríos", date(1990, 4, 3))
    # A name alone opens nothing.
    person.date_of_birth = None
    assert not is_the_person(person, "Ana Ríos", born)
    assert not is_the_person(person, "Ana Ríos", None)


def test_no_link_is_made_without_a_birth_date(program, person, referral, worker):
    person.date_of_birth = None
    person.save()
    with pytest.raises(Refused, match="date of birth on record"):
        links.make_link(actor=worker, referral=referral, at=AT)


def test_a_try_counts_before_it_is_compared(client, address, monkeypatch):
    """Answers sent at once: each finds the ones before it counted, so no more than the limit are compared."""
    seen = []

    def compare(*args):
        seen.append(QuestionLink.objects.get().wrong_tries)
        return False

    monkeypatch.setattr("handoff.enrollment.links.services.is_the_person", compare)
    for _number in range(MOST_WRONG_TRIES + 2):
        client.post(address, YES)
    assert seen == list(range(1, MOST_WRONG_TRIES + 1))
    # A request that read the link before the last try ended it is compared no more.
    link = QuestionLink.objects.get()
    assert not links.check_who_answers(link=link, typed_name="Ana Ríos", born=date(1990, 3, 4), at=AT)
    assert len(seen) == MOST_WRONG_TRIES


def test_a_link_ends_with_the_referral_and_with_the_partner(client, address, referral):
    Agency.objects.filter(pk=referral.agency_id).update(is_active=False)
    assert client.get(address).status_code == 404
    Agency.objects.filter(pk=referral.agency_id).update(is_active=True)
    assert client.get(address).status_code == 200
    Referral.objects.filter(pk=referral.pk).update(state="withdrawn")
    assert client.get(address).status_code == 404


def test_the_message_names_no_one_and_goes_only_where_it_is_safe(program, person):
    for kind, value, safe in (
        ("phone", "+19105550142", True),
        ("phone", "+19105550143", False),
        ("email", "ana@example.org", True),
        ("email", "family@example.org", False),
        ("place", "The library", False),
    ):
        ContactPoint.objects.create(person=person, kind=kind, value=value, safe_to_text=safe, added_at=AT)
    for number, out_of_use in (("+19105550144", {"ended_at": AT}), ("+19105550145", {"works": "no"})):
        ContactPoint.objects.create(
            person=person, kind="phone", value=number, safe_to_text=True, added_at=AT, **out_of_use
        )
    options = send_options(person, program, "https://here.example/p/x/answer/token/")
    assert sorted(each.url.split(":")[0] for each in options) == ["mailto", "sms"]
    assert not any("subject" in each.url or "family" in each.url for each in options)
    for each in options:
        assert "Ana" not in each.url.split("body=")[1] and "R%C3%ADos" not in each.url
        assert "agente" not in each.url and "una%20pregunta" in each.url and "answer" in each.url


def test_a_worker_makes_the_link_where_they_would_ask(client, program, referral):
    user = make_member(program, "case_manager")
    client.force_login(user)
    ask = client.get(reverse("enrollment:ask", args=[program.slug, referral.public_id])).content.decode()
    url = reverse("enrollment:link", args=[program.slug, referral.public_id])
    assert f'action="{url}"' in ask
    asked = AuditEvent.objects.latest("pk").pk
    page = client.post(url).content.decode()
    found = re.search(r'value="[^"]*(/p/[^"]+/answer/[^"]+)"', page)
    assert found
    row = AuditEvent.objects.get(action="roi.form_opened", pk__gt=asked)
    assert (row.subject, row.user_id) == (str(referral.person.public_id), user.pk)
    assert "One question for you" in Client().get(found[1]).content.decode()
    assert client.get(url).status_code == 405


def test_the_pages_are_there_in_spanish(client, address):
    spanish = {"headers": {"accept-language": "es"}}
    assert "Una pregunta para usted" in client.get(address, **spanish).content.decode()
    assert "¿Podemos avisarle al agente" in client.post(address, WHO, **spanish).content.decode()
    client.post(address, YES, **spanish)
    assert Release.objects.get().language == "es"


def test_the_token_stays_out_of_the_log(address):
    record = logging.LogRecord("x", logging.INFO, "x", 1, f"GET {address} 200", None, None)
    assert address.rstrip("/").rsplit("/", 1)[1] not in PlainFormatter().format(record)
