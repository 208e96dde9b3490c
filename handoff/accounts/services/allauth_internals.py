"""The only module that imports allauth's internals. The version is pinned; a contract test checks it (ADR 0023).

allauth offers passkeys and the creation of recovery codes through its own pages alone. Our pages have other steps, so
they call what those pages call.
"""

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal.auth import (
    WebAuthn,
    begin_authentication,
    begin_registration,
    complete_authentication,
    complete_registration,
    extract_user_from_response,
    parse_authentication_response,
    parse_registration_response,
)

create_recovery_codes = RecoveryCodes.activate
save_passkey = WebAuthn.add

__all__ = [
    "begin_authentication",
    "begin_registration",
    "complete_authentication",
    "complete_registration",
    "create_recovery_codes",
    "extract_user_from_response",
    "parse_authentication_response",
    "parse_registration_response",
    "save_passkey",
]
