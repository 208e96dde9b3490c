"""Keeping what was typed and not saved: after a time-out, and while long forms are filled in (D7, docs/adr/0035).

A row is bound to its author, the program and the page: it is sealed for these three, so that a row moved to another
account doesn't open. No participant's name and no page address is stored in the clear.
"""

import hashlib
import json
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict
from urllib.parse import urlsplit

from django.db import transaction
from django.http import HttpRequest, QueryDict

from handoff.accounts.definitions import MAX_TYPED_CHARACTERS, TYPED_LIFETIME
from handoff.accounts.models import Membership, SavedForm, TypedPage, User
from handoff.core.forms.base import VERSION
from handoff.core.sealing import SealError, seal, unseal
from handoff.core.tenancy import tenant_context
from handoff.core.typed import NEVER_KEPT, Typed
from handoff.documents.services import file_keys
from handoff.programs.models import Program

SESSION_KEY = "typed_pages"
"""Where a session notes the pages of which something is kept, so that other pages needn't be looked up."""

RECORD_ID = re.compile(r"/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")

SECRET_WORDS = ("password", "passcode", "one_time")

MOST_VERSIONS = 4
"""How many open pages of one form are kept apart: more than the devices one person uses."""


class Version(TypedDict):
    """What one open page holds: which page that is, the form's submission key, when, and the entries."""

    by: str
    key: str
    at: str
    entries: dict[str, list[str]]
    files: list[str]


@dataclass(frozen=True)
class Author:
    """Who typed on which page: what a row is found by and sealed for."""

    user: User
    program: Program
    path: str

    @property
    def page(self) -> str:
        return hashlib.sha256(self.path.encode()).hexdigest()

    @property
    def record(self) -> str:
        # Of a page within another, such as a participant in a handover plan, the innermost record.
        found = RECORD_ID.findall(self.path)
        return hash_record_id(found[-1]) if found else ""

    @property
    def belongs_to(self) -> str:
        return f"typed page {self.user.public_id} {self.program.pk} {self.page}"


def hash_record_id(public_id: uuid.UUID | str) -> str:
    return hashlib.sha256(str(public_id).encode()).hexdigest()


def page_path(request: HttpRequest, program: Program) -> str:
    """The page that held the form: the one this request came from if it lies in the program, else this URL's."""
    came_from = urlsplit(str(request.META.get("HTTP_REFERER", "")))
    if came_from.netloc == request.get_host() and is_page_of(came_from.path, program):
        return came_from.path
    return request.path


def is_page_of(path: str, program: Program) -> bool:
    return path.startswith(f"/p/{program.slug}/") and len(path) <= 400


def typed_entries(sent: QueryDict) -> dict[str, list[str]]:
    """What the user entered: without tokens, passwords and codes."""
    return {
        name: sent.getlist(name)
        for name in sent
        if name not in NEVER_KEPT and not any(word in name for word in SECRET_WORDS)
    }


@transaction.atomic
def keep_typed(*, author: Author, sent: QueryDict, files: list[str], at: datetime) -> bool:
    """Keep the entries of a page in place of what it was opened with or kept before; False if there are none.

    What the author typed in the same form on another page or device since then is kept beside it.
    """
    entries = typed_entries(sent)
    # The version that a form was opened at comes with the page: no one typed it.
    if not any(value.strip() for name, values in entries.items() if name != VERSION for value in values):
        return False
    versions = [each for each in read_versions(author, at) if not is_replaced(each, sent)]
    by = sent.get("kept_by", "")
    newest = Version(
        by=by, key=sent.get("submission_key", ""), at=at.isoformat(), entries=entries, files=files
    )
    content = seal_versions(author, [*versions[1 - MOST_VERSIONS :], newest])
    if content is None:
        return False
    defaults = {
        "record": author.record,
        "sealed": content,
        "kept_at": at,
        "expires_at": at + TYPED_LIFETIME,
    }
    TypedPage.objects.update_or_create(
        user=author.user, program=author.program, page=author.page, defaults=defaults
    )
    return True


def is_replaced(version: Version, sent: QueryDict) -> bool:
    """True if a page goes on from this text: it wrote it, or was opened with it as it still is.

    A page without our script says neither, and goes on from the text of the same form.
    """
    if "kept_by" not in sent:
        return version["key"] == sent.get("submission_key", "")
    return version["by"] == sent["kept_by"] or state_of(version) == sent.get("kept_after", "")


def state_of(version: Version) -> str:
    return as_typed(version).state


def as_typed(version: Version, elsewhere: Iterable[Typed] = ()) -> Typed:
    entries = QueryDict(mutable=True)
    for name, values in version["entries"].items():
        entries.setlist(name, values)
    return Typed(
        entries=entries,
        kept_at=datetime.fromisoformat(version["at"]),
        files=tuple(version["files"]),
        key=version["key"],
        by=version["by"],
        elsewhere=tuple(elsewhere),
    )


