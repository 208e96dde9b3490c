"""Can they join? The questions of the criteria in force, the facts they amount to, and the officer's own decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import (
    LongTextField,
    ThreePartDateField,
    TickTilesField,
    TilesField,
    YesNoUnknownField,
)
from handoff.core.refusals import Refused
from handoff.eligibility.engine.amounts import DRUGS, UNIDENTIFIED, UNITS
from handoff.eligibility.engine.facts import (
    Conviction,
    ConvictionFact,
    Door,
    DrugAmount,
    Facts,
    Immunity,
    OffenseFact,
    Reply,
    Supervision,
)
from handoff.eligibility.engine.findings import ANSWER_WORDS, Advice, Answer, Assessment, Finding
from handoff.eligibility.engine.limits import CONVICTION_WORDS
from handoff.eligibility.models import CriteriaVersion, EligibilityDecision
from handoff.eligibility.policies import NEEDS_NO_REASON
from handoff.eligibility.services import assess_facts
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.referrals.forms.asked import Asked, asked_by
from handoff.referrals.forms.base import Group, PageForm, ShownGroup

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


class HasFacts(Protocol):
    """A draft's way, or the one-page check: whatever knows what was answered."""

    program: Program
    at: datetime

    @property
    def door(self) -> str: ...

    @property
    def version(self) -> CriteriaVersion | None: ...

    def cleaned(self, page: str) -> Mapping[str, Any]: ...


class FactsForm(PageForm):
    """Only what the criteria in force ask. Conclusions, never the text of a criminal history."""

    resident = YesNoUnknownField(label=_("Do they live in the jurisdiction?"))
    substance_use = YesNoUnknownField(label=_("Do they use controlled substances, as far as you know?"))
    amenable = YesNoUnknownField(
        label=_("Are they calm enough to talk about joining?"),
        help_text=_("No: violent at first contact, or a threat to themselves or others."),
    )
    exploits_minors = YesNoUnknownField(label=_("Do they appear to exploit minors?"))
    convictions = TilesField(
        label=_("Convictions for one of these?"),
        choices=[("none", _("None of these")), ("some", _("One or more")), ("unknown", _("Unknown"))],
        compact=True,
    )
    which = TickTilesField(label=_("Which?"), required=False, choices=[], compact=True)
    most_recent = ThreePartDateField(label=_("The most recent one, about when"), required=False)
    supervision = TilesField(
        label=_("Probation, parole or release now?"), choices=SUPERVISION_WORDS, compact=True
    )
    supervising_officer_agrees = YesNoUnknownField(
        label=_("If supervised: does the supervising officer agree?"), required=False
    )
    no_contact_order = YesNoUnknownField(label=_("Is there a no-contact order against them?"))
    groups = (
        Group(("resident", "substance_use", "amenable", "exploits_minors", "convictions")),
        Group(("which", "most_recent"), _("If one or more: which, and when"), folded=True),
        Group(("supervision",)),
        Group(("supervising_officer_agrees",), _("If supervised: the supervising officer"), folded=True),
        Group(("no_contact_order",)),
    )

    def prepare(self) -> None:
        asked = asked_by(self.way.version)
        self.drop(
            *(
                name
                for name in ("resident", "substance_use", "amenable", "exploits_minors")
                if name not in asked
            )
        )
        self.drop(*(name for name in ("supervision", "no_contact_order") if name not in asked))
        if "supervising_officer_agrees" not in asked:
            self.drop("supervising_officer_agrees")
        if not asked.convictions:
            self.drop("convictions", "which", "most_recent")
            return
        self.fields["which"].choices = [  # type: ignore[attr-defined]
            (str(each), capital(gettext(CONVICTION_WORDS[each]))) for each in asked.convictions
        ]
        self.fields["convictions"].help_text = conviction_words(asked)
        field = self.fields["most_recent"]
        if isinstance(field, ThreePartDateField):
            field.latest = local_date(self.way.program, self.way.at)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("convictions") == "some" and not cleaned.get("which"):
            self.add_error("which", _("Choose which one."))
        return cleaned


