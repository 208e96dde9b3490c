"""Write down what a meeting decides, close it, and log what partners are shown (S2, S3, C10)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.consent import services as consent
from handoff.consent.models import DisclosureContext, InformationKind
from handoff.consent.queries import local_day_bounds
from handoff.consent.services import DisclosureItem
from handoff.core.refusals import Refused, check_says_the_same
from handoff.enrollment.models import StatusPeriod
from handoff.enrollment.queries import enrollment_of
from handoff.enrollment.services import make_active, make_inactive
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.staffing.agendas.queries import shown_before
from handoff.staffing.meetings.policies import check_can_lead
from handoff.staffing.meetings.queries import present_times
from handoff.staffing.models import (
    AgendaWeights,
    Discussion,
    Meeting,
    MeetingAction,
    MeetingTopic,
    SharedWords,
)
from handoff.staffing.table import policies, queries
from handoff.staffing.table.inputs import ActionInput, DiscussionInput
from handoff.staffing.table.queries import Decisions, Entry, Room

PURPOSE = "plan support together at the team's meetings"


def lock(meeting: Meeting) -> Meeting:
    """Read a meeting again under a lock: what is written and closing it wait for each other."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("program").get(pk=meeting.pk)


def record(actor: Actor, action: AuditAction, subject: object, at: datetime, meeting: Meeting) -> None:
    details = {"meeting": str(meeting.public_id)}
    audit.record(actor=actor, at=at, action=action, subject=subject, details=details)


@transaction.atomic
def save_discussion(
    *,
    actor: Actor,
    meeting: Meeting,
    person: Person,
    discussion_input: DiscussionInput,
    at: datetime,
    action_input: ActionInput | None = None,
    key: str = "",
) -> Discussion:
    """Keep what was said and planned about someone; until the meeting is closed it can be rewritten.

    An action that was typed beside it is added, or nothing is saved.
    """
    meeting = lock(meeting)
    policies.check_can_write(actor, meeting, at)
    inactive = discussion_input.status == Discussion.Status.INACTIVE
    reason = discussion_input.reason if inactive else ""
    died_on = discussion_input.died_on if reason == StatusPeriod.InactiveReason.DECEASED else None
    policies.check_discussion(discussion_input.status, reason, died_on, local_date(meeting.program, at))
    policies.check_has_status(enrollment_of(person.pk, meeting.program), discussion_input.status)
    discussion, _created = Discussion.objects.update_or_create(
        meeting=meeting,
        person=person,
        defaults={
            "said": discussion_input.said.strip(),
            "plan": discussion_input.plan.strip(),
            "status": discussion_input.status,
            "reason": reason,
            "died_on": died_on,
            "saved_at": at,
            "saved_by_id": actor.user_id,
        },
    )
    record(actor, AuditAction.MEETING_DISCUSSED, person.public_id, at, meeting)
    if action_input is not None:
        add_action(actor=actor, meeting=meeting, person=person, action_input=action_input, key=key, at=at)
    return discussion


@transaction.atomic
def add_action(
    *, actor: Actor, meeting: Meeting, person: Person, action_input: ActionInput, key: str, at: datetime
) -> MeetingAction:
    """Decide on an action. It starts when the meeting is closed; a form sent twice makes one."""
    meeting = lock(meeting)
    policies.check_can_write(actor, meeting, at)
    existing = MeetingAction.objects.filter(key=key).first()
    if existing is not None:
        check_says_the_same(
            (existing.person_id, person.pk),
            (existing.words, action_input.words.strip()),
            (existing.owner_id, action_input.owner_id),
        )
        return existing
    policies.check_action(
        meeting,
        person,
        words=action_input.words,
        about=action_input.about,
        owner_id=action_input.owner_id,
        due_on=action_input.due_on,
        today=local_date(meeting.program, at),
        at=at,
    )
    action = MeetingAction.objects.create(
        program=meeting.program,
        meeting=meeting,
        person=person,
        words=action_input.words.strip(),
        about=action_input.about,
        owner_id=action_input.owner_id,
        due_on=action_input.due_on,
        added_at=at,
        added_by_id=actor.user_id,
        key=key,
    )
    record(actor, AuditAction.MEETING_ACTION_ADDED, person.public_id, at, meeting)
    return action


