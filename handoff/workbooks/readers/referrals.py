"""The referral, the intake and the status that a row states."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.referrals.models import Referral
from handoff.spreadsheets.facts import Columns, Table
from handoff.workbooks.facts import LEAVE_OUT, Question, QuestionKind, Remark, StatedReferral, StatedRow
from handoff.workbooks.readers.choices import (
    DECLINE_CHOICES,
    NEED_CHOICES,
    PATHWAY_CHOICES,
    REASON_CHOICES,
    SERVICE_CHOICES,
    STATE_CHOICES,
    STATUS_CHOICES,
    Choices,
    code_by_label,
    codes_by_label,
)
from handoff.workbooks.readers.columns import NEED_LABELS
from handoff.workbooks.readers.people import Context, RowReader, identity_of, is_read
from handoff.workbooks.rules import words
from handoff.workbooks.rules.times import day_named, read_clock, read_day

State = Referral.State
TITLES = re.compile(
    r"^(?:ofc|ofcr|officer|off|dep|deputy|det|detective|sgt|lt|cpl|capt)\b\.?\s*", re.IGNORECASE
)
ANSWERED = {"yes": State.ACCEPTED, "no": State.DECLINED, "later_no": State.DECLINED}


def read_rows(table: Table, columns: Columns, context: Context) -> list[StatedRow]:
    """Each row about a person, in the order of the sheet."""
    marks = table.marks or ("",) * len(table.rows)
    times: Counter[str] = Counter()
    rows = []
    for cells, line, mark in zip(table.rows, table.lines, marks, strict=True):
        if is_read(mark):
            named = table.cells(cells, columns)
            identity = identity_of(named, context)
            times[identity] += 1
            # Two rows of one name and day may be two people: neither is dropped.
            if times[identity] > 1:
                identity = context.key("row", [identity, str(times[identity])])
            rows.append(read_row(table, columns, context, StatedRow(line, identity), named))
    return rows


def read_row(
    table: Table, columns: Columns, context: Context, row: StatedRow, cells: Mapping[str, str]
) -> StatedRow:
    """Read the cells of one row. Its referral comes first: a birth date is read against it."""
    line, row.handoff_id = row.line, cells.get("handoff_id", "")
    # A blank cell has no fingerprint: later it changes nothing.
    row.prints = {name: context.key(name, [cell]) for name, cell in cells.items() if cell}
    reader = RowReader(table, columns, context, line, cells, row)
    referred_on = referred_on_of(reader)
    row.person = reader.person(referred_on or context.today)
    row.contacts = reader.contacts()
    row.note = reader.text("notes")[:1000]
    row.external_number = reader.text("external_number")[:40]
    if referred_on is not None:
        row.enrolled_on = enrolled_on_of(reader, referred_on)
        row.referral = referral_of(reader, referred_on)
        row.needs = needs_of(reader)
        row.worker_id = worker_of(reader)
        read_status(reader)
    return row


def referred_on_of(reader: RowReader) -> date | None:
    """The day of the referral; without it the row is held back."""
    text, context = reader.text("referred_on"), reader.context
    day = read_day(text, is_1904=reader.table.is_1904) if text else None
    where = reader.where("referred_on")
    if not text:
        reader.row.problems.append(Remark(where, _("Enter the day of the referral.")))
    elif day is None:
        sentence = _("This isn't a date. Enter the day of the referral as month/day/year.")
        reader.row.problems.append(Remark(where, sentence))
    elif day > context.today:
        reader.row.problems.append(Remark(where, _("This day is in the future. Correct it.")))
        return None
    elif re.fullmatch(r"\d{5}(\.\d+)?", text):
        said = date_format(day, "DATE_FORMAT")
        reader.remark("referred_on", _("The cell holds a number; we read it as %(day)s.") % {"day": said})
    return day


def referred_at_of(reader: RowReader, day: date) -> datetime:
    """When the person was referred. Without a time midnight stands for the day."""
    clock = read_clock(reader.text("referred_time")) or read_clock(reader.text("referred_on")) or time()
    return datetime.combine(day, clock, reader.context.zone)


def enrolled_on_of(reader: RowReader, referred_on: date) -> date | None:
    text = reader.text("enrolled_on")
    if words.is_unknown(text) or words.yes_or_no(text) is False:
        return None
    day = read_day(text, is_1904=reader.table.is_1904)
    if day is None:
        reader.cannot_read(
            "enrolled_on", _("This isn't a date. Enter the day of the intake as month/day/year.")
        )
    elif day > reader.context.today:
        reader.cannot_read("enrolled_on", _("This day is in the future. Correct it."))
        day = None
    elif day < referred_on:
        reader.cannot_read(
            "enrolled_on", _("The intake is before the referral. Correct one of the two days.")
        )
        day = None
    return day


def referral_of(reader: RowReader, day: date) -> StatedReferral | None:
    answer = answer_of(reader)
    if not answer:
        return None
    reason = decline_reason_of(reader) if answer in {State.DECLINED, "later_no"} else ""
    later_no = None
    if answer == "later_no":
        said = f"{reader.text('answer')} {reader.text('notes')}"
        later_no = day_named(said, day) or day
    charges = [reader.text(name) for name in ("charges", "charges_2", "charges_3")]
    officer = officer_of(reader.text("officer"))
    agency = agency_of(reader)
    officer_id = next(
        (code for code, name in reader.context.officers if words.fold(str(name)) == words.fold(officer)), ""
    )
    return StatedReferral(
        occurred_on=day,
        occurred_at=referred_at_of(reader, day),
        pathway=pathway_of(reader),
        state=State.DECLINED if answer == "later_no" else answer,
        agency_id=int(agency) if agency else None,
        officer_name=officer[:120],
        officer_id=int(officer_id) if officer_id else None,
        charges=tuple(
            part.strip()[:160] for text in charges for part in re.split(r"[;\n]", text) if part.strip()
        ),
        later_no_on=later_no,
        decline_reason=reason,
        screened_at=screened_at_of(reader, day),
        services=services_of(reader),
        officer_minutes=minutes_of(reader),
    )


def answer_of(reader: RowReader) -> str:
    """What they said. An intake says yes; without any answer the row is held back."""
    text = reader.text("answer")
    if words.is_unknown(text):
        if reader.row.enrolled_on:
            return State.HANDED_OFF
        name = "answer" if "answer" in reader.columns else "referred_on"
        reader.row.problems.append(
            Remark(reader.where(name), _("Say whether the person said yes: enter Y or N."))
        )
        return ""
    said = words.yes_or_no(text)
    state = code_by_label(text, STATE_CHOICES)
    if said is None and not state:
        meant = reader.choose(
            "answer",
            text,
            (
                ("yes", _("They said yes")),
                ("no", _("They said “not now”")),
                ("later_no", _("Yes first, later “not now”")),
            ),
        )
        if meant == "later_no":
            return meant
        said = {"yes": True, "no": False}.get(meant)
    if state in {State.SUBMITTED, State.EXCEPTION_REQUESTED, State.WITHDRAWN}:
        reader.row.problems.append(
            Remark(
                reader.where("answer"),
                _("Import only referrals that the person has answered. Enter Y or N, or delete the row."),
            )
        )
        return ""
    if state:
        return state
    if said is None:
        return ""
    yes = State.HANDED_OFF if reader.row.enrolled_on else State.ACCEPTED
    return yes if said else State.DECLINED


def decline_reason_of(reader: RowReader) -> str:
    """The reason in the column for it, else one that the notes name."""
    text = reader.text("decline_reason")
    if words.is_unknown(text):
        return words.code_in(reader.text("notes"), words.DECLINES)
    known = code_by_label(text, DECLINE_CHOICES) or words.code_in(text, words.DECLINES)
    return known or reader.choose("decline_reason", text, DECLINE_CHOICES, is_required=False)


def pathway_of(reader: RowReader) -> str:
    text = reader.text("pathway")
    if words.is_unknown(text):
        # Without a charge it can't have been an arrest diversion.
        return "arrest_diversion" if reader.text("charges") else "community"
    known = words.code_of(text, words.PATHWAYS) or code_by_label(text, PATHWAY_CHOICES)
    return known or reader.choose("pathway", text, PATHWAY_CHOICES)


def agency_of(reader: RowReader) -> str:
    """The agency of this name or these initials, or as the user said; most words in brackets are no agency."""
    text = reader.text("agency")
    if words.is_unknown(text):
        return ""
    found = find_named(text, reader.context.agencies)
    return found or reader.choose("agency", text, reader.context.agencies, is_required=False)


def worker_of(reader: RowReader) -> int | None:
    text = reader.text("worker")
    if words.is_unknown(text):
        return None
    found = code_of_name(text, reader.context.workers) or reader.choose(
        "worker", text, reader.context.workers, is_required=False
    )
    return int(found) if found else None


def code_of_name(text: str, named: Choices) -> str:
    return next((code for code, name in named if words.fold(str(name)) == words.fold(text)), "")


def find_named(text: str, named: Choices) -> str:
    """The one whose name or initials these are, if there is exactly one."""
    wanted = words.fold(text)
    found = [
        code
        for code, name in named
        if wanted in {words.fold(str(name)), "".join(word[0] for word in words.fold(str(name)).split())}
    ]
    return found[0] if len(found) == 1 else ""


def officer_of(text: str) -> str:
    """An officer's name without the title and what stands in brackets."""
    if words.is_unknown(text):
        return ""
    return TITLES.sub("", re.sub(r"\([^)]*\)", "", text)).strip()


