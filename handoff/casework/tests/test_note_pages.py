"""The pages of case notes: kept while typed, one note a form, corrected by a new version, closed to others."""

import uuid

import pytest
from django.urls import reverse

from handoff.accounts.models import TypedPage
from handoff.audit.models import AuditEvent
from handoff.casework.models import CaseNote
from handoff.casework.notes.services import NoteInput, correct_note
from handoff.testing.casework import make_note
from handoff.testing.forms import as_browser
from handoff.testing.programs import (
    AT,
    PASSWORD,
    actor_of,
    make_agency,
    make_member,
    make_person,
    make_program,
    put_on_every_team,
)

pytestmark = pytest.mark.django_db
NO_DAY = {"day_month": "", "day_day": "", "day_year": ""}
SENT = {"kind": "conversation", "label": "general", "text": "Wants detox, scared of Monday."}


class Page:
    """A worker's browser in a program, with a person on their team."""

    def __init__(self, client, role="peer_support"):
        self.client, self.program = client, make_program()
        self.care = make_agency(self.program, "case_management")
        self.user = make_member(self.program, role, self.care)
        self.worker = actor_of(self.user, self.program)
        self.person = make_person(self.program)
        client.login(username=self.user.username, password=PASSWORD)

    def path(self, name, *args):
        return reverse(name, args=[self.program.slug, *args])

    def new(self, person=None):
        return self.path("notes:add", (person or self.person).public_id)

    def get(self, path):
        return self.client.get(path).content.decode()


@pytest.fixture
def page(client, clock):
    return Page(client)


def test_a_note_is_written_and_shown(page):
    answer = page.client.post(page.new(), SENT)
    note = CaseNote.objects.get()
    assert answer.url == page.path("notes:show", note.public_id)
    html = page.get(answer.url)
    assert "Wants detox, scared of Monday." in html and page.user.full_name in html
    opened = AuditEvent.objects.get(action="note.opened", subject=str(page.person.public_id))
    assert opened.details == {"note": str(note.public_id)}


@pytest.mark.parametrize("missing", list(SENT))
def test_a_note_lacking_something_is_refused_and_keeps_what_was_typed(page, missing):
    html = page.client.post(page.new(), {**SENT, missing: ""}).content.decode()
    assert not CaseNote.objects.exists() and "usa-alert--error" in html
    assert missing == "text" or SENT["text"] in html


def keep(page, path, text):
    """What the script sends while someone types; sealed like everything that is kept."""
    sent = as_browser(page.client.get(path).context["form"], **{**SENT, **NO_DAY, "text": text})
    return page.client.post(page.path("accounts:keep_typed"), {"kept_page": path, **sent})


def text_at(page, path):
    return page.client.get(path).context["form"]["text"].value() or ""


def test_a_long_note_is_kept_while_it_is_typed_for_its_person_alone(page):
    """C-F01: a draft belongs to a user, a person and a form; it turns up nowhere else, and ends when it is saved."""
    here, there = page.new(), page.new(make_person(page.program))
    assert keep(page, here, "Wants detox").json()["kept"] is True
    assert text_at(page, there) == ""
    keep(page, there, "Wants a phone")
    assert (text_at(page, here), text_at(page, there)) == ("Wants detox", "Wants a phone")
    sent = {**as_browser(page.client.get(here).context["form"]), **NO_DAY, "kept": "1"}
    assert page.client.post(here, {**sent, "label": ""}).status_code == 200
    assert text_at(page, here) == "Wants detox"
    assert page.client.post(here, sent).status_code == 302
    assert (text_at(page, here), text_at(page, there)) == ("", "Wants a phone")
    assert TypedPage.objects.count() == 1


def test_a_double_tap_makes_one_note(page):
    """C-F03: the second answer leads to the note that is saved already."""
    key = str(uuid.uuid4())
    first, second = (page.client.post(page.new(), {**SENT, "submission_key": key}) for _each in range(2))
    assert first.url == second.url and CaseNote.objects.count() == 1


