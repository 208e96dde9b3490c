"""The agenda, the table, the projector and a partner's packet in words."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handoff.casework.court.presenters import Rooms, line_of, order_days, rooms_of
from handoff.casework.court.queries import Appearance
from handoff.casework.models import CourtOrder, Milestone, Need
from handoff.casework.providers.presenters import AskedCard
from handoff.charges.models import NewCharge
from handoff.consent.gate import ConsentDecision
from handoff.consent.queries import RoiState
from handoff.consent.wording.notice import kinds_text, notice, whole_notice
from handoff.directory.wording import NEED_LABELS
from handoff.documents.engines.pdf import render_pdf
from handoff.enrollment.models import Enrollment, StatusPeriod
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date
from handoff.staffing.agendas.definitions import News
from handoff.staffing.agendas.queries import Line, Record, Silence
from handoff.staffing.meetings.presenters import when_text
from handoff.staffing.models import (
    AgendaChange,
    Discussion,
    Meeting,
    MeetingAction,
    MeetingTopic,
    PartnerFact,
    SharedWords,
)
from handoff.staffing.table.queries import Entry, LeftOut, charges_of

NEWS_LABELS = {
    News.BY_HAND: gettext_lazy("Put on the agenda by hand"),
    News.NO_OWNER: gettext_lazy("Action without anyone to do it"),
    News.NEW_CHARGE: gettext_lazy("New charge"),
    News.COURT_DATE: gettext_lazy("Court date"),
    News.COURT_ORDER: gettext_lazy("Warrant or stay-away order"),
    News.INTAKE_DUE: gettext_lazy("Intake deadline"),
    News.ROI_ENDING: gettext_lazy("Release (ROI) ending"),
    News.OUT_OF_TOUCH: gettext_lazy("Out of touch"),
    News.OPEN_ACTION: gettext_lazy("Open action"),
    News.PARTNER_FACT: gettext_lazy("From an organization"),
    News.UNMET_NEED: gettext_lazy("Open need"),
    News.STATUS_CHANGED: gettext_lazy("Status changed"),
    News.MILESTONE: gettext_lazy("Milestone"),
}


def day_text(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


@dataclass(frozen=True)
class Words:
    """How lines read in one program at one instant, with the names of whoever does an action."""

    program: Program
    at: datetime
    names: Mapping[int, str]
    days: dict[date, str] = field(default_factory=dict)
    """Dates already put into words: an agenda names the same few days hundreds of times."""

    @cached_property
    def labels(self) -> dict[News, str]:
        """Each kind of news in the reader's language."""
        return {news: str(label) for news, label in NEWS_LABELS.items()}

    @cached_property
    def statuses(self) -> dict[str, str]:
        return {each.value: str(each.label) for each in StatusPeriod.Status}

    def status(self, status: str) -> str:
        """Whether someone is active, in words; who isn't enrolled has their intake still to come."""
        return self.statuses[status] if status else self.no_intake

    @cached_property
    def no_intake(self) -> str:
        return _("Intake not done yet")

    @cached_property
    def silence(self) -> str:
        return _("no contact since %(day)s")

    @cached_property
    def rooms(self) -> Rooms:
        """The court table, read once and only where someone has a court date."""
        return rooms_of(self.program)

    @property
    def today(self) -> date:
        return local_date(self.program, self.at)

    def date(self, day: date) -> str:
        if day not in self.days:
            self.days[day] = day_text(day)
        return self.days[day]

    def line(self, line: Line) -> str:
        """One piece of news as a sentence: its kind, then what it is."""
        return f"{self.labels[line.news]}: {self.about(line.record)}"

    def about(self, record: Record) -> str:
        """What a piece of news says."""
        if isinstance(record, MeetingAction):
            return self.action(record)
        if isinstance(record, AgendaChange):
            return f"{record.get_why_display()} · {self.names.get(record.changed_by_id or 0, '—')}"
        if isinstance(record, NewCharge):
            decisions = list(record.decisions.all())
            said = decisions[-1].get_outcome_display() if decisions else _("not decided")
            return f"{record.shown_title}, {self.date(record.occurred_on)} · {said}"
        if isinstance(record, Appearance | CourtOrder):
            return self.court(record)
        if isinstance(record, Need | PartnerFact):
            return self.support(record)
        if isinstance(record, Milestone):
            return " · ".join(part for part in (record.get_kind_display(), record.words) if part)
        if isinstance(record, RoiState):
            return f"{record.words}, {self.day(record.last_moment)}"
        if isinstance(record, StatusPeriod):
            return f"{self.statuses[record.status]}, {self.day(record.starts_at)}"
        if isinstance(record, Silence):
            return self.silence % {"day": self.day(record.since)}
        return self.date(record)

    def support(self, record: Need | PartnerFact) -> str:
        """What someone needs, or what an organization that supports them added with its day."""
        if isinstance(record, Need):
            return str(NEED_LABELS[record.kind])
        return f"{record.agency.name} · {record.get_kind_display()}: {self.date(record.on)}"

    def day(self, at: datetime | None) -> str:
        return self.date(local_date(self.program, at)) if at is not None else "—"

    def court(self, record: Appearance | CourtOrder) -> str:
        """When and where someone is in court, or what a court ordered and until when."""
        if isinstance(record, Appearance):
            return line_of(record, self.rooms)
        return f"{record.get_kind_display()} · {order_days(record)}"

    def action(self, action: MeetingAction) -> str:
        """What is to be done, who does it, when, and how late it is."""
        parts = [
            action.words,
            self.names.get(action.owner_id, "—"),
            _("by %(day)s") % {"day": self.date(action.due_on)},
            _("from the meeting of %(day)s") % {"day": self.day(action.meeting.starts_at)},
        ]
        late = (self.today - action.due_on).days
        if late > 0 and not action.end:
            parts.append(ngettext("%(days)d day late", "%(days)d days late", late) % {"days": late})
        return " · ".join(parts)