def screened_at_of(reader: RowReader, referred_on: date) -> datetime | None:
    text = reader.text("screened")
    day = read_day(text, is_1904=reader.table.is_1904) if text else None
    if day is not None and referred_on <= day <= reader.context.today:
        return datetime.combine(day, read_clock(text) or time(), reader.context.zone)
    return referred_at_of(reader, referred_on) if words.yes_or_no(text) else None


def services_of(reader: RowReader) -> tuple[str, ...]:
    text = reader.text("services")
    found = codes_by_label(text, SERVICE_CHOICES) if text else ()
    if found is None:
        reader.remark("services", _("We don't know one of these services; the cell is left out."))
    return found or ()


def needs_of(reader: RowReader) -> tuple[str, ...]:
    """The needs that a yes stands for. No, “?” and blank add none; any other word is asked about."""
    found: list[str] = []
    for name, code in NEED_LABELS.items():
        text = reader.text(name)
        said = words.yes_or_no(text)
        if said is None and not words.is_unknown(text):
            said = reader.choose(name, text, (("yes", _("Yes")), ("no", _("No"))), is_required=False) == "yes"
        if said:
            found.append(code)
    text = reader.text("needs")
    listed = codes_by_label(text, NEED_CHOICES) if text else ()
    if listed is None:
        reader.remark("needs", _("We don't know one of these needs; the cell is left out."))
    return tuple(dict.fromkeys([*found, *(listed or ())]))


