"""Every audit action has words; every URL that leads to a person is gated; no one acts as another user."""

import ast
import re

from django.apps import apps
from django.urls import get_resolver

from handoff.access.decorators import access_rule_of
from handoff.audit import wording
from handoff.audit.definitions import AuditAction, AuditLook
from handoff.audit.presenters import render_action_reference
from handoff.audit.review.wording import FINDING_LABELS
from handoff.participants.gate import CARE_PERMISSIONS, person_finder_for
from tests.architecture.addresses import addresses
from tests.architecture.source import nodes, python_files, relative

CODES = {*AuditAction, *AuditLook}


def test_every_action_has_words_of_one_kind():  # finding-C4
    labeled = [action for _title, group in wording.ACTION_KINDS.values() for action in group]
    assert len(labeled) == len(set(labeled)), "an action of two kinds"
    assert set(labeled) == CODES, "give every action words in handoff/audit/wording/"


def test_actions_are_recorded_by_name():
    """A code typed as a string would escape the type checker and could have no words."""
    found = {
        f"{relative(path)}: {node.value}"
        for path in python_files()
        if not path.as_posix().endswith(
            ("audit/definitions/acts.py", "audit/definitions/looks.py", "audit/journal/services.py")
        )
        for node in nodes(path)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and "." in node.value
        and node.value in CODES
    }
    assert not found, "use AuditAction or AuditLook of handoff.audit.definitions"


def test_the_reference_page_is_made_of_the_table_of_actions(repository):
    page = repository / "docs/reference/audit-events.md"
    assert page.read_text(encoding="utf-8") == render_action_reference(), "run: handoff audit events"


def test_every_rule_of_the_review_has_words():
    named = set(re.findall(r'Finding\("(\w+)"', (python_file("audit/review/rules.py")).read_text()))
    named |= set(re.findall(r'Finding\(\s*"(\w+)"', (python_file("audit/review/rules.py")).read_text()))
    assert named == set(FINDING_LABELS)


def python_file(end: str):
    return next(path for path in python_files() if path.as_posix().endswith(end))


def test_every_identifier_on_the_care_side_is_gated_or_about_no_one():
    assert get_resolver().url_patterns
    exempt = {
        name for config in apps.get_app_configs() for name in getattr(config, "parameters_without_person", {})
    }
    found = set()
    for address in addresses():
        rule = access_rule_of(address.view)
        if rule is None or not rule.permissions & CARE_PERMISSIONS:
            continue
        for name, kind in address.converters.items():
            if kind == "UUIDConverter" and person_finder_for(name) is None and name not in exempt:
                found.add(f"{address}: {name}")
    assert not found, "declare whose record it is on the app's AppConfig: person_parameters"


IMPERSONATION = re.compile(r"impersonat|hijack|\b(?:log_?in_as|sudo|act_as|sign_in_as)\b", re.IGNORECASE)
SIGNS_IN = re.compile(
    r"\b(?:auth\.)?(?:django_)?login\(|perform_login\(|\bforce_login\(|SESSION_KEY\b|_auth_user_id"
)
SIGN_IN_PLACES = re.compile(r"^handoff/accounts/")


def test_no_one_acts_as_another_user():
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


def test_only_an_anonymous_user_is_put_on_a_request():
    """What a request says of its user comes from the session alone; at most the user is taken off it."""
    found = [
        f"{relative(path)}: {put}"
        for path in python_files()
        for put in re.findall(r"request\.user\s*=[^=].*", path.read_text(encoding="utf-8"))
        if not put.endswith("AnonymousUser()")
    ]
    assert not found