def status_text(enrollment: Enrollment | None, words: Words) -> str:
    """Someone's status, since when, and why they're inactive: what the table reviews."""
    if enrollment is None:
        return words.no_intake
    status, since = enrollment.status, words.day(enrollment.status_since)  # type: ignore[attr-defined]
    text = _("%(status)s since %(day)s") % {"status": words.status(status), "day": since}
    reason: str = enrollment.status_reason  # type: ignore[attr-defined]
    return f"{text}: {StatusPeriod.InactiveReason(reason).label}" if reason else text


@dataclass(frozen=True)
class Row:
    """One person as a page shows them."""

    entry: Entry
    name: str
    worker: str
    lines: list[str]
    shared: str
    beside: str = ""
    """Behind the name on an agenda: who works with them, their status, and how much their news weighs."""
    table_url: str = ""
    words_url: str = ""
    charges: tuple[tuple[str, str], ...] = ()
    """The new charges whose page this reader may open, each with its address."""

    @property
    def person(self) -> object:
        return self.entry.person


NO_ONE = uuid.UUID(int=0)


@dataclass(frozen=True)
class Links:
    """Where an agenda's people lead. Each address is made once, since making it for 300 people takes half the page."""

    table: str
    words: str

    @classmethod
    def of(cls, meeting: Meeting) -> "Links":
        slug = meeting.program.slug
        table = reverse("table:discuss", args=[slug, meeting.public_id, NO_ONE])
        return cls(table, reverse("table:share_words", args=[slug, NO_ONE]))


def rows(
    entries: Iterable[Entry], words: Words, links: Links | None = None, *, charges: Collection[int] = ()
) -> list[Row]:
    links, weight = links or Links("", ""), _("weight")
    return [
        Row(
            entry=each,
            name=each.name,
            worker=each.worker,
            lines=[words.line(line) for line in each.lines],
            shared=shared_text(each.shared),
            beside=" · ".join(
                part for part in (each.worker, words.status(each.status), f"{weight} {each.weight}") if part
            ),
            table_url=links.table.replace(str(NO_ONE), str(each.person.public_id)),
            words_url=links.words.replace(str(NO_ONE), str(each.person.public_id)),
            charges=charge_links(each, words.program, charges) if charges else (),
        )
        for each in entries
    ]


def charge_links(entry: Entry, program: Program, charges: Collection[int]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (each.shown_title, reverse("staffing:new_charge", args=[program.slug, each.public_id]))
        for each in charges_of([entry])
        if each.pk in charges
    )


def shared_text(shared: SharedWords | None) -> str:
    """What someone agreed may be said, with the needs they agreed to name."""
    if shared is None:
        return ""
    named = ", ".join(str(NEED_LABELS[each]) for each in shared.needs)
    needs = _("Needs: %(needs)s") % {"needs": named} if named else ""
    return " · ".join(part for part in (shared.words, needs) if part)


def place_on_projector(asked: str, entries: Sequence[Entry], on_now_id: int | None) -> int:
    """Which of the people that everyone may see is on the projector: the one asked for, else whoever is open.

    If not everyone may see that one, it is the first, just as while no one is open: nothing tells that someone is
    left out (C-F23).
    """
    if asked.isdecimal():
        return min(max(int(asked), 1), max(len(entries), 1))
    return next((place for place, each in enumerate(entries, 1) if each.person.pk == on_now_id), 1)


def owner_ids(entries: Iterable[Entry]) -> set[int]:
    """Whoever does an action on an agenda, or changed the agenda by hand."""
    records = [line.record for each in entries for line in each.lines]
    changed = {each.changed_by_id or 0 for each in records if isinstance(each, AgendaChange)}
    return {each.owner_id for each in records if isinstance(each, MeetingAction)} | changed


