"""An eligibility assessment as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from handoff.eligibility.engine.findings import (
    ANSWER_WORDS,
    Advice,
    Assessment,
    CriterionAnswer,
    CriterionFinding,
)
from handoff.eligibility.presenters.criteria import translate_source
from handoff.referrals.forms.answers import EligibilityAnswers, assessment_of


@dataclass(frozen=True)
class PresentedFinding:
    """One criterion as shown: its sentence, the answer in words, and the source."""

    sentence: str
    answer: str
    kind: str
    source: str


@dataclass(frozen=True)
class PresentedAssessment:
    """The advice in one sentence, then what speaks against it, then the criteria that are met."""

    advice: str
    kind: str
    urgent: list[PresentedFinding]
    met: list[PresentedFinding]


KINDS = {
    CriterionAnswer.MET: "done",
    CriterionAnswer.NOT_MET: "overdue",
    CriterionAnswer.UNKNOWN: "soon",
    CriterionAnswer.NOT_ASKED: "info",
}
ADVICE_KINDS = {Advice.ELIGIBLE: "done", Advice.NOT_ELIGIBLE: "overdue", Advice.IMMUNITY: "info"}


def present_assessment(assessment: Assessment) -> PresentedAssessment:
    """An assessment in the reader's language; criteria that do not apply are left out."""
    return PresentedAssessment(
        advice=gettext(assessment.sentence),
        kind=ADVICE_KINDS.get(assessment.advice, "soon"),
        urgent=present_findings(
            [
                *assessment.findings_with(CriterionAnswer.NOT_MET),
                *assessment.findings_with(CriterionAnswer.UNKNOWN),
            ]
        ),
        met=present_findings(assessment.findings_with(CriterionAnswer.MET)),
    )


def present_findings(findings: Sequence[CriterionFinding]) -> list[PresentedFinding]:
    return [
        PresentedFinding(
            sentence=each.text(gettext),
            answer=gettext(ANSWER_WORDS[each.answer]),
            kind=KINDS[each.answer],
            source=translate_source(each.source),
        )
        for each in findings
    ]


def present_current_assessment(answers: EligibilityAnswers) -> PresentedAssessment:
    """What the decision page shows, also where no criteria are approved yet."""
    assessment = assessment_of(answers)
    if assessment is not None:
        return present_assessment(assessment)
    words = gettext("No criteria are active yet. Every partner that must approve them has to do so first.")
    return PresentedAssessment(words, "soon", [], [])
