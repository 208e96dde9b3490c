"""What people's work depends on besides settings and database: disk, backup, anchor, keys, journal, mail, clock."""

import json
import os
import shutil
import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage
from django.core.mail import get_connection
from django.db import DatabaseError
from django.utils import timezone
from django.utils.module_loading import import_string

from handoff.config.backup import BACKUP_ENDING, backup_keys, backup_time
from handoff.config.outages import can_write_to_database, is_clock_behind_any_trail, is_disk_low
from handoff.config.results import result
from handoff.core.sealing import SealError
from handoff.documents.engines.virus_scan import ScannerError, is_clean
from handoff.documents.services import file_keys
from handoff.documents.services.rotation import keys_in_use
from handoff.notifications.services import last_jobs_run
from handoff.programs.queries import program_ids

LEAST_FREE_SHARE = 0.10
ANCHOR_MAX = timedelta(hours=2)
JOBS_MAX = timedelta(minutes=15)
"""The scheduled jobs run each minute; a run that sends many notices through a slow mail server takes some."""
MAIL_SECONDS = 5


def unfinished_restore() -> Path:
    """Return the mark that lies in the data folder while a restore is under way."""
    return Path(settings.DATA_FOLDER) / "restore-unfinished"


def restore_is_unfinished() -> bool:
    """True if a restore was started whose journal was not replayed to its end."""
    return unfinished_restore().exists()


def check_disk() -> CheckMessage:
    """Say how much of the disk is free."""
    usage = shutil.disk_usage(settings.DATA_FOLDER)
    free = usage.free / usage.total
    if is_disk_low():
        found = f"{settings.DATA_FOLDER}: less is free than HANDOFF_RESERVE_MEGABYTES keeps, so nothing can be added"
        return result("disk", False, found)
    return result("disk", free > LEAST_FREE_SHARE, f"{settings.DATA_FOLDER}, {free:.0%} of the disk free")


def newest_backup() -> datetime | None:
    """Return when the newest backup was taken."""
    times = [backup_time(path) for path in Path(settings.BACKUP_FOLDER).glob(f"*{BACKUP_ENDING}")]
    return max((each for each in times if each), default=None)


def check_backup(now: datetime) -> CheckMessage:
    """Say how old the newest backup is; on a laptop none is needed."""
    newest = newest_backup()
    if newest is None:
        needed = bool(settings.BACKUP_NEEDED)
        return result(
            "backup", not needed, "none: run handoff backup" if needed else "none (not needed here)"
        )
    age = now - newest
    fresh = age <= timedelta(hours=settings.BACKUP_MAX_HOURS) or not settings.BACKUP_NEEDED
    return result("backup", fresh, f"the newest is {format_age(age)} old")


def check_anchor(now: datetime) -> CheckMessage:
    """Say how old the newest anchor of the audit log is, outside the database."""
    named = str(getattr(settings, "ANCHOR_FILE", "") or "")
    newest = newest_anchor(Path(named)) if named else None
    if newest is None:
        needed = bool(settings.BACKUP_NEEDED)
        return result("anchor", not needed, "none written" + ("" if needed else " (not needed here)"))
    age = now - newest
    fresh = age <= ANCHOR_MAX or not settings.BACKUP_NEEDED
    return result("anchor", fresh, f"the newest is {format_age(age)} old")