@dataclass(frozen=True)
class LeftOutRow:
    """An organization, and who it can't see."""

    agency: Agency
    names: str
    count: int


def left_out_rows(found: Iterable[LeftOut]) -> list[LeftOutRow]:
    return [
        LeftOutRow(each.agency, ", ".join(person.full_name for person in each.people), len(each.people))
        for each in found
    ]


def scope(
    name: str, decision: ConsentDecision, agencies: Mapping[int, Agency], program: Program
) -> list[str]:
    """One sentence for each release: which organization may see what, and until when."""
    return [
        _("%(name)s: %(agency)s can see: %(kinds)s. Active through %(day)s.")
        % {
            "name": name,
            "agency": agencies[grant.agency_id].name,
            "kinds": kinds_text(grant.receivable_kinds),
            "day": day_text(local_date(program, grant.last_moment)),
        }
        for grant in decision.grants
    ]


def closing_lines(meeting: Meeting, entries: Iterable[Entry]) -> list[str]:
    """What closing the meeting does, before anyone presses the button: it can't be undone."""
    started = meeting.actions.filter(starts_at__isnull=True).count()
    names = {each.person.pk: each.name for each in entries}
    now = {each.person.pk: each.status for each in entries}
    decided = meeting.discussions.exclude(status=Discussion.Status.KEEP)
    listed = [each for each in decided if each.person_id in now]
    changed = [each for each in listed if each.died_on is not None or now[each.person_id] != each.status]
    return [
        ngettext("%(count)d action starts.", "%(count)d actions start.", started) % {"count": started}
        if started
        else _("No action was added."),
        *(status_line(names[each.person_id], each) for each in changed),
        _("A closed meeting can't be opened again."),
    ]


def status_line(name: str, discussion: Discussion) -> str:
    """What closing does to someone's status; a death ends their releases too (ADR 0076)."""
    if discussion.died_on is not None:
        return _("%(name)s: recorded as deceased on %(day)s, and every release (ROI) ends.") % {
            "name": name,
            "day": day_text(discussion.died_on),
        }
    return _("%(name)s: the status becomes “%(status)s.”") % {
        "name": name,
        "status": discussion.get_status_display(),
    }


def scope_of_actions(actions: Iterable[MeetingAction]) -> list[str]:
    """What a page of actions shows a partner, in the words of the release; nothing where it shows no one."""
    kinds: frozenset[str] = frozenset().union(*(each.shown_kinds for each in actions))
    return [kinds_text(kinds)] if kinds else []


def topic_text(topic: MeetingTopic) -> str:
    text = f"{topic.get_kind_display()}: {topic.words}"
    return f"{text} → {topic.outcome}" if topic.outcome else text


def asked_lines(cards: Iterable[AskedCard], supervision: int) -> list[str]:
    """What a partner is asked, as its packet's page lists it."""
    lines = [
        f"{each.asked.person.recorded_name}: {each.need}, {each.asked.referral.provider}" for each in cards
    ]
    if supervision:
        lines.append(
            ngettext(
                "%(count)d question about someone you may supervise",
                "%(count)d questions about people you may supervise",
                supervision,
            )
            % {"count": supervision}
        )
    return lines


def packet_pdf(
    meeting: Meeting,
    found: Sequence[Row],
    topics: Iterable[MeetingTopic],
    scopes: list[str],
    *,
    asked: Sequence[str] = (),
    made: str,
    language: str,
) -> bytes:
    """A partner's packet on paper: what their page shows, with the notice of 42 CFR 2.32 on its first page."""
    columns = [
        _("Participant"),
        _("Worker"),
        _("Since the last meeting"),
        _("How they're doing, in agreed words"),
    ]
    table = [[each.name, each.worker, "; ".join(each.lines), each.shared] for each in found]
    sections: list[dict[str, object]] = [
        {"heading": _("Participants"), "table": {"columns": columns, "rows": table}}
        if table
        else {
            "heading": _("Participants"),
            "items": [_("No active release (ROI) lets your organization see anyone here.")],
        },
        {"heading": _("What you're asked"), "items": list(asked)},
        {"heading": _("Topics"), "items": [topic_text(each) for each in topics]},
        {"heading": notice(language).scope_heading, "items": scopes},
    ]
    data = {
        "title": _("Staffing meeting, %(when)s") % {"when": when_text(meeting)},
        "program": meeting.program.name,
        "wide": True,
        "footer": notice(language).short,
        "made": made,
        "notice": whole_notice([], language),
        "sections": [each for each in sections if each.get("items") != []],
    }
    return render_pdf("document", data, language)
