"""The reference page of what the audit log records."""

from django.utils.translation import override

from handoff.audit.review.wording import FINDING_LABELS
from handoff.audit.wording import ACTION_KINDS


def render_action_reference() -> str:
    """The reference page of every action, in Markdown."""
    parts = [
        "# What the audit log records\n",
        "Made by `handoff audit events` from `handoff/audit/wording/`; a test fails when it is out of date.\n",
    ]
    with override("en"):
        for title, group in ACTION_KINDS.values():
            parts += [f"## {title}\n", "| Action | In words |", "|---|---|"]
            parts += [f"| `{action}` | {words} |" for action, words in sorted(group.items())]
            parts.append("")
        parts += [
            "## What the weekly review looks for\n",
            "| Rule | Name | The question it raises |",
            "|---|---|---|",
        ]
        parts += [
            f"| `{rule}` | {title} | {question} |" for rule, (title, question) in FINDING_LABELS.items()
        ]
    return "\n".join(parts) + "\n"
