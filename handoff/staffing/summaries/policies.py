"""Who writes a summary of participation, what it never says, and when it is signed or handed over (J5, ADR 0068)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handoff.access.actor import Actor
from handoff.casework.policies import check_is_care_team
from handoff.consent.gate import ConsentDecision
from handoff.core.refusals import Refused
from handoff.participants.models import Person
from handoff.programs.models import Agency
from handoff.staffing.meetings.policies import check_agreed_words
from handoff.staffing.models import ParticipationSummary

WORDS_CHANGED = gettext_lazy("The words have changed meanwhile. Read them with the person again, then sign.")


def check_words(actor: Actor, person: Person, agency: Agency, words: str) -> None:
    """The care team writes what the person wants said: no health, no promise, no finish line, no one else's name."""
    check_is_care_team(actor, person)
    if agency.program_id != actor.program_id or not agency.is_active or agency.kind not in Agency.CASE_KINDS:
        raise Refused(_("Choose the DA's office, a defender, or a court that is a partner of the program."))
    if not words.strip():
        raise Refused(_("Write the summary first, and read it with the person."))
    check_agreed_words(person, words)


def check_is_draft(actor: Actor, summary: ParticipationSummary) -> None:
    """What someone signed stays as it is."""
    check_is_care_team(actor, summary.person)
    if summary.release_id is not None:
        raise Refused(_("They signed these words, so they stay as they are. Write a new summary instead."))


def check_saw_these_words(summary: ParticipationSummary, version: int) -> None:
    """No one signs words that changed after their page was opened."""
    if summary.version != version:
        raise Refused(str(WORDS_CHANGED))


def check_can_hand_over(
    actor: Actor, summary: ParticipationSummary, decision: ConsentDecision | None
) -> None:
    """Paper leaves only while the person's own consent to it is live."""
    check_is_care_team(actor, summary.person)
    if decision is None:
        raise Refused(_("No active consent covers this summary. It can't be handed over."))
