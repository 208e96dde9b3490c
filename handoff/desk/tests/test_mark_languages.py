"""finding-A5: text in another language than the page is marked, so that a screen reader speaks it as it is meant."""

from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.urls import reverse

from handoff.access.roles import RoleName
from handoff.accounts.models import ConfidentialityAgreement
from handoff.consent.wording.release_form import FORM_VERSION, wording
from handoff.enrollment.definitions import SECTION_KEYS
from handoff.programs.models import IntakeQuestion, Script
from handoff.testing.enrollment import make_intake, make_referral
from handoff.testing.programs import AT, make_member, make_person
from handoff.testing.referrals import make_message, make_ready_program

pytestmark = pytest.mark.django_db
VOID = {"br", "hr", "img", "input", "link", "meta", "use"}
SPANISH, ENGLISH = "¿Hay una mascota?", "Is there a pet?"


class Languages(HTMLParser):
    """Which language each text of a page is marked as, typed values included."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        lang = dict(attrs).get("lang") or (self.open[-1] if self.open else "")
        self.found.append((dict(attrs).get("value") or "", lang))
        if tag not in VOID:
            self.open.append(lang)

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data):
        self.found.append((data, self.open[-1] if self.open else ""))

    def of(self, words: str) -> set[str]:
        return {lang for text, lang in self.found if words in text}


@pytest.fixture
def program():
    program = make_ready_program()
    program.card_message, program.card_message_es = "Call us", "Llámenos hoy"
    program.save()
    return program


def read_page(client, program, name, *args, language="en", role=RoleName.PROGRAM_MANAGER, query=""):
    client.force_login(make_member(program, role, language=language))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get(reverse(name, args=[program.slug, *args]) + query)
    assert response.status_code == 200
    found = Languages(response.content.decode())
    assert found.open == []
    assert next(lang for _text, lang in found.found if lang) == language
    return found


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_a_program_writes_in_two_languages_is_marked(client, program, language):
    IntakeQuestion.objects.create(program=program, section=SECTION_KEYS[0], text=ENGLISH, text_es=SPANISH)
    newest = ConfidentialityAgreement.objects.filter(program=program).latest("number")
    newest.text, newest.text_es = "I keep it to myself", "Lo guardo para mí"
    newest.save()
    Script.objects.create(program=program, language="es", text="Le ofrecemos ayuda", effective_at=AT)
    for name, english, spanish in (
        ("programs:questions", ENGLISH, SPANISH),
        ("programs:edit_program", "Call us", "Llámenos hoy"),
        ("accounts:publish_agreement", "I keep it to myself", "Lo guardo para mí"),
        ("programs:script", "", "Le ofrecemos ayuda"),
    ):
        found = read_page(client, program, name, language=language)
        assert found.of(spanish) == {"es"}, name
        if english:
            assert found.of(english) == {"en"}, name


def test_a_web_request_is_marked_with_the_language_it_was_written_in(client, program):
    message = make_message(program, language="es", help_wanted="Necesito un techo")
    found = read_page(client, program, "referrals:message", message.public_id)
    assert ("Necesito un techo", "es") in found.found


@pytest.mark.parametrize(("page", "form"), [("en", "es"), ("es", "en")])
def test_the_release_is_marked_with_the_language_of_whoever_signs(client, program, page, form):
    person = make_person(program, language=form)
    found = read_page(
        client,
        program,
        "consent:new",
        person.public_id,
        language=page,
        role=RoleName.CASE_MANAGER,
        query=f"?language={form}&form=counseling",
    )
    words_of_form = wording(FORM_VERSION, form)
    for words in (words_of_form.lead, words_of_form.labels["counseling"]):
        assert found.of(words[:40]) == {form}


@pytest.mark.parametrize(("written", "marked"), [("", "en"), (SPANISH, "es")])
def test_a_question_that_a_program_wrote_in_english_only_is_marked_on_a_spanish_page(
    client, program, written, marked
):
    IntakeQuestion.objects.create(program=program, section=SECTION_KEYS[0], text=ENGLISH, text_es=written)
    person = make_person(program)
    intake = make_intake(make_referral(program, person, at=AT), None, AT)
    found = read_page(
        client,
        program,
        "enrollment:section",
        intake.public_id,
        SECTION_KEYS[0],
        language="es",
        role=RoleName.CASE_MANAGER,
    )
    assert found.of(written or ENGLISH) == {marked}
