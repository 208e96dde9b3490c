"""Why a worker is suggested, and what a participant wishes, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handoff.casework.caseloads.presenters import load_words, standing_words
from handoff.casework.caseloads.queries import asks_for_another
from handoff.casework.matching.queries import Suggestion, wish_of
from handoff.casework.matching.rules import Reason, Wanted
from handoff.casework.models import WorkerChange, WorkerWish
from handoff.casework.models.matching import LivedExperience, WorkerGender
from handoff.directory.wording import language_label
from handoff.participants.models import Person

GENDER_WISHES = {
    WorkerGender.WOMAN: gettext_lazy("They would rather work with a woman."),
    WorkerGender.MAN: gettext_lazy("They would rather work with a man."),
    WorkerGender.NONBINARY: gettext_lazy("They would rather work with someone non-binary."),
}


def reason_text(reason: Reason, suggestion: Suggestion, wanted: Wanted) -> str:
    """One reason in words. Experience names only what both the worker said and the participant wishes."""
    caseload = suggestion.caseload
    if reason == Reason.EXPERIENCE:
        shared = suggestion.match.candidate.experiences & wanted.experiences
        named = [str(label) for value, label in LivedExperience.choices if value in shared]
        return _("Knows from their own life: %(what)s") % {"what": ", ".join(named)}
    if reason in {Reason.ROOM, Reason.NO_ROOM}:
        return f"{standing_words(caseload)} ({load_words(caseload)})"
    language = {"language": language_label(wanted.language)}
    return {
        Reason.WISHED_FOR: _("They would like this worker"),
        Reason.ASKED_FOR_ANOTHER: _("They ask for someone else"),
        Reason.LANGUAGE: _("Speaks %(language)s") % language,
        Reason.OTHER_LANGUAGE: _("Didn't say that they speak %(language)s") % language,
        Reason.GENDER: _("The gender they would rather work with"),
        Reason.NEIGHBORHOOD: _("Knows their neighborhood"),
    }[reason]


def hint_of(suggestion: Suggestion, wanted: Wanted) -> str:
    return " · ".join(reason_text(each, suggestion, wanted) for each in suggestion.match.reasons)


def hints(suggestions: Iterable[Suggestion], wanted: Wanted) -> dict[str, str]:
    """The reasons of each worker, by the value of their tile."""
    return {str(each.caseload.user.public_id): hint_of(each, wanted) for each in suggestions}


def wish_lines(wish: WorkerWish | None, names: dict[int, str], *, asks: bool) -> list[str]:
    """What a participant wishes, one sentence a line; nothing where nothing is wished."""
    if wish is None:
        return []
    lines = [_("They ask for another worker.")] if asks else []
    if wish.worker_id in names:
        lines.append(_("They would like %(name)s.") % {"name": names[wish.worker_id]})
    if wish.gender:
        lines.append(str(GENDER_WISHES[WorkerGender(wish.gender)]))
    if wish.experiences:
        named = [str(label) for value, label in LivedExperience.choices if value in wish.experiences]
        lines.append(_("Someone who knows from their own life: %(what)s.") % {"what": ", ".join(named)})
    return [*lines, wish.words] if wish.words else lines


def wish_now(person: Person, changes: Iterable[WorkerChange], names: dict[int, str]) -> list[str]:
    """What a person wishes, where a page has read their changes of worker already. One query."""
    wish, last = wish_of(person), max((each.changed_at for each in changes), default=None)
    return wish_lines(wish, names, asks=asks_for_another(wish, last))
