"""What happened before and after a referral: looked through in full, or not known (M12)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handoff.casework.tests.test_need_pages import Page
from handoff.core.refusals import Refused
from handoff.enrollment.look_back.inputs import LookBackInput
from handoff.enrollment.look_back.queries import look_back_facts
from handoff.enrollment.look_back.services import record_look_back, remove_look_back
from handoff.enrollment.models import LookBack
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, make_actor, make_person, make_program
from handoff.testing.safety import make_look_back

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "conviction"}, "what was looked up"),
        ({"last_on": TODAY + timedelta(days=1)}, "in the future"),
        ({"first_on": TODAY, "last_on": TODAY - timedelta(days=1)}, "before the first"),
        ({"days": [TODAY - timedelta(days=900)]}, "within the days"),
        ({"days": [TODAY] * 201}, "at most 200"),
        ({"source": " "}, "where this was looked up"),
    ],
)
def test_an_entry_says_what_was_looked_through(change, words):
    person = make_person(make_program())
    with pytest.raises(Refused, match=words):
        make_look_back(person, **change)
    with pytest.raises(Refused, match="Only the care team"):
        make_look_back(person, make_actor(person.program, "data_manager"))
    assert not LookBack.objects.exists()


def test_a_form_sent_twice_is_one_look_and_with_other_days_it_is_refused():
    person = make_person(make_program())
    worker = make_actor(person.program, "case_manager")
    look = LookBackInput("booking", TODAY - timedelta(days=30), TODAY, [TODAY], "Jail roster")
    first, second = (
        record_look_back(actor=worker, person=person, look=look, key="one", at=AT) for _each in range(2)
    )
    assert first == second
    with pytest.raises(Refused, match="already saved"):
        record_look_back(actor=worker, person=person, look=replace(look, days=[]), key="one", at=AT)


def test_the_page_says_which_days_are_needed_and_keeps_what_was_found(client, clock):
    page = Page(client)
    person = page.person.public_id
    assert "Once they&#x27;re enrolled" in client.get(page.path("look_back:list", person)).content.decode()
    make_participant(page.program, page.person, page.worker)
    shown = client.get(page.path("look_back:list", person)).content.decode()
    first, last = AT - timedelta(days=180), AT + timedelta(days=180)
    assert f"{first:%B} {first.day}, {first.year} to {last:%B} {last.day}, {last.year}" in shown
    # The policy of the last day of the referral's month counts, not one after it.
    policy = page.program.policies.get()
    for number, (day, days) in enumerate([(AT.date() + timedelta(days=20), 90), (date(2026, 4, 1), 30)], 2):
        page.program.policies.create(
            number=number, effective_on=day, look_back_days=days, made_at=policy.made_at
        )
    assert "90 days before and 90 after" in client.get(page.path("look_back:list", person)).content.decode()
    dates = {"first_on_month": 1, "first_on_day": 1, "first_on_year": 2025}
    dates |= {"last_on_month": 3, "last_on_day": 1, "last_on_year": 2026}
    sent = {"kind": "booking", "source": "Jail roster", **dates}
    html = page.send("look_back:list", person, days="2/30/2026", **sent)
    assert "can&#x27;t be read as a day" in html or "can’t be read as a day" in html
    assert "2/30/2026" in html and not LookBack.objects.exists()
    html = page.send("look_back:list", person, days="2/3/2026\n12/24/2025", **sent)
    assert "December 24, 2025; February 3, 2026" in html
    (fact,) = look_back_facts(page.program)
    assert len(fact.days) == 2
    assert "Nothing looked up yet" in page.send("look_back:remove", LookBack.objects.get().public_id)
    removed = LookBack.objects.get()
    remove_look_back(actor=page.worker, look_back=removed, at=AT + timedelta(days=1))
    assert LookBack.objects.get().removed_at == removed.removed_at
    assert not look_back_facts(page.program)
