"""The public page: any visitor, on an old phone, in either language, and nothing learned by asking."""

import re

import pytest
from django.conf import settings

from handoff.participants.lookup.services import rebuild_keys
from handoff.referrals.models import CommunityMessage
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import make_person
from tests.journeys.browser_user import BrowserUser

pytestmark = pytest.mark.once

MOST_BYTES = 100_000
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
FONTS = (".woff2", ".woff", ".ttf")


def ask_for_help(asker: BrowserUser, table, name: str) -> None:
    asker.page.goto(table.path("refer/"))
    asker.tick("for_whom", "self")
    asker.type("person_name", name)
    asker.type("how_to_reach", "910 555 0123")
    asker.go_on()


@pytest.mark.parametrize("language", ["en", "es"])
def test_anyone_asks_for_help_in_their_language(window, table, language):
    asker = BrowserUser(window("phone", language=language), who=f"public-{language}")
    asker.go(table.path("refer/"), "refer")
    assert asker.page.locator("html").get_attribute("lang") == language
    ask_for_help(asker, table, "Sam Field")
    asker.see("thanks")
    asker.reads("(910) 555-0100")
    assert CommunityMessage.objects.get().language == language


def test_the_page_needs_no_javascript_and_weighs_under_a_hundred_kilobytes(window, table):
    asker = BrowserUser(window("nojs"), who="public-nojs", axe=False)
    weights: dict[str, int] = {}
    asker.page.on("response", lambda answer: weights.update({answer.url: len(answer.body())}))
    asker.page.goto(table.path("refer/"), wait_until="networkidle")
    carried = {url: weight for url, weight in weights.items() if not url.endswith(FONTS)}
    assert carried
    assert sum(carried.values()) < MOST_BYTES, carried
    ask_for_help(asker, table, "Sam Field")
    assert asker.page.url.endswith("/thanks/")


def test_the_answer_is_the_same_for_a_participant_and_for_an_unknown_person(window, table):
    person = make_person(table.program, first_name="Ruth", last_name="Marlow")
    rebuild_keys(person)
    make_participant(table.program, person)
    said = []
    for name in ("Ruth Marlow", "Nobody Known"):
        asker = BrowserUser(window("nojs"), axe=False)
        ask_for_help(asker, table, name)
        said.append((asker.page.url, TOKEN.sub("", asker.page.content())))
    assert said[0] == said[1]


def test_after_many_messages_in_an_hour_one_is_asked_to_call(window, table, clock):
    asker = BrowserUser(window("phone"), who="public-many")
    for number in range(settings.PUBLIC_FORM_PER_HOUR):
        ask_for_help(asker, table, f"Person {number}")
    with asker.page.expect_response("**/refer/") as _first:
        asker.page.goto(table.path("refer/"))
    asker.tick("for_whom", "self")
    asker.type("person_name", "One Too Many")
    asker.type("how_to_reach", "at the depot")
    with asker.page.expect_response(lambda answer: answer.request.method == "POST") as refused:
        asker.go_on()
    assert refused.value.status == 429
    asker.see("too-many")
    asker.reads("Please call us instead")
    assert asker.page.locator("[name=person_name]").input_value() == "One Too Many"
    clock.later(minutes=61)
    ask_for_help(asker, table, "An hour later")
    assert asker.page.url.endswith("/thanks/")
