"""The editions of a program's figures."""

from django.db.models import QuerySet

from handoff.measures.models import FiguresEdition
from handoff.measures.rules.periods import Period, read_period
from handoff.programs.models import Agency, Program


def editions(program: Program) -> QuerySet[FiguresEdition]:
    """All editions, the newest first."""
    return FiguresEdition.objects.filter(program=program)


def public_editions(program: Program) -> QuerySet[FiguresEdition]:
    return editions(program).filter(public_at__isnull=False, withdrawn_at__isnull=True)


def period_of_edition(edition: FiguresEdition) -> Period:
    period = read_period(edition.period)
    if period is None:
        raise ValueError(f"{edition} has no period")
    return period


def newest_of_each_period(found: QuerySet[FiguresEdition]) -> list[FiguresEdition]:
    """The newest edition of each period, the newest period first."""
    newest: dict[Period, FiguresEdition] = {}
    for each in found:
        newest.setdefault(period_of_edition(each), each)
    return [newest[each] for each in sorted(newest, key=lambda period: period.first, reverse=True)]


def partner_names(program: Program) -> list[str]:
    """The program's partners by name."""
    return list(
        Agency.objects.filter(program=program, is_active=True).order_by("name").values_list("name", flat=True)
    )
