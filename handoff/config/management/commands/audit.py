"""`handoff audit`: publish the heads of the audit chains, verify them, and accept a corrected clock or a restore."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from handoff.access.actor import system_actor
from handoff.audit.anchors import services as anchors
from handoff.audit.chain.queries import all_chain_ids
from handoff.audit.presenters import render_action_reference
from handoff.audit.queries import is_clock_behind, last_restore
from handoff.audit.services import accept_clock
from handoff.config.commands import READ_NO_PAGES
from handoff.core.tenancy import tenant_context
from handoff.programs.models import Program

MAYBE_RESTORED = (
    " The audit log says a backup was restored at {at}. If that's right and you haven't accepted it yet,"
    " run: handoff audit accept-restore"
)
PAGE = Path("docs/reference/audit-events.md")


class Command(BaseCommand):
    help = "Publish audit log seals (anchor), check every chain (verify), accept a clock change or a restore."
    requires_system_checks = READ_NO_PAGES

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        commands.add_parser("anchor", help="append every seal to HANDOFF_ANCHOR_FILE and email it")
        verify = commands.add_parser("verify", help="check every chain and published seal")
        verify.add_argument("--anchors", type=Path, help="published seals (default: HANDOFF_ANCHOR_FILE)")
        commands.add_parser("accept-clock", help="after a clock that was ahead was corrected: use it again")

        commands.add_parser(
            "accept-restore", help="accept a restored backup that is older than the published seals"
        )
        commands.add_parser("events", help=f"write {PAGE} from the catalog of actions")

    def handle(self, *args: object, **options: Any) -> None:
        commands = {
            "anchor": self.anchor,
            "verify": self.verify,
            "accept-clock": self.accept,
            "accept-restore": self.accept_restore,
            "events": self.events,
        }
        commands[options["command"]](options)

    def events(self, options: Mapping[str, Any]) -> None:
        PAGE.write_text(render_action_reference(), encoding="utf-8")
        self.stdout.write(f"Wrote {PAGE}.")

    def anchor(self, options: Mapping[str, Any]) -> None:
        for each in anchors.publish_anchors(programs=programs(), at=timezone.now()):
            self.stdout.write(f"Program {each.program}: row {each.number}, seal {each.head}.")

    def verify(self, options: Mapping[str, Any]) -> None:
        path = options["anchors"] or anchors.anchor_file()
        if options["anchors"] and not path.exists():
            raise CommandError(f"File not found: {path}.")
        found = list(anchors.read_anchors(path)) if path.exists() else []
        if not found:
            self.stdout.write(
                f"No published seal in {path}, so a chain rebuilt from its first row would look intact."
            )
        checks = anchors.verify_anchors(found, programs())
        for check in checks:
            self.stdout.write(check.sentence)
        broken = [check for check in checks if check.broken_at is not None]
        if broken:
            restored = last_restore()
            raise CommandError(
                f"{len(broken)} of {len(checks)} chains are broken. Keep the database as it is."
                + (MAYBE_RESTORED.format(at=format_utc(restored.at)) if restored else "")
            )

    def accept_restore(self, options: Mapping[str, Any]) -> None:
        row = last_restore()
        if row is None:
            raise CommandError("No restore found in the audit log.")
        ends = {program: (length, head) for program, length, head in row.details["heads"]}
        new = anchors.publish_restore(ends, at=row.at)
        self.stdout.write(
            f"The restore of {format_utc(row.at)} is accepted: seals published before it count up to its last row."
            if new
            else f"The restore of {format_utc(row.at)} was already accepted."
        )

    def accept(self, options: Mapping[str, Any]) -> None:
        at = timezone.now()
        behind = 0
        for program in all_chain_ids(programs()):
            with tenant_context(program):
                if is_clock_behind(program, at):
                    accept_clock(actor=system_actor(program), at=at)
                    behind += 1
        self.stdout.write(f"Current clock accepted in {behind} chains: {at.isoformat()}.")


def programs() -> list[int]:
    """Every program: the table of programs has no row-level security policy."""
    return list(Program.objects.order_by("pk").values_list("pk", flat=True))


def format_utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
