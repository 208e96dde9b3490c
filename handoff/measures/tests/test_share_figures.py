"""Sharing a period's figures: editions with small counts hidden, their pages and files, and the public page (M9)."""

import io
import json
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from handoff.core.refusals import Refused
from handoff.measures.editions import services
from handoff.measures.editions.queries import editions
from handoff.measures.models import FiguresEdition
from handoff.measures.rules.periods import Period, PeriodKind, read_period
from handoff.measures.services import close_month
from handoff.referrals.services import submit_not_now
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, make_actor, make_member
from handoff.testing.referrals import make_not_now_input, make_ready_program

pytestmark = pytest.mark.django_db
MARCH = read_period("2026-03")
LATER = AT + timedelta(days=60)


def decline(program, number):
    officer = make_actor(program, "officer")
    for each in range(number):
        submit_not_now(
            actor=officer, program=program, not_now_input=make_not_now_input(), key=f"no {each} {number}", at=AT
        )


@pytest.fixture
def program():
    """Two participants and twelve who declined without a name, all on March 2, 2026."""
    program = make_ready_program(county_fips="37001")
    for _each in range(2):
        make_participant(program)
    decline(program, 12)
    return program


def share(program, period=MARCH, at=LATER, role="data_manager"):
    actor = make_actor(program, role, at=at) if False else make_actor(program, role)
    if period.kind is PeriodKind.MONTH:
        try:
            close_month(actor=actor, program=program, month=period, at=at)
        except Refused:
            pass
    return services.make_edition(actor=actor, program=program, period=period, at=at)


def client_of(program, role="evaluator"):
    client = Client()
    client.force_login(make_member(program, role))
    return client


def text_of(response):
    assert response.status_code == 200, response
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_try(program):
    edition = share(program)
    print(edition.figures["hidden"])
    client = client_of(program)
    here = [program.slug, edition.public_id]
    print(text_of(client.get(reverse("editions:list", args=[program.slug]))))
    print(text_of(client.get(reverse("editions:show", args=here))))
    print(text_of(client.get(reverse("editions:measure", args=[*here, "acceptance-rate"]))))
    print(text_of(client.get(reverse("editions:measure", args=[*here, "demographics"]))))
    assert 0
