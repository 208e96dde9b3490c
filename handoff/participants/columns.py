"""What a participant database holds of who a person is and how to reach them, a row a person (handbook 7a)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handoff.core.columns import Choice, ColumnKind, FactColumn, FactTable, choices_of
from handoff.core.dates import age_on
from handoff.core.forms import format_phone
from handoff.directory.wording import LANGUAGE_LABELS
from handoff.participants.models import ContactPoint, Gender, Person, RaceEthnicity
from handoff.programs.models import Program
from handoff.programs.queries import local_date

Kind = ContactPoint.Kind


@dataclass(frozen=True)
class PersonRow:
    """Who a person is and how to reach them; the ways to reach them that still hold, the newest first."""

    handoff_id: str
    last_name: str
    first_name: str
    middle_name: str
    suffix: str
    preferred_name: str
    date_of_birth: date | None
    age: int | None
    gender: str
    gender_words: str
    race_ethnicity: tuple[str, ...]
    language: str
    phones: str
    residence: str
    places: str
    email: str
    reach_through: str


RECORD = _("Details on the participant's record")
WAYS = _("Ways to reach them, on the participant's record")

PERSON_TABLE = FactTable(
    key="person",
    label=pgettext_lazy("group of columns", "Person"),
    row=PersonRow,
    columns=(
        FactColumn(
            "handoff_id",
            _("Handoff ID"),
            ColumnKind.REFERENCE,
            _("Set by Handoff"),
            instruction=_("Don't change it. It tells the rows of a workbook apart when it comes back."),
        ),
        FactColumn(
            "last_name",
            _("Last name"),
            ColumnKind.TEXT,
            RECORD,
            "7a",
            _("As they say it. Both last names where they use two."),
        ),
        FactColumn("first_name", _("First name"), ColumnKind.TEXT, RECORD, "7a", _("As they say it.")),
        FactColumn("middle_name", _("Middle name"), ColumnKind.TEXT, RECORD, "7a"),
        FactColumn("suffix", _("Suffix"), ColumnKind.TEXT, RECORD, "7a", _("Jr., Sr., III.")),
        FactColumn(
            "preferred_name",
            _("Goes by"),
            ColumnKind.TEXT,
            RECORD,
            "7a",
            _("The name they want to be called."),
        ),
        FactColumn(
            "date_of_birth",
            _("Date of birth"),
            ColumnKind.DATE,
            RECORD,
            "7a",
            _("Leave it blank if it isn't known. Never type a made-up date."),
        ),
        FactColumn(
            "age",
            _("Age today"),
            ColumnKind.WHOLE_NUMBER,
            _("Calculated from the date of birth; about, where only an age is known"),
            "7a",
            unit=_("years"),
        ),
        FactColumn(
            "gender",
            _("Gender"),
            ColumnKind.CHOICE,
            RECORD,
            "7a",
            _("Ask, never guess. “Didn't ask” until someone has."),
            choices=choices_of(Gender.choices),
        ),
        FactColumn(
            "gender_words",
            _("Gender in their own words"),
            ColumnKind.TEXT,
            RECORD,
            "7a",
            _("Only where they use their own words."),
        ),
        FactColumn(
            "race_ethnicity",
            _("Race and ethnicity"),
            ColumnKind.CHOICES,
            RECORD,
            "7a",
            _("Ask, never guess. Everything they say, in one question."),
            choices=choices_of(RaceEthnicity.choices),
        ),
        FactColumn(
            "language",
            _("Language"),
            ColumnKind.CHOICE,
            RECORD,
            "7a",
            _("The language they want to talk in."),
            choices=tuple(Choice(code, label) for code, label in LANGUAGE_LABELS.items()),
        ),
        FactColumn(
            "phones",
            _("Phone numbers"),
            ColumnKind.TEXT,
            WAYS,
            "7a",
            _(
                "Each number with its area code, separated by semicolons. Add a new number beside the old one."
            ),
        ),
        FactColumn(
            "residence",
            _("Where they stay"),
            ColumnKind.TEXT,
            WAYS,
            "7a",
            _("The address, or the place they slept last, in words that a colleague would find."),
        ),
        FactColumn(
            "places",
            _("Where they can be found"),
            ColumnKind.TEXT,
            WAYS,
            "7a",
            _("Corner, shelter, library: with the time of day."),
        ),
        FactColumn("email", _("Email"), ColumnKind.TEXT, WAYS, "7a"),
        FactColumn(
            "reach_through",
            _("Who can pass on a message"),
            ColumnKind.TEXT,
            WAYS,
            "7a",
            _("Who it is and how to reach them. Say nothing about the program to them."),
        ),
    ),
)


OF_REACH = frozenset({"phones", "residence", "places", "email", "reach_through"})


def person_rows(
    people: Collection[int], program: Program, at: datetime, columns: Collection[str] = OF_REACH
) -> dict[int, PersonRow]:
    """A row for each of some people, by primary key. Two queries; ways to reach them stay blank where none of
    `columns` asks for one."""
    today = local_date(program, at)
    reach = _ways_to_reach(people if OF_REACH & frozenset(columns) else ())
    found = Person.objects.filter(program=program, pk__in=people)
    return {person.pk: _person_row(person, reach[person.pk], today) for person in found}


def _ways_to_reach(people: Collection[int]) -> Mapping[int, dict[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    points = ContactPoint.objects.filter(person_id__in=people, ended_at__isnull=True)
    rows = points.exclude(works=ContactPoint.Works.NO).order_by("-added_at", "-pk")
    for person_id, kind, value in rows.values_list("person_id", "kind", "value"):
        found[person_id][kind].append(format_phone(value) if kind == Kind.PHONE else value)
    return found


def _person_row(person: Person, reach: Mapping[str, list[str]], today: date) -> PersonRow:
    return PersonRow(
        handoff_id=str(person.public_id),
        last_name=person.last_name,
        first_name=person.first_name,
        middle_name=person.middle_name,
        suffix=person.suffix,
        preferred_name=person.preferred_name,
        date_of_birth=person.date_of_birth,
        age=age_on(person.date_of_birth, today) if person.date_of_birth else person.approximate_age,
        gender=person.gender,
        gender_words=person.gender_words,
        race_ethnicity=tuple(person.race_ethnicity),
        language=person.language,
        phones="; ".join(reach.get(Kind.PHONE, ())),
        residence="; ".join(reach.get(Kind.ADDRESS, ())),
        places="; ".join(reach.get(Kind.PLACE, ())),
        email="; ".join(reach.get(Kind.EMAIL, ())),
        reach_through="; ".join(reach.get(Kind.THROUGH, ())),
    )
