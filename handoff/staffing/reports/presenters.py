"""A report beside the participants it may be about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from handoff.casework.court.wording import court_label, when_words
from handoff.core.templatetags.handoff import birthday
from handoff.core.ui import Cell, Column
from handoff.participants.lookup.rules.levels import MatchLevel
from handoff.participants.lookup.rules.scoring import SENTENCES, Reason
from handoff.participants.lookup.services import Candidate
from handoff.spreadsheets.rules.cells import read_age
from handoff.staffing.models import ChargeReport
from handoff.staffing.reports import queries
from handoff.staffing.reports.facts import NamedPerson
from handoff.staffing.reports.rules.matching import middle_agreement, plain_name
from handoff.staffing.reports.rules.probability import MiddleNames, probability_of

OFTEN_RIGHT = 0.9
"""From this share of right matches on, a page says that it is probably the same person."""
BY_AGE = frozenset({Reason.PART_OF_DATE, Reason.OTHER_DATE, Reason.NO_DATE})
"""What the lookup says of a year of birth; the age on the day says it better."""


@dataclass(frozen=True)
class ComparedPerson:
    """A participant as they stand beside the report: name, date of birth, how likely, and what differs."""

    public_id: UUID
    name: str
    date_of_birth: date | None
    likelihood: str
    differences: list[str]


def compared_person(candidate: Candidate, named: NamedPerson, on: date) -> ComparedPerson:
    """A candidate beside the person that a source names, as they were on a day."""
    names = (candidate.first_name, candidate.middle_name, candidate.last_name, candidate.suffix)
    name = " ".join(part for part in names if part)
    return ComparedPerson(
        public_id=candidate.public_id,
        name=f"{name} ({candidate.preferred_name})" if candidate.preferred_name else name,
        date_of_birth=candidate.date_of_birth,
        likelihood=likelihood_words(candidate, named),
        differences=differences(candidate, named, on),
    )


def likelihood_words(candidate: Candidate, named: NamedPerson) -> str:
    """How likely it is the same person, in words: a score orders, and reads like a probability that it isn't."""
    middle = middle_agreement(named, candidate.first_name, candidate.middle_name)
    if candidate.level is MatchLevel.CERTAIN:
        return _("Same name and birth date")
    if probability_of(candidate.match, middle) >= OFTEN_RIGHT:
        return _("Probably the same person")
    return _("May be the same person")


def differences(candidate: Candidate, named: NamedPerson, on: date) -> list[str]:
    """What differs, in sentences; of someone named with only an age, how old the participant was on that day."""
    reasons = [reason for reason in candidate.reasons if not (named.age and reason in BY_AGE)]
    if is_same_but_for_middle(candidate, named):
        reasons = [reason for reason in reasons if reason is not Reason.SPELLING]
    words = [*(_(SENTENCES[reason]) for reason in reasons), *middle_words(candidate, named)]
    age = read_age("", candidate.date_of_birth, on)
    if named.born_on is None and age is not None:
        words.append(_("They were %(age)s that day.") % {"age": age})
    return words


def is_same_but_for_middle(candidate: Candidate, named: NamedPerson) -> bool:
    """Whether first and last name are the very same, so that only a middle name may differ."""
    return (plain_name(named.first), plain_name(named.last)) == (
        plain_name(candidate.first_name),
        plain_name(candidate.last_name),
    )


def middle_words(candidate: Candidate, named: NamedPerson) -> list[str]:
    """What differs in the middle names: José Miguel isn't José Luis, and José alone may be either."""
    one, other = plain_name(named.middle), plain_name(candidate.middle_name)
    if bool(one) != bool(other) and is_same_but_for_middle(candidate, named):
        return [_("Only one of them has a middle name.")]
    if (
        middle_agreement(named, candidate.first_name, candidate.middle_name) is MiddleNames.OTHER
        and one
        and other
    ):
        return [_("The middle name is different.")]
    return []


def reported_birth(report: ChargeReport) -> str:
    """The birth date a report gives, else the age."""
    if report.date_of_birth is not None:
        return birthday(report.date_of_birth)
    return _("Age %(age)s") % {"age": report.age} if report.age is not None else _("Not given")


def reported_name(report: ChargeReport) -> str:
    names = (report.first_name, report.middle_name, report.last_name, report.suffix)
    return " ".join(part for part in names if part)


def court_date_words(report: ChargeReport, at: datetime) -> str:
    """The court date that a file states beside a charge, as it would be added; blank where there is none ahead."""
    offered = queries.offered_court_date(report, at)
    if offered is None:
        return ""
    return f"{when_words(offered.when, offered.on, offered.starts, None, None)}, {court_label(offered.court)}"


@dataclass(frozen=True)
class DroppedAnswer:
    """An answer "none of them" that can still be undone: one of its reports, and what was charged."""

    report: ChargeReport
    charges: str


def dropped_answers(reports: Iterable[ChargeReport]) -> list[DroppedAnswer]:
    """One line an answer, whatever number of reports it was about."""
    answers: dict[tuple[object, ...], list[ChargeReport]] = {}
    for each in reports:
        source = each.source_charge
        one = (source.person_print, source.source_name) if source is not None else (each.pk,)
        answers.setdefault((each.dropped_at, each.dropped_by_id, *one), []).append(each)
    return [
        DroppedAnswer(group[0], ", ".join(each.shown_title for each in group)) for group in answers.values()
    ]


def person_choices(people: list[ComparedPerson]) -> list[tuple[str, str]]:
    """Each participant to choose, by name and birth date: two may have one name."""
    return [
        (
            str(each.public_id),
            f"{each.name}, {birthday(each.date_of_birth)}" if each.date_of_birth else each.name,
        )
        for each in people
    ]


def compared_columns() -> list[Column]:
    return [Column(name) for name in (_("Who"), _("Name"), _("Date of birth"), _("What differs"))]


def compared_rows(report: ChargeReport, people: list[ComparedPerson]) -> list[list[Cell]]:
    """The report in the first row, each participant under it."""
    return [
        [Cell(_("The report")), Cell(reported_name(report)), Cell(reported_birth(report)), Cell("—")],
        *(
            [
                Cell(each.likelihood),
                Cell(each.name),
                Cell(birthday(each.date_of_birth) if each.date_of_birth else ""),
                Cell(" ".join(each.differences) or _("Nothing")),
            ]
            for each in people
        ),
    ]
