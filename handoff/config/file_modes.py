"""The data folder and what lies in it are for the service's own user, whoever made the folder (finding-S14)."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def protect_data_folder(folder: Path) -> None:
    """Make the folder if needed and close it and the database in it to other users.

    A folder that another user owns stays as it is; `handoff check` reports it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    for path in (folder, *folder.glob("*.sqlite3*")):
        close_to_others(path)


def make_private_files() -> None:
    """Let no other user reach the files that this process makes from now on."""
    os.umask(OTHERS)


def close_to_others(path: Path) -> None:
    """Take group's and others' rights from a path that is ours."""
    try:
        mode = path.stat().st_mode
        if mode & OTHERS:
            path.chmod(stat.S_IMODE(mode) & ~OTHERS)
    except OSError:
        # Another user's, or deleted at this moment (a write-ahead log).
        return


def open_to_others(folder: Path) -> Iterator[Path]:
    """The folder, and each file directly in it, that another user of the machine may read or change."""
    for path in (folder, *sorted(folder.iterdir())):
        try:
            if path.stat().st_mode & OTHERS:
                yield path
        except FileNotFoundError:
            continue
