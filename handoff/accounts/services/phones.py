"""What a phone kept while it had no network: the key that it closes a box with, and the box opened (K3, docs/adr/0072).

A box belongs to a user, a program and the page whose form it holds, so that one user's box doesn't open for another.
"""

import base64
import binascii
import json
from dataclasses import dataclass

from django.http import QueryDict

from handoff.accounts.models import User
from handoff.core.sealed_boxes import open_box, public_point
from handoff.core.sealing import SealError
from handoff.documents.services import file_keys
from handoff.programs.models import Program


@dataclass(frozen=True)
class PhoneBox:
    """What a page needs to close a box: the public point in base64, and the words that it belongs to."""

    point: str
    belongs_to: str


def phone_box(user: User, program: Program) -> PhoneBox:
    point = base64.b64encode(public_point(file_keys().sealing)).decode()
    return PhoneBox(point=point, belongs_to=owner_of_box(user, program))


def owner_of_box(user: User, program: Program) -> str:
    return f"{user.public_id} {program.slug}"


def open_phone_box(*, user: User, program: Program, path: str, box: str) -> QueryDict:
    """The entries of the form that a phone kept for this user and page; raises SealError for anything else."""
    try:
        closed = base64.b64decode(box, validate=True)
    except (binascii.Error, ValueError) as error:
        raise SealError("It is not written in base64.") from error
    content = open_box(closed, ring=file_keys(), belongs_to=f"{owner_of_box(user, program)} {path}")
    entries = QueryDict(mutable=True)
    try:
        for name, value in json.loads(content):
            entries.appendlist(str(name), str(value))
    except (ValueError, TypeError) as error:
        raise SealError("It doesn't hold a form.") from error
    if any("\0" in text for name in entries for text in (name, *entries.getlist(name))):
        raise SealError("It holds a character that no form takes.")
    return entries
