"""`handoff measure_definitions`: write the reference page of the measures."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from handoff.charges.queries import CHARGE_COLUMNS, NEW_CHARGE_COLUMNS
from handoff.core.columns import FactTable
from handoff.enrollment.look_back.queries import LOOK_BACK_COLUMNS
from handoff.enrollment.queries import ENROLLMENT_COLUMNS, STATUS_COLUMNS
from handoff.enrollment.safety.queries import SAFETY_COLUMNS
from handoff.measures.definitions.reference import reference_page
from handoff.referrals.queries.fact_rows import REFERRAL_COLUMNS

PAGE = Path("docs/reference/measures.md")
TABLES = (
    REFERRAL_COLUMNS,
    ENROLLMENT_COLUMNS,
    STATUS_COLUMNS,
    CHARGE_COLUMNS,
    NEW_CHARGE_COLUMNS,
    LOOK_BACK_COLUMNS,
    SAFETY_COLUMNS,
)


class Command(BaseCommand):
    help = "Write docs/reference/measures.md from the definitions of the measures."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--page", type=Path, default=PAGE)

    def handle(self, *args: object, page: Path = PAGE, **options: object) -> None:
        page.write_text(render_page(), encoding="utf-8")
        self.stdout.write(f"Wrote {page}.")


def render_page() -> str:
    with translation.override("en"):
        return reference_page([(str(table.label), column_rows(table)) for table in TABLES])


def column_rows(table: FactTable) -> list[tuple[str, str, str, str]]:
    return [(each.key, str(each.label), str(each.source), each.section) for each in table]
