"""An agency's own provider signs in users with an account here and no one else; against a real provider on loopback."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import jwt
import oidc_provider_mock
import pytest
import requests
from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse

from handoff.accounts import adapters
from handoff.accounts.adapters import has_valid_signature
from handoff.accounts.models import User
from handoff.accounts.services import link_agency_account
from handoff.accounts.services.sign_ins import check_own_password
from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.testing.programs import AT, actor_of, make_member, make_program
from handoff.testing.sign_in import give_app

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def issuer():
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def agency(issuer, settings, clock):
    settings.OIDC_ISSUER, settings.OIDC_LABEL = issuer, "Linden Police"
    settings.OIDC_ID, settings.OIDC_SECRET = "handoff", "secret"
    settings.OIDC_EMAIL_DOMAINS = ["linden.example.org"]
    return issuer


@pytest.fixture
def officer():
    return make_member(make_program(slug="here"), "officer", email="dana@linden.example.org")


def sign_in_through_provider(issuer, client, subject="sub-1", wanted="/settings/", **claims):
    """Go to the provider, say yes there as that person, and come back."""
    claims_sent = {
        "email": "dana@linden.example.org",
        "email_verified": True,
        "amr": ["pwd", "mfa"],
        **claims,
    }
    requests.put(f"{issuer}/users/{subject}", json=claims_sent, timeout=5).raise_for_status()
    start = client.get(reverse("accounts:agency_start"), {"next": wanted})
    address = start["Location"]
    query = parse_qs(urlsplit(address).query)
    assert query["code_challenge_method"] == ["S256"] and query["state"] and query["nonce"]
    assert address.startswith(issuer)
    back = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")


def test_a_verified_address_of_an_allowed_domain_finds_its_account_and_is_linked(agency, officer):
    client = Client()
    assert sign_in_through_provider(agency, client)["Location"] == "/settings/"
    assert client.get("/settings/").status_code == 200
    officer.refresh_from_db()
    assert officer.oidc_subject == "sub-1"
    row = AuditEvent.objects.get(action="sign_in.done")
    assert row.user_id == officer.pk and row.details == {"factor": "agency"}
    assert AuditEvent.objects.filter(action="account.agency_linked").count() == 1
    assert not SocialToken.objects.exists() and not {"id_token", "access_token"} & set(client.session.keys())


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": "dana@elsewhere.example.org"},
        {"email": "nobody@linden.example.org"},
        {"email": "dana@linden.example.org.evil.example"},
    ],
)
def test_an_unverified_address_or_another_domain_signs_no_one_in(agency, officer, claims):
    User.objects.filter(pk=officer.pk).update(
        email=claims.get("email", officer.email).replace("nobody", "dana")
    )
    client, before = Client(), User.objects.count()
    assert sign_in_through_provider(agency, client, "sub-2", **claims)["Location"] == reverse(
        "accounts:sign_in"
    )
    assert client.get("/settings/").status_code == 302
    assert User.objects.count() == before and not User.objects.exclude(oidc_subject="").exists()
    assert AuditEvent.objects.filter(action="sign_in.agency_refused").count() == 1


def test_an_account_linked_with_another_subject_is_not_taken_over_by_its_address(agency, officer):
    User.objects.filter(pk=officer.pk).update(oidc_subject="the-real-one")
    client = Client()
    sign_in_through_provider(agency, client, "sub-3")
    assert client.get("/settings/").status_code == 302


def test_two_accounts_with_one_address_sign_no_one_in(agency, officer):
    make_member(make_program(), "officer", email=officer.email.upper())
    client = Client()
    sign_in_through_provider(agency, client, "sub-4")
    assert client.get("/settings/").status_code == 302


def test_a_provider_that_does_not_say_two_factors_leads_to_our_own(agency, officer):
    give_app(officer)
    client = Client()
    assert sign_in_through_provider(agency, client, "sub-5", amr=["pwd"])["Location"] == "/settings/"
    assert client.get("/settings/")["Location"].startswith(reverse("accounts:second_factor"))


@pytest.mark.parametrize("how", ["locked", "off"])
def test_locked_and_switched_off_hold_for_the_agency_too(agency, officer, how):
    User.objects.filter(pk=officer.pk).update(oidc_subject="sub-6", is_active=how != "off")
    if how == "locked":
        for _each in range(5):
            check_own_password(user=officer, password="wrong", address="", at=AT)
    client = Client()
    assert sign_in_through_provider(agency, client, "sub-6")["Location"] == reverse("accounts:sign_in")
    assert client.get("/settings/").status_code == 302


def test_a_session_of_the_agency_that_is_hours_old_is_no_fresh_proof(agency, officer, clock):
    """The provider here says that it asked just now, by the real clock; the requests come an hour later."""
    make_member(officer.memberships.get().program, "program_manager", user=officer)
    client, page, now = Client(), "/p/here/accounts/new/", datetime.now(UTC)
    clock.at = now + timedelta(hours=1)
    sign_in_through_provider(agency, client, "sub-10")
    assert client.get("/p/here/setup/hours/").status_code == 200
    assert client.get(page)["Location"].startswith(reverse("accounts:prove"))
    assert sign_in_through_provider(agency, client, "sub-10", wanted=page)["Location"].startswith(
        reverse("accounts:prove")
    )
    clock.at = now
    client = Client()
    sign_in_through_provider(agency, client, "sub-10")
    assert client.get(page).status_code == 200
    clock.at += timedelta(minutes=6)
    assert client.get(page).status_code == 302


def test_who_signs_in_again_at_the_agency_goes_back_to_the_page_in_the_same_session(agency, officer, clock):
    """The provider says that it asked just now, by the real clock, so the requests come now."""
    make_member(officer.memberships.get().program, "program_manager", user=officer)
    client, page, now = Client(), "/p/here/accounts/new/", datetime.now(UTC)
    clock.at = now - timedelta(minutes=6)
    sign_in_through_provider(agency, client, "sub-18")
    clock.at = now
    assert client.get(page)["Location"].startswith(reverse("accounts:prove"))
    opened = client.session["sign_in"]["opened_at"]
    assert sign_in_through_provider(agency, client, "sub-18", wanted=page)["Location"] == page
    assert client.get(page).status_code == 200
    assert client.session["sign_in"]["opened_at"] == opened
    assert AuditEvent.objects.get(action="sign_in.proved").details == {"factor": "agency"}


def test_an_answer_that_no_one_asked_for_is_refused(agency, officer):
    client = Client()
    answer = client.get(reverse("openid_connect_callback", args=[]) + "?code=x&state=y")
    assert answer["Location"] == reverse("accounts:sign_in")
    assert client.get("/settings/").status_code == 302


def test_the_answer_of_one_browser_opens_nothing_in_another(agency, officer):
    start = Client().get(reverse("accounts:agency_start"))["Location"]
    requests.put(f"{agency}/users/sub-7", json={"email": officer.email, "email_verified": True}, timeout=5)
    back = requests.post(start, data={"sub": "sub-7"}, allow_redirects=False, timeout=5).headers["Location"]
    other, parts = Client(), urlsplit(back)
    assert other.get(f"{parts.path}?{parts.query}")["Location"] == reverse("accounts:sign_in")
    assert other.get("/settings/").status_code == 302


def test_to_be_asked_anew_is_passed_on_and_nothing_else_of_the_address_is(agency):
    start = reverse("accounts:agency_start")
    words = {
        "auth_params": "redirect_uri=https://evil.example&nonce=theirs",
        "scope": "more",
        "nonce": "theirs",
    }
    for again in ({}, {"again": "1"}):
        sent = parse_qs(urlsplit(Client().get(start, {**words, **again})["Location"]).query)
        assert "evil" not in str(sent) and "theirs" not in str(sent) and "more" not in str(sent["scope"])
        assert (sent.get("prompt"), sent.get("max_age")) == ((["login"], ["0"]) if again else (None, None))


def swap_token(monkeypatch, make):
    """Let an attacker in between put another token into the provider's answer."""
    plain = OAuth2Client.get_access_token

    def altered(self, *args, **kwargs):
        answer = plain(self, *args, **kwargs)
        return {**answer, "id_token": make(answer["id_token"])}

    monkeypatch.setattr(OAuth2Client, "get_access_token", altered)


