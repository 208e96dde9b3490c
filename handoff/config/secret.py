"""The signing key of a laptop: made once, readable by its owner only."""

from pathlib import Path

from django.utils.crypto import get_random_string

CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
"""None of them means anything to a shell, to systemd or to cron, quoted or not."""


def new_secret_key() -> str:
    """Return a fresh signing key of 64 characters."""
    return get_random_string(64, CHARACTERS)


def local_secret_key(folder: Path) -> str:
    """Return the key kept in the data folder, making it on the first run."""
    path = folder / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(new_secret_key(), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()
