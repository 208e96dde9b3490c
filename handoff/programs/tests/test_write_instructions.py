"""A program writes its own instructions at the fields of its forms, in each language (X2, handbook 4a)."""

from datetime import timedelta

import pytest
from django import forms
from django.urls import reverse
from django.utils.translation import override

from handoff.audit.models import AuditEvent
from handoff.core.forms import Form
from handoff.core.forms.base import instructed_forms
from handoff.core.instructions import InstructedForm, instructions_context, use_instructions
from handoff.core.refusals import Refused
from handoff.programs.inputs import InstructionInput
from handoff.programs.models import FieldInstruction
from handoff.programs.presenters import instructed_form_groups
from handoff.programs.queries import current_instructions_of
from handoff.programs.services import write_instructions
from handoff.testing.forms import filled_in
from handoff.testing.programs import AT, make_actor, make_member, make_program

LATER = AT + timedelta(days=1)


class BenchForm(Form):
    instructed = InstructedForm("bench", "Bench", fixed=("computed",))

    place = forms.CharField(help_text="A corner.")
    computed = forms.CharField(help_text="From the criteria.")


def hints(form: Form) -> list[str]:
    return [str(form[name].help_text) for name in form.fields]


def test_a_field_shows_the_programs_text_in_the_readers_language_and_else_its_own():
    loads = []

    def load():
        loads.append(1)
        return {("bench", "place", "es"): "Una esquina.", ("bench", "computed", "es"): "Otra cosa."}

    with instructions_context():
        use_instructions(load)
        form = BenchForm()
        assert loads == []
        with override("es"):
            assert hints(form) == ["Una esquina.", "From the criteria."]
            assert 'aria-describedby="id_place_helptext"' in str(form["place"])
        with override("en"):
            assert hints(form) == ["A corner.", "From the criteria."]
        assert loads == [1]
    with override("es"):
        assert hints(BenchForm()) == ["A corner.", "From the criteria."]


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def manager(program):
    return make_actor(program, "program_manager")


def write(program, actor, *texts, at=AT):
    instructions = [InstructionInput("note", language, text) for language, text in texts]
    return write_instructions(actor=actor, program=program, form="contact", instructions=instructions, at=at)


@pytest.mark.django_db
def test_each_change_is_a_new_version_and_a_blank_text_brings_the_default_back(program, manager):
    write(program, manager, ("en", " Say where you met. "), ("es", "Diga d\u00f3nde."))
    assert write(program, manager, ("en", "Say where you met."), at=LATER) == []
    write(program, manager, ("en", ""), at=LATER)
    assert current_instructions_of(program, AT)["contact", "note", "en"] == "Say where you met."
    assert current_instructions_of(program, LATER) == {("contact", "note", "es"): "Diga d\u00f3nde."}
    assert FieldInstruction.objects.count() == 3
    assert AuditEvent.objects.filter(action="instruction.written").count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Enter the result of the drug test."),
        ("es", "Anote si lleva 30 d\u00edas de sobriedad."),
        ("en", "Tell them the charge will be filed unless they go to treatment."),
    ],
)
def test_an_instruction_asks_for_nothing_that_the_guiding_rules_forbid(program, manager, language, text):
    # G2, G4.
    with pytest.raises(Refused):
        write(program, manager, ("en", "Say where you met."), (language, text))
    assert not FieldInstruction.objects.exists()


@pytest.mark.django_db
def test_only_the_programs_own_manager_writes_them(program):
    for actor in (make_actor(program, "case_manager"), make_actor(make_program(), "program_manager")):
        with pytest.raises(Refused, match="Only the program manager"):
            write(program, actor, ("en", "Say where you met."))
    assert not FieldInstruction.objects.exists()


@pytest.mark.django_db
def test_the_manager_writes_one_on_the_page_and_workers_see_it_on_the_form(client, program):
    client.force_login(make_member(program, "program_manager"))
    where = reverse("programs:edit_instructions", args=[program.slug, "lookup"])
    first = client.get(where).context["form"]
    refused = client.post(where, filled_in(first, **{"first_name-en": "The name on the drug test."}))
    assert "The name on the drug test." in refused.content.decode()
    sent = filled_in(first, **{"first_name-en": "As on the jail list.", "first_name-es": "Como en la lista."})
    assert client.post(where, sent).status_code == 302
    listed = client.get(reverse("programs:instructions", args=[program.slug])).content.decode()
    assert "Participation lookup" in listed
    assert "As on the jail list." in client.get(where).content.decode()

    asked = reverse("lookup:ask", args=[program.slug])
    client.force_login(make_member(program, "officer"))
    assert "As on the jail list." in client.get(asked).content.decode()
    other = make_program()
    client.force_login(make_member(other, "officer"))
    page = client.get(reverse("lookup:ask", args=[other.slug])).content.decode()
    assert "As on the jail list." not in page
    assert "As on an ID, or the name they use." in page


