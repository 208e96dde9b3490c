"""Every action of the audit trail has words; every address that leads to a person is gated; nobody acts as another."""

import ast
import re

from django.urls import get_resolver

from handoff.audit import wording as catalog
from handoff.audit.review import rules as review_rules
from handoff.audit.wording import FINDINGS, WORDS
from handoff.participants.gate import CARE_PERMISSIONS, led_to
from tests.architecture.addresses import addresses
from tests.architecture.source import dotted, python_files, relative, tree

ABOUT_NOBODY = {
    "agency_id": "a partner organisation",
    "agreement_id": "a partner's agreement",
    "breach_id": "a breach of the program",
    "duty_id": "whom to tell of a breach",
    "erasure_id": "a workflow of two people, on its own record",
    "request_id": "a workflow of two people, on its own record",
    "draft_id": "a draft that only who began it opens",
    "exception_id": "for the DA, who is not on the care side",
    "message_id": "a message from the public page, before it is about a person",
    "point_id": "comes with its person's own identifier",
    "question_id": "a question of the program",
    "user_id": "somebody at the table",
    "version_id": "a version of the criteria",
}
"""Identifiers behind care's doors that lead to no person's record, and why."""

RECORDERS = {"record", "record_read", "refuse"}


def actions_written() -> dict[str, str]:
    """Return every action that the code names, with where; a computed one by its fixed beginning and a star."""
    found: dict[str, str] = {}
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] == "looked":
                found |= {
                    each.value: relative(path) for each in node.args[1:2] if isinstance(each, ast.Constant)
                }
            if not isinstance(node, ast.Call) or dotted(node.func).rpartition(".")[2] not in RECORDERS:
                continue
            for keyword in node.keywords:
                if keyword.arg != "action":
                    continue
                if isinstance(keyword.value, ast.Constant):
                    found[str(keyword.value.value)] = relative(path)
                elif isinstance(keyword.value, ast.JoinedStr):
                    start = keyword.value.values[0]
                    found[f"{start.value!s}*" if isinstance(start, ast.Constant) else "*"] = relative(path)
    return found


def test_every_action_has_words():
    actions = actions_written()
    assert len(actions) > 80
    silent = {
        action: place
        for action, place in actions.items()
        if (action not in WORDS and not action.endswith("*"))
        or (action.endswith("*") and not any(known.startswith(action[:-1]) for known in WORDS))
    }
    assert not silent, "give these words in handoff/audit/wording.py"


def test_the_reference_page_is_made_of_the_catalogue(repository):
    page = repository / "docs/reference/audit-events.md"
    assert page.read_text(encoding="utf-8") == catalog.as_markdown(), "run: handoff audit events"


def test_the_rules_of_the_review_know_only_actions_that_exist():
    assert set(WORDS) >= review_rules.OPENINGS | review_rules.EXPORTS
    assert len(WORDS) == sum(len(group) for _title, group in catalog.KINDS.values()), "an action of two kinds"
    named = set(re.findall(r'Finding\("(\w+)"', (python_file("audit/review/rules.py")).read_text()))
    named |= set(re.findall(r'Finding\(\s*"(\w+)"', (python_file("audit/review/rules.py")).read_text()))
    assert named == set(FINDINGS)


def python_file(end: str):
    return next(path for path in python_files() if path.as_posix().endswith(end))


def test_every_identifier_behind_cares_doors_is_gated_or_about_nobody():
    assert get_resolver().url_patterns
    found = set()
    for address in addresses():
        door = getattr(address.view, "door", None)
        if door is None or not door.permissions & CARE_PERMISSIONS:
            continue
        for name, kind in address.converters.items():
            if kind == "UUIDConverter" and led_to(name) is None and name not in ABOUT_NOBODY:
                found.add(f"{address}: {name}")
    assert not found, "say in the app's urls module whose record it is: leads_to_person(...)"


IMPERSONATION = re.compile(r"impersonat|hijack|\b(?:log_?in_as|sudo|act_as|sign_in_as)\b", re.IGNORECASE)
SIGNS_IN = re.compile(
    r"\b(?:auth\.)?(?:django_)?login\(|perform_login\(|\bforce_login\(|SESSION_KEY\b|_auth_user_id"
)
SIGN_IN_PLACES = re.compile(r"^handoff/accounts/")


def test_nobody_acts_as_somebody_else():
    """Support has no way into an account (T16): only the sign-in pages begin a session, for who proved who they are."""
    named = [
        relative(path) for path in python_files() if IMPERSONATION.search(path.read_text(encoding="utf-8"))
    ]
    assert not named
    elsewhere = [
        relative(path)
        for path in python_files()
        if SIGNS_IN.search(path.read_text(encoding="utf-8")) and not SIGN_IN_PLACES.match(relative(path))
    ]
    assert not elsewhere, "sessions begin at the sign-in page only"
    assert not [each for each in addresses() if IMPERSONATION.search(f"{each.route} {each.name}")]


def test_nobody_but_a_stranger_is_put_on_a_request():
    """What a request says of its user comes from the session alone; at most the user is taken off it."""
    found = [
        f"{relative(path)}: {put}"
        for path in python_files()
        for put in re.findall(r"request\.user\s*=[^=].*", path.read_text(encoding="utf-8"))
        if not put.endswith("AnonymousUser()")
    ]
    assert not found
