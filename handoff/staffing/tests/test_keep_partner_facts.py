"""Until when a partner's fact is news, and whose facts a form or a button of another page can reach (P8)."""

from datetime import timedelta

import pytest

from handoff.consent.services import revoke_release
from handoff.core.refusals import Refused
from handoff.staffing.agendas.definitions import News
from handoff.staffing.models import PartnerFact
from handoff.staffing.partners.services import withdraw_fact
from handoff.staffing.table.queries import build_agenda
from handoff.staffing.tests.test_add_partner_facts import Scene
from handoff.testing.consent import make_release
from handoff.testing.enrollment import make_participant
from handoff.testing.meetings import make_meeting
from handoff.testing.programs import AT
from handoff.testing.staffing import AT_DAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def scene():
    return Scene()


def news(scene, at=AT):
    coming = make_meeting(scene.program, starts_at=AT + 9 * DAY)
    lines = [line for entry in build_agenda(coming, at) for line in entry.lines]
    return {line.record for line in lines if line.news == News.PARTNER_FACT}


def test_a_fact_is_news_until_the_next_meeting_or_its_day_and_never_once_withdrawn(scene):
    past = scene.add(scene.jail_actor, scene.jail, "in_custody", AT_DAY - DAY, "past")
    today = scene.add(scene.jail_actor, scene.jail, "release_due", AT_DAY, "today")
    assert news(scene) == {past, today}
    make_meeting(scene.program, starts_at=AT - timedelta(hours=1), state="closed", closed_at=AT)
    assert news(scene) == {today}
    assert news(scene, AT + DAY) == set()
    withdraw_fact(actor=scene.jail_actor, person=scene.person, public_id=str(today.public_id), at=AT)
    assert news(scene) == set()


def test_a_form_sent_twice_says_the_same_or_is_refused(scene):
    scene.add(scene.jail_actor, scene.jail, "in_custody")
    with pytest.raises(Refused):
        scene.add(scene.jail_actor, scene.jail, "left_custody")
    assert PartnerFact.objects.get().kind == "in_custody"


def test_no_fact_about_someone_whose_release_ended_is_withdrawn_from_another_page(scene):
    other = make_participant(scene.program, actor=scene.table.actor("case_manager")).person
    release = make_release(other, scene.jail)
    first, scene.person = scene.person, other
    fact = scene.add(scene.jail_actor, scene.jail, "in_custody")
    revoke_release(actor=scene.table.actor("case_manager"), release=release, at=AT)
    with pytest.raises(Refused, match="Only the organization"):
        withdraw_fact(actor=scene.jail_actor, person=first, public_id=str(fact.public_id), at=AT)
