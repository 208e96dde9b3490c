"""Who records how a court closed a new charge, and what fits together (J5, domain codes of North Carolina's courts)."""

from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.charges.dispositions.inputs import DispositionInput
from handoff.charges.models import Disposition, NewCharge
from handoff.charges.policies import check_program
from handoff.core.refusals import Refused

Code, Verdict = Disposition.Code, Disposition.Verdict
DECIDED_BY_TRIAL = (Code.JUDGE, Code.JURY)
WITH_SENTENCE = (
    Verdict.GUILTY,
    Verdict.GUILTY_OF_LESS,
    Verdict.RESPONSIBLE,
    Verdict.RESPONSIBLE_FOR_LESS,
)


def check_can_record_disposition(actor: Actor, charge: NewCharge, decided: bool) -> None:
    """The DA's office or the data manager records it, once the DA's office has decided about the charge."""
    check_program(actor, charge.program_id)
    if not (actor.can(Permission.NEW_CHARGE_DECIDE) or actor.can(Permission.RECORDS_CORRECT)):
        raise Refused(_("Only the DA's office and the data manager can record a disposition."))
    if charge.entered_in_error_at is not None:
        raise Refused(_("This charge was entered in error, so there's nothing to record."))
    if not decided:
        raise Refused(_("The DA's office hasn't decided yet. Record the disposition after the decision."))


def check_disposition(charge: NewCharge, wanted: DispositionInput, today: date) -> None:
    if wanted.code not in Code.values:
        raise Refused(_("Choose the disposition."))
    if not charge.occurred_on <= wanted.disposed_on <= today:
        raise Refused(_("Enter a day from the day of the charge to today."))
    if bool(wanted.verdict) != (wanted.code in DECIDED_BY_TRIAL):
        raise Refused(
            _("Choose a verdict if a judge or jury decided, and leave it blank for any other disposition.")
        )
    if wanted.verdict and wanted.verdict not in Verdict.values:
        raise Refused(_("Choose the verdict."))
    if wanted.sentence and wanted.sentence not in Disposition.Sentence.values:
        raise Refused(_("Choose the sentence."))
    if (wanted.sentence or wanted.words.strip()) and wanted.verdict not in WITH_SENTENCE:
        raise Refused(_("There's a sentence only after a verdict of guilty or responsible."))


def check_says_something_new(former: Disposition | None, wanted: DispositionInput) -> None:
    if former is not None and wanted.is_same(former):
        raise Refused(_("That's what is recorded already. Change something, or go back."))
