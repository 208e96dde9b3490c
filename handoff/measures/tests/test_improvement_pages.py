"""The pages of the improvement log read the figure themselves (M11)."""

import pytest
from django.test import Client
from django.urls import reverse

from handoff.measures.definitions import MEASURES
from handoff.staffing.models import Improvement
from handoff.testing.enrollment import make_referral
from handoff.testing.improvements import make_improvement
from handoff.testing.meetings import make_meeting
from handoff.testing.programs import AT, make_actor, make_member
from handoff.testing.referrals import make_ready_program

pytestmark = pytest.mark.django_db


def test_the_log_knows_each_measure_by_its_title():
    assert dict(Improvement.Measure.choices) == {
        each.key: each.title for each in MEASURES if not each.is_health
    }


def test_a_decision_copies_the_figure_then_the_change_and_the_figure_again():
    program = make_ready_program()
    make_referral(program)
    client = Client()
    client.force_login(make_member(program, "data_manager"))
    url = reverse("improvements:list", args=[program.slug])
    day = {"decided_on_month": "3", "decided_on_day": "2", "decided_on_year": "2026"}
    form = {"measure": "acceptance-rate", "month": "2026-03", "decision": "Train the night shift", **day}
    assert "Nothing logged yet" in client.get(url).content.decode()
    made = client.post(url, form)
    line = Improvement.objects.get()
    assert (line.count, line.whole) == (1, 1)
    day = {"changed_on_month": "3", "changed_on_day": "9", "changed_on_year": "2026"}
    assert "record what changed" in client.get(made.url).content.decode()
    client.post(made.url, {"change": "All were trained", **day})
    assert "measure again" in client.get(made.url).content.decode()
    client.post(made.url, {"month": "2026-05", "learned": "Keep doing it"})
    line.refresh_from_db()
    assert (line.again_count, line.again_whole, line.learned) == (0, 0, "Keep doing it")
    page = client.get(made.url).content.decode()
    assert "1 of 1" in page and "<form" not in page.partition("<main")[2].partition("</main>")[0]
    missing = reverse("improvements:show", args=[program.slug, program_id()])
    assert client.get(missing).status_code == 404


def program_id():
    return "00000000-0000-4000-8000-000000000000"


def test_the_staffing_meeting_asks_about_open_improvements():
    """In the administrative part of the care team's agenda; no figure is on it."""
    program = make_ready_program()
    make_improvement(program, make_actor(program, "program_manager"), AT)
    meeting = make_meeting(program)
    client = Client()
    client.force_login(make_member(program, "case_manager"))
    page = client.get(reverse("table:agenda", args=[program.slug, meeting.public_id])).content.decode()
    assert "Train the night shift" in page and "5 of 9" not in page