@transaction.atomic
def end_action(*, actor: Actor, action: MeetingAction, end: str, at: datetime) -> MeetingAction:
    """Record that an action is done, or no longer needed. A second click changes nothing."""
    rows = MeetingAction.objects.select_for_update(of=("self",)).select_related("person", "meeting__program")
    action = rows.get(pk=action.pk)
    if action.end:
        return action
    policies.check_can_end_action(actor, action, at)
    if end not in MeetingAction.End.values:
        raise Refused(_("Choose whether it's done or no longer needed."))
    action.end, action.ended_at, action.ended_by_id = end, at, actor.user_id
    action.save(update_fields=["end", "ended_at", "ended_by_id"])
    record(actor, AuditAction.MEETING_ACTION_ENDED, action.person.public_id, at, action.meeting)
    return action


@transaction.atomic
def remove_action(*, actor: Actor, meeting: Meeting, action: MeetingAction, at: datetime) -> None:
    """Take an action back before the meeting is closed."""
    meeting = lock(meeting)
    policies.check_can_write(actor, meeting, at)
    MeetingAction.objects.filter(pk=action.pk, meeting=meeting, starts_at__isnull=True).delete()
    record(actor, AuditAction.MEETING_ACTION_REMOVED, action.person.public_id, at, meeting)


@transaction.atomic
def close_meeting(*, actor: Actor, meeting: Meeting, at: datetime) -> Meeting:
    """Close a meeting: its actions start and its status changes are made, all of them or none."""
    meeting = lock(meeting)
    policies.check_can_close(actor, meeting, at)
    actions = list(queries.actions_decided(meeting).filter(starts_at__isnull=True))
    policies.check_owners_are_here(meeting, at)
    for discussion in meeting.discussions.exclude(status=Discussion.Status.KEEP).select_related("person"):
        set_status(actor, discussion, at)
    meeting.actions.filter(starts_at__isnull=True).update(starts_at=at)
    present_times(meeting).update(left_at=at)
    meeting.state, meeting.closed_at, meeting.closed_by_id = Meeting.State.CLOSED, at, actor.user_id
    meeting.on_now_id = None
    meeting.save(update_fields=["state", "closed_at", "closed_by_id", "on_now_id"])
    details = {"actions": len(actions)}
    audit.record(
        actor=actor, at=at, action=AuditAction.MEETING_CLOSED, subject=meeting.public_id, details=details
    )
    return meeting


def put_on_now(*, actor: Actor, meeting: Meeting, person: Person | None, at: datetime) -> None:
    """Let the projector show someone, or no one; looking at them doesn't. Whoever leads does it while it is open."""
    policies.check_can_write(actor, meeting, at)
    now = person.pk if person is not None else None
    Meeting.objects.filter(pk=meeting.pk, state=Meeting.State.OPEN).update(on_now_id=now)


def set_status(actor: Actor, discussion: Discussion, at: datetime) -> None:
    """Make the status change that was decided, unless someone did meanwhile. Someone inactive may have died since."""
    enrollment = enrollment_of(discussion.person_id, discussion.meeting.program)
    if enrollment is None:
        return
    status, reason = enrollment.status, enrollment.status_reason  # type: ignore[attr-defined]
    deceased = StatusPeriod.InactiveReason.DECEASED
    if status == discussion.status and (discussion.reason != deceased or reason == deceased):
        return
    if discussion.status == Discussion.Status.ACTIVE:
        make_active(actor=actor, enrollment=enrollment, at=at)
    else:
        make_inactive(
            actor=actor,
            enrollment=enrollment,
            reason=discussion.reason,
            note="",
            at=at,
            died_on=discussion.died_on,
        )


@transaction.atomic
def add_topic(
    *, actor: Actor, meeting: Meeting, kind: str, words: str, outcome: str, at: datetime
) -> MeetingTopic:
    """Put an administrative, funding or policy topic on the agenda, with what was decided once it was."""
    meeting = lock(meeting)
    check_can_lead(actor, meeting.program, at)
    policies.check_topic(meeting, kind, words, outcome)
    topic = MeetingTopic.objects.create(
        meeting=meeting,
        kind=kind,
        words=words.strip(),
        outcome=outcome.strip(),
        added_at=at,
        added_by_id=actor.user_id,
    )
    audit.record(actor=actor, at=at, action=AuditAction.MEETING_TOPIC_ADDED, subject=meeting.public_id)
    return topic


