"""Waiting intakes, sections and their answers, facts from the referral, and whether the agency was notified."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.accounts.queries import full_names_by_id
from handoff.charges.models import SetAsideCharge
from handoff.consent.intake_done.queries import kinds_to_report
from handoff.core.forms import YesNoUnknown
from handoff.core.refusals import refusal_message
from handoff.core.ui import TimelineEntry
from handoff.eligibility.engine.findings import CriterionAnswer, CriterionFinding
from handoff.enrollment import policies
from handoff.enrollment.definitions import SECTIONS, IntakeSection, Question
from handoff.enrollment.forms import (
    choices_of,
    program_question_label,
    program_question_name,
    program_question_text,
)
from handoff.enrollment.models import Enrollment, Intake, IntakeUpdate, StatusPeriod
from handoff.enrollment.queries import charges_of, is_participant
from handoff.participants.models import Person
from handoff.programs.models import IntakeQuestion
from handoff.programs.queries import time_zone_of
from handoff.referrals.models import Pathway, Referral, ServiceWanted
from handoff.referrals.presenters.past import past_facts


@dataclass(frozen=True)
class WaitingIntake:
    """One intake to do: the person, its deadline, and the progress so far."""

    referral: Referral
    person: Person
    intake: Intake | None
    due_on: date | None
    has_lapsed: bool
    is_due_soon: bool
    progress: str
    may_extend: bool


@dataclass(frozen=True)
class EarlierAnswers:
    """What a section said until an update: since when, who answered, and the answers."""

    at: datetime | None
    by: str
    answers: list[tuple[str, str]]


@dataclass(frozen=True)
class SectionRow:
    """One section in the list: its title, its state (open, started, answered or skipped) and its newest answers.

    `earlier` holds the answers that an update followed, the newest first.
    """

    key: str
    title: str
    state: str
    kind: str
    answers: list[tuple[str, str]]
    as_of: datetime | None = None
    by: str = ""
    earlier: list[EarlierAnswers] = field(default_factory=list)


@dataclass(frozen=True)
class ReportStatus:
    """Whether the referring agency was notified of the completed intake, and if not, what can be done."""

    sentence: str
    may_report: bool = False
    refusal: str = ""
    needs_roi: bool = False


def waiting_rows(
    referrals: Sequence[Referral], actor: Actor, today: date, remind_days: int
) -> list[WaitingIntake]:
    """Build the rows of a page of the list; the number of queries does not grow with them."""
    return [
        waiting_row(each, each.person, actor, today, remind_days)
        for each in referrals
        if each.person is not None
    ]


def waiting_row(
    referral: Referral, person: Person, actor: Actor, today: date, remind_days: int
) -> WaitingIntake:
    intake = getattr(referral, "intake", None)
    due_on = referral.intake_due_on
    left = (due_on - today).days if due_on else None
    return WaitingIntake(
        referral=referral,
        person=person,
        intake=intake,
        due_on=due_on,
        has_lapsed=is_deadline_past(referral, today),
        is_due_soon=left is not None and 0 <= left <= remind_days,
        progress=progress_text(intake),
        may_extend=left is not None and left >= 0,
    )


def is_deadline_past(referral: Referral, today: date) -> bool:
    return referral.intake_due_on is not None and referral.intake_due_on < today


def progress_text(intake: Intake | None) -> str:
    if intake is None:
        return _("Not started")
    done = sum(1 for section in SECTIONS if section.key in intake.sections_done)
    return _("%(done)s of %(total)s sections done") % {"done": done, "total": len(SECTIONS)}


def section_rows(intake: Intake, program_questions: Sequence[IntakeQuestion]) -> list[SectionRow]:
    return [
        section_row(section, intake, [each for each in program_questions if each.section == section.key])
        for section in SECTIONS
    ]


def updated_rows(
    rows: Sequence[SectionRow],
    intake: Intake,
    updates: Sequence[IntakeUpdate],
    program_questions: Sequence[IntakeQuestion],
) -> list[SectionRow]:
    """The rows of a completed intake with its updates: the newest answers on top, the earlier ones kept (I5)."""
    names = full_names_by_id([*(each.recorded_by_id for each in updates), intake.completed_by_id])
    return [
        updated_row(
            row, intake, [each for each in updates if each.section == row.key], names, program_questions
        )
        for row in rows
    ]


def updated_row(
    row: SectionRow,
    intake: Intake,
    updates: Sequence[IntakeUpdate],
    names: Mapping[int, str],
    program_questions: Sequence[IntakeQuestion],
) -> SectionRow:
    if not updates:
        return row
    section = next(each for each in SECTIONS if each.key == row.key)
    own = [each for each in program_questions if each.section == row.key]
    first = EarlierAnswers(intake.completed_at, names.get(intake.completed_by_id or 0, ""), row.answers)
    versions = [
        EarlierAnswers(
            each.recorded_at,
            names.get(each.recorded_by_id or 0, ""),
            answer_rows(section, each.answers, own, program_question_label),
        )
        for each in updates
    ]
    newest = versions[-1]
    earlier = [each for each in reversed([first, *versions[:-1]]) if each.answers]
    return replace(
        row,
        state=_("Updated"),
        kind="done",
        answers=newest.answers,
        as_of=newest.at,
        by=newest.by,
        earlier=earlier,
    )


def section_row(
    section: IntakeSection, intake: Intake, program_questions: Iterable[IntakeQuestion]
) -> SectionRow:
    answers, done = intake.answers.get(section.key), section.key in intake.sections_done
    if done:
        state, kind = (_("Done"), "done") if answers else (_("Skipped"), "info")
    else:
        state, kind = (_("Started"), "soon") if answers else (_("Not done"), "soon")
    rows = answer_rows(section, answers or {}, program_questions, program_question_label)
    return SectionRow(section.key, _(section.title), state, kind, rows)


def answer_rows(
    section: IntakeSection,
    answers: dict[str, object],
    program_questions: Iterable[IntakeQuestion],
    words_of: Callable[[IntakeQuestion], str] = program_question_text,
) -> list[tuple[str, str]]:
    """Questions and answers in the reader's language; questions without an answer are left out.

    On a page, `words_of` marks a program's question in another language; papers take the plain words.
    """
    asked = [
        (_(question.text), answer_text(question, answers.get(question.key))) for question in section.questions
    ]
    added = [
        (
            words_of(each),
            unlisted_answer_text(each.answer_kind, answers.get(program_question_name(each))),
        )
        for each in program_questions
    ]
    return [(question, answer) for question, answer in [*asked, *added] if answer]


def answer_text(question: Question, value: object) -> str:
    """One answer as text, whatever the kind of question."""
    if question.kind in {"choice", "several"}:
        named = dict(choices_of(question))
        codes = value if isinstance(value, list) else [value] if value else []
        return ", ".join(named.get(str(code), str(code)) for code in codes)
    return unlisted_answer_text(question.kind, value)


def unlisted_answer_text(kind: str, value: object) -> str:
    """The answer to a question without a list of choices."""
    if kind == "yes_no" and value in YesNoUnknown.values:
        return str(YesNoUnknown(value).label)
    return str(value or "")


def referral_facts(referral: Referral, charges: Sequence[SetAsideCharge]) -> list[tuple[str, str]]:
    """What the referral already says, so that no one has to type it again (I2)."""
    eligibility = referral.eligibility
    named = [code for code in referral.services_wanted if code in ServiceWanted.values]
    wanted = [str(ServiceWanted(code).label) for code in named if code != ServiceWanted.UNKNOWN]
    rows = [
        (_("Referral"), _("Number %(number)s") % {"number": referral.number}),
        (_("Referral type"), str(Pathway(referral.pathway).label)),
        (_("Referred by"), referral.agency.name if referral.agency else ""),
        (_("Services wanted"), ", ".join(wanted)),
        (_("Why"), referral.reason),
        (_("Noted by the program"), referral.care_reason),
    ]
    if referral.is_past:
        rows += past_facts(referral.past)
    if charges:
        rows.append((_("Set aside"), ", ".join(charge.shown_title for charge in charges)))
    if eligibility is not None:
        rows.append((_("Criteria version"), str(eligibility.version.number)))
        rows.append((_("Criteria met"), " ".join(met_criteria_sentences(eligibility.findings))))
    return rows


def met_criteria_sentences(findings: Iterable[Mapping[str, object]]) -> list[str]:
    """What was found to be so, in sentences: a bare "Past convictions" would read as if there were some."""
    met = (each for each in findings if each.get("answer") == CriterionAnswer.MET)
    return [CriterionFinding.from_plain(each).text(_) for each in met]


def report_status(intake: Intake, reported_at: datetime | None, actor: Actor, at: datetime) -> ReportStatus:
    """Say whether the referring agency was notified, and if not, what prevents it."""
    referral = intake.referral
    if referral.agency is None:
        return ReportStatus(_("No agency referred this person, so there's no one to notify."))
    name = {"agency": referral.agency.name}
    if reported_at is not None:
        words = _("We notified %(agency)s on %(day)s that its part is done.")
        local = reported_at.astimezone(time_zone_of(intake.program))
        return ReportStatus(words % {**name, "day": date_format(local, "DATE_FORMAT")})
    sentence = _("%(agency)s hasn't been notified that intake is complete. The charge is still on hold.")
    if referral.encounter_id is None:
        sentence = _("%(agency)s hasn't been notified that intake is complete.")
    refusal = refusal_message(policies.check_can_report_intake, actor, referral)
    if refusal is not None:
        return ReportStatus(sentence % name, refusal=refusal)
    if kinds_to_report(referral.agency, intake.person_id, at):
        return ReportStatus(sentence % name, may_report=True)
    missing = _(
        "We can't notify %(agency)s: no active release allows it. We can once the person signs "
        "one. Signing is their choice."
    )
    return ReportStatus(sentence % name, refusal=missing % name, needs_roi=True)


def completion_context(intake: Intake, at: datetime) -> dict[str, object]:
    """What completing this intake does, before it is done."""
    referral = intake.referral
    agency = referral.agency
    return {
        "intake": intake,
        "enrolled": is_participant(intake.person_id),
        "notifies": agency is not None and bool(kinds_to_report(agency, intake.person_id, at)),
        "has_held_charge": any(charge.state == SetAsideCharge.State.HELD for charge in charges_of(referral)),
        "skipped": [_(each.title) for each in SECTIONS if not intake.answers.get(each.key)],
    }


def appointment_initial(intake: Intake) -> dict[str, object]:
    initial: dict[str, object] = {"place": intake.appointment_place, "transport": intake.transport}
    if intake.appointment_at is not None:
        local = intake.appointment_at.astimezone(time_zone_of(intake.program))
        initial |= {"day": local.date(), "time": local.time()}
    return initial


def is_active(enrollment: Enrollment) -> bool:
    """True if the participant is active. Needs an enrollment from `annotate_status`."""
    return getattr(enrollment, "status", "") == StatusPeriod.Status.ACTIVE


def status_text(enrollment: Enrollment) -> str:
    """The status and its reason. Needs an enrollment from `annotate_status`."""
    return period_text(getattr(enrollment, "status", ""), getattr(enrollment, "status_reason", ""))


def inactive_words(reason: str) -> str:
    """What is said once someone was made inactive. It speaks of coming back to no one who died."""
    if reason == StatusPeriod.InactiveReason.DECEASED:
        return _(
            "Saved: recorded as deceased. The day of death is the day since which they're inactive. Every release "
            "(ROI) ended."
        )
    return _("Saved: inactive. They can come back any time.")


def period_text(status: str, reason: str) -> str:
    """Such as `Active` or `Inactive: Moved away`."""
    if status not in StatusPeriod.Status.values:
        return ""
    label = str(StatusPeriod.Status(status).label)
    return f"{label}: {StatusPeriod.InactiveReason(reason).label}" if reason else label


def status_entries(history: Iterable[tuple[StatusPeriod, str]]) -> list[TimelineEntry]:
    return [
        TimelineEntry(at=each.starts_at, title=period_text(each.status, each.reason), by=by, text=each.note)
        for each, by in history
    ]
