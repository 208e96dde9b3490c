"""The form on the screen and on paper: every element that the rules require, in both languages."""

import io
import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.html import escape
from django.utils.translation import override
from PIL import Image

from handoff.consent import presenters
from handoff.consent.forms import SUGGESTED_KINDS, ReleaseForm, fill_clause
from handoff.consent.models import InformationKind, Purpose, Release
from handoff.consent.wording.release_form import (
    ELEMENTS,
    FORM_VERSION,
    INTAKE_DONE_FORM,
    LANGUAGES,
    SUMMARY_FORM,
    VERSIONS,
    wording,
)
from handoff.programs.models import Agency
from handoff.testing.consent import make_release
from handoff.testing.programs import AT, make_agency, make_person, make_program

pytestmark = pytest.mark.django_db
SIGNED = "[[[10,10],[200,90],[400,20]]]"


@pytest.fixture
def program():
    program = make_program(address="12 Main Street")
    make_agency(program)
    make_agency(program, "case_management", "Bridges")
    return program


@pytest.fixture
def police(program):
    return make_agency(program)


def form_data(*agencies, **changes):
    data = {
        "purposes": ["services"],
        "lasts": "365",
        "signer": "self",
        "signer_name": "Jordan Rivers",
        "signature": SIGNED,
    }
    for agency in agencies:
        data |= {f"to_{agency.public_id.hex}": "on", f"kinds_{agency.public_id.hex}": ["participation"]}
    return data | changes


def form(program, data=None, files=None, language="en", **changes):
    return ReleaseForm(
        querydict(data),
        files,
        program=program,
        person_name="Jordan Rivers",
        language=language,
        at=AT,
        **changes,
    )


def bound_release(filled):
    assert filled.is_valid(), filled.errors
    return filled.cleaned_data["release"]


def querydict(data):
    if data is None:
        return None
    return MultiValueDict(
        {name: value if isinstance(value, list) else [value] for name, value in data.items()}
    )


def test_a_complete_form_returns_the_release_input(program, police):
    filled = form(program, form_data(police, copy_given="on"))
    assert filled.is_valid(), filled.errors
    release_input = filled.cleaned_data["release"]
    assert [(each.agency, each.kinds) for each in release_input.recipients] == [(police, {"participation"})]
    assert (release_input.days, release_input.language, release_input.signer_name) == (
        365,
        "en",
        "Jordan Rivers",
    )
    assert release_input.copy_given and not release_input.replaces_earlier and release_input.scan is None
    assert "Bridges" in release_input.discloser and program.name in release_input.discloser


MISSING: dict[str, tuple[dict[str, Any], str, bool]] = {
    "a recipient": ({}, "at least one agency", False),
    "a purpose": ({"purposes": []}, "at least one purpose", True),
    "a term": ({"lasts": ""}, "Choose how long the release lasts.", True),
    "the other number of days": ({"lasts": "other"}, "Enter the number of days", True),
    "the signer": ({"signer_name": ""}, "Enter the signer.*s name.", True),
    "the signer's role": ({"signer": ""}, "Choose who is signing", True),
    "a signature": ({"signature": ""}, "Sign on the screen", True),
}


@pytest.mark.parametrize("what", MISSING)
def test_the_form_says_what_is_missing_without(what, program, police):
    change, sentence, named = MISSING[what]
    filled = form(program, form_data(*([police] if named else []), **change))
    assert not filled.is_valid()
    assert re.search(sentence, str(filled.errors)), filled.errors
    assert len(filled.error_lines) == 1


def test_naming_no_agency_is_an_error_of_the_whole_form(program):
    filled = form(program, form_data())
    assert [line.sentence for line in filled.error_lines] == [
        "Choose at least one agency that can receive the information."
    ]
    assert "Choose the file again" not in filled.error_summary


