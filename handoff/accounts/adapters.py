"""What django-allauth needs from us: no sign-up, encrypted secrets, and whose answer from the agency is accepted."""

import base64
import secrets
from typing import Any

import jwt
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from handoff.access.http import AppRequest

PROVIDER = "agency"
"""The one provider of an installation: the agency's own."""
PURPOSE = b"handoff.accounts.services.factors"
NONCE_BYTES = 12
SIGNING_ALGORITHMS = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
]
"""Signatures with a key pair only: a provider's published key is never taken as a shared secret."""


def secret_cipher(secret: str) -> AESGCM:
    """AES-256-GCM under a key derived from the installation's secret for this one purpose."""
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode()))


class NoSignUpAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Only managers create accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Encrypts the secrets of one-time and recovery codes; passkeys belong to the host of the request."""

    def encrypt(self, text: str) -> str:
        """Encrypt under the current key, with a fresh nonce."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = secret_cipher(settings.SECRET_KEY).encrypt(nonce, text.encode(), PURPOSE)
        return base64.b64encode(nonce + sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt under the current key or one that it has replaced."""
        sealed = base64.b64decode(encrypted_text)
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            try:
                plain = secret_cipher(secret).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], PURPOSE)
            except InvalidTag:
                continue
            return plain.decode()
        raise InvalidTag


class AgencyAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """allauth speaks the protocol; `services.agency` decides whom the answer signs in, and no account is created."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The provider that the settings name, if any."""
        if not settings.OIDC_ISSUER or provider not in {None, PROVIDER, "openid_connect"}:
            return []
        app = SocialApp(
            provider="openid_connect",
            provider_id=PROVIDER,
            name=settings.OIDC_LABEL,
            client_id=settings.OIDC_ID,
            secret=settings.OIDC_SECRET,
            settings={"server_url": settings.OIDC_ISSUER.rstrip("/"), "oauth_pkce_enabled": True},
        )
        return [] if client_id and client_id != app.client_id else [app]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: AppRequest, sociallogin: SocialLogin) -> None:
        """Take over as soon as the provider's answer has been checked; nothing of allauth's runs after this."""
        from handoff.accounts.services.agency import complete_agency_sign_in, refuse_agency_sign_in

        if not nonce_matches(sociallogin):
            raise ImmediateHttpResponse(refuse_agency_sign_in(request, record=True))
        raise ImmediateHttpResponse(complete_agency_sign_in(request, sociallogin))

    def on_authentication_error(
        self,
        request: AppRequest,
        provider: object,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, object] | None = None,
    ) -> None:
        """Show our own page when the provider sends an error; record it if a sign-in here was waiting."""
        from handoff.accounts.services.agency import refuse_agency_sign_in

        is_expected = bool((extra_context or {}).get("state")) and error != AuthError.CANCELLED
        raise ImmediateHttpResponse(refuse_agency_sign_in(request, record=is_expected))


class VerifiedOIDCAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Accepts a provider's answer only with a token that it signed, as the configured issuer, for one person.

    allauth checks issuer, audience and time of the token. Its signature it leaves to TLS, and the rest of the answer
    may be about another person (OpenID Connect Core 1.0, 3.1.3.7 and 5.3.2); here both are checked.
    """

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """The verified answer; raises OAuth2Error for one that is wrong or malformed."""
        try:
            return self.verify_token(request, app, token, **kwargs)
        except (AttributeError, KeyError, TypeError, ImproperlyConfigured) as error:
            raise OAuth2Error("the answer is malformed") from error

    def verify_token(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """The answer, once provider, signature, person and expiry of the token are verified."""
        if str(self.openid_config.get("issuer")).rstrip("/") != settings.OIDC_ISSUER.rstrip("/"):
            raise OAuth2Error("the provider's issuer is not the one in the settings")
        with get_adapter().get_requests_session() as session:
            answer = session.get(str(self.openid_config.get("jwks_uri")))
            answer.raise_for_status()
        if not has_valid_signature(str(kwargs["response"].get("id_token") or ""), answer.json()):
            raise OAuth2Error("the token is not signed by the provider")
        login = super().complete_login(request, app, token, **kwargs)
        claims = login.account.extra_data
        people = {str(claims[part].get("sub") or "") for part in ("userinfo", "id_token")}
        if len(people) != 1 or "" in people:
            raise OAuth2Error("the parts of the answer are about different people")
        if "exp" not in claims["id_token"]:
            raise OAuth2Error("the token does not expire")
        return login


def nonce_matches(answer: SocialLogin) -> bool:
    """True if the token repeats the nonce of this browser's request; one issued for another is no answer."""
    sent, returned = answer.state.get("nonce"), answer.account.extra_data["id_token"].get("nonce")
    return (
        bool(sent) and isinstance(returned, str) and secrets.compare_digest(sent.encode(), returned.encode())
    )


def has_valid_signature(token: str, published: Any) -> bool:
    """True if one of the keys that the provider publishes has signed the token; a key need not be named."""
    try:
        header = jwt.get_unverified_header(token)
        key_id, algorithm = header.get("kid"), str(header.get("alg"))
        keys = [
            each
            for each in published["keys"]
            if key_id in {None, each.get("kid")} and each.get("use") != "enc"
        ]
    except (jwt.PyJWTError, AttributeError, KeyError, TypeError):
        return False
    return algorithm in SIGNING_ALGORITHMS and any(verifies_with_key(token, each, algorithm) for each in keys)


def verifies_with_key(token: str, key: dict[str, object], algorithm: str) -> bool:
    """True if this published key has signed the token; a key that names no algorithm fits any of its kind."""
    try:
        jwt.PyJWS().decode(
            token, jwt.PyJWK(key, None if key.get("alg") else algorithm), algorithms=SIGNING_ALGORITHMS
        )
    except (jwt.PyJWTError, TypeError, ValueError):
        return False
    return True