def test_a_note_is_corrected_by_its_author(page):
    note = make_note(page.person, page.worker, words="Oak Street")
    path = page.path("notes:correct", note.public_id)
    form = page.client.get(path).context["form"]
    assert form.initial["text"] == "Oak Street"
    day = {"day_month": 3, "day_day": 1, "day_year": 2026}
    page.client.post(path, {**SENT, "text": "Elm Street", **day})
    html = page.get(page.path("notes:show", note.public_id))
    assert html.index("Elm Street") < html.index("Earlier versions") < html.index("Oak Street")
    assert "Mar 1, 2026" in html


def test_a_save_from_an_older_page_is_shown_first(page):
    """Two devices: the second save shows what the first saved, and no version is lost."""
    note = make_note(page.person, page.worker, words="Oak Street")
    path = page.path("notes:correct", note.public_id)
    version = page.client.get(path).context["form"]["opened_as"].value()
    day = {"day_month": 3, "day_day": 2, "day_year": 2026, "opened_as": version}
    page.client.post(path, {**SENT, "text": "Elm Street", **day})
    html = page.client.post(path, {**SENT, "text": "Ash Street", **day}).content.decode()
    assert "Elm Street" in html and "Ash Street" in html
    assert note.versions.count() == 2


def test_a_colleague_reads_a_note_and_can_not_correct_it(page):
    colleague = actor_of(make_member(page.program, "case_manager", page.care), page.program)
    note = make_note(page.person, colleague, label="part2", words="Starts on Tuesday")
    html = page.get(page.path("notes:show", note.public_id))
    assert "Starts on Tuesday" in html and "Write a new note instead" in html
    html = page.client.post(page.path("notes:correct", note.public_id), SENT).content.decode()
    assert note.versions.count() == 1


def test_an_earlier_version_under_a_stricter_label_is_not_on_the_page(page):
    """ADR 0046: what a colleague wrote as a counseling note stays one, also once the note is a general one."""
    colleague = actor_of(make_member(page.program, "case_manager", page.care), page.program)
    note = make_note(page.person, colleague, label="counseling", words="From the session")
    general = NoteInput("conversation", "general", "Met today", AT)
    correct_note(actor=colleague, note=note, note_input=general, at=AT)
    html = page.get(page.path("notes:show", note.public_id))
    assert "Met today" in html and "From the session" not in html and "Earlier versions" not in html


def test_a_colleagues_counseling_note_is_not_found(page):
    colleague = actor_of(make_member(page.program, "case_manager", page.care), page.program)
    note = make_note(page.person, colleague, label="counseling", words="From the session")
    for name in ("notes:show", "notes:correct"):
        answer = page.client.get(page.path(name, note.public_id))
        nowhere = page.client.get(page.path(name, "00000000-0000-4000-8000-000000000000"))
        assert (answer.status_code, answer.content) == (404, nowhere.content)


@pytest.mark.parametrize(("role", "shown"), [("program_manager", 2), ("data_manager", 1)])
def test_a_persons_page_records_which_notes_it_showed(client, clock, role, shown):
    """C9, ADR 0046: the trail of a note names whoever read it in the history, and no one who couldn't."""
    page = Page(client, role)
    author = actor_of(make_member(page.program, "case_manager", page.care), page.program)
    put_on_every_team(page.user, page.program)
    notes = [
        make_note(page.person, author, label=label, words=f"zq{label}") for label in ("general", "health")
    ]
    page.get(page.path("people:person", page.person.public_id))
    opened = AuditEvent.objects.get(action="person.opened", subject=str(page.person.public_id))
    assert set(opened.details["notes"]) == {str(each.public_id) for each in notes[:shown]}
    page.get(page.path("people:person", page.person.public_id) + "?show=contacts")
    assert "notes" not in AuditEvent.objects.filter(action="person.opened").latest("pk").details
