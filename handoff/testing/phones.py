"""A phone without a network, as core/js/phone.js makes it: a form closed in a box."""

import base64
import json
import secrets

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from handoff.accounts.models import User
from handoff.accounts.services.phones import phone_box
from handoff.core.sealed_boxes import cipher_between
from handoff.core.sealing import NONCE_BYTES
from handoff.programs.models import Program


def close_box(content: bytes, *, point: bytes, belongs_to: str) -> bytes:
    """Close a box as a browser does."""
    own, nonce = ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(NONCE_BYTES)
    sender = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point))
    return sender + nonce + cipher_between(shared, sender, point).encrypt(nonce, content, belongs_to.encode())


def form_kept(
    user: User, program: Program, path: str, entries: dict[str, str], *, age: int
) -> dict[str, str]:
    """What a phone sends of a form that it kept `age` seconds ago."""
    return box_kept(user, program, path, json.dumps(list(entries.items())).encode(), age=age)


def box_kept(user: User, program: Program, path: str, content: bytes, *, age: int) -> dict[str, str]:
    """What a phone sends of a box with any content."""
    box = phone_box(user, program)
    point = base64.b64decode(box.point)
    closed = close_box(content, point=point, belongs_to=f"{box.belongs_to} {path}")
    return {"box": base64.b64encode(closed).decode(), "age": str(age)}
