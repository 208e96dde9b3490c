"""Criteria in whole sentences, each with its source, and what changed between two versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.charges.definitions import offense_on
from handoff.eligibility.engine.amounts import UNITS, words_of
from handoff.eligibility.engine.criteria import Criteria, DrugLimit, LimitKind, Permission
from handoff.eligibility.engine.kinds import kind_words
from handoff.eligibility.engine.limits import CONVICTION_WORDS, SUPERVISION_WORDS
from handoff.eligibility.wording import CRITERION_WORDS, VICTIM_SENTENCES


@dataclass(frozen=True)
class Line:
    """One sentence of the criteria, the source it rests on, and whether counsel has yet to confirm it."""

    sentence: str
    source: str = ""
    to_confirm: bool = False


@dataclass(frozen=True)
class Section:
    """Some lines of the criteria under one heading."""

    title: Any
    lines: list[Line]


@dataclass(frozen=True)
class SectionChange:
    """What changed under one heading."""

    title: Any
    gone: list[str]
    new: list[str]


def sections(criteria: Criteria) -> list[Section]:
    """Return the criteria in words, in the order of the editor."""
    return [
        Section(_("Who"), list(who(criteria))),
        Section(_("Offenses"), list(offenses(criteria))),
        Section(_("Amounts"), [amount_line(limit) for limit in criteria.drug_limits]),
        Section(_("Past convictions"), list(history(criteria))),
        Section(_("Supervision and orders"), list(supervision(criteria))),
        Section(_("Exceptions"), [exceptions(criteria)]),
    ]


def who(criteria: Criteria) -> Iterator[Line]:
    """Say whom the program is for."""
    yield Line(_("The person is at least %(years)s years old.") % {"years": criteria.minimum_age})
    if criteria.residence_required:
        yield Line(_("The person lives in the jurisdiction."))
    if criteria.substance_use_required:
        yield Line(_("The person is known to use controlled substances."))
    if criteria.amenability_required:
        yield Line(_("On contact the person is not violent, psychotic, or a threat to self or others."))
    if criteria.exploitation_of_minors_excluded:
        yield Line(_("The person does not appear to exploit minors."))


def offenses(criteria: Criteria) -> Iterator[Line]:
    """Say which offenses are eligible."""
    for kind in criteria.eligible_kinds:
        words = _(kind_words(kind))
        felony = kind in criteria.felony_kinds
        yield Line(
            _("Eligible, also as a felony: %(kind)s.") % {"kind": words}
            if felony
            else _("Eligible: %(kind)s.") % {"kind": words}
        )
    for key in criteria.eligible_offenses:
        yield Line(_("Eligible as well: %(offense)s.") % {"offense": offense_words(key)})
    for key in criteria.excluded_offenses:
        yield Line(_("Not eligible: %(offense)s.") % {"offense": offense_words(key)})
    for limit in criteria.value_limits:
        values = {"kind": _(kind_words(limit.kind)), "dollars": f"{limit.dollars:,.0f}"}
        sentence = _("%(kind)s: goods worth at most $%(dollars)s.") % values
        yield Line(sentence, limit.source, "counsel" in limit.source)
    yield Line(str(VICTIM_SENTENCES[criteria.victims]))


def offense_words(key: str) -> str:
    """Return an offense's title with its statute."""
    offense = offense_on(key)
    return f"{offense.plain_title} ({offense.statute})" if offense else key


def number_words(number: Decimal) -> str:
    """Write a quantity without needless zeros."""
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def amount_line(limit: DrugLimit) -> Line:
    """Say how much of a drug is too much, and when that held."""
    drug = _(words_of(limit.drug))
    values = {
        "drug": drug[:1].upper() + drug[1:],
        "quantity": number_words(limit.quantity),
        "unit": _(UNITS[limit.unit].words),
    }
    if limit.kind is LimitKind.TRAFFICKING:
        known = _("%(drug)s: %(quantity)s %(unit)s or more is trafficking weight.")
        above = _("%(drug)s: more than %(quantity)s %(unit)s is trafficking weight.")
    else:
        known = _("%(drug)s: %(quantity)s %(unit)s or more is beyond personal use.")
        above = _("%(drug)s: more than %(quantity)s %(unit)s is beyond personal use.")
    sentence = (known if limit.reached_excludes else above) % values
    if limit.effective_from:
        sentence += " " + _("From %(day)s.") % {"day": date_format(limit.effective_from)}
    if limit.effective_to:
        sentence += " " + _("Until %(day)s.") % {"day": date_format(limit.effective_to)}
    return Line(sentence, limit.source, to_confirm=not limit.reviewed_by)


def history(criteria: Criteria) -> Iterator[Line]:
    """Say which past convictions disqualify, and for how long."""
    for row in criteria.convictions:
        values = {"what": _(CONVICTION_WORDS[row.conviction])}
        if row.years is None:
            yield Line(_("A conviction for %(what)s at any time disqualifies.") % values, row.source)
        else:
            sentence = ngettext(
                "A conviction for %(what)s in the last %(years)s year disqualifies.",
                "A conviction for %(what)s in the last %(years)s years disqualifies.",
                row.years,
            )
            yield Line(sentence % {**values, "years": row.years}, row.source)
    if not criteria.convictions:
        yield Line(_("No past conviction disqualifies."))


def supervision(criteria: Criteria) -> Iterator[Line]:
    """Say what supervision and orders mean."""
    sentences = {
        Permission.ALLOWED: _("Somebody on %(kind)s may take part."),
        Permission.NEEDS_APPROVAL: _(
            "Somebody on %(kind)s may take part when the supervising officer agrees."
        ),
        Permission.NOT_ALLOWED: _("Somebody on %(kind)s may not take part."),
    }
    for kind, words in SUPERVISION_WORDS.items():
        yield Line(sentences[criteria.permission(kind)] % {"kind": _(words)})
    if criteria.no_contact_order_excluded:
        yield Line(_("Somebody under a no-contact order that the offense touches may not take part."))


def exceptions(criteria: Criteria) -> Line:
    """Say what the DA cannot make an exception to."""
    named = [str(words) for code, words in CRITERION_WORDS.items() if code in criteria.never_by_exception]
    if not named:
        return Line(_("The DA's office may make an exception to every criterion."))
    return Line(
        _("The DA's office may make an exception to every criterion but these: %(named)s.")
        % {"named": ", ".join(named)}
    )


def differences(before: Criteria | None, after: Criteria) -> list[SectionChange]:
    """Say in words what another version changes, under its headings; nothing where all is the same."""
    if before is None:
        return []
    changes = []
    for old, new in zip(sections(before), sections(after), strict=True):
        was, now = [line.sentence for line in old.lines], [line.sentence for line in new.lines]
        gone, come = [each for each in was if each not in now], [each for each in now if each not in was]
        if gone or come:
            changes.append(SectionChange(new.title, gone, come))
    return changes