def seal_versions(author: Author, versions: list[Version]) -> bytes | None:
    """The versions sealed for their author and page; None if they are too long, which none of our forms is."""
    content = json.dumps(versions)
    if len(content) > MAX_TYPED_CHARACTERS:
        return None
    return seal(content.encode(), ring=file_keys(), belongs_to=author.belongs_to)


def read_versions(author: Author, at: datetime) -> list[Version]:
    """What the author typed on a page and never saved, the newest last."""
    row = TypedPage.objects.filter(
        user=author.user, program=author.program, page=author.page, expires_at__gt=at
    ).first()
    if row is None:
        return []
    try:
        content = unseal(bytes(row.sealed), ring=file_keys(), belongs_to=author.belongs_to)
    except SealError:
        # Sealed under a key that is no longer configured: to its author it is as if it had expired.
        return []
    versions: list[Version] = json.loads(content)
    return versions


def find_typed(*, author: Author, at: datetime) -> Typed | None:
    """What this user typed last on this page and never saved, with what they typed on other devices; or None."""
    versions = read_versions(author, at)
    if not versions:
        return None
    return as_typed(versions[-1], map(as_typed, versions[:-1]))


def drafts_on(*, user: User, program: Program, paths: Iterable[str], at: datetime) -> dict[str, datetime]:
    """When what the user typed on each of these pages was kept; only the pages of which something is."""
    pages = {Author(user, program, path).page: path for path in paths}
    kept = TypedPage.objects.filter(user=user, program=program, page__in=pages, expires_at__gt=at)
    return {pages[page]: kept_at for page, kept_at in kept.values_list("page", "kept_at")}


def delete_typed(*, author: Author) -> None:
    """Forget what was kept of a page: its author dropped it."""
    TypedPage.objects.filter(user=author.user, program=author.program, page=author.page).delete()


@transaction.atomic
def forget_saved(*, author: Author, sent: QueryDict, at: datetime) -> None:
    """Forget what was kept of a form that is saved now; what was typed in another form of the page stays."""
    key = sent.get("submission_key", "")
    left = [
        each
        for each in read_versions(author, at)
        if each["key"] != key and each["by"] != sent.get("kept_by", "")
    ]
    content = seal_versions(author, left)
    if not left or content is None:
        delete_typed(author=author)
        return
    TypedPage.objects.filter(user=author.user, program=author.program, page=author.page).update(
        sealed=content
    )


def hash_form_key(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def note_saved(*, user: User, program: Program, keys: Iterable[str], at: datetime) -> None:
    """Note that a form was saved, so that the same form on another page or device is known for a day."""
    saved = [
        SavedForm(
            user=user, program=program, form=hash_form_key(key), saved_at=at, expires_at=at + TYPED_LIFETIME
        )
        for key in keys
    ]
    # One statement for every form that is saved. The same entries may have been saved before: the latest time counts.
    SavedForm.objects.bulk_create(
        saved,
        update_conflicts=True,
        unique_fields=["user", "program", "form"],
        update_fields=["saved_at", "expires_at"],
    )


def find_saved(*, user: User, program: Program, keys: Iterable[str]) -> dict[str, datetime]:
    """When a user saved each of these forms, by key; those they didn't save are left out."""
    keys_of = {hash_form_key(key): key for key in keys if key}
    rows = SavedForm.objects.filter(user=user, program=program, form__in=keys_of) if keys_of else []
    return {keys_of[row.form]: row.saved_at for row in rows}


def delete_typed_about(*, program_id: int, record_ids: Iterable[uuid.UUID]) -> None:
    """Forget what anyone typed on the pages of these records: the person they are about is erased."""
    hashes = [hash_record_id(each) for each in record_ids]
    TypedPage.objects.filter(program_id=program_id, record__in=hashes).delete()


def delete_expired_typed(*, program: Program, at: datetime) -> int:
    """Delete what was kept for a day; in the program's own tenant context."""
    SavedForm.objects.filter(program=program, expires_at__lte=at).delete()
    return TypedPage.objects.filter(program=program, expires_at__lte=at).delete()[0]


def kept_pages(user: User, at: datetime) -> list[str]:
    """The pages of which something is kept for a user, in every program they belong to."""
    programs = Membership.objects.filter(user=user).values_list("program_id", flat=True).distinct()
    pages: list[str] = []
    for program_id in list(programs):
        with tenant_context(program_id):
            pages += TypedPage.objects.filter(
                user=user, program_id=program_id, expires_at__gt=at
            ).values_list("page", flat=True)
    return pages