def minutes_of(reader: RowReader) -> int | None:
    text = reader.text("officer_minutes")
    return int(text) if text.isdecimal() and len(text) < 5 else None


def read_status(reader: RowReader) -> None:
    """Active or inactive, and why. Only a person can say what a color or a note means for a record."""
    row, note = reader.row, reader.text("notes")
    status = status_in(reader, "status")
    color = status_in(reader, "row_color")
    if row.enrolled_on is None:
        if "active" in {status, color}:
            reader.remark(
                "status" if status else "row_color",
                _("Marked as active, but there's no intake date: not a participant."),
            )
        return
    row.status = status or color
    named = code_by_label(reader.text("inactive_reason"), REASON_CHOICES) or words.code_in(
        reader.text("inactive_reason"), words.INACTIVE_REASONS
    )
    hint = words.code_in(note, words.INACTIVE_REASONS)
    if "deceased" in {row.status, hint} and named != "deceased":
        ask_status(reader, "deceased", hint)
    elif row.status == "inactive" and not named:
        ask_status(reader, "inactive", hint)
    elif row.status in {"", "active"} and (hint or re.match(r"(?i)inactive\b", note)):
        ask_status(reader, "", hint)
    else:
        row.inactive_reason = named if row.status == "inactive" else ""
        row.status_since = read_day(reader.text("status_since"), is_1904=reader.table.is_1904)
    clear_future(reader)


def status_in(reader: RowReader, name: str) -> str:
    """What the status column says, or what the user said that a color means; a color is never taken by itself."""
    text = reader.text(name)
    if words.is_unknown(text):
        return ""
    choices = (*STATUS_CHOICES, ("deceased", _("Inactive: deceased")))
    if name == "row_color":
        return reader.choose(name, text, choices, is_required=False)
    known = words.code_of(text, words.STATUSES) or code_by_label(text, STATUS_CHOICES)
    return known or reader.choose(name, text, choices)


def ask_status(reader: RowReader, status: str, hint: str) -> None:
    """Ask whether the participant is inactive, and why: the row waits, because no one is made inactive by a guess."""
    row, note = reader.row, reader.text("notes")
    # What a color means may be answered at the same time: the question about the note stays the same one.
    key = reader.context.key("status", [row.identity, note, "deceased" if status == "deceased" else ""])
    answer = reader.context.answers.get(key, "")
    first = [each for each in REASON_CHOICES if each[0] == (hint or status)]
    others = [each for each in REASON_CHOICES if each not in first]
    if not answer:
        row.questions.append(
            Question(
                key,
                QuestionKind.STATUS,
                _("Is this participant inactive, and why? The notes say: “%(note)s”") % {"note": note},
                reader.row_name(),
                (*first, *others, (LEAVE_OUT, _("They are active"))),
            )
        )
        return
    row.status = "active" if answer == LEAVE_OUT else "inactive"
    row.inactive_reason = "" if answer == LEAVE_OUT else answer
    row.status_since = day_named(note, row.enrolled_on or reader.context.today)


def clear_future(reader: RowReader) -> None:
    """A status can't start before the intake or in the future."""
    row = reader.row
    since = row.status_since
    if since is not None and not (row.enrolled_on or since) <= since <= reader.context.today:
        row.status_since = None
