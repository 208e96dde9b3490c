"""What the DA reads about an exception: the charge and the facts, and nothing about who it is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from handoff.accounts.queries import full_names_by_id
from handoff.charges.definitions import offense_on
from handoff.eligibility.engine.amounts import DRUGS, UNITS
from handoff.eligibility.engine.facts import DrugAmount, Facts, OffenseFact, Reply, Supervision
from handoff.eligibility.engine.findings import Advice, Assessment, CriterionFinding
from handoff.eligibility.engine.kinds import kind_words
from handoff.eligibility.engine.limits import CONVICTION_WORDS, SUPERVISION_WORDS
from handoff.eligibility.presenters.criteria import describe_offense
from handoff.referrals.models import ExceptionRequest, Referral
from handoff.referrals.presenters.assessments import PresentedAssessment, present_assessment


@dataclass(frozen=True)
class ExceptionLine:
    """A referral before the DA, with its charges and the criteria that are not met, in sentences."""

    referral: Referral
    short: list[str]
    charges: list[str]
    exception: ExceptionRequest | None = None


def facts_of_check(referral: Referral) -> Facts | None:
    """The facts that were checked. They hold an age and no name or birth date."""
    check = referral.eligibility
    # An erased check has no facts left.
    return Facts.from_plain(check.facts) if check is not None and check.facts else None


def present_stored_findings(referral: Referral) -> PresentedAssessment:
    """The stored check in the reader's language. It names no one."""
    check = referral.eligibility
    if check is None:
        return PresentedAssessment("", "info", [], [])
    found = tuple(CriterionFinding.from_plain(row) for row in check.findings)
    return present_assessment(Assessment(findings=found, advice=Advice(check.advice), deciding=None))


def exception_line(exception: ExceptionRequest) -> ExceptionLine:
    return replace(referral_line(exception.referral), exception=exception)


def referral_line(referral: Referral) -> ExceptionLine:
    facts = facts_of_check(referral)
    return ExceptionLine(
        referral,
        [each.sentence for each in present_stored_findings(referral).urgent],
        [describe_charge(each) for each in facts.offenses] if facts else [],
    )


def describe_charge(offense: OffenseFact) -> str:
    """A charge with its grade and the value of the goods."""
    # A program's own offense isn't in the catalog: its kind and statute say what it is.
    title = (
        describe_offense(offense.key)
        if offense_on(offense.key)
        else ", ".join(each for each in (_(kind_words(offense.kind)), offense.statute) if each)
    )
    grade = {True: _("felony"), False: _("misdemeanor"), None: ""}[offense.felony]
    value = (
        _("value $%(dollars)s") % {"dollars": f"{offense.value:,.0f}"} if offense.value is not None else ""
    )
    return ", ".join(each for each in (title, grade, value) if each)


def describe_found(found: DrugAmount) -> str:
    """A drug and how much of it was found."""
    drug = _(DRUGS[found.drug].words) if found.drug in DRUGS else _("an unidentified substance")
    if found.quantity is None or found.unit not in UNITS:
        return _("%(drug)s, amount unknown") % {"drug": drug}
    quantity = found.quantity.normalize() if found.quantity else Decimal(0)
    unit = _(UNITS[found.unit].words_for(found.quantity))
    return f"{drug}, {quantity:f} {unit}"


def describe_facts(facts: Facts) -> Iterator[tuple[str, str]]:
    """The charge and what was answered, each with its name. What wasn't asked or isn't known stays out."""
    yield _("Charges"), "; ".join(map(describe_charge, facts.offenses)) or _("None: no charge was made")
    if facts.amounts:
        yield _("Drugs found"), "; ".join(map(describe_found, facts.amounts))
    if facts.age is not None:
        yield _("Age"), str(facts.age)
    convicted = [
        _(CONVICTION_WORDS[conviction])
        + (f" ({fact.most_recent_on.year})" if fact.most_recent_on is not None else "")
        # In the order of the criteria: PostgreSQL keeps no order of keys.
        for conviction in CONVICTION_WORDS
        if (fact := facts.convictions.get(conviction)) is not None and fact.answer is Reply.YES
    ]
    if convicted:
        yield _("Convictions that disqualify"), "; ".join(convicted)
    if facts.supervision in SUPERVISION_WORDS:
        yield _("Supervision"), _(SUPERVISION_WORDS[Supervision(facts.supervision)])
    answers = {Reply.YES: _("Yes"), Reply.NO: _("No")}
    for name, reply in (
        (_("Supervising officer agrees"), facts.supervising_officer_agrees),
        (_("Victim agrees"), facts.victim_agrees),
        (_("Lives or stays here"), facts.resident),
        (_("No-contact order"), facts.no_contact_order),
    ):
        if reply in answers:
            yield name, answers[reply]


def exception_context(exception: ExceptionRequest) -> dict[str, object]:
    """What the DA needs to decide. It leaves out who the person is."""
    return referral_context(exception.referral) | {
        "exception": exception,
        "recommended_by": full_names_by_id([exception.recommended_by_id]).get(
            exception.recommended_by_id, ""
        ),
    }


def referral_context(referral: Referral) -> dict[str, object]:
    """The charge and the facts of a referral, and what doesn't meet the criteria."""
    facts = facts_of_check(referral)
    return {
        "referral": referral,
        "facts": list(describe_facts(facts)) if facts else [],
        "assessment": present_stored_findings(referral),
    }
