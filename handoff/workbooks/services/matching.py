"""Whose row it is: known from an earlier workbook, new, or a question to the user (D6, ADR 0066).

No two people are ever joined by a rule: a name alone says nothing, and the same name and date of birth is a question
too, whose likely answer many rows can be given at once.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.participants.lookup.rules.dates import is_placeholder_date
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.rules.levels import MatchLevel
from handoff.participants.lookup.rules.names import is_placeholder, normalize_name, suffix_of
from handoff.participants.lookup.services import CandidateIndex
from handoff.participants.models import Person
from handoff.workbooks.facts import NEW_PERSON, Question, QuestionKind, StatedPerson, StatedRow

MOST_SHOWN = 3
ROW_ANSWER = 40
"""The letters of a row's identity in the answer that it is the same person."""


@dataclass(frozen=True)
class Whose:
    """Whose row it is: someone on record, the person of an earlier row, or someone new; none while a question waits."""

    person_id: int | None = None
    leader: str = ""
    is_new: bool = False
    question: Question | None = None


def row_answer(identity: str) -> str:
    return f"r{identity[:ROW_ANSWER]}"


def is_no_ones_name(person: StatedPerson) -> bool:
    """Whether the name only marks that none is known: it is never matched or joined with anyone."""
    return is_placeholder(person.last_name) or (not person.last_name and is_placeholder(person.first_name))


def names_of(person: StatedPerson) -> tuple[str, str]:
    return normalize_name(person.first_name), normalize_name(person.last_name)


@dataclass
class Matcher:
    """Compares rows with the people on record and with the earlier rows of the file."""

    program_id: int
    context_key: Callable[[str, Sequence[str]], str]
    answers: dict[str, str]
    index: CandidateIndex | None = None
    people: dict[int, Person] = field(default_factory=dict)
    _by_name: dict[tuple[str, str], list[StatedRow]] = field(default_factory=lambda: defaultdict(list))
    _by_birth: dict[object, list[StatedRow]] = field(default_factory=lambda: defaultdict(list))

    def whose(self, row: StatedRow) -> Whose:
        """Whose row an unknown one is, as far as the answers say."""
        if is_no_ones_name(row.person):
            return Whose(is_new=True)
        # Two rows with Handoff IDs of their own were two people in Handoff.
        earlier = [each for each in self.earlier_like(row.person) if not (row.handoff_id and each.handoff_id)]
        recorded = self.recorded_like(row.person)
        if not recorded and not earlier:
            return Whose(is_new=True)
        key = self.context_key("person", [row.identity, *(str(each.public_id) for each in recorded)])
        answer = self.answers.get(key, "")
        if answer == NEW_PERSON:
            return Whose(is_new=True)
        for person in recorded:
            if answer == str(person.public_id):
                return Whose(person_id=person.pk)
        for other in earlier:
            if answer == row_answer(other.identity):
                return Whose(leader=other.identity)
        return Whose(question=self.question(key, row, recorded, earlier))

    def remember(self, row: StatedRow) -> None:
        """Let later rows be compared with this one."""
        if not is_no_ones_name(row.person):
            self._by_name[names_of(row.person)].append(row)
            if row.person.date_of_birth:
                self._by_birth[row.person.date_of_birth].append(row)

    def recorded_like(self, person: StatedPerson) -> list[Person]:
        """Those on record who may be this person, the likeliest first."""
        if self.index is None:
            return []
        query = LookupQuery(person.first_name, person.last_name, person.date_of_birth)
        found = [
            each for each in self.index.find(query, limit=MOST_SHOWN) if each.level is not MatchLevel.NOTHING
        ]
        missing = [each.person_id for each in found if each.person_id not in self.people]
        if missing:
            self.people |= Person.objects.select_related("merged_into").in_bulk(missing)
        kept = [self.people[each.person_id] for each in found if each.person_id in self.people]
        return list(dict.fromkeys(each.merged_into or each for each in kept))

    def earlier_like(self, person: StatedPerson) -> list[StatedRow]:
        """The rows before with the same name and no other birth date, or the same birth date and half the name."""
        named = [each for each in self._by_name[names_of(person)] if not differs(each.person, person)]
        born = self._by_birth[person.date_of_birth] if person.date_of_birth else []
        half = [each for each in born if set(names_of(each.person)) & set(names_of(person)) - {""}]
        unique = {each.identity: each for each in (*named, *half)}
        return list(unique.values())[:MOST_SHOWN]

    def question(
        self, key: str, row: StatedRow, recorded: list[Person], earlier: list[StatedRow]
    ) -> Question:
        choices = [
            *(
                (str(each.public_id), _("The person on record: %(name)s") % {"name": each.full_name})
                for each in recorded
            ),
            *(
                (row_answer(each.identity), _("The person of row %(line)s") % {"line": each.line})
                for each in earlier
            ),
            (NEW_PERSON, _("Someone else, who isn't on record")),
        ]
        same = [str(each.public_id) for each in recorded if is_same(row.person, stated_of(each))]
        same += [row_answer(each.identity) for each in earlier if is_same(row.person, each.person)]
        return Question(
            key,
            QuestionKind.PERSON,
            _("Whose row is this?"),
            _("Row %(line)s") % {"line": row.line},
            tuple(choices),
            sides=(
                (_("Row %(line)s") % {"line": row.line}, person_lines(row.person)),
                *((_("On record"), person_lines(stated_of(each))) for each in recorded),
                *((_("Row %(line)s") % {"line": each.line}, person_lines(each.person)) for each in earlier),
            ),
            likely=same[0] if len(set(same[:1])) == 1 and len({*same}) <= 1 + len(earlier) else "",
        )


def differs(one: StatedPerson, other: StatedPerson) -> bool:
    """Whether two birth dates or suffixes say that these are two people."""
    born = {each.date_of_birth for each in (one, other) if each.date_of_birth}
    suffixes = {suffix_of("x " + each.suffix) for each in (one, other) if each.suffix}
    return len(born) > 1 or len(suffixes) > 1


def is_same(one: StatedPerson, other: StatedPerson) -> bool:
    """The same whole name and full birth date, neither of them a placeholder."""
    born = one.date_of_birth
    return (
        born is not None
        and born == other.date_of_birth
        and not is_placeholder_date(born)
        and names_of(one) == names_of(other)
        and not differs(one, other)
    )


def stated_of(person: Person) -> StatedPerson:
    return StatedPerson(
        first_name=person.first_name,
        last_name=person.last_name,
        middle_name=person.middle_name,
        suffix=person.suffix,
        preferred_name=person.preferred_name,
        date_of_birth=person.date_of_birth,
    )


def person_lines(person: StatedPerson) -> tuple[tuple[str, str], ...]:
    """What is compared, in words."""
    names = (person.first_name, person.middle_name, person.last_name, person.suffix)
    born = date_format(person.date_of_birth, "SHORT_DATE_FORMAT") if person.date_of_birth else _("Not known")
    return ((_("Name"), " ".join(filter(None, names))), (_("Date of birth"), born))
