"""The facts that the answers of an eligibility check add up to, and the assessment of them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handoff.core.dates import age_on
from handoff.core.refusals import Refused
from handoff.eligibility.engine.amounts import DRUGS, UNIDENTIFIED, UNITS
from handoff.eligibility.engine.facts import (
    Conviction,
    ConvictionFact,
    DrugAmount,
    EligibilityPathway,
    Facts,
    Immunity,
    OffenseFact,
    Reply,
    Supervision,
)
from handoff.eligibility.engine.findings import Assessment
from handoff.eligibility.models import CriteriaVersion
from handoff.eligibility.services import assess_facts
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date
from handoff.referrals.forms.base import Choice, CleanedAnswers
from handoff.referrals.forms.charges import details_of
from handoff.referrals.forms.questions import questions_for
from handoff.referrals.inputs import SupervisionAnswerInput
from handoff.referrals.models import SupervisionQuestion
from handoff.referrals.supervision.policies import REPLY_OF
from handoff.referrals.supervision.queries import Answer

COMMON_UNITS = ("g", "dosage_unit", "oz", "lb")


class EligibilityAnswers(Protocol):
    """What the eligibility forms read from: the referral wizard, or the one-page check of a community referral."""

    program: Program
    at: datetime
    at_a_desk: bool
    """Whether the one who answers hasn't met the person."""

    @property
    def pathway(self) -> str: ...

    @property
    def version(self) -> CriteriaVersion | None: ...

    @property
    def supervision_question(self) -> SupervisionQuestion | None: ...

    @property
    def answering_agencies(self) -> Sequence[Agency]: ...

    def cleaned_answers(self, page: str) -> CleanedAnswers: ...


def capitalize_first(words: str) -> str:
    return words[:1].upper() + words[1:]


def drug_choices(answers: EligibilityAnswers) -> Sequence[Choice]:
    named = [(key, gettext(drug.words)) for key, drug in DRUGS.items() if key != UNIDENTIFIED]
    return [*((key, capitalize_first(words)) for key, words in named), (UNIDENTIFIED, _("Unknown"))]


def unit_choices() -> Sequence[Choice]:
    """The units that officers meet; limits may use others."""
    return [(key, gettext(UNITS[key].words)) for key in COMMON_UNITS]


def read_reply(cleaned: CleanedAnswers, name: str) -> Reply:
    return Reply(cleaned.get(name) or "unknown")


def convictions_of(answers: EligibilityAnswers, cleaned: CleanedAnswers) -> dict[Conviction, ConvictionFact]:
    """The officer's conclusion for each conviction class in the criteria."""
    said, which = cleaned.get("convictions"), set(cleaned.get("which", []))
    found = {}
    for key in questions_for(answers.version).convictions:
        if said == "some" and str(key) in which:
            found[key] = ConvictionFact(Reply.YES, latest_day_of(cleaned.get("most_recent"), answers))
        else:
            answer = Reply.NO if said in {"none", "some"} else Reply.UNKNOWN
            found[key] = ConvictionFact(answer)
    return found


def latest_day_of(year: int | None, answers: EligibilityAnswers) -> date | None:
    """The latest day that a year allows: a look-back must never count a conviction as older than it may be."""
    if year is None:
        return None
    return min(date(year, 12, 31), local_date(answers.program, answers.at))


def facts_of(answers: EligibilityAnswers) -> Facts:
    """The facts that eligibility may see. The age is included and the birth date is not, because a stored check may
    outlive the person's identity.
    """
    who, charges, details = (
        answers.cleaned_answers("who"),
        answers.cleaned_answers("charges"),
        answers.cleaned_answers("details"),
    )
    cleaned = answers.cleaned_answers("facts")
    happened = charges.get("occurred_at") or answers.at
    day = local_date(answers.program, happened)
    born = who.get("date_of_birth")
    arrest = answers.pathway == EligibilityPathway.ARREST_DIVERSION
    return Facts(
        pathway=EligibilityPathway(answers.pathway),
        on=day,
        age=age_on(born, day) if born else who.get("approximate_age"),
        resident=read_reply(cleaned, "resident"),
        substance_use=read_reply(cleaned, "substance_use"),
        amenable=read_reply(cleaned, "amenable"),
        exploits_minors=read_reply(cleaned, "exploits_minors"),
        offenses=offenses_of(charges, details) if arrest else (),
        amounts=amounts_of(charges, details) if arrest else (),
        convictions=convictions_of(answers, cleaned),
        supervision=Supervision(cleaned.get("supervision") or "unknown"),
        supervising_officer_agrees=supervising_reply(answers, cleaned),
        victim_agrees=read_reply(details, "victim_agrees"),
        no_contact_order=read_reply(cleaned, "no_contact_order"),
        immunity=Immunity(charges.get("immunity") or "none") if arrest else Immunity.NONE,
    )


def needs_supervising_officer(answers: EligibilityAnswers, cleaned: CleanedAnswers) -> bool:
    """True if the criteria accept the person's supervision only with the supervising officer's agreement."""
    return cleaned.get("supervision") in questions_for(answers.version).approved_supervision


def supervising_reply(answers: EligibilityAnswers, cleaned: CleanedAnswers) -> Reply:
    """The supervising officer's own answer: in Handoff, or else by phone. Unknown until there is one (E10)."""
    if not needs_supervising_officer(answers, cleaned):
        return Reply.UNKNOWN
    question = answers.supervision_question
    if question is not None and question.answer in REPLY_OF:
        return REPLY_OF[Answer(question.answer)]
    return read_reply(cleaned, "supervising_officer_agrees")


def supervision_answer(answers: EligibilityAnswers) -> SupervisionAnswerInput | None:
    """Where the supervising officer's answer comes from, if the check rests on one."""
    cleaned = answers.cleaned_answers("facts")
    if supervising_reply(answers, cleaned) is Reply.UNKNOWN:
        return None
    question = answers.supervision_question
    if question is not None and question.answer in REPLY_OF:
        return SupervisionAnswerInput(question=question)
    return SupervisionAnswerInput(
        answered_by=cleaned.get("supervising_officer_name", ""), ok_to_ask=bool(cleaned.get("ok_to_ask"))
    )


def offenses_of(charges: CleanedAnswers, details: CleanedAnswers) -> tuple[OffenseFact, ...]:
    return tuple(
        OffenseFact(
            key=row.key,
            kind=row.kind,
            statute=row.statute,
            felony=row.felony,
            has_victim=row.has_victim,
            value=details_of(details, row).value_dollars,
        )
        for row in charges.get("chosen", [])
    )


def amounts_of(charges: CleanedAnswers, details: CleanedAnswers) -> tuple[DrugAmount, ...]:
    """What was found, charge by charge: a drug and an amount each, unknown where the officer left it blank."""
    found = [details_of(details, row) for row in charges.get("chosen", []) if row.asks_for_drug]
    return tuple(DrugAmount(each.drug or UNIDENTIFIED, each.quantity, each.unit) for each in found)


def assessment_of(answers: EligibilityAnswers) -> Assessment | None:
    """The assessment under the current criteria, or None where no criteria are approved yet."""
    try:
        _version, assessment = assess_facts(program=answers.program, facts=facts_of(answers), at=answers.at)
    except Refused:
        return None
    return assessment