def conviction_words(asked: Asked) -> str:
    """List the classes of convictions that the criteria name, each with its look-back."""
    said = []
    for key, years in asked.convictions.items():
        words = gettext(CONVICTION_WORDS[key])
        if years:
            words = gettext("%(what)s (last %(years)s years)") % {"what": words, "years": years}
        said.append(words)
    return capital("; ".join(said)) + "."


def capital(words: str) -> str:
    """Begin with a capital letter."""
    return words[:1].upper() + words[1:]


class DecideForm(PageForm):
    """The advice advises; the officer decides, with a reason where the decision departs from it (G8)."""

    groups = (
        Group(("decision",)),
        Group(("reason",), _("A reason, or a recommendation to the DA"), folded=True),
    )

    decision = TilesField(label=_("Your decision"), choices=[])
    reason = LongTextField(
        label=_("Your reason, or your recommendation to the DA"),
        required=False,
        max_length=300,
        rows=2,
        note=_("Do not write criminal history here."),
        help_text=_(
            "Needed when you ask for an exception, do not offer the program, or depart from the advice."
        ),
    )

    def prepare(self) -> None:
        assessment = assessment_of(self.way)
        self.advice = assessment.advice if assessment is not None else Advice.MORE_INFORMATION
        self.fields["decision"].choices = decisions_for(self.way.door, self.advice)  # type: ignore[attr-defined]

    @property
    def shown_groups(self) -> list[ShownGroup]:
        """Open the reason at once where most decisions need one."""
        opened = self.advice != Advice.ELIGIBLE
        return [replace(group, open=group.open or opened) for group in super().shown_groups]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        decision = cleaned.get("decision")
        free = decision in NEEDS_NO_REASON[self.advice] and decision != Decision.ASK_EXCEPTION
        if decision and not free and not cleaned.get("reason"):
            self.add_error("reason", _("Please give the reason in a few words."))
        return cleaned


def decisions_for(door: str, advice: Advice) -> list[tuple[str, Any]]:
    """Return the decisions open under an advice: outside the criteria the offer goes through the DA (E4)."""
    arrest = door == Door.ARREST_DIVERSION
    words = {
        Decision.OFFER: _("Offer the program"),
        Decision.ASK_EXCEPTION: _("Ask the DA for an exception"),
        Decision.SOCIAL: _("Make it a social referral, without a charge")
        if arrest
        else _("Pass to the outreach team"),
        Decision.NO_OFFER: _("Do not offer the program now"),
    }
    within = advice in {Advice.ELIGIBLE, Advice.MORE_INFORMATION}
    open_ones = [
        *([Decision.OFFER] if arrest and within else []),
        *([Decision.ASK_EXCEPTION] if advice == Advice.ELIGIBLE_BY_EXCEPTION else []),
        *([Decision.SOCIAL] if arrest or within or advice == Advice.IMMUNITY else []),
        Decision.NO_OFFER,
    ]
    return [(each, words[each]) for each in open_ones]


def drug_choices(way: HasFacts) -> Sequence[tuple[str, Any]]:
    """Return the drugs as tiles; unknown is one of them."""
    named = [(key, gettext(drug.words)) for key, drug in DRUGS.items() if key != UNIDENTIFIED]
    return [*((key, capital(words)) for key, words in named), (UNIDENTIFIED, _("Unknown"))]


def unit_choices() -> Sequence[tuple[str, Any]]:
    """Return the units an officer meets."""
    return [(key, gettext(UNITS[key].words)) for key in COMMON_UNITS]


def age_on(born: date, day: date) -> int:
    """Return how old somebody is on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def reply(cleaned: Mapping[str, Any], name: str) -> Reply:
    return Reply(cleaned.get(name) or "unknown")


def convictions_of(way: HasFacts, cleaned: Mapping[str, Any]) -> dict[Conviction, ConvictionFact]:
    """Return the officer's conclusion for each class that the criteria name."""
    said, which = cleaned.get("convictions"), set(cleaned.get("which", []))
    found = {}
    for key in asked_by(way.version).convictions:
        if said == "some" and str(key) in which:
            found[key] = ConvictionFact(Reply.YES, cleaned.get("most_recent"))
        else:
            answer = Reply.NO if said in {"none", "some"} else Reply.UNKNOWN
            found[key] = ConvictionFact(answer)
    return found