def test_an_agency_checked_without_kinds_is_an_error(program, police):
    filled = form(program, form_data(police, **{f"kinds_{police.public_id.hex}": []}))
    assert not filled.is_valid()
    assert f"Choose what {police.name} can see" in str(filled.errors)


@pytest.mark.parametrize(("days", "valid"), [("1", True), ("365", True), ("366", False), ("0", False)])
def test_another_number_of_days_reaches_from_1_to_365(days, valid, program, police):
    filled = form(program, form_data(police, lasts="other", other_days=days))
    assert filled.is_valid() is valid
    if valid:
        assert filled.cleaned_data["release"].days == int(days)


def test_the_terms_offered_keep_to_the_programs_policy():
    program = make_program(policy={"roi_days": 120})
    values = [value for value, _ in form(program).fields["lasts"].choices]
    assert values == ["120", "90", "other"]


def test_only_the_programs_own_active_agencies_are_on_the_form(program):
    make_agency(make_program(), name="Elsewhere")
    make_agency(program, name="Gone", is_active=False)
    names = [row.agency.name for row in form(program).recipient_rows]
    assert "Bridges" in names and not {"Elsewhere", "Gone"} & set(names)


def test_no_agency_is_preselected_and_treatment_is_never_suggested(program):
    for row in form(program).recipient_rows:
        assert not row.tick.value()
        assert row.kinds.value() and not {"treatment", "health"} & set(row.kinds.value())
    assert set(SUGGESTED_KINDS) == set(Agency.Kind.values) - Agency.COURT_KINDS


def test_a_photo_of_paper_takes_the_place_of_the_drawing_and_carries_its_own_date(program, police):
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, "PNG")
    files = {"scan": SimpleUploadedFile("roi.png", out.getvalue())}
    dated = {"signed_on_month": "2", "signed_on_day": "20", "signed_on_year": "2026"}
    release_input = bound_release(form(program, form_data(police, signature="", **dated), files))
    assert (
        release_input.scan
        and release_input.signature is None
        and str(release_input.signed_on) == "2026-02-20"
    )
    kept = str(uuid.uuid4())
    again = bound_release(form(program, form_data(police, signature="", scan_id=kept)))
    assert str(again.scan_id) == kept
    drawn = bound_release(form(program, form_data(police, **dated)))
    assert drawn.signed_on is None


def test_a_date_in_the_future_is_refused(program, police):
    dated = {"signed_on_month": "3", "signed_on_day": "3", "signed_on_year": "2026"}
    assert not form(program, form_data(police, **dated)).is_valid()


def test_replacing_is_asked_only_when_there_is_something_to_replace(program, police):
    assert "replaces" not in form(program).fields
    assert bound_release(form(program, form_data(police, replaces="on"), has_live=True)).replaces_earlier


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fields_are_written_in_the_persons_language(language, program):
    with override(language):
        html = render_to_string(
            "consent/parts/release_fields.html", {"form": form(program, language=language)}
        )
    words = wording(FORM_VERSION, language)
    for key in ("voluntary", "recipients", "legal", "redisclosure"):
        assert escape(words.clauses[key].heading) in html
    assert f'lang="{language}"' in html and "(910) 555-0100" in html and "12 Main Street" in html
    assert "{" not in html


def test_the_collapsed_form_shows_the_term_and_the_signer(program):
    context = {"form": form(program), "short": True}
    html = render_to_string("consent/parts/release_fields.html", context)
    assert re.search(r"<summary>How long: 365 days, through .*2027. Signed by: Jordan Rivers</summary>", html)


def paper(release, language):
    with override(language):
        context = {
            "roi": presenters.printed_release(release, language),
            "release": release,
            "program": release.program,
        }
        return render_to_string("consent/print.html", context)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("element", ELEMENTS)
