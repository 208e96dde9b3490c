"""What we rely on in allauth's internals, and one-time codes against the RFC's own values (ADR 0023)."""

import base64
import importlib.metadata
import inspect
import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from handoff.accounts.rules.one_time_codes import code_for, counter_at, matching_counters
from handoff.accounts.services import allauth_internals
from handoff.testing.programs import make_user

ROOT = Path(__file__).resolve().parents[3]
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
SIGNATURES = {
    "begin_registration": ["user", "passwordless"],
    "parse_registration_response": ["response"],
    "complete_registration": ["credential"],
    "begin_authentication": ["user"],
    "parse_authentication_response": ["response"],
    "complete_authentication": ["user", "response"],
    "extract_user_from_response": ["response"],
    "create_recovery_codes": ["user"],
    "save_passkey": ["user", "name", "credential"],
}


def test_the_installed_allauth_is_the_pinned_one():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (pin,) = [each for each in project["dependencies"] if each.startswith("django-allauth")]
    assert pin.partition("==")[2] == importlib.metadata.version("django-allauth")


def test_only_one_module_imports_internals_of_allauth():
    pattern = re.compile(r"^\s*(from|import) allauth[\w.]*\.internal", re.MULTILINE)
    folders = (ROOT / "handoff", ROOT / "tests")
    found = [
        path.name
        for folder in folders
        for path in folder.rglob("*.py")
        if pattern.search(path.read_text("utf-8"))
    ]
    assert found == ["allauth_internals.py"]


@pytest.mark.parametrize(("name", "parameters"), SIGNATURES.items())
def test_internals_take_the_arguments_we_pass(name, parameters):
    assert list(inspect.signature(getattr(allauth_internals, name)).parameters) == parameters
    assert set(SIGNATURES) == set(allauth_internals.__all__)


@pytest.mark.django_db
def test_recovery_codes_are_kept_once_and_used_once():
    user = make_user()
    codes = allauth_internals.create_recovery_codes(user)
    assert allauth_internals.create_recovery_codes(user).instance == codes.instance
    row = Authenticator.objects.get(user=user)
    assert row.type == "recovery_codes" and not row.wrap().did_view
    first, *others = row.wrap().get_unused_codes()
    assert row.wrap().validate_code(first)
    row.refresh_from_db()
    assert not row.wrap().validate_code(first)
    assert row.wrap().get_unused_codes() == others


@pytest.mark.django_db
def test_passkeys_ask_for_user_verification_and_refuse_an_unasked_answer():
    user = make_user()
    request = RequestFactory().get("/", HTTP_HOST="localhost")
    request.session = {}
    with context.request_context(request):
        made = allauth_internals.begin_registration(user, passwordless=True)["publicKey"]
        assert made["authenticatorSelection"]["userVerification"] == "required"
        assert made["authenticatorSelection"]["residentKey"] == "required"
        asked = allauth_internals.begin_authentication(None)["publicKey"]
        assert asked["userVerification"] == "required" and asked["challenge"] != made["challenge"]
        request.session.clear()
        with pytest.raises(ValidationError):
            allauth_internals.complete_registration({})
        with pytest.raises(ValidationError):
            allauth_internals.complete_authentication(user, {})


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
    ],
)
def test_one_time_codes_are_those_of_rfc_6238(seconds, code):
    at = datetime.fromtimestamp(seconds, UTC)
    assert code_for(RFC_SECRET, counter_at(at)) == code
    assert matching_counters(RFC_SECRET, f"{code[:3]} {code[3:]}", at) == [counter_at(at)]
    assert matching_counters(RFC_SECRET, "", at) == matching_counters(RFC_SECRET, "٢٨٧٠٨٢", at) == []
