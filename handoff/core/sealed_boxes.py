"""Boxes that anyone may close and only the server opens: for what a phone without a network keeps (K3).

The public point of a key ring travels with a page; a browser closes a box with it (`core/js/phone.js`: ECDH on P-256,
HKDF and AES-GCM), and can't open it again. A box is bound to the words that say what it belongs to.
Layout: the browser's own point (65 bytes), a nonce (12), the ciphertext with its tag. Decision: docs/adr/0072.
"""

from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from handoff.core.sealing import KEY_BYTES, NONCE_BYTES, TAG_BYTES, Key, KeyRing, SealError

BOX_MARK = b"HANDOFF-BOX-1"
POINT_BYTES = 65
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@lru_cache(maxsize=8)
def private_key_of(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """The key of the boxes, derived from a file key; 16 bytes more than the order needs, so that all are as likely."""
    wide = HKDF(algorithm=SHA256(), length=KEY_BYTES + 16, salt=None, info=BOX_MARK).derive(secret)
    return ec.derive_private_key(int.from_bytes(wide, "big") % (P256_ORDER - 1) + 1, ec.SECP256R1())


def public_point(key: Key) -> bytes:
    """The uncompressed point that browsers close boxes with."""
    return private_key_of(key.secret).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def cipher_between(shared: bytes, sender: bytes, receiver: bytes) -> AESGCM:
    """The cipher of one box, from the secret that its two keys share."""
    own = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=sender + receiver, info=BOX_MARK).derive(shared)
    return AESGCM(own)


def open_box(box: bytes, *, ring: KeyRing, belongs_to: str) -> bytes:
    """Open a box closed under any key of the ring; raises SealError for one that was changed or belongs elsewhere."""
    if len(box) < POINT_BYTES + NONCE_BYTES + TAG_BYTES:
        raise SealError("It is too short for a box.")
    point, nonce = box[:POINT_BYTES], box[POINT_BYTES : POINT_BYTES + NONCE_BYTES]
    try:
        sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as error:
        raise SealError("It doesn't begin with a point.") from error
    for key in ring.keys:
        shared = private_key_of(key.secret).exchange(ec.ECDH(), sender)
        try:
            return cipher_between(shared, point, public_point(key)).decrypt(
                nonce, box[POINT_BYTES + NONCE_BYTES :], belongs_to.encode()
            )
        except InvalidTag:
            continue
    raise SealError("It was changed, belongs to another page or user, or its key is no longer configured.")
