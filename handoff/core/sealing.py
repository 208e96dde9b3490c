"""Encryption at rest: AES-256-GCM under named keys, for whole files and for long streams.

A sealed file starts with a magic number, the name of its key and a nonce; the record it belongs to is authenticated
with it, so that one file can't replace another. A stream (a backup) is cut into chunks; each chunk's nonce holds its
number and whether it is the last, so that chunks left out, swapped or cut off at the end don't open (the STREAM
construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). Decision: docs/adr/0015.
"""

import base64
import binascii
import io
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FILE_MARK = b"HANDOFF-FILE-1\n"
STREAM_MARK = b"HANDOFF-SEAL-1\n"
KEY_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
NONCE_BYTES, TAG_BYTES, SALT_BYTES, KEY_BYTES = 12, 16, 16, 32
CHUNK = 1024 * 1024


class SealError(Exception):
    """Something sealed that can't be opened, or keys that can't be used; the message is a sentence."""


class UnknownKeyError(SealError):
    """It was sealed under a key that isn't configured."""


@dataclass(frozen=True)
class Key:
    """One named key of 32 bytes."""

    name: str
    secret: bytes

    def __repr__(self) -> str:
        return f"Key({self.name})"


@dataclass(frozen=True)
class KeyRing:
    """The configured keys: the first one seals, all of them open."""

    keys: tuple[Key, ...]

    @property
    def sealing(self) -> Key:
        return self.keys[0]

    def get(self, name: str) -> Key:
        """The key with this name; raises UnknownKeyError."""
        for key in self.keys:
            if key.name == name:
                return key
        raise UnknownKeyError(f"It is sealed under the key {name!r}, which is not among the configured keys.")


def generate_key() -> str:
    """A new key as written in the settings: a random name, a colon, 32 bytes in base64."""
    return f"k{secrets.token_hex(3)}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


def parse_key_ring(written: Sequence[str]) -> KeyRing:
    """Read keys written as `name:base64`; the error never repeats the text, which may be half a key."""
    keys = []
    for number, text in enumerate(written, start=1):
        name, _colon, secret = text.strip().partition(":")
        try:
            plain = base64.b64decode(secret, validate=True)
        except (binascii.Error, ValueError):
            plain = b""
        if not KEY_NAME.fullmatch(name) or len(plain) != KEY_BYTES:
            raise SealError(f"Key {number} is not written as name:base64 of 32 bytes.")
        keys.append(Key(name, plain))
    if not keys:
        raise SealError("There is no key to seal with.")
    if len({key.name for key in keys}) != len(keys):
        raise SealError("Two keys have the same name.")
    return KeyRing(tuple(keys))


def local_key_ring(path: Path) -> KeyRing:
    """The keys kept in a file of a laptop; makes one on first use, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return parse_key_ring(path.read_text(encoding="utf-8").split())
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(generate_key() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return parse_key_ring(path.read_text(encoding="utf-8").split())


def is_sealed(content: bytes) -> bool:
    return content.startswith(FILE_MARK)


def sealed_key_name(content: bytes) -> str:
    """The name of the key that a sealed file was sealed under."""
    return _header(io.BytesIO(content), FILE_MARK)[0]


def seal(content: bytes, *, ring: KeyRing, belongs_to: str) -> bytes:
    """Encrypt a file for the record it belongs to, under the first key."""
    key, nonce = ring.sealing, secrets.token_bytes(NONCE_BYTES)
    header = FILE_MARK + bytes([len(key.name)]) + key.name.encode()
    sealed = AESGCM(key.secret).encrypt(nonce, content, header + belongs_to.encode())
    return header + nonce + sealed


def unseal(content: bytes, *, ring: KeyRing, belongs_to: str) -> bytes:
    """Open a sealed file; raises SealError for one that was changed or belongs to another record."""
    source = io.BytesIO(content)
    name, header = _header(source, FILE_MARK)
    nonce = source.read(NONCE_BYTES)
    try:
        return AESGCM(ring.get(name).secret).decrypt(nonce, source.read(), header + belongs_to.encode())
    except (InvalidTag, ValueError) as error:
        raise SealError("It was changed since it was sealed, or it belongs to another record.") from error


def _header(source: BinaryIO, mark: bytes) -> tuple[str, bytes]:
    """Read the magic number and the key's name; return the name and the bytes read."""
    start = source.read(len(mark) + 1)
    if not start.startswith(mark) or len(start) != len(mark) + 1:
        raise SealError("It is not sealed by Handoff.")
    name = source.read(start[-1])
    try:
        return name.decode("ascii"), start + name
    except UnicodeDecodeError as error:
        raise SealError("Its header was changed.") from error


def _stream_cipher(key: Key, salt: bytes) -> AESGCM:
    """A cipher with its own key for each stream, so that counted nonces never repeat under one key."""
    own = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=STREAM_MARK).derive(key.secret)
    return AESGCM(own)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(NONCE_BYTES - 1, "big") + (b"\x01" if last else b"\x00")


class SealingWriter(io.RawIOBase):
    """Encrypts a stream; `finish` writes the last chunk, without which the stream doesn't open."""

    def __init__(self, target: BinaryIO, *, ring: KeyRing) -> None:
        super().__init__()
        key, salt = ring.sealing, secrets.token_bytes(SALT_BYTES)
        self.header = STREAM_MARK + bytes([len(key.name)]) + key.name.encode() + salt
        self.target, self.cipher = target, _stream_cipher(key, salt)
        self.waiting, self.number = bytearray(), 0
        target.write(self.header)

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        """Buffer bytes, and write out every chunk that is full and can't be the last."""
        self.waiting += memoryview(data)  # type: ignore[arg-type]
        while len(self.waiting) > CHUNK:
            self._put(bytes(self.waiting[:CHUNK]), last=False)
            del self.waiting[:CHUNK]
        return memoryview(data).nbytes  # type: ignore[arg-type]

    def _put(self, chunk: bytes, *, last: bool) -> None:
        self.target.write(self.cipher.encrypt(_nonce(self.number, last=last), chunk, self.header))
        self.number += 1

    def finish(self) -> None:
        """Write the last chunk. A stream closed without it, after an error, never opens as if it were whole."""
        self._put(bytes(self.waiting), last=True)
        self.waiting.clear()


class UnsealingReader(io.RawIOBase):
    """Reads a sealed stream; raises `SealError` at the first chunk that was changed, left out or cut off."""

    def __init__(self, source: BinaryIO, *, ring: KeyRing) -> None:
        super().__init__()
        name, header = _header(source, STREAM_MARK)
        salt = source.read(SALT_BYTES)
        self.header, self.source = header + salt, source
        self.cipher = _stream_cipher(ring.get(name), salt)
        self.number, self.ready, self.place, self.ended = 0, b"", 0, False
        self.ahead = source.read(CHUNK + TAG_BYTES)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        """Fill a buffer with what comes next; 0 bytes only after the last chunk was authenticated."""
        while self.place == len(self.ready) and not self.ended:
            self._next()
        target = memoryview(buffer)  # type: ignore[arg-type]
        part = self.ready[self.place : self.place + len(target)]
        target[: len(part)] = part
        self.place += len(part)
        return len(part)

    def _next(self) -> None:
        sealed, self.ahead = self.ahead, self.source.read(CHUNK + TAG_BYTES)
        last = not self.ahead
        try:
            self.ready = self.cipher.decrypt(_nonce(self.number, last=last), sealed, self.header)
        except (InvalidTag, ValueError) as error:
            raise SealError("It was changed or cut off since it was sealed.") from error
        self.number, self.place, self.ended = self.number + 1, 0, last
