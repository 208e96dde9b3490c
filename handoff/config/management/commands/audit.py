"""`handoff audit`: publish the heads of the chains, check them, and go by the clock or by a restored backup."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from handoff.access.actor import clock_actor
from handoff.audit.anchors import services as anchors
from handoff.audit.chain.queries import every_chain
from handoff.audit.queries import clock_went_back, last_restore
from handoff.audit.services import accept_clock
from handoff.audit.wording import as_markdown
from handoff.core.wall import behind_wall
from handoff.programs.models import Program

MAYBE_RESTORED = (
    " The trail says that a backup was put back at {at}. If you know that to be so, and did not say it before,"
    " run: handoff audit accept-restore"
)
PAGE = Path("docs/reference/audit-events.md")


class Command(BaseCommand):
    help = "Publish the heads of the audit chains (anchor), check every chain (verify), accept a clock or a restore."

    def add_arguments(self, parser: CommandParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        deeds.add_parser("anchor", help="append every head to HANDOFF_ANCHOR_FILE and mail it")
        verify = deeds.add_parser("verify", help="check every chain, and every published head")
        verify.add_argument("--anchors", type=Path, help="published heads (default: HANDOFF_ANCHOR_FILE)")
        deeds.add_parser("accept-clock", help="after the clock was ahead and was put right: go by it again")

        deeds.add_parser(
            "accept-restore", help="after a backup was put back: what it lacks was published before it"
        )
        deeds.add_parser("events", help=f"write {PAGE} from the catalogue of actions")

    def handle(self, *args: Any, **options: Any) -> None:
        deeds = {
            "anchor": self.anchor,
            "verify": self.verify,
            "accept-clock": self.accept,
            "accept-restore": self.accept_restore,
            "events": self.events,
        }
        deeds[options["deed"]](options)

    def events(self, options: dict[str, Any]) -> None:
        PAGE.write_text(as_markdown(), encoding="utf-8")
        self.stdout.write(f"Wrote {PAGE}.")

    def anchor(self, options: dict[str, Any]) -> None:
        for each in anchors.publish(programs=programs(), at=timezone.now()):
            self.stdout.write(f"Program {each.program}: row {each.number}, head {each.head}.")

    def verify(self, options: dict[str, Any]) -> None:
        path = options["anchors"] or anchors.anchor_file()
        if options["anchors"] and not path.exists():
            raise CommandError(f"There is no file {path}.")
        found = list(anchors.read(path)) if path.exists() else []
        if not found:
            self.stdout.write(
                f"No published head in {path}: a chain computed anew from its first row would look whole."
            )
        checks = anchors.verify(found, programs())
        for check in checks:
            self.stdout.write(check.sentence)
        broken = [check for check in checks if check.broken_at is not None]
        if broken:
            restored = last_restore()
            raise CommandError(
                f"{len(broken)} of {len(checks)} chains are broken. Keep the database as it is."
                + (MAYBE_RESTORED.format(at=in_utc(restored.at)) if restored else "")
            )

    def accept_restore(self, options: dict[str, Any]) -> None:
        row = last_restore()
        if row is None:
            raise CommandError("No backup was put back here: the trail holds no row that says so.")
        ends = {program: (length, head) for program, length, head in row.details["heads"]}
        new = anchors.publish_restored(ends, at=row.at)
        self.stdout.write(
            f"The backup put back at {in_utc(row.at)} is accepted: heads published before it count up to its last row."
            if new
            else f"The backup put back at {in_utc(row.at)} was accepted before."
        )

    def accept(self, options: dict[str, Any]) -> None:
        at = timezone.now()
        behind = 0
        for program in every_chain(programs()):
            with behind_wall(program):
                if clock_went_back(program, at):
                    accept_clock(actor=clock_actor(program), at=at)
                    behind += 1
        self.stdout.write(f"The clock is accepted as it stands in {behind} chains: {at.isoformat()}.")


def programs() -> list[int]:
    """Return every program: the table of programs stands outside the second wall."""
    return list(Program.objects.order_by("pk").values_list("pk", flat=True))


def in_utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