def facts_of(way: HasFacts) -> Facts:
    """Return what eligibility may know. The age goes in, the birth date does not: a check may outlive the identity."""
    who, charges, details = way.cleaned("who"), way.cleaned("charges"), way.cleaned("details")
    cleaned = way.cleaned("facts")
    happened = charges.get("occurred_at") or way.at
    day = local_date(way.program, happened)
    born = who.get("date_of_birth")
    arrest = way.door == Door.ARREST_DIVERSION
    return Facts(
        door=Door(way.door),
        on=day,
        age=age_on(born, day) if born else who.get("approximate_age"),
        resident=reply(cleaned, "resident"),
        substance_use=reply(cleaned, "substance_use"),
        amenable=reply(cleaned, "amenable"),
        exploits_minors=reply(cleaned, "exploits_minors"),
        offenses=offenses_of(charges, details) if arrest else (),
        amounts=amounts_of(charges, details) if arrest else (),
        convictions=convictions_of(way, cleaned),
        supervision=Supervision(cleaned.get("supervision") or "unknown"),
        supervising_officer_agrees=reply(cleaned, "supervising_officer_agrees"),
        victim_agrees=reply(details, "victim_agrees"),
        no_contact_order=reply(cleaned, "no_contact_order"),
        immunity=Immunity(way.cleaned("what").get("immunity") or "none") if arrest else Immunity.NONE,
    )


def offenses_of(charges: Mapping[str, Any], details: Mapping[str, Any]) -> tuple[OffenseFact, ...]:
    """Return the offences chosen, with the value where one was asked for."""
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


def amounts_of(charges: Mapping[str, Any], details: Mapping[str, Any]) -> tuple[DrugAmount, ...]:
    """Return what was found, once, however many offences rest on it."""
    if not any(row.asks_for_drug for row in charges.get("chosen", [])):
        return ()
    return (
        DrugAmount(details.get("drug") or UNIDENTIFIED, details.get("quantity"), details.get("unit") or ""),
    )


def assessment_of(way: HasFacts) -> Assessment | None:
    """Return the findings and the advice, or None where no criteria are in force."""
    try:
        _version, assessment = assess_facts(program=way.program, facts=facts_of(way), at=way.at)
    except Refused:
        return None
    return assessment


@dataclass(frozen=True)
class ShownFinding:
    """One criterion as shown: the sentence, the answer in words, the source."""

    sentence: str
    answer: str
    kind: str
    source: str


@dataclass(frozen=True)
class ShownAssessment:
    """The advice in a sentence, first what speaks against, then what is met."""

    advice: str
    kind: str
    urgent: list[ShownFinding]
    met: list[ShownFinding]


KINDS = {Answer.MET: "done", Answer.NOT_MET: "overdue", Answer.UNKNOWN: "soon", Answer.NOT_ASKED: "info"}
ADVICE_KINDS = {Advice.ELIGIBLE: "done", Advice.NOT_ELIGIBLE: "overdue", Advice.IMMUNITY: "info"}


def shown(assessment: Assessment) -> ShownAssessment:
    """Put an assessment in the reader's words; what does not apply is left out."""
    return ShownAssessment(
        advice=gettext(assessment.sentence),
        kind=ADVICE_KINDS.get(assessment.advice, "soon"),
        urgent=shown_findings([*assessment.answered(Answer.NOT_MET), *assessment.answered(Answer.UNKNOWN)]),
        met=shown_findings(assessment.answered(Answer.MET)),
    )


def shown_findings(findings: Sequence[Finding]) -> list[ShownFinding]:
    """Put findings in the reader's words."""
    return [
        ShownFinding(
            sentence=each.said(gettext),
            answer=gettext(ANSWER_WORDS[each.answer]),
            kind=KINDS[each.answer],
            source=each.source,
        )
        for each in findings
    ]


def assessment_shown(way: HasFacts) -> ShownAssessment:
    """Return what the decision page shows; without criteria in force it says so."""
    assessment = assessment_of(way)
    if assessment is not None:
        return shown(assessment)
    words = gettext(
        "No criteria are in force yet. Both law enforcement leadership and the DA's office must approve them."
    )
    return ShownAssessment(words, "soon", [], [])
