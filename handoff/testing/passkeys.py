"""A passkey made in the test's own process: it answers a challenge as a phone does, with a real signature."""

import hashlib
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAG = AuthenticatorData.FLAG


class Passkey:
    """A key pair on one device; `verified` says if the device asked for a fingerprint, face or PIN."""

    def __init__(self, *, site: str = "localhost", verified: bool = True) -> None:
        self.site, self.verified = site, verified
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id, self.user_handle = secrets.token_bytes(16), b""

    def register(self, options: dict[str, Any]) -> dict[str, object]:
        """The browser's answer when the passkey is made; the device keeps whose it is."""
        self.user_handle = websafe_decode(options["user"]["id"])
        public = AttestedCredentialData.create(
            bytes(16), self.credential_id, ES256.from_cryptography_key(self.key.public_key())
        )
        attestation = AttestationObject.create("none", self._state(FLAG.AT, public), {})
        made = CollectedClientData.create("webauthn.create", options["challenge"], f"https://{self.site}")
        return self._credential(attestationObject=attestation, clientDataJSON=made)

    def sign_in(self, options: dict[str, Any]) -> dict[str, object]:
        """The browser's answer when the passkey is used."""
        state = self._state(FLAG(0))
        asked = CollectedClientData.create("webauthn.get", options["challenge"], f"https://{self.site}")
        signature = self.key.sign(state + asked.hash, ec.ECDSA(hashes.SHA256()))
        return self._credential(
            authenticatorData=state,
            clientDataJSON=asked,
            signature=signature,
            userHandle=self.user_handle,
        )

    def _state(self, flags: FLAG, public: bytes = b"") -> AuthenticatorData:
        flags |= FLAG.UP | (FLAG.UV if self.verified else FLAG(0))
        return AuthenticatorData.create(hashlib.sha256(self.site.encode()).digest(), flags, 0, public)

    def _credential(self, **response: bytes) -> dict[str, object]:
        name = websafe_encode(self.credential_id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": {key: websafe_encode(value) for key, value in response.items()},
            "clientExtensionResults": {"credProps": {"rk": True}},
        }