def override_claims(monkeypatch, issuer, **changes):
    """Have the token say something else, well signed with a key that the provider publishes."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    own = {**jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": "own"}
    monkeypatch.setattr(
        adapters, "has_valid_signature", lambda token, _keys: has_valid_signature(token, {"keys": [own]})
    )

    def signed_anew(token):
        claims_sent = {**jwt.decode(token, options={"verify_signature": False}), **changes}
        return jwt.encode(
            {name: each for name, each in claims_sent.items() if each}, key, "RS256", {"kid": "own"}
        )

    swap_token(monkeypatch, signed_anew)


@pytest.mark.parametrize(
    ("changes", "stands"),
    [
        ({}, True),
        ({"iss": "https://elsewhere.example.org"}, False),
        ({"aud": "another application"}, False),
        ({"exp": 1_700_000_000}, False),
        ({"exp": None}, False),
        ({"sub": "another-user"}, False),
        ({"sub": None}, False),
        ({"nonce": "of another question"}, False),
        ({"nonce": None}, False),
        ({"nonce": 7}, False),
    ],
)
def test_a_token_of_another_issuer_for_another_application_time_or_person_is_refused(
    agency, officer, monkeypatch, changes, stands
):
    override_claims(monkeypatch, agency, **changes)
    client = Client()
    sign_in_through_provider(agency, client, "sub-11")
    assert (client.get("/settings/").status_code == 200) is stands


def forge_token(token):
    """Return the token with one claim changed under the old signature."""
    head, _claims, signature = token.split(".")
    claims_sent = {**jwt.decode(token, options={"verify_signature": False}), "amr": ["mfa"]}
    return ".".join([head, jwt.encode(claims_sent, "k" * 32, "HS256").split(".")[1], signature])


@pytest.mark.parametrize(
    "make",
    [
        forge_token,
        lambda token: jwt.encode(jwt.decode(token, options={"verify_signature": False}), "k" * 32, "HS256"),
        lambda token: jwt.encode(jwt.decode(token, options={"verify_signature": False}), "", "none"),
        lambda _token: None,
    ],
)
def test_a_token_without_the_providers_signature_is_refused_and_so_is_an_answer_without_a_token(
    agency, officer, monkeypatch, make
):
    swap_token(monkeypatch, make)
    client = Client()
    assert sign_in_through_provider(agency, client, "sub-12", amr=["pwd"])["Location"] == reverse(
        "accounts:sign_in"
    )
    assert client.get("/settings/").status_code == 302
    assert AuditEvent.objects.get(action="sign_in.agency_refused").outcome == "refused"


@pytest.mark.parametrize(
    "says",
    [
        {"issuer": "https://elsewhere.example.org"},
        {"issuer": None},
        {"jwks_uri": None},
        {"jwks_uri": "http://localhost:1/keys"},
    ],
)
def test_a_provider_that_calls_itself_otherwise_than_the_settings_or_shows_no_keys_is_refused(
    agency, officer, monkeypatch, says
):
    plain = OpenIDConnectOAuth2Adapter.openid_config.fget
    other = property(lambda self: {**plain(self), **says})
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", other)
    assert sign_in_through_provider(agency, Client(), "sub-13")["Location"] == reverse("accounts:sign_in")


def test_a_provider_that_gives_itself_another_name_in_the_token_too_is_refused(agency, officer, monkeypatch):
    plain = OpenIDConnectOAuth2Adapter.openid_config.fget
    named = property(lambda self: {**plain(self), "issuer": "https://elsewhere.example.org"})
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", named)
    override_claims(monkeypatch, agency, iss="https://elsewhere.example.org")
    assert sign_in_through_provider(agency, Client(), "sub-14")["Location"] == reverse("accounts:sign_in")


@pytest.mark.parametrize(
    "user_info", [None, [], {}, {"email": "dana@linden.example.org"}, {"sub": "x" * 300}]
)
def test_malformed_user_info_is_refused_kindly(agency, officer, monkeypatch, user_info):
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "_fetch_user_info", lambda *_: user_info)
    client = Client()
    assert sign_in_through_provider(agency, client, "sub-15")["Location"] == reverse("accounts:sign_in")
    assert client.get("/settings/").status_code == 302


def test_neither_two_factors_nor_an_address_count_from_the_part_that_is_not_signed(
    agency, officer, monkeypatch
):
    give_app(officer)
    plain = OpenIDConnectOAuth2Adapter._fetch_user_info
    monkeypatch.setattr(
        OpenIDConnectOAuth2Adapter, "_fetch_user_info", lambda *each: {**plain(*each), "amr": ["mfa"]}
    )
    override_claims(monkeypatch, agency, amr=None)
    client = Client()
    sign_in_through_provider(agency, client, "sub-16", amr=["mfa"])
    assert client.get("/settings/")["Location"].startswith(reverse("accounts:second_factor"))


def test_a_provider_that_fails_during_the_callback_is_reported_plainly(
    agency, officer, settings, monkeypatch
):
    def gone(_self):
        raise requests.ConnectionError

    client = Client()
    start = client.get(reverse("accounts:agency_start"))["Location"]
    requests.put(f"{agency}/users/sub-17", json={"email": officer.email}, timeout=5)
    back = requests.post(start, data={"sub": "sub-17"}, allow_redirects=False, timeout=5).headers["Location"]
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", property(gone))
    parts = urlsplit(back)
    assert client.get(f"{parts.path}?{parts.query}")["Location"] == reverse("accounts:sign_in")


def test_requests_that_any_site_can_cause_do_not_fill_the_trail(agency, officer):
    before = AuditEvent.objects.count()
    for query in ("", "?code=x&state=y", "?error=access_denied"):
        Client().get(reverse("openid_connect_callback") + query)
    assert AuditEvent.objects.count() == before


def test_no_one_is_redirected_to_another_site_after_the_agency(agency, officer):
    assert (
        sign_in_through_provider(agency, Client(), "sub-8", wanted="https://example.org/")["Location"] == "/"
    )


def test_a_provider_that_is_down_is_reported_plainly(agency, settings):
    settings.OIDC_ISSUER = "http://localhost:1"
    assert Client().get(reverse("accounts:agency_start"))["Location"] == reverse("accounts:sign_in")


def test_without_a_provider_there_is_no_such_page(db):
    for name in ("accounts:agency_start", "openid_connect_callback"):
        assert Client().get(reverse(name)).status_code == 404


def test_a_manager_links_an_account_with_a_subject_that_is_free(officer):
    program = officer.memberships.get().program
    manager = actor_of(make_member(program, "program_manager"), program)
    here = {"actor": manager, "on": AT.date(), "at": AT}
    link_agency_account(user=officer, subject="sub-9", **here)
    with pytest.raises(Refused, match="Another account"):
        link_agency_account(user=make_member(program, "officer"), subject="sub-9", **here)
    assert AuditEvent.objects.filter(action="account.agency_linked").count() == 1
    link_agency_account(user=officer, subject="", **here)
    assert AuditEvent.objects.filter(action="account.agency_unlinked").count() == 1
    assert not User.objects.get(pk=officer.pk).oidc_subject
