"""Keyed fingerprints: they recognize the same values again, and can't be read back without the key."""

import hashlib
import hmac
import json
from collections.abc import Sequence


def fingerprint(key: str, purpose: str, values: Sequence[str]) -> str:
    """64 hexadecimal digits for these values. `purpose` keeps fingerprints of different things apart."""
    text = json.dumps([purpose, *values], ensure_ascii=False)
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
