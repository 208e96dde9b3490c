"""Every action of the audit log in words. A guard test finds code that records an action without words here."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handoff.audit.definitions import AuditAction, AuditLook
from handoff.audit.wording.access import ACCESS_LABELS
from handoff.audit.wording.looks import READ_LABELS
from handoff.audit.wording.program import PROGRAM_LABELS
from handoff.audit.wording.records import RECORD_LABELS

ACTION_KINDS: dict[str, tuple[Promise, Mapping[AuditAction, Promise] | Mapping[AuditLook, Promise]]] = {
    "looks": (_("Views and searches"), READ_LABELS),
    "records": (_("Changes to records"), RECORD_LABELS),
    "access": (_("Sign-in, access, and denied access"), ACCESS_LABELS),
    "program": (_("Program settings"), PROGRAM_LABELS),
}
"""The kinds that the trail can be filtered by: a word for the URL, its title, and its actions."""

ACTION_LABELS: dict[str, Promise] = {
    action: words for _title, group in ACTION_KINDS.values() for action, words in group.items()
}

OUTCOME_LABELS: dict[str, Promise] = {
    "done": _("Done"),
    "seen": _("Viewed"),
    "refused": _("Denied"),
}


def action_label(action: str) -> str:
    """The words for an action; a code from a later version is shown as it is."""
    return str(ACTION_LABELS.get(action, action))


def outcome_label(outcome: str) -> str:
    return str(OUTCOME_LABELS.get(outcome, outcome))
