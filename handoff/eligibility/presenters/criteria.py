"""Criteria as sentences with their sources, and the differences between two versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from handoff.charges.definitions import everyday_title, offense_on
from handoff.eligibility.engine.amounts import UNITS, drug_words
from handoff.eligibility.engine.criteria import ChargeClass, Criteria, DrugLimit, LimitKind, SupervisionRule
from handoff.eligibility.engine.kinds import kind_words
from handoff.eligibility.engine.limits import CONVICTION_WORDS, SUPERVISION_WORDS
from handoff.eligibility.wording import CHARGE_SENTENCES, CRITERION_WORDS, VICTIM_SENTENCES


@dataclass(frozen=True)
class CriteriaSentence:
    """One sentence of the criteria, its source, and whether counsel still has to confirm it."""

    sentence: str
    source: str = ""
    to_confirm: bool = False


@dataclass(frozen=True)
class CriteriaSection:
    title: str
    lines: list[CriteriaSentence]


@dataclass(frozen=True)
class SectionChange:
    title: str
    gone: list[str]
    new: list[str]


def criteria_sections(criteria: Criteria) -> list[CriteriaSection]:
    """The criteria in sentences, in the order of the editor."""
    return [
        CriteriaSection(_("What the program takes"), list(describe_scope(criteria))),
        CriteriaSection(_("Who"), list(describe_person_criteria(criteria))),
        CriteriaSection(_("Offenses"), list(describe_offenses(criteria))),
        CriteriaSection(_("Amounts"), [describe_amount(limit) for limit in criteria.drug_limits]),
        CriteriaSection(_("Disqualifying convictions"), list(describe_convictions(criteria))),
        CriteriaSection(_("Supervision and orders"), list(describe_supervision(criteria))),
        CriteriaSection(_("Exceptions"), [describe_exceptions(criteria)]),
    ]


def describe_scope(criteria: Criteria) -> Iterator[CriteriaSentence]:
    """Which referrals the program takes, and what a smaller start leaves out (P7)."""
    yield CriteriaSentence(str(CHARGE_SENTENCES[criteria.charges]))
    if criteria.charges is ChargeClass.MISDEMEANORS:
        yield CriteriaSentence(
            _(
                "Possession of most drugs is a felony in North Carolina, so people found with them get a social "
                "referral until the DA's office joins."
            )
        )


def describe_person_criteria(criteria: Criteria) -> Iterator[CriteriaSentence]:
    yield CriteriaSentence(_("The person is at least %(years)s years old.") % {"years": criteria.minimum_age})
    if criteria.residence_required:
        yield CriteriaSentence(_("The person lives or stays in the program's area."))
    if criteria.substance_use_required:
        yield CriteriaSentence(_("The person is known to use controlled substances."))
    if criteria.amenability_required:
        yield CriteriaSentence(
            _(
                "When first met, the person isn't violent, isn't experiencing psychosis, and isn't "
                "a danger to themselves or others."
            )
        )
    if criteria.exploitation_of_minors_excluded:
        yield CriteriaSentence(_("The person doesn't appear to exploit minors."))


def describe_offenses(criteria: Criteria) -> Iterator[CriteriaSentence]:
    for kind in criteria.eligible_kinds:
        words = _(kind_words(kind))
        felony = kind in criteria.felony_kinds
        yield CriteriaSentence(
            _("Eligible, including felonies: %(kind)s.") % {"kind": words}
            if felony
            else _("Eligible: %(kind)s.") % {"kind": words}
        )
    for key in criteria.eligible_offenses:
        yield CriteriaSentence(_("Also eligible: %(offense)s.") % {"offense": describe_offense(key)})
    for key in criteria.excluded_offenses:
        yield CriteriaSentence(_("Not eligible: %(offense)s.") % {"offense": describe_offense(key)})
    for limit in criteria.value_limits:
        values = {"kind": _(kind_words(limit.kind)), "dollars": f"{limit.dollars:,.0f}"}
        sentence = _("%(kind)s: goods worth $%(dollars)s or less.") % values
        # No one records who reviewed a value, so each that cites a source stays to be confirmed.
        yield CriteriaSentence(sentence, translate_source(limit.source), to_confirm=bool(limit.source))
    yield CriteriaSentence(str(VICTIM_SENTENCES[criteria.victims]))


def describe_offense(key: str) -> str:
    offense = offense_on(key)
    if offense is None:
        return key
    return f"{everyday_title(offense, get_language() or 'en')} ({offense.statute})"


def translate_source(source: str) -> str:
    """A source in the reader's language where it is one that Handoff ships; a program's own stays as it was written."""
    return _(source) if source else ""


def format_number(number: Decimal) -> str:
    """A quantity without trailing zeros, with commas from 1,000 on."""
    written = f"{number:,f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def describe_amount(limit: DrugLimit) -> CriteriaSentence:
    """How much of a drug is too much, and between which dates."""
    drug = _(drug_words(limit.drug))
    values = {
        "drug": drug[:1].upper() + drug[1:],
        "quantity": format_number(limit.quantity),
        "unit": _(UNITS[limit.unit].words_for(limit.quantity)),
    }
    if limit.kind is LimitKind.TRAFFICKING:
        known = _("%(drug)s: %(quantity)s %(unit)s or more is trafficking weight.")
        above = _("%(drug)s: more than %(quantity)s %(unit)s is trafficking weight.")
    else:
        known = _("%(drug)s: %(quantity)s %(unit)s or more is more than personal use.")
        above = _("%(drug)s: more than %(quantity)s %(unit)s is more than personal use.")
    sentence = (known if limit.reached_excludes else above) % values
    if limit.effective_from:
        sentence += " " + _("From %(day)s.") % {"day": date_format(limit.effective_from)}
    if limit.effective_to:
        sentence += " " + _("Until %(day)s.") % {"day": date_format(limit.effective_to)}
    return CriteriaSentence(sentence, translate_source(limit.source), to_confirm=not limit.reviewed_by)


def describe_convictions(criteria: Criteria) -> Iterator[CriteriaSentence]:
    for row in criteria.convictions:
        values = {"what": _(CONVICTION_WORDS[row.conviction])}
        if row.years is None:
            yield CriteriaSentence(
                _("A conviction for %(what)s disqualifies, no matter when.") % values,
                translate_source(row.source),
            )
        else:
            sentence = ngettext(
                "A conviction for %(what)s in the last %(years)s year disqualifies.",
                "A conviction for %(what)s in the last %(years)s years disqualifies.",
                row.years,
            )
            yield CriteriaSentence(sentence % {**values, "years": row.years}, translate_source(row.source))
    if not criteria.convictions:
        yield CriteriaSentence(_("No past conviction disqualifies."))


def describe_supervision(criteria: Criteria) -> Iterator[CriteriaSentence]:
    sentences = {
        SupervisionRule.ALLOWED: _("A person on %(kind)s can be in the program."),
        SupervisionRule.NEEDS_APPROVAL: _(
            "A person on %(kind)s can be in the program if the supervising officer agrees."
        ),
        SupervisionRule.NOT_ALLOWED: _("A person on %(kind)s can't be in the program."),
    }
    for kind, words in SUPERVISION_WORDS.items():
        yield CriteriaSentence(sentences[criteria.supervision_rule(kind)] % {"kind": _(words)})
    if criteria.no_contact_order_excluded:
        yield CriteriaSentence(
            _("A person with a no-contact order related to the offense can't be in the program.")
        )


def describe_exceptions(criteria: Criteria) -> CriteriaSentence:
    """The criteria to which the DA makes no exception."""
    named = [str(words) for code, words in CRITERION_WORDS.items() if code in criteria.never_by_exception]
    if not named:
        return CriteriaSentence(_("The DA's office can make an exception to any criterion."))
    return CriteriaSentence(
        _("The DA's office can make an exception to any criterion except these: %(named)s.")
        % {"named": "; ".join(named)}
    )


def compare_criteria(before: Criteria | None, after: Criteria) -> list[SectionChange]:
    """What a version changes, by section; empty if nothing changed."""
    if before is None:
        return []
    changes = []
    for old, new in zip(criteria_sections(before), criteria_sections(after), strict=True):
        was, now = [line.sentence for line in old.lines], [line.sentence for line in new.lines]
        gone, come = [each for each in was if each not in now], [each for each in now if each not in was]
        if gone or come:
            changes.append(SectionChange(new.title, gone, come))
    return changes
