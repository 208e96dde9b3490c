"""The question that a form about a person asks when someone on record may be that person (D6)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from handoff.access.actor import Actor
from handoff.core.forms import Form, TilesField
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.models import Person
from handoff.participants.presenters import match_hint, match_label
from handoff.participants.queries import PossibleMatch, possible_matches

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SAME_PERSON = "same_person"
SOMEONE_ELSE = "someone_else"


@dataclass(frozen=True)
class SamePersonAnswer:
    """The record that the person entered already has, or the ones they were said not to be."""

    existing: uuid.UUID | None = None
    different_from: frozenset[uuid.UUID] = frozenset()


class SamePersonForm(Form):
    """A form with a name and a birth date. Once they are typed, it asks staff whether they know the person.

    The question joins the form that was sent, so nothing typed is lost. It goes again when the name no longer leads
    to anyone, and comes back when it leads to others than those the answer was about.
    """

    names: ClassVar[tuple[str, str, str]] = ("first_name", "last_name", "date_of_birth")
    possible_matches: Sequence[PossibleMatch] = ()

    def asker(self) -> tuple[Actor, datetime] | None:
        """Who is asked, and when; no one where the form is not the staff's."""
        raise NotImplementedError

    def record_at_hand(self) -> Person | None:
        """The record that the form corrects, if it corrects one."""
        return None

    def clean(self) -> None:
        super().clean()
        self.possible_matches = []
        asker = self.asker()
        if asker is None or set(self.names) & set(self.errors):
            return
        first, last, born = (self.cleaned_data.get(name) for name in self.names)
        if not isinstance(born, date):
            born = None
        actor, at = asker
        self.possible_matches = possible_matches(
            actor, LookupQuery(first or "", last or "", born), at, self.record_at_hand()
        )
        if self.possible_matches:
            self.ask_who_it_is()

    def ask_who_it_is(self) -> None:
        """Add the question with its answer, if one was sent that is about these people."""
        ids = [str(each.person.public_id) for each in self.possible_matches]
        # The answer names those it is about: after a changed name, it is no answer about others.
        none_of_them = f"{SOMEONE_ELSE}:{','.join(sorted(ids))}"
        choices: dict[str, StrOrPromise] = {
            **{str(each.person.public_id): match_label(each) for each in self.possible_matches},
            none_of_them: _("No, someone else"),
        }
        field = TilesField(
            label=_("Is it one of these people?"),
            choices=list(choices.items()),
            hints={str(each.person.public_id): match_hint(each) for each in self.possible_matches},
        )
        self.fields[SAME_PERSON] = field
        self.order_fields([SAME_PERSON])
        sent = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(SAME_PERSON))
        if sent not in choices:
            self.add_error(SAME_PERSON, _("This name is close to one on record. Choose who it is."))
        else:
            self.cleaned_data[SAME_PERSON] = sent

    @property
    def same_person(self) -> SamePersonAnswer:
        """The answer to the question, of a valid form; a blank one where nothing was asked."""
        return same_person_answer(str(self.cleaned_data.get(SAME_PERSON, "")))


def same_person_answer(chosen: str) -> SamePersonAnswer:
    word, _colon, ids = chosen.partition(":")
    if word == SOMEONE_ELSE:
        return SamePersonAnswer(different_from=frozenset(map(uuid.UUID, ids.split(","))))
    return SamePersonAnswer(existing=uuid.UUID(chosen)) if chosen else SamePersonAnswer()