def newest_anchor(path: Path) -> datetime | None:
    """Return the time of the last whole line of an anchor file: JSON with `at`."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    for line in reversed(lines):
        try:
            found = datetime.fromisoformat(json.loads(line)["at"])
        except (ValueError, KeyError, TypeError):
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def format_age(age: timedelta) -> str:
    """Write an age as minutes, hours or days."""
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes < 120:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    return f"{minutes // 60} hours" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"


def check_keys() -> Iterator[CheckMessage]:
    """Say whether the keys can be used, are kept apart from the data, and open every stored file."""
    for name, written, ring in (
        ("file keys", settings.FILE_KEYS, file_keys),
        ("backup key", settings.BACKUP_KEY, backup_keys),
    ):
        try:
            keys = ring().keys
        except (SealError, OSError) as error:
            yield result(name, False, str(error))
            continue
        apart = bool(written) or not settings.BACKUP_NEEDED
        where = "from the settings" if written else "in the data folder"
        found = f"{len(keys)}, {where}" + ("" if apart else ": set them, or they are lost with the data")
        yield result(name, apart, found)
    try:
        known, used = {key.name for key in file_keys().keys}, keys_in_use(program_ids())
    except (SealError, OSError, DatabaseError) as error:
        yield result("stored files", False, f"can't be checked ({type(error).__name__})")
        return
    lost, plain, missing = set(used) - known - {"", "?"}, used[""], used["?"]
    wrong = [f"encrypted with missing keys: {', '.join(sorted(lost))}"] if lost else []
    wrong += [f"{plain} not encrypted: run handoff rotate-keys"] if plain else []
    wrong += [f"{missing} missing from the disk"] if missing else []
    yield result(
        "stored files", not wrong, "; ".join(wrong) or f"{used.total()}, all encrypted with known keys"
    )


def check_journal() -> CheckMessage:
    """Say whether the off-site journal can be written, and whether it lies apart from the data."""
    path = Path(settings.JOURNAL_FILE)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))
    except OSError as error:
        return result("journal", False, f"{path} cannot be written ({type(error).__name__})")
    inside = path.resolve().is_relative_to(Path(settings.DATA_FOLDER).resolve())
    if inside and settings.BACKUP_NEEDED:
        return result(
            "journal", False, "in the data folder: set HANDOFF_JOURNAL_FILE to a place on another host"
        )
    return result("journal", True, f"{path} can be written")


def check_mail() -> CheckMessage:
    """Say whether the mail server answers; on a server, mail must go by one."""
    try:
        import_string(settings.EMAIL_BACKEND)
    except ImportError:
        return result("mail", False, f"HANDOFF_EMAIL_BACKEND: there is no backend {settings.EMAIL_BACKEND}")
    if "@" not in settings.DEFAULT_FROM_EMAIL:
        return result("mail", False, f"HANDOFF_FROM_EMAIL: {settings.DEFAULT_FROM_EMAIL} is no email address")
    smtp = settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    if not smtp:
        return result("mail", not settings.BACKUP_NEEDED, f"{where_mail_goes()}, not to a mail server")
    try:
        with get_connection(timeout=MAIL_SECONDS):
            return result("mail", True, f"{settings.EMAIL_HOST} answers")
    except (OSError, smtplib.SMTPException) as error:
        return result("mail", False, f"{settings.EMAIL_HOST} does not answer ({type(error).__name__})")


def where_mail_goes() -> str:
    """Where mail lands without a mail server; on a laptop that is a folder, and someone hands the links over."""
    name = settings.EMAIL_BACKEND.split(".")[-2]
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    return f"is written to {folder}" if name == "filebased" and folder else f"goes to {name}"


def check_agency() -> CheckMessage:
    """Say whether the agency's own provider, if there is one, is asked over an encrypted line."""
    if not settings.OIDC_ISSUER:
        return result("agency sign-in", True, "none")
    issuer = urlsplit(settings.OIDC_ISSUER)
    safe = issuer.scheme == "https" or issuer.hostname in {"localhost", "127.0.0.1"}
    return result("agency sign-in", safe, settings.OIDC_ISSUER + ("" if safe else ": it must be https"))


def check_scanner() -> CheckMessage:
    """Say whether uploads go through a virus scanner, and whether it answers."""
    if not settings.SCAN_COMMAND:
        return result("virus scanner", True, "none is asked (HANDOFF_SCAN_COMMAND)")
    name = Path(settings.SCAN_COMMAND[0]).name
    try:
        clean = is_clean(b"Handoff asks whether the scanner answers.")
    except ScannerError as error:
        return result("virus scanner", False, f"{name} gives no answer ({error})")
    return result("virus scanner", clean, f"{name} answers" if clean else f"{name} calls everything infected")


def check_clock(now: datetime) -> CheckMessage:
    """Say whether the clock is behind what was written already."""
    try:
        behind = is_clock_behind_any_trail(now)
    except DatabaseError as error:
        return result("clock", False, f"the audit log cannot be read ({type(error).__name__})")
    return result("clock", not behind, "behind the newest audit row" if behind else "not behind the record")


def check_jobs(now: datetime) -> CheckMessage:
    """Say how long ago the scheduled jobs last ran; on a laptop they need not run."""
    try:
        last = last_jobs_run()
    except DatabaseError as error:
        return result("jobs", False, f"the last run cannot be read ({type(error).__name__})")
    needed = bool(settings.BACKUP_NEEDED or settings.PRODUCTION)
    if last is None:
        found = "never ran: run handoff serve, or handoff tick each minute" if needed else "never ran"
        return result("jobs", not needed, found)
    late = now - last > JOBS_MAX
    found = f"the scheduled jobs last ran {format_age(now - last)} ago"
    return result(
        "jobs", not (late and needed), found + (": is handoff serve or the timer running?" if late else "")
    )


def check_operations() -> list[CheckMessage]:
    """Look at everything beside settings and database."""
    now = timezone.now()
    restored = not restore_is_unfinished()
    return [
        check_backup(now),
        check_anchor(now),
        *check_keys(),
        check_journal(),
        check_mail(),
        check_agency(),
        check_scanner(),
        check_clock(now),
        check_jobs(now),
        result("restore", restored, "none under way" if restored else "one was started and not finished"),
    ]


def not_ready_words() -> list[str]:
    """Single words for what keeps the server from working as it should; anonymous visitors see nothing more."""
    now = timezone.now()
    if not can_write_to_database():
        return ["database"]
    found = [check_disk(), check_backup(now), check_anchor(now), check_clock(now), check_jobs(now)]
    wrong = [str(message.obj) for message in found if message.is_serious()]
    return wrong + (["restore"] if restore_is_unfinished() else [])
