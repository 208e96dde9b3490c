"""How things stand, as pages show it: what holds now, and from when to when everything else did."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.casework.facts import CODES, LISTS
from handoff.casework.models import DatedFact, DatedFactVersion
from handoff.casework.needs.presenters import when_known
from handoff.casework.situation.queries import HeldFact, is_readable, may_read_health
from handoff.core.templatetags.handoff import day
from handoff.core.ui import TimelineEntry
from handoff.programs.models import Program

Kind = DatedFactVersion.Kind


@dataclass(frozen=True)
class FactCard:
    """One fact: what, from when to when, how it is known, and every version of it that the reader may see."""

    fact: DatedFact | None
    title: str
    days: str
    words: str
    known: str
    url: str
    versions: list[TimelineEntry]


@dataclass(frozen=True)
class KindCard:
    """One kind: what holds now and what held before, newest first."""

    kind: str
    title: str
    current: list[FactCard]
    earlier: list[FactCard]


@dataclass(frozen=True)
class NowRow:
    """One line of the compact list: a kind, and what holds now."""

    title: str
    held: list[tuple[str, str]]


def label_of(kind: str, code: str) -> str:
    return _(CODES[kind, code].label)


def since_text(held: HeldFact) -> str:
    """Since when, as precisely as it is known: what an intake says was so on that day at the latest."""
    version, since = held.version, day(held.span.since)
    if version is None:
        return _("since %(day)s or before") % {"day": since}
    return (_("since about %(day)s") if version.since_about else _("since %(day)s")) % {"day": since}


def days_text(held: HeldFact) -> str:
    """From when to when, in words."""
    if held.ends is None:
        return since_text(held)
    return _("%(since)s, until %(until)s") % {"since": since_text(held), "until": day(held.ends)}


def known_text(held: HeldFact) -> str:
    version = held.version
    return _("Answered at the intake") if version is None else str(version.get_source_display())


def kind_cards(
    held: Sequence[HeldFact], program: Program, actor: Actor, names: dict[int, str], today: date
) -> list[KindCard]:
    """Every kind that the reader may read, in the order of the page, also those of which nothing is recorded."""
    cards = []
    for kind in LISTS:
        if kind == Kind.TREATMENT and not may_read_health(actor):
            continue
        of_kind = [each for each in held if each.span.kind == kind]
        current = [each for each in of_kind if each.holds_on(today)]
        earlier = [each for each in of_kind if each not in current]
        cards.append(
            KindCard(
                kind=kind,
                title=str(Kind(kind).label),
                current=[fact_card(each, program, actor, names) for each in current],
                earlier=[fact_card(each, program, actor, names) for each in earlier],
            )
        )
    return cards


def fact_card(held: HeldFact, program: Program, actor: Actor, names: dict[int, str]) -> FactCard:
    version, fact = held.version, held.fact
    url = ""
    if held.intake is not None and actor.can(Permission.INTAKE_DO):
        url = reverse("enrollment:intake", args=[program.slug, held.intake.public_id])
    return FactCard(
        fact=fact,
        title=label_of(held.span.kind, held.span.code),
        days=days_text(held),
        words=version.said if version else "",
        known=known_text(held),
        url=url,
        versions=list(version_entries(fact, actor, names)) if fact is not None else [],
    )


def version_entries(fact: DatedFact, actor: Actor, names: dict[int, str]) -> Iterator[TimelineEntry]:
    """The versions of a fact that the reader may see, newest first; one about health stays closed to others."""
    for version in reversed(fact.versions.all()):
        if is_readable(version.kind, version.value, actor):
            since = day(version.since)
            days = f"{since} – {day(version.until)}" if version.until else since
            yield TimelineEntry(
                at=version.written_at,
                title=f"{version.get_what_display()}: {label_of(version.kind, version.value)}, {days}",
                by=names.get(version.written_by_id or 0, ""),
                text=version.said,
            )


def now_rows(held: Sequence[HeldFact], today: date) -> list[NowRow]:
    """What holds now, kind by kind: the compact list of a participant's page."""
    rows = []
    for kind in LISTS:
        current = [each for each in held if each.span.kind == kind and each.holds_on(today)]
        if current:
            values = [(label_of(kind, each.span.code), days_text(each)) for each in current]
            rows.append(NowRow(str(Kind(kind).label), values))
    return rows


def fact_entries(
    held: Sequence[HeldFact], names: dict[int, str], zone: ZoneInfo, today: date, url: str
) -> Iterator[TimelineEntry]:
    """When each fact started, and when it ended if nothing else of its kind followed it, as entries of a timeline.

    What the intake said stands in the history as the intake.
    """
    starts = {(each.span.kind, each.span.since) for each in held}
    for each in held:
        version, fact = each.version, each.fact
        if version is None or fact is None:
            continue
        title = f"{Kind(each.span.kind).label}: {label_of(each.span.kind, each.span.code)}"
        by = names.get(version.written_by_id or 0, "")
        yield TimelineEntry(
            at=when_known(each.span.since, fact.added_at, zone),
            title=title,
            by=by,
            text=version.said,
            url=url,
        )
        if each.ends is not None and each.ends <= today and (each.span.kind, each.ends) not in starts:
            at = when_known(each.ends, version.written_at, zone)
            yield TimelineEntry(at=at, title=_("Ended: %(what)s") % {"what": title}, by=by, url=url)


def user_ids(held: Sequence[HeldFact]) -> set[int | None]:
    """Everyone who wrote a version of some facts."""
    facts = [each.fact for each in held if each.fact is not None]
    return {version.written_by_id for fact in facts for version in fact.versions.all()}
