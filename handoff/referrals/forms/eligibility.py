"""The eligibility pages: questions from the current criteria, the facts they add up to, and the officer's decision."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import (
    CheckboxTilesField,
    LongTextField,
    ThreePartDateField,
    TilesField,
    YesNoUnknownField,
)
from handoff.core.refusals import Refused
from handoff.eligibility.engine.amounts import DRUGS, UNIDENTIFIED, UNITS
from handoff.eligibility.engine.dates import age_on
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
from handoff.eligibility.engine.findings import (
    ANSWER_WORDS,
    Advice,
    Assessment,
    CriterionAnswer,
    CriterionFinding,
)
from handoff.eligibility.engine.limits import CONVICTION_WORDS
from handoff.eligibility.models import CriteriaVersion, EligibilityDecision
from handoff.eligibility.policies import NEEDS_NO_REASON
from handoff.eligibility.presenters.criteria import translate_source
from handoff.eligibility.services import assess_facts
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.referrals.forms.base import BoundFieldGroup, Choice, CleanedAnswers, FieldGroup, StepForm
from handoff.referrals.forms.questions import CriteriaQuestions, questions_for

Decision = EligibilityDecision.Decision

COMMON_UNITS = ("g", "dosage_unit", "oz", "lb")
SUPERVISION_WORDS = [
    (Supervision.NONE, _("None")),
    (Supervision.UNSUPERVISED_PROBATION, _("Unsupervised probation")),
    (Supervision.SUPERVISED_PROBATION, _("Supervised probation")),
    (Supervision.PAROLE, _("Parole")),
    (Supervision.POST_RELEASE, _("Post-release supervision")),
    (Supervision.PRETRIAL, _("Pretrial release")),
    (Supervision.UNKNOWN, _("Unknown")),
]


class EligibilityAnswers(Protocol):
    """What the eligibility forms read from: the referral wizard, or the one-page check of a community referral."""

    program: Program
    at: datetime

    @property
    def pathway(self) -> str: ...

    @property
    def version(self) -> CriteriaVersion | None: ...

    def cleaned_answers(self, page: str) -> CleanedAnswers: ...


class FactsForm(StepForm):
    """Asks only what the current criteria need: conclusions, never the text of a criminal history."""

    resident = YesNoUnknownField(label=_("Do they live or stay in the program's area?"))
    substance_use = YesNoUnknownField(label=_("Do they use controlled substances, as far as you know?"))
    amenable = YesNoUnknownField(
        label=_("Can you talk with them safely?"),
        help_text=_("Answer No if they're violent or a danger to themselves or others."),
    )
    exploits_minors = YesNoUnknownField(label=_("Do they appear to exploit minors?"))
    convictions = TilesField(
        label=_("Ever convicted of any of these?"),
        choices=[("none", _("None of these")), ("some", _("One or more")), ("unknown", _("Unknown"))],
        compact=True,
    )
    which = CheckboxTilesField(label=_("Which ones?"), required=False, choices=[], compact=True)
    most_recent = ThreePartDateField(label=_("About when was the most recent?"), required=False)
    supervision = TilesField(
        label=_("Are they on probation, parole, or release now?"), choices=SUPERVISION_WORDS, compact=True
    )
    supervising_officer_agrees = YesNoUnknownField(
        label=_("Does their probation or parole officer agree?"), required=False
    )
    no_contact_order = YesNoUnknownField(label=_("Is there a no-contact order against them?"))
    groups = (
        FieldGroup(("resident", "substance_use", "amenable", "exploits_minors", "convictions")),
        FieldGroup(("which", "most_recent"), _("If one or more: which ones, and when"), folded=True),
        FieldGroup(("supervision",)),
        FieldGroup(("supervising_officer_agrees",), _("If they're on probation or parole"), folded=True),
        FieldGroup(("no_contact_order",)),
    )

    def adapt_fields(self) -> None:
        asked = questions_for(self.wizard.version)
        self.remove_fields(
            *(
                name
                for name in ("resident", "substance_use", "amenable", "exploits_minors")
                if name not in asked
            )
        )
        self.remove_fields(*(name for name in ("supervision", "no_contact_order") if name not in asked))
        if "supervising_officer_agrees" not in asked:
            self.remove_fields("supervising_officer_agrees")
        if not asked.convictions:
            self.remove_fields("convictions", "which", "most_recent")
            return
        self.fields["which"].choices = [  # type: ignore[attr-defined]
            (str(each), capitalize_first(gettext(CONVICTION_WORDS[each]))) for each in asked.convictions
        ]
        self.fields["convictions"].help_text = describe_convictions(asked)
        field = self.fields["most_recent"]
        if isinstance(field, ThreePartDateField):
            field.latest = local_date(self.wizard.program, self.wizard.at)

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("convictions") == "some" and not cleaned.get("which"):
            self.add_error("which", _("Choose which ones."))


def describe_convictions(asked: CriteriaQuestions) -> str:
    """The conviction classes in the criteria, each with its look-back."""
    said = []
    for key, years in asked.convictions.items():
        words = gettext(CONVICTION_WORDS[key])
        if years:
            words = gettext("%(what)s (last %(years)s years)") % {"what": words, "years": years}
        said.append(words)
    return capitalize_first("; ".join(said)) + "."


def capitalize_first(words: str) -> str:
    return words[:1].upper() + words[1:]


class DecideForm(StepForm):
    """The officer's decision. The advice does not bind; a decision that departs from it needs a reason (G8)."""

    groups = (
        FieldGroup(("decision",)),
        FieldGroup(("reason",), _("Reason"), folded=True),
    )

    decision = TilesField(label=_("Your decision"), choices=[])
    reason = LongTextField(
        label=_("Your reason, or your recommendation to the DA"),
        required=False,
        max_length=300,
        rows=2,
        note=_("Don't write criminal history here."),
        help_text=_(
            "Required if you ask for an exception, don't offer the program, or go against the result."
        ),
    )

    def adapt_fields(self) -> None:
        assessment = assessment_of(self.wizard)
        self.advice = assessment.advice if assessment is not None else Advice.MORE_INFORMATION
        self.fields["decision"].choices = open_decisions(self.wizard.pathway, self.advice)  # type: ignore[attr-defined]

    @property
    def bound_groups(self) -> list[BoundFieldGroup]:
        """Opens the reason at once unless the advice is 'eligible': most other decisions need one."""
        opened = self.advice != Advice.ELIGIBLE
        return [replace(group, open=group.open or opened) for group in super().bound_groups]

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        decision = cleaned.get("decision")
        free = decision in NEEDS_NO_REASON[self.advice] and decision != Decision.ASK_EXCEPTION
        if decision and not free and not cleaned.get("reason"):
            self.add_error("reason", _("Enter the reason in a few words."))


