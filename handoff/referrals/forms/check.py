"""The eligibility check of a community referral: the same questions and decision, on one page without a draft."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from handoff.eligibility.models import CriteriaVersion
from handoff.eligibility.queries import criteria_in_force
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.referrals.forms.eligibility import DecideForm, FactsForm, facts_of
from handoff.referrals.inputs import CheckGiven
from handoff.referrals.models import Door


class CheckWay:
    """What the eligibility forms need to know, taken from the person referred instead of from a draft."""

    door = str(Door.COMMUNITY)
    is_exception = False

    def __init__(self, *, program: Program, person: Person, at: datetime, data: Any = None) -> None:
        self.program, self.person, self.at, self.data = program, person, at, data

    @cached_property
    def version(self) -> CriteriaVersion | None:
        return criteria_in_force(self.program, self.at)

    @cached_property
    def facts_form(self) -> FactsForm:
        return FactsForm(self.data, way=self)  # type: ignore[arg-type]

    @cached_property
    def decide_form(self) -> DecideForm:
        decided = self.data is not None and self.data.get("go") == "decide"
        return DecideForm(self.data if decided else None, way=self)  # type: ignore[arg-type]

    def cleaned(self, page: str) -> Mapping[str, Any]:
        """Return what is known in the place of each page of the way."""
        if page == "who":
            return {
                "date_of_birth": self.person.date_of_birth,
                "approximate_age": self.person.approximate_age,
            }
        if page == "facts" and self.data is not None and self.facts_form.is_valid():
            return self.facts_form.cleaned_data
        return {}

    def given(self) -> CheckGiven:
        """Return the finished check."""
        decided = self.decide_form.cleaned_data
        return CheckGiven(
            facts=facts_of(self),
            decision=decided["decision"],
            reason=decided.get("reason", ""),
        )
