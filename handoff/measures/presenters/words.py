"""The words of measures: names of periods, groups and lines, figures, and the finding in one sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handoff.charges.models import NewCharge, Offense
from handoff.enrollment.models import LookBack
from handoff.measures.definitions.measure import ALL, Line, Measure, Result
from handoff.measures.rules.intervals import Disparity, disparity_of
from handoff.measures.rules.periods import Period, PeriodKind
from handoff.measures.wording import (
    CAUSES,
    DIMENSIONS,
    INTAKE_STATES,
    LINES,
    OVERDOSE_ENDS,
    RACE_GROUPS,
    STAGES,
    TABLES,
    percent,
    rounded,
)
from handoff.participants.models import Gender, RaceEthnicity
from handoff.referrals.models import AgeBand
from handoff.referrals.queries.fact_rows import REFERRAL_COLUMNS


@dataclass(frozen=True)
class Names:
    """What a program calls its agencies and offenses, by the codes that lines carry."""

    agencies: Mapping[str, str]
    offenses: Mapping[str, str]


def offense_names(offenses: list[Offense]) -> dict[str, str]:
    return {each.key: each.shown_title for each in offenses}


def period_name(period: Period) -> str:
    """July 2026, July to September 2026, or Fiscal year July 2026 to June 2027."""
    first, last = month_name(period.first), month_name(period.last)
    if period.kind is PeriodKind.MONTH:
        return first
    if period.kind is PeriodKind.QUARTER:
        return _("%(first)s to %(last)s") % {"first": date_format(period.first, "F"), "last": last}
    return _("Fiscal year %(first)s to %(last)s") % {"first": first, "last": last}


def month_name(day: date) -> str:
    return date_format(day, "YEAR_MONTH_FORMAT")


def short_period_name(period: Period) -> str:
    """What stands below a plot."""
    if period.kind is PeriodKind.MONTH:
        return date_format(period.first, "M")
    return period.code.replace("FY", "").partition("-")[2] or period.code


def line_label(table: str, code: str, names: Names) -> str:
    """The words of one line of a table."""
    if code == ALL:
        return _("All")
    if table in ("before_after", "left_out"):
        return window_label(code)
    key = table.partition(":")[0]
    found = _labels(key, names)
    if found is not None:
        return str(found.get(code, code))
    if code == "none":
        return _("No reason recorded")
    column = {"answer": "outcome", "reason": "decline_reason", "later_reason": "later_no_reason"}.get(
        key, key
    )
    return str(REFERRAL_COLUMNS[column].label_of(code))


def _labels(key: str, names: Names) -> Mapping[str, object] | None:
    """The words of a kind of table's lines, by their codes; None where the column of referrals has them."""
    match key:
        case "agency":
            return {"none": _("No agency"), **names.agencies}
        case "officer_agency":
            return names.agencies
        case "offense":
            return names.offenses
        case "new_offense":
            return {"other": _("Not on the program's list"), **names.offenses}
        case _:
            return _FIXED_LABELS.get(key)


_FIXED_LABELS: Mapping[str, Mapping[str, object]] = {
    "new_how": dict(NewCharge.How.choices),
    "overdose": OVERDOSE_ENDS,
    "death": CAUSES,
    "reversal": {"reversal": gettext_lazy("Reversed by a participant")},
    "intake": INTAKE_STATES,
    "race": {**dict(RaceEthnicity.choices), **RACE_GROUPS},
    "gender": dict(Gender.choices),
    "age": {**dict(Gender.choices), **dict(AgeBand.choices)},
}


def window_label(code: str) -> str:
    """Jail booking, before the referral; or why someone is left out."""
    first, _colon, second = code.partition(":")
    if first == "not_looked_up":
        return _("Not looked up for all days: %(kind)s") % {"kind": LookBack.Kind(second).label}
    if second:
        side = _("before the referral") if second == "before" else _("after the referral")
        return f"{LookBack.Kind(first).label}, {side}"
    return _("The days after aren't over yet") if first == "too_soon" else _("Died within them")


def table_title(key: str) -> str:
    """The caption of a table: "By first answer", or "Referred: race and ethnicity"."""
    dimension, _colon, stage = key.partition(":")
    if stage:
        return f"{STAGES[stage]}: {DIMENSIONS[dimension]}"
    return str(TABLES[key])


def line_heading(key: str) -> str:
    """What stands above a table's rows: "First answer", or "Race and ethnicity"."""
    dimension, colon, _stage = key.partition(":")
    words = str(DIMENSIONS[dimension]) if colon else str(LINES[key])
    return words[:1].upper() + words[1:]


def count_words(line: Line) -> str:
    """5 of 9; 5 where there is nothing to be part of. A hidden number has its own mark, which is no number."""
    count = _("hidden") if line.count_hidden else str(line.count)
    if line.whole_hidden:
        return _("hidden") if line.count_hidden else _("%(count)s of a hidden count") % {"count": count}
    if line.whole is None:
        return count
    return _("%(count)s of %(whole)s") % {"count": count, "whole": line.whole}


def share_words(line: Line) -> str:
    """55.6% (26.7%–81.1%), or nothing where there is no share."""
    if line.share is None:
        return ""
    low, high = rounded(line.share.low), rounded(line.share.high)
    return f"{percent(line.share.percent)} ({low}–{high})"


def figure_words(line: Line) -> str:
    shown = share_words(line)
    return f"{count_words(line)} · {shown}" if shown else count_words(line)


