"""What django-allauth asks of us: no sign-up, secrets encrypted, and whom an agency's own provider may sign in."""

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
SIGNED_WITH = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures with a key pair only: a provider's published key is never taken as a shared secret."""


def cipher(secret: str) -> AESGCM:
    """Return AES-256-GCM under a key made from the installation's secret for this one purpose."""
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode()))


class NoSignUp(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by managers only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of one-time and recovery codes are stored encrypted; passkeys belong to the host that was asked."""

    def encrypt(self, text: str) -> str:
        """Encrypt under the present key, with a nonce of its own."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = cipher(settings.SECRET_KEY).encrypt(nonce, text.encode(), PURPOSE)
        return base64.b64encode(nonce + sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt under the present key or one that it has replaced."""
        whole = base64.b64decode(encrypted_text)
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            try:
                plain = cipher(secret).decrypt(whole[:NONCE_BYTES], whole[NONCE_BYTES:], PURPOSE)
            except InvalidTag:
                continue
            return plain.decode()
        raise InvalidTag


class AgencyAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """allauth speaks the protocol; whom the answer signs in is decided in `agency.py`, and no account is ever made."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the provider that the settings name, if they name one."""
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

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: AppRequest, sociallogin: Any) -> None:
        """Take over as soon as the provider's answer has been checked; nothing of allauth's comes after this."""
        from handoff.accounts.services.agency import answer_to, answer_to_error

        if not is_what_was_asked_for(sociallogin):
            raise ImmediateHttpResponse(answer_to_error(request, note=True))
        raise ImmediateHttpResponse(answer_to(request, sociallogin))

    def on_authentication_error(
        self,
        request: AppRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Answer with our own page when the provider sends an error or nonsense; note it where it was asked for."""
        from handoff.accounts.services.agency import answer_to_error

        asked_here = bool((extra_context or {}).get("state")) and error != AuthError.CANCELLED
        raise ImmediateHttpResponse(answer_to_error(request, note=asked_here))


class CheckedAnswer(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Takes a provider's answer only with a token that it signed, as the issuer in the settings, for one person.

    allauth reads issuer, audience and time of the token. Its signature it leaves to TLS, and the rest of the answer may
    speak of somebody else (OpenID Connect Core 1.0, 3.1.3.7 and 5.3.2); here neither is left open.
    """

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Return the answer that stands; raises OAuth2Error for one that does not, or has not the form it should."""
        try:
            return self.checked(request, app, token, **kwargs)
        except (AttributeError, KeyError, TypeError, ImproperlyConfigured) as error:
            raise OAuth2Error("the answer is not in the form that it should be") from error

    def checked(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Return the answer, once provider, signature, person and end of the token are as they must be."""
        if str(self.openid_config.get("issuer")).rstrip("/") != settings.OIDC_ISSUER.rstrip("/"):
            raise OAuth2Error("the provider calls itself otherwise than the settings do")
        with get_adapter().get_requests_session() as session:
            answer = session.get(str(self.openid_config.get("jwks_uri")))
            answer.raise_for_status()
        if not is_signed(str(kwargs["response"].get("id_token") or ""), answer.json()):
            raise OAuth2Error("the token is not signed by the provider")
        login = super().complete_login(request, app, token, **kwargs)
        said = login.account.extra_data
        people = {str(said[part].get("sub") or "") for part in ("userinfo", "id_token")}
        if len(people) != 1 or "" in people:
            raise OAuth2Error("the parts of the answer speak of different people")
        if "exp" not in said["id_token"]:
            raise OAuth2Error("the token never ends")
        return login


def is_what_was_asked_for(answer: SocialLogin) -> bool:
    """Say whether the token repeats the nonce of this browser's question; one given for another is no answer."""
    sent, said = answer.state.get("nonce"), answer.account.extra_data["id_token"].get("nonce")
    return bool(sent) and isinstance(said, str) and secrets.compare_digest(sent.encode(), said.encode())


def is_signed(token: str, published: Any) -> bool:
    """Say whether one of the keys that the provider publishes has signed the token; a key need not be named."""
    try:
        header = jwt.get_unverified_header(token)
        named, how = header.get("kid"), str(header.get("alg"))
        keys = [
            each
            for each in published["keys"]
            if named in {None, each.get("kid")} and each.get("use") != "enc"
        ]
    except (jwt.PyJWTError, AttributeError, KeyError, TypeError):
        return False
    return how in SIGNED_WITH and any(opens(token, each, how) for each in keys)


def opens(token: str, key: dict[str, Any], how: str) -> bool:
    """Say whether a published key has signed the token so; a key that names no way of its own fits any of its kind."""
    try:
        jwt.PyJWS().decode(token, jwt.PyJWK(key, None if key.get("alg") else how), algorithms=SIGNED_WITH)
    except (jwt.PyJWTError, TypeError, ValueError):
        return False
    return True
