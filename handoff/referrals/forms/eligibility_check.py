"""The eligibility check of a community referral: the wizard's questions and decision on one page, without a draft."""

from datetime import datetime
from functools import cached_property

from handoff.eligibility.models import CriteriaVersion
from handoff.eligibility.queries import current_criteria
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.referrals.forms.answers import facts_of, supervision_answer
from handoff.referrals.forms.base import CleanedAnswers, FormData
from handoff.referrals.forms.eligibility import DecideForm, FactsForm
from handoff.referrals.inputs import EligibilityCheckInput
from handoff.referrals.models import Pathway, Referral, SupervisionQuestion
from handoff.referrals.supervision.queries import AskedOf, answering_agencies, latest_question


class EligibilityCheckForms:
    """Both forms of the check. It gives them the referred person's data where the wizard gives a draft's answers."""

    pathway = str(Pathway.COMMUNITY)
    is_exception = False
    offers_at_once = False
    at_a_desk = True

    def __init__(
        self,
        *,
        program: Program,
        referral: Referral,
        person: Person,
        at: datetime,
        data: FormData | None = None,
    ) -> None:
        self.program, self.referral, self.person = program, referral, person
        self.at, self.data = at, data

    @cached_property
    def version(self) -> CriteriaVersion | None:
        return current_criteria(self.program, self.at)

    @cached_property
    def supervision_question(self) -> SupervisionQuestion | None:
        return latest_question(AskedOf(referral=self.referral))

    @cached_property
    def answering_agencies(self) -> list[Agency]:
        return answering_agencies(self.program, self.at)

    @cached_property
    def facts_form(self) -> FactsForm:
        return FactsForm(self.data, wizard=self)  # type: ignore[arg-type]

    @cached_property
    def decide_form(self) -> DecideForm:
        decided = self.data is not None and self.data.get("go") == "decide"
        return DecideForm(self.data if decided else None, wizard=self)  # type: ignore[arg-type]

    def cleaned_answers(self, page: str) -> CleanedAnswers:
        """What is known in place of a wizard page's answers."""
        if page == "who":
            return {
                "date_of_birth": self.person.date_of_birth,
                "approximate_age": self.person.approximate_age,
            }
        if page == "facts" and self.data is not None and self.facts_form.is_valid():
            return self.facts_form.cleaned_data
        return {}

    def check_input(self) -> EligibilityCheckInput:
        decided = self.decide_form.cleaned_data
        return EligibilityCheckInput(
            facts=facts_of(self),
            decision=decided["decision"],
            reason=decided.get("reason", ""),
            supervision=supervision_answer(self),
        )