def disparity_words(line: Line) -> tuple[Disparity | None, str]:
    """A group's index with its interval; why there is none where the census has no figure or no one is known."""
    if line.baseline is None:
        return None, _("no census figure for this group")
    if line.is_hidden:
        return None, _("hidden")
    found = disparity_of(line.count, line.whole or 0, line.baseline)
    if found is None:
        return None, _("no one counted")
    if not line.count and line.baseline * (line.whole or 0) < 1:
        return None, _("none counted, and fewer than one to be expected")
    numbers = [rounded(each, 2) for each in (found.index, found.low, found.high)]
    return found, f"{numbers[0]} ({numbers[1]}–{numbers[2]})"


def finding(measure: Measure, result: Result) -> str:
    """The finding of a measure in one sentence, for its page, the summary and the plot."""
    line = result.headline
    if line.is_hidden:
        return _("A small count is hidden, or another that would give one away.")
    values = {"count": line.count, "whole": line.whole or 0, "share": share_words(line)}
    sentence = _own(result) if measure.is_own else _FINDINGS[measure.key](result)
    return sentence % {**values, **result.notes}


def _acceptance(result: Result) -> str:
    if not result.headline.whole:
        return _("No referrals in this period.")
    return ngettext(
        "Of %(whole)s referral, the first answer was yes to %(count)s: %(share)s.",
        "Of %(whole)s referrals, the first answer was yes to %(count)s: %(share)s.",
        result.headline.whole,
    )


def _reasons(result: Result) -> str:
    if not result.headline.count:
        return _("No eligible person said “not now” in this period.")
    return ngettext(
        "%(count)s eligible person said “not now.”",
        "%(count)s eligible people said “not now.”",
        result.headline.count,
    )


def _enrollment(result: Result) -> str:
    if not result.headline.whole:
        return _("No one completed the screening form in this period.")
    if any(line.is_hidden for line in result.table("intake").lines if line.code == "open"):
        return _(
            "%(count)s of %(whole)s have enrolled so far. How many are still within the deadline is hidden."
        )
    still_open = result.notes.get("open", 0)
    if still_open:
        return ngettext(
            "%(count)s of %(whole)s have enrolled so far; %(open)s is still within the intake deadline, so don't "
            "compare this rate yet.",
            "%(count)s of %(whole)s have enrolled so far; %(open)s are still within the intake deadline, so don't "
            "compare this rate yet.",
            still_open,
        )
    return _("%(count)s of %(whole)s who completed the screening form enrolled: %(share)s.")


def _demographics(result: Result) -> str:
    if not result.headline.whole:
        return _("No one was referred in this period.")
    return _("Race and ethnicity are known for %(count)s of %(whole)s people referred.")


def _officers(result: Result) -> str:
    if result.headline.whole is None:
        return _("The head count is missing, so there is no share.")
    sentence = _("%(count)s of %(whole)s officers made a referral: %(share)s.")
    if result.notes.get("head_count_missing"):
        sentence += " " + _("Agencies without a head count are left out.")
    if result.notes.get("left"):
        sentence += " " + ngettext(
            "%(left)s of them has left since.", "%(left)s of them have left since.", result.notes["left"]
        )
    return sentence


def _charges(result: Result) -> str:
    if not result.headline.whole:
        return _("No one was an active participant on the last day.")
    if "charges" not in result.notes:
        return _("%(count)s of %(whole)s active participants had a charge set aside.")
    return _(
        "%(count)s of %(whole)s active participants had a charge set aside; charges set aside in all: %(charges)s."
    )


def _new_charges(result: Result) -> str:
    if not result.headline.whole:
        return _("No one was an active participant on the last day.")
    sentence = _("%(count)s of %(whole)s active participants were newly charged in this period: %(share)s.")
    if result.notes.get("new_charges"):
        sentence += " " + _("New charges in all: %(new_charges)s.")
    return sentence


def _before_after(result: Result) -> str:
    if not result.headline.whole:
        return _("No one referred in this period has enrolled.")
    if not result.notes.get("days"):
        return _(
            "%(count)s of %(whole)s participants were looked up for all of the days before and after their referral. A "
            "difference between the two says nothing about its cause."
        )
    return _(
        "%(count)s of %(whole)s participants were looked up for all of the %(days)s days before and after their "
        "referral. A difference between the two says nothing about its cause."
    )


def _safety(result: Result) -> str:
    sentence = ngettext(
        "The care team knows of %(count)s overdose of a participant.",
        "The care team knows of %(count)s overdoses of participants.",
        result.headline.count,
    )
    if not result.headline.count:
        sentence = _("The care team knows of no overdose of a participant in this period.")
    if result.notes.get("deaths"):
        sentence += " " + ngettext(
            "%(deaths)s person died.", "%(deaths)s people died.", result.notes["deaths"]
        )
    return sentence


def _own(result: Result) -> str:
    if not result.headline.whole:
        return _("Nothing to count in this period.")
    return _("%(count)s of %(whole)s: %(share)s.")


_FINDINGS = {
    "acceptance-rate": _acceptance,
    "decline-reasons": _reasons,
    "enrollment-rate": _enrollment,
    "demographics": _demographics,
    "officers-who-referred": _officers,
    "charges-of-active-participants": _charges,
    "new-charges-after-referral": _new_charges,
    "before-and-after": _before_after,
    "overdoses-and-deaths": _safety,
}
