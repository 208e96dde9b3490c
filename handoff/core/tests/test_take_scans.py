"""Photographed papers and longer text."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from handoff.core.forms import Form, LongTextField, ScanField

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20


class Paper(Form):
    paper = ScanField(label="Photo of the form", camera=True, max_bytes=1024)


class Story(Form):
    story = LongTextField(label="What happened", note="Don't write criminal history here.", max_length=20)


def upload(content, name="paper.jpg"):
    return Paper({}, {"paper": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("content", [JPEG, b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n...."])
def test_a_photo_or_a_pdf_is_accepted_whole(content):
    form = upload(content)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["paper"].read() == content


@pytest.mark.parametrize("content", [b"<html>", b"RIFF1234WAVE", b"MZ......"])
def test_a_file_that_only_claims_to_be_a_photo_is_refused(content):
    assert "isn't a photo" in upload(content).errors["paper"][0]


def test_a_file_that_is_too_large_or_empty_is_refused():
    assert "paper" in upload(JPEG + b"\0" * 1024).errors
    assert "This file is empty" in upload(b"").errors["paper"][0]


def test_a_missing_file_is_asked_for():
    assert Paper({}, {}).errors["paper"] == ["Choose a photo or a PDF for “Photo of the form.”"]


def test_the_camera_is_offered_first():
    assert 'capture="environment"' in str(Paper()["paper"].as_field_group())


def test_advice_is_tied_to_the_text_box():
    html = str(Story()["story"].as_field_group())
    assert 'aria-describedby="id_story_note"' in html
    assert "Don&#x27;t write criminal history here." in html


def test_text_that_is_too_long_is_refused_and_kept():
    form = Story({"story": "x" * 21})
    assert "story" in form.errors
    assert "x" * 21 in str(form["story"].as_field_group())
