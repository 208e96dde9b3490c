"""A letter about a referral says what the ROI allows, with the notice, and is in the register each time (K2, C6)."""

import io
from copy import deepcopy
from datetime import timedelta

import pytest
from django.test import Client
from pypdf import PdfReader

from handoff.audit.models import AuditEvent
from handoff.casework.letters import presenters, services
from handoff.casework.letters.queries import find_open_link
from handoff.casework.models import LetterLink
from handoff.consent.models import Disclosure
from handoff.consent.register.presenters import description_text, purpose_label
from handoff.consent.wording.notice import NOTICES
from handoff.core.refusals import Refused
from handoff.directory.facts import OrganizationFacts
from handoff.directory.services import change_organization
from handoff.testing.casework import make_contact_point, make_service_referral
from handoff.testing.consent import make_release
from handoff.testing.directory import make_phone, make_place
from handoff.testing.programs import AT, actor_of, make_actor, make_agency, make_program
from handoff.testing.providers import LATER, NEEDS, Shelter

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(build_once):
    return build_once(Shelter)


@pytest.fixture
def shelter(built, db, clock):
    return deepcopy(built)


def words(response):
    pages = PdfReader(io.BytesIO(getattr(response, "content", response))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def make_link(shelter, at=LATER):
    made = services.make_link(
        actor=actor_of(shelter.worker, shelter.program), referral=shelter.referral, at=at
    )
    return made.address.removeprefix("http://").partition("/")[2], made.code


def letters():
    return Disclosure.objects.filter(what="referral letter")


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_letter_says_what_the_roi_allows_with_the_notice_and_is_registered(shelter, language):
    make_contact_point(shelter.person, value="+19105550177")
    response = shelter.browser(shelter.worker).post(shelter.path("letters:download"), {"language": language})
    text = words(response)
    assert 'filename="referral-letter.pdf"' in response["Content-Disposition"]
    assert shelter.person.recorded_name in text and "Harbor Light" in text and "Wren Worker" in text
    assert " ".join(NOTICES[language].sentences[0].split()) in text
    assert "Somewhere quiet." not in text and "1991" not in text and "555-0177" not in text
    row = letters().get()
    assert (row.agency, row.release, row.kinds) == (
        shelter.agency,
        shelter.release,
        ["needs", "participation"],
    )
    assert "letter" in description_text(row) and "services" in purpose_label(row.purpose)
    assert AuditEvent.objects.filter(action="referral_letter.printed").count() == 1


def test_with_contact_the_letter_says_how_to_reach_them_safely(shelter):
    make_release(shelter.person, shelter.agency, kinds=(*NEEDS, "contact"))
    make_contact_point(shelter.person, value="+19105550177")
    text = words(shelter.browser(shelter.worker).post(shelter.path("letters:download"), {"language": "en"}))
    assert "(910) 555-0177 · OK to text · Don't leave a message" in text and "1991" in text
    assert letters().get().kinds == ["contact", "needs", "participation"]


def test_without_an_roi_no_letter_leaves_and_the_person_still_gets_their_copy(shelter):
    shelter.revoke(at=AT)
    make_phone(shelter.service, "910-555-0160")
    make_place(shelter.service)
    browser = shelter.browser(shelter.worker)
    page = browser.get(shelter.path("letters:show")).content.decode()
    assert "No active release (ROI) names this provider" in page and "Letter as a PDF" not in page
    for name in ("letters:download", "letters:make_link"):
        assert browser.post(shelter.path(name)).status_code == 302
    assert not letters().exists() and not LetterLink.objects.exists()
    copy = browser.post(shelter.path("letters:copy"), {"language": "es"})
    text = words(copy)
    assert 'filename="your-referral.pdf"' in copy["Content-Disposition"]
    assert "Dirección" in text and "555-0160" in text
    assert not letters().exists(), "what goes to themself is no disclosure"


def test_the_persons_copy_shows_what_the_letter_says_of_them(shelter):
    page = shelter.browser(shelter.worker).get(shelter.path("letters:show")).content.decode()
    assert "Letter as a PDF: English" in page
    text = words(shelter.browser(shelter.worker).post(shelter.path("letters:copy"), {"language": "xx"}))
    assert "Your copy of the referral" in text and "What our letter to them says" in text
    assert "You can take back your permission any time." in text


def test_a_provider_by_name_has_a_copy_for_the_person_and_nothing_to_send(shelter):
    shelter.referral = make_service_referral(shelter.need, provider="A church")
    text = words(shelter.browser(shelter.worker).post(shelter.path("letters:copy"), {"language": "en"}))
    assert "A church" in text
    with pytest.raises(Refused, match="No active release"):
        make_link(shelter)


def test_a_link_names_no_one_and_opens_once_with_its_code(shelter):
    shelter.agency.email = "desk@example.org"
    shelter.agency.save()
    page = shelter.browser(shelter.worker).post(shelter.path("letters:make_link")).content.decode()
    mail = page.partition('href="mailto:')[2].partition('"')[0]
    assert mail.startswith("desk@example.org") and shelter.person.last_name not in mail
    path, code = make_link(shelter)
    assert LetterLink.objects.filter(ends_at__gt=LATER).count() == 1, "a new link ends the one before"
    public = Client()
    html = public.get(f"/{path}").content.decode()
    assert "Enter the code" in html and shelter.person.recorded_name not in html
    assert "That isn&#x27;t the code." in public.post(f"/{path}", {"code": "1"}).content.decode()
    assert not letters().exists()
    html = public.post(f"/{path}", {"code": f"{code[:4]} {code[4:]}"}).content.decode()
    assert shelter.person.recorded_name in html and NOTICES["en"].short in html
    assert letters().get().to_user_id is None
    again = public.post(f"/{path}", {"code": code})
    assert again.status_code == 404 and shelter.person.recorded_name not in again.content.decode()
    seen = AuditEvent.objects.filter(action="letter_link.opened").get()
    assert seen.subject == str(shelter.person.public_id)


def test_the_link_gives_the_letter_as_a_file_too(shelter):
    path, code = make_link(shelter)
    response = Client().post(f"/{path}", {"code": code, "as": "pdf"})
    assert "referral-letter.pdf" in response["Content-Disposition"]
    assert shelter.person.recorded_name in words(response)


def test_a_link_ends_after_seven_days_and_after_five_wrong_codes(shelter, clock):
    path, code = make_link(shelter, AT)
    public = Client()
    for _wrong in range(5):
        public.post(f"/{path}", {"code": "00000000x"})
    assert public.post(f"/{path}", {"code": code}).status_code == 404
    path, code = make_link(shelter, AT)
    clock.at = AT + timedelta(days=7)
    assert public.post(f"/{path}", {"code": code}).status_code == 404
    assert public.get("/p/" + shelter.program.slug + "/letters/never-was/").status_code == 404
    assert not letters().exists()


def test_the_right_code_after_four_wrong_ones_is_no_fifth(shelter):
    path, code = make_link(shelter, AT)
    public = Client()
    for _wrong in range(4):
        public.post(f"/{path}", {"code": "00000000x"})
    assert public.post(f"/{path}", {"code": code}).status_code == 200
    assert LetterLink.objects.get().wrong_tries == 4


def test_tries_at_the_same_moment_are_counted_before_they_are_compared(shelter):
    _path, code = make_link(shelter)
    link = LetterLink.objects.get()
    LetterLink.objects.update(wrong_tries=5)
    with pytest.raises(Refused, match="no longer works"):
        services.open_letter(link=link, token="t", code=code, at=LATER)


def test_what_a_link_opens_is_decided_when_it_is_opened(shelter):
    path, code = make_link(shelter, AT)
    shelter.revoke(at=AT)
    assert Client().post(f"/{path}", {"code": code}).status_code == 404
    assert not letters().exists()


@pytest.mark.parametrize("left", [True, False])
def test_a_link_opens_nothing_once_the_service_belongs_to_another_partner(shelter, left):
    """Also where the participant lets the other partner know: the letter was meant for the first."""
    pantry = make_agency(shelter.program, "community", "Pantry")
    make_release(shelter.person, pantry, kinds=NEEDS)
    path, code = make_link(shelter, AT)
    change_organization(
        actor=make_actor(shelter.program, "case_manager"),
        organization=shelter.service.organization,
        facts=OrganizationFacts(name="Harbor Light"),
        agency=None if left else pantry,
        at=AT,
    )
    assert Client().post(f"/{path}", {"code": code}).status_code == 404


def test_a_link_is_known_at_its_own_programs_address_alone(shelter):
    token = make_link(shelter)[0].rstrip("/").rpartition("/")[2]
    assert find_open_link(shelter.program, token, LATER) and not find_open_link(make_program(), token, LATER)


def test_without_an_email_address_the_link_is_copied(shelter):
    assert presenters.mail_url(shelter.agency, "https://x", shelter.program) == ""
    page = shelter.browser(shelter.worker).post(shelter.path("letters:make_link")).content.decode()
    assert "no email address on record" in page


def test_only_the_care_team_sends_letters(shelter):
    manager = make_actor(shelter.program, "data_manager")
    for act in (services.print_letter, services.print_own_copy, services.make_link):
        with pytest.raises(Refused, match="care team"):
            act(actor=manager, referral=shelter.referral, at=LATER)