def test_the_printed_form_has_every_required_element(element, language, program, police):
    release = make_release(
        make_person(program, first_name="Ana", last_name="Ríos"), police, language=language
    )
    html = paper(release, language)
    words = wording(FORM_VERSION, language)
    for key in ELEMENTS[element]:
        section = re.search(rf'data-element="{key}">(.*?)</section>', html, re.DOTALL)
        assert section and escape(words.clauses[key].heading) in section[1]


@pytest.mark.parametrize(
    ("language", "start", "end"),
    [
        ("en", "March 2, 2026", "March 1, 2027"),
        ("es", "2 de marzo de 2026", "1 de marzo de 2027"),
    ],
)
def test_the_printed_form_names_parties_kinds_term_and_signer(language, start, end, program, police):
    person = make_person(program, first_name="Ana", last_name="Ríos")
    clinic = make_agency(program, Agency.Kind.TREATMENT, police.name + " clinic")
    release = make_release(person, clinic, language=language, kinds=[InformationKind.TREATMENT])
    html = paper(release, language)
    words = wording(FORM_VERSION, language)
    for text in ("Ana Ríos", police.name, words.kinds["treatment"], start, end, "Jordan Rivers", "<svg"):
        assert text in html, text
    assert words.kinds["health"] not in html
    assert "(910) 555-0100" in html and "12 Main Street" in html


def test_both_languages_have_the_same_parts_and_words_for_every_kind_and_purpose():
    # N5, J5: a form of one purpose names one kind, and the general form doesn't offer it.
    one, case = {InformationKind.INTAKE_DONE.value}, {InformationKind.SUMMARY.value}
    proceedings = {Purpose.PROCEEDINGS.value}
    own = {INTAKE_DONE_FORM: (one, one), SUMMARY_FORM: (case, proceedings)}
    general = set(InformationKind.values) - one - case, set(Purpose.values) - proceedings
    for version, texts in VERSIONS.items():
        kinds, purposes = own.get(version, general)
        english, spanish = texts["en"], texts["es"]
        assert list(english.clauses) == list(spanish.clauses)
        for name in ("kinds", "kinds_in_short", "purposes", "labels"):
            assert set(getattr(english, name)) == set(getattr(spanish, name))
        for text in texts.values():
            assert set(text.kinds) == set(text.kinds_in_short) == kinds
            assert set(text.purposes) == purposes
            assert set(Release.Signer.values) <= set(text.labels)
        for key, clause in english.clauses.items():
            assert re.findall(r"{\w+}", clause.text) == re.findall(r"{\w+}", spanish.clauses[key].text), key


def test_every_element_of_the_rules_points_to_a_part_of_the_form():
    parts = set(wording(FORM_VERSION, "en").clauses)
    assert {key for keys in ELEMENTS.values() for key in keys} <= parts


def test_the_form_contains_no_threat_and_promises_no_treatment():
    harsh = re.compile(
        r"\b(must|penalt\w+|prosecut\w+|arrest\w*|jail|guarantee\w*|will receive treatment|debe|c[aá]rcel|arrest\w+)\b",
        re.IGNORECASE,
    )
    for text in VERSIONS[FORM_VERSION].values():
        whole = " ".join(
            [text.lead, *(clause.text for clause in text.clauses.values()), *text.kinds.values()]
        )
        assert not harsh.search(whole), harsh.search(whole)


@pytest.mark.parametrize("language", ["en", "es"])
def test_without_an_address_the_form_names_the_phone_alone(language):
    """No one can write to a program's name."""
    written = {True: ("write to 12 Main", "escriba a 12 Main"), False: ("or call (9", "o llame al (9")}
    program = make_program(address="")
    forms = [wording(version, language) for version in VERSIONS]
    for has_address, words in written.items():
        program.address = "12 Main Street" if has_address else ""
        for form in forms:
            for clause in form.clauses.values():
                if "{phone}" in clause.text:
                    text = fill_clause(clause, program).text
                    assert any(each in text for each in words), text
                    assert has_address or not re.search("write to|escriba a", text)
