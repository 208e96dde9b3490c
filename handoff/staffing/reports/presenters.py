"""A report beside the participants it may be about."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from handoff.core.templatetags.handoff import birthday
from handoff.core.ui import Cell, Column
from handoff.participants.lookup.rules.levels import MatchLevel
from handoff.participants.lookup.rules.scoring import SENTENCES
from handoff.participants.lookup.services import Candidate
from handoff.staffing.models import ChargeReport


@dataclass(frozen=True)
class ComparedPerson:
    """A participant as they stand beside the report: name, date of birth, how likely, and what differs."""

    public_id: UUID
    name: str
    date_of_birth: date | None
    likelihood: str
    differences: list[str]


def compared_person(candidate: Candidate) -> ComparedPerson:
    names = (candidate.first_name, candidate.middle_name, candidate.last_name, candidate.suffix)
    name = " ".join(part for part in names if part)
    likelihood = _("Likely") if candidate.level is MatchLevel.CERTAIN else _("Possible")
    return ComparedPerson(
        public_id=candidate.public_id,
        name=f"{name} ({candidate.preferred_name})" if candidate.preferred_name else name,
        date_of_birth=candidate.date_of_birth,
        likelihood=_("%(likelihood)s match, %(percent)d of 100")
        % {"likelihood": likelihood, "percent": round(candidate.score * 100)},
        differences=[_(SENTENCES[reason]) for reason in candidate.reasons],
    )


def compared_columns() -> list[Column]:
    return [Column(name) for name in (_("Who"), _("Name"), _("Date of birth"), _("What differs"))]


def compared_rows(report: ChargeReport, people: list[ComparedPerson]) -> list[list[Cell]]:
    """The report in the first row, each participant under it."""
    reported = f"{report.first_name} {report.last_name}"
    return [
        [Cell(_("The report")), Cell(reported), Cell(birthday(report.date_of_birth)), Cell("")],
        *(
            [
                Cell(each.likelihood),
                Cell(each.name),
                Cell(birthday(each.date_of_birth) if each.date_of_birth else ""),
                Cell(" ".join(each.differences)),
            ]
            for each in people
        ),
    ]