@pytest.mark.django_db
def test_saving_an_older_page_shows_what_changed_meanwhile(client, program, manager):
    # D7.
    client.force_login(make_member(program, "program_manager"))
    where = reverse("programs:edit_instructions", args=[program.slug, "contact"])
    opened = client.get(where).context["form"]
    write(program, manager, ("en", "Say where you met."), at=AT)
    answer = client.post(where, filled_in(opened, **{"note-en": "Say how long."}))
    assert answer.status_code == 200
    assert "Now saved: Say where you met." in answer.content.decode()
    assert current_instructions_of(program, LATER)["contact", "note", "en"] == "Say where you met."


@pytest.mark.django_db
def test_a_form_that_does_not_exist_has_no_page(client, program):
    client.force_login(make_member(program, "program_manager"))
    assert (
        client.get(reverse("programs:edit_instructions", args=[program.slug, "nothing"])).status_code == 404
    )


def test_each_form_has_a_name_of_its_own_and_fields_to_explain():
    forms_by_name = {
        form.name: set(form_class.instructed_fields()) for form, form_class in instructed_forms()
    }
    assert all(forms_by_name.values())
    # These stand in programs' records: renaming one needs a migration of what programs wrote.
    assert {
        "contact": {
            *("how", "result", "note", "transport_arranged", "day", "time"),
            *("kind", "quantity", "cost", "fund", "reason"),
        },
        "referral-who": {"first_name", "last_name", "date_of_birth", "approximate_age", "preferred_name"},
    }.items() <= forms_by_name.items()
    assert "convictions" not in forms_by_name["referral-eligibility"]
    assert "living_situation" in forms_by_name["intake"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "field", "language", "why"),
    [
        ("contract", "note", "en", "no form “contract”"),
        ("contact", "notes", "en", "no field “notes”"),
        ("referral-eligibility", "convictions", "en", "no field “convictions”"),
        ("contact", "note", "fr", "language “fr”"),
    ],
)
def test_an_instruction_that_no_field_would_show_is_refused(program, manager, form, field, language, why):
    """X2: it would be saved, and no one would ever read it."""
    texts = [InstructionInput(field, language, "Say how.")]
    with pytest.raises(Refused, match=why):
        write_instructions(actor=manager, program=program, form=form, instructions=texts, at=AT)
    assert not FieldInstruction.objects.exists()


@pytest.mark.django_db
def test_an_instruction_may_explain_the_fields_about_race_and_gender(program, manager):
    # X2: the fields are there, so a program must be able to say how to ask.
    write(
        program,
        manager,
        ("en", "Read the list aloud. They choose their race and ethnicity, and may skip it."),
    )
    assert FieldInstruction.objects.count() == 1


@pytest.mark.django_db
def test_a_text_without_a_field_is_deleted_once_it_is_written_elsewhere(client, program, manager):
    # X2: else the page and `handoff check` would name it for ever.
    FieldInstruction.objects.create(
        program=program,
        form="old-form",
        field="old_field",
        language="en",
        text="Ask for Rosa.",
        effective_at=AT,
    )
    client.force_login(make_member(program, "program_manager"))
    where = reverse("programs:instructions", args=[program.slug])
    page = client.get(where).content.decode()
    assert "Ask for Rosa." in page and "old-form.old_field (en)" in page
    assert client.post(where, {"text": "contact.note (en)"}).status_code == 404
    page = client.post(where, {"text": "old-form.old_field (en)"}, follow=True).content.decode()
    assert "no longer listed" in page and "Ask for Rosa." not in page
    assert FieldInstruction.objects.filter(text="Ask for Rosa.").exists()


def test_forms_are_grouped_by_subject_and_found_by_their_words():
    """Issue 10, walk: sixty forms stood in one list."""
    groups = {each.title: [form.title for form in each.forms] for each in instructed_form_groups({})}
    assert "Referral: who they are" in groups["Referral"]
    assert "Case note" in groups["Other forms"]
    assert sum(len(rows) for rows in groups.values()) == len(instructed_forms())
    found = instructed_form_groups({}, "GOÁL step")
    assert [form.title for each in found for form in each.forms] == ["Goal: next step"]
    assert instructed_form_groups({}, "nowhere to be found") == []


@pytest.mark.django_db
def test_the_pages_search_and_say_who_wrote_what(client, program):
    writer = make_member(program, "program_manager")
    client.force_login(writer)
    where = reverse("programs:instructions", args=[program.slug])
    assert "Referral: who they are" in client.get(where).content.decode()
    found = client.get(where, {"words": "case note"}).content.decode()
    assert "Case note" in found and "Referral: who they are" not in found and "Show all forms" in found
    assert "No form or field has these words" in client.get(where, {"words": "zzzz"}).content.decode()
    edit = reverse("programs:edit_instructions", args=[program.slug, "case-note"])
    form = client.get(edit).context["form"]
    name = next(each for each in form.fields if each.endswith("-en"))
    client.post(edit, filled_in(form, **{name: "Two sentences are enough."}))
    history = client.get(edit).content.decode().split("What your program wrote")[1]
    assert "Two sentences are enough." in history and writer.full_name in history