def open_decisions(pathway: str, advice: Advice) -> list[Choice]:
    """The decisions an officer may take under an advice. Outside the criteria an offer goes through the DA (E4)."""
    arrest = pathway == EligibilityPathway.ARREST_DIVERSION
    words = {
        Decision.OFFER: _("Offer the program"),
        Decision.ASK_EXCEPTION: _("Ask the DA for an exception"),
        Decision.SOCIAL: _("Make a social referral instead (no charge)")
        if arrest
        else _("Send to the outreach team"),
        Decision.NO_OFFER: _("Don't offer the program now"),
    }
    within = advice in {Advice.ELIGIBLE, Advice.MORE_INFORMATION}
    open_ones = [
        *([Decision.OFFER] if arrest and within else []),
        *([Decision.ASK_EXCEPTION] if advice == Advice.ELIGIBLE_BY_EXCEPTION else []),
        *([Decision.SOCIAL] if arrest or within or advice == Advice.IMMUNITY else []),
        Decision.NO_OFFER,
    ]
    return [(each, words[each]) for each in open_ones]


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
            found[key] = ConvictionFact(Reply.YES, cleaned.get("most_recent"))
        else:
            answer = Reply.NO if said in {"none", "some"} else Reply.UNKNOWN
            found[key] = ConvictionFact(answer)
    return found


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
        supervising_officer_agrees=read_reply(cleaned, "supervising_officer_agrees"),
        victim_agrees=read_reply(details, "victim_agrees"),
        no_contact_order=read_reply(cleaned, "no_contact_order"),
        immunity=Immunity(answers.cleaned_answers("what").get("immunity") or "none")
        if arrest
        else Immunity.NONE,
    )


def offenses_of(charges: CleanedAnswers, details: CleanedAnswers) -> tuple[OffenseFact, ...]:
    return tuple(
        OffenseFact(
            key=row.key,
            kind=row.kind,
            statute=row.statute,
            felony=row.felony,
            has_victim=row.has_victim,
            value=details.get("value_dollars") if row.asks_for_value else None,
        )
        for row in charges.get("chosen", [])
    )


def amounts_of(charges: CleanedAnswers, details: CleanedAnswers) -> tuple[DrugAmount, ...]:
    """The drug found, once, however many offenses rest on it."""
    if not any(row.asks_for_drug for row in charges.get("chosen", [])):
        return ()
    return (
        DrugAmount(details.get("drug") or UNIDENTIFIED, details.get("quantity"), details.get("unit") or ""),
    )


def assessment_of(answers: EligibilityAnswers) -> Assessment | None:
    """The assessment under the current criteria, or None where no criteria are approved yet."""
    try:
        _version, assessment = assess_facts(program=answers.program, facts=facts_of(answers), at=answers.at)
    except Refused:
        return None
    return assessment


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
    words = gettext(
        "No criteria are active yet. Law enforcement leadership and the DA's office must both approve them."
    )
    return PresentedAssessment(words, "soon", [], [])