@transaction.atomic
def change_topic(
    *, actor: Actor, topic: MeetingTopic, kind: str, words: str, outcome: str, at: datetime
) -> MeetingTopic:
    """Write what was decided about a topic, or correct its words, until the meeting is closed."""
    meeting = lock(topic.meeting)
    check_can_lead(actor, meeting.program, at)
    policies.check_topic(meeting, kind, words, outcome)
    topic.kind, topic.words, topic.outcome = kind, words.strip(), outcome.strip()
    topic.save(update_fields=["kind", "words", "outcome"])
    audit.record(actor=actor, at=at, action=AuditAction.MEETING_TOPIC_CHANGED, subject=meeting.public_id)
    return topic


@transaction.atomic
def set_weights(*, actor: Actor, program: Program, weights: Mapping[str, int], at: datetime) -> AgendaWeights:
    """Change how much each kind of news counts for the order of the agenda."""
    check_can_lead(actor, program, at)
    policies.check_weights(weights)
    audit.record(actor=actor, at=at, action=AuditAction.MEETING_WEIGHTS_SET, details=dict(weights))
    return AgendaWeights.objects.create(
        program=program, weights=dict(weights), set_at=at, set_by_id=actor.user_id
    )


@transaction.atomic
def record_shared_words(
    *, actor: Actor, person: Person, words: str, needs: Collection[str], agreed_on: date, at: datetime
) -> SharedWords:
    """Record what a participant agreed may be said of how they're doing; a later entry replaces it for readers."""
    today = local_date(person.program, at)
    policies.check_shared_words(actor, person, words, needs, agreed_on, today)
    shared = SharedWords.objects.create(
        program=person.program,
        person=person,
        words=words.strip(),
        needs=sorted(needs),
        agreed_on=agreed_on,
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )
    audit.record(actor=actor, at=at, action=AuditAction.SHARED_WORDS_RECORDED, subject=person.public_id)
    return shared


def log_own_screen(
    *, actor: Actor, entries: Sequence[Entry], decisions: Decisions, what: DisclosureContext, at: datetime
) -> None:
    """Log what a partner's user is shown of each person: one row a day, with the agency and the release (C10)."""
    agencies = queries.agencies_of(actor)
    items = [
        DisclosureItem(
            each.person, agencies[agency_id], kinds & queries.kinds_used(each), decisions[each.person.pk]
        )
        for each in entries
        for agency_id, kinds in decisions[each.person.pk].kinds_by_agency().items()
        if kinds & queries.kinds_used(each)
    ]
    consent.record_daily_disclosures(actor=actor, items=items, what=what, purpose=PURPOSE, at=at)


@transaction.atomic
def log_projector(
    *, actor: Actor, program: Program, room: Room, entries: Iterable[Entry], at: datetime
) -> None:
    """Log for everyone in the room, under their own agency's release, who is on the projector, once a day."""
    what = DisclosureContext.MEETING_PROJECTOR
    known = shown_before(program, what.value, local_day_bounds(program, at)[0])
    for each in entries:
        for member, agency in room.outside:
            decision = room.decisions[agency.pk][each.person.pk]
            kinds = queries.kinds_used(each) & decision.kinds
            if (each.person.pk, agency.pk, member.user.pk, tuple(sorted(kinds))) in known:
                continue
            consent.disclose(
                actor=actor,
                person=each.person,
                agency=agency,
                decision=decision,
                kinds={InformationKind(kind) for kind in kinds},
                what=what.value,
                purpose=PURPOSE,
                to_user_id=member.user.pk,
                at=at,
            )


def log_own_actions(*, actor: Actor, actions: Sequence[MeetingAction], at: datetime) -> None:
    """Log what a partner's user is shown of their own actions; the care team reads its own records."""
    if actor.on_care_side or not actions:
        return
    decisions = queries.decide_about_actions(actor, actions, at)
    agencies = queries.agencies_of(actor)
    items = [
        DisclosureItem(each.person, agencies[agency_id], kinds & each.shown_kinds, decisions[each.person_id])
        for each in actions
        for agency_id, kinds in decisions[each.person_id].kinds_by_agency().items()
        if kinds & each.shown_kinds
    ]
    consent.record_daily_disclosures(
        actor=actor, items=items, what=DisclosureContext.MEETING_ACTIONS, purpose=PURPOSE, at=at
    )
