"""Issue 10, walk: program settings are shown as people write them, never as they are stored."""

import pytest
from django.urls import reverse

from handoff.programs.presenters import program_facts, time_zone_name
from handoff.testing.programs import make_member, make_program

pytestmark = pytest.mark.django_db


def test_time_zone_and_phone_are_written_as_people_write_them(client):
    program = make_program(phone="9105550100", text_number="ask at the desk")
    facts = dict(program_facts(program))
    assert facts["Time zone"] == "Eastern Time (New York)"
    assert (facts["Phone"], facts["Text message number"]) == ("(910) 555-0100", "ask at the desk")
    client.force_login(make_member(program, "program_manager"))
    for page in ("programs:setup", "programs:hours", "programs:edit_program"):
        html = client.get(reverse(page, args=[program.slug])).content.decode()
        assert "Eastern Time (New York)" in html and ">America/New" not in html and ", America/" not in html


def test_a_zone_that_no_form_offers_keeps_its_own_name():
    assert time_zone_name("America/Indiana/Indianapolis") == "America/Indiana/Indianapolis"
