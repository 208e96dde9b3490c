"""One-time codes of authenticator apps (RFC 6238: SHA-1, six digits, thirty seconds, which every app supports)."""

import base64
import hmac
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

DIGITS, PERIOD_SECONDS, SECRET_BYTES = 6, 30, 20
TOLERANCE = (-1, 0, 1)
"""A phone's clock may be half a minute off."""


def new_secret() -> str:
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def counter_at(at: datetime) -> int:
    """The number of the half minute since 1970."""
    return int(at.timestamp()) // PERIOD_SECONDS


def code_for(secret: str, counter: int) -> str:
    # RFC 6238 and the apps use SHA-1, whose weakness (collisions) does not touch HMAC.
    key = base64.b32decode(secret, casefold=True)
    return HOTP(key, DIGITS, SHA1()).generate(counter).decode()  # noqa: S303


def matching_counters(secret: str, typed: str, at: datetime) -> list[int]:
    """The half minutes around `at` whose code was typed; spaces and punctuation don't count."""
    code = "".join(character for character in typed if character.isalnum()).encode()
    around = (counter_at(at) + step for step in TOLERANCE)
    return [counter for counter in around if hmac.compare_digest(code, code_for(secret, counter).encode())]
