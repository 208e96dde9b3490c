"""`handoff referral_states`: write the reference page of referral states, or check that it is current."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from handoff.referrals.states import as_markdown

PAGE = Path("docs/reference/referral-states.md")


class Command(BaseCommand):
    help = "Write docs/reference/referral-states.md from the state table."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only only check if the page is up to date.")
        parser.add_argument("--page", type=Path, default=PAGE)

    def handle(self, *args: object, check: bool = False, page: Path = PAGE, **options: object) -> None:
        text = as_markdown()
        if check:
            if not page.exists() or page.read_text() != text:
                raise CommandError(f"{page} is out of date. Run: handoff referral_states")
            return
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text)
