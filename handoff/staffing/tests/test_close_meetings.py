"""What a meeting decides, closing it, and its actions until they are done (S2, S3)."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from handoff.consent.gate import decide
from handoff.consent.models import Disclosure
from handoff.core.refusals import Refused
from handoff.enrollment.models import StatusPeriod
from handoff.enrollment.services import make_inactive
from handoff.staffing.meetings.queries import who_was_there
from handoff.staffing.meetings.services import record_arrival
from handoff.staffing.models import Discussion, MeetingAction, MeetingTopic, SharedWords
from handoff.staffing.table import presenters, queries, services
from handoff.staffing.table.forms import DiscussionForm
from handoff.staffing.table.inputs import ActionInput, DiscussionInput
from handoff.testing.consent import make_release
from handoff.testing.meetings import Table, decide_action, make_meeting
from handoff.testing.programs import AT, make_actor, make_person, make_program
from handoff.testing.staffing import enroll

DAY = timedelta(days=1)


class Held(Table):
    """A meeting in progress about one participant."""

    def __init__(self):
        super().__init__()
        self.person = make_person(self.program)
        self.enrollment = enroll(self.person)
        self.meeting = make_meeting(self.program, *self.users.values())
        record_arrival(actor=self.actor(), meeting=self.meeting, user_id=self.user("case_manager").pk, at=AT)

    def discuss(self, **fields):
        return services.save_discussion(
            actor=self.actor(),
            meeting=self.meeting,
            person=self.person,
            discussion_input=DiscussionInput(**fields),
            at=AT,
        )

    def close(self):
        return services.close_meeting(actor=self.actor(), meeting=self.meeting, at=AT)

    @property
    def status(self):
        return StatusPeriod.objects.get(enrollment=self.enrollment, ends_at__isnull=True).status


@pytest.fixture
def table(db):
    return Held()


def test_closing_starts_actions_and_makes_status_changes_together(table):
    table.discuss(said="Hard to find", plan="Ask his sister", status="inactive", reason="out_of_touch")
    action = decide_action(table, table.meeting, table.person)
    assert not queries.open_actions(table.program).exists()
    meeting = table.close()
    assert (meeting.state, meeting.closed_at, table.status) == ("closed", AT, "inactive")
    assert list(queries.open_actions(table.program)) == [action]
    assert not meeting.attendees.filter(times__left_at__isnull=True, times__isnull=False).exists()


def test_a_status_for_someone_who_is_no_longer_enrolled_is_left_out(table):
    """A record may change between what was decided and the closing; the meeting closes all the same."""
    table.discuss(status="inactive", reason="moved")
    other = make_person(table.program)
    Discussion.objects.filter(person=table.person).update(person=other)
    assert table.close().state == "closed"
    assert table.status == "active" and not StatusPeriod.objects.filter(enrollment__person=other).exists()


def test_deceased_takes_its_day_and_closing_ends_what_was_shared(table):  # ADR 0076
    agency = table.agency("officer")
    make_release(table.person, agency, kinds=("participation",), actor=table.actor("case_manager"))
    deceased = {"status": "inactive", "reason": "deceased"}
    with pytest.raises(Refused, match="Enter the day they died"):
        table.discuss(**deceased)
    with pytest.raises(Refused, match="in the future"):
        table.discuss(**deceased, died_on=AT.date() + DAY)
    table.discuss(**deceased, died_on=AT.date())
    lines = presenters.closing_lines(table.meeting, queries.build_agenda(table.meeting, AT))
    assert "every release (ROI) ends" in lines[1]
    assert decide(agency, [table.person.pk], AT)
    table.close()
    period = StatusPeriod.objects.get(enrollment=table.enrollment, ends_at__isnull=True)
    assert (period.reason, period.starts_at.date()) == ("deceased", AT.date())
    assert not decide(agency, [table.person.pk], AT)


def test_the_death_of_someone_inactive_already_ends_what_was_shared_too(table):  # ADR 0076
    agency = table.agency("officer")
    make_release(table.person, agency, kinds=("participation",), actor=table.actor("case_manager"))
    case = {"actor": table.actor("case_manager"), "enrollment": table.enrollment, "note": "", "at": AT}
    make_inactive(**case, reason="moved")
    table.discuss(status="inactive", reason="deceased", died_on=AT.date())
    lines = presenters.closing_lines(table.meeting, queries.build_agenda(table.meeting, AT))
    assert "every release (ROI) ends" in lines[1]
    table.close()
    period = StatusPeriod.objects.get(enrollment=table.enrollment, ends_at__isnull=True)
    assert period.reason == "deceased" and not decide(agency, [table.person.pk], AT)
    with pytest.raises(Refused, match="already inactive"):
        make_inactive(**case, reason="deceased", died_on=AT.date())


def test_minutes_name_whoever_came_under_their_organization_also_once_their_account_is_closed(table):
    officer = table.user("officer")
    record_arrival(actor=table.actor(), meeting=table.meeting, user_id=officer.pk, at=AT)
    officer.is_active = False
    officer.save()
    assert who_was_there(table.meeting)[table.agency("officer").name] == [officer.full_name]


def test_a_day_of_death_is_kept_only_for_whoever_died(table):
    table.discuss(status="inactive", reason="moved", died_on=AT.date())
    assert Discussion.objects.get().died_on is None
    form = DiscussionForm(
        QueryDict("status=inactive&reason=deceased&said=Kept"), discussion=None, today=AT.date()
    )
    assert not form.is_valid() and list(form.errors) == ["died_on"]


def test_a_status_that_someone_changed_meanwhile_or_that_no_one_has_is_left(table):
    table.discuss(status="active")
    table.close()
    assert (table.status, StatusPeriod.objects.count()) == ("active", 1)


def test_someone_inactive_becomes_active_and_someone_not_enrolled_has_no_status(table):
    period = StatusPeriod.objects.get()
    period.status, period.reason = "inactive", "moved"
    period.save()
    table.discuss(status="active")
    with pytest.raises(Refused, match="no status to change"):
        services.save_discussion(
            actor=table.actor(),
            meeting=table.meeting,
            person=make_person(table.program),
            discussion_input=DiscussionInput(status="active"),
            at=AT,
        )
    table.close()
    assert table.status == "active"


def test_closing_announces_no_status_that_someone_has_already(table):
    table.discuss(status="active")
    lines = presenters.closing_lines(table.meeting, queries.build_agenda(table.meeting, AT))
    assert not any("status becomes" in each for each in lines)


def test_closing_twice_and_writing_after_closing_are_refused_with_a_sentence(table):
    table.discuss(said="Once")
    table.close()
    with pytest.raises(Refused, match="closed already"):
        table.close()
    with pytest.raises(Refused, match="Bring it up at the next one"):
        table.discuss(said="Later")
    with pytest.raises(Refused, match="Bring it up at the next one"):
        decide_action(table, table.meeting, table.person)
    assert Discussion.objects.get().said == "Once"


def test_nothing_is_written_before_the_first_arrival(table):
    coming = make_meeting(table.program, starts_at=AT + DAY)
    for act in (
        lambda: services.close_meeting(actor=table.actor(), meeting=coming, at=AT),
        lambda: decide_action(table, coming, table.person),
    ):
        with pytest.raises(Refused, match="hasn't started"):
            act()


def test_an_action_of_someone_who_left_stops_the_closing_and_nothing_is_saved(table):
    table.discuss(status="inactive", reason="moved")
    action = decide_action(table, table.meeting, table.person, owner="peer_support")
    table.user("peer_support").memberships.update(ends_on=AT.date())
    with pytest.raises(Refused, match="no longer has a role"):
        table.close()
    assert table.status == "active"
    services.remove_action(actor=table.actor(), meeting=table.meeting, action=action, at=AT)
    table.close()
    assert not MeetingAction.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"words": " "}, "what is to be done"),
        ({"about": "counseling"}, "what it's about"),
        ({"due_on": AT.date() - DAY}, "in the past"),
        ({"owner": "unknown"}, "no longer has a role"),
        ({"owner": "officer"}, "No release lets"),
        ({"owner": "officer", "about": "participation"}, "No release lets"),
    ],
)
def test_an_action_that_cannot_be_is_refused_with_a_sentence(table, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        decide_action(table, table.meeting, table.person, **fields)
    assert not MeetingAction.objects.exists()


def test_an_action_that_partners_may_read_names_no_other_participant(table):
    other = make_person(table.program, first_name="Marlow", last_name="Fensworth")
    make_person(table.program, first_name=table.person.first_name, last_name=table.person.last_name)
    words = {"words": f"Ride with {other.recorded_name}"}
    with pytest.raises(Refused, match="another participant"):
        decide_action(table, table.meeting, table.person, about="needs", owner="case_manager", **words)
    decide_action(table, table.meeting, table.person, about="", owner="case_manager", **words)
    own = f"Call {table.person.last_name}, {table.person.first_name}"
    decide_action(table, table.meeting, table.person, about="needs", owner="case_manager", words=own)


def test_a_form_sent_twice_makes_one_action_and_other_answers_are_refused(table):
    first = decide_action(table, table.meeting, table.person, key="once")
    assert decide_action(table, table.meeting, table.person, key="once") == first
    with pytest.raises(Refused, match="already saved this form"):
        decide_action(table, table.meeting, table.person, key="once", words="Something else")


def test_a_partners_action_is_theirs_as_long_as_a_release_lets_them_know(table):
    release = make_release(
        table.person, table.agency("officer"), kinds=("participation",), actor=table.actor("case_manager")
    )
    action = decide_action(table, table.meeting, table.person, owner="officer", about="participation")
    officer = table.actor("officer")
    table.close()
    (mine,) = queries.own_actions(table.program, officer, AT)
    for _twice in range(2):
        services.log_own_actions(actor=officer, actions=[mine], at=AT)
    assert [each.kinds for each in Disclosure.objects.all()] == [["participation"]]
    with pytest.raises(Refused, match="done or no longer needed"):
        services.end_action(actor=officer, action=action, end="later", at=AT)
    release.revoked_at = AT
    release.save()
    assert queries.own_actions(table.program, officer, AT + DAY) == []
    with pytest.raises(Refused, match="Only the person who does it"):
        services.end_action(actor=officer, action=action, end="done", at=AT + DAY)
    for _twice in range(2):
        ended = services.end_action(actor=table.actor("peer_support"), action=action, end="done", at=AT + DAY)
    assert (ended.end, ended.ended_at) == ("done", AT + DAY)


def test_an_action_for_the_care_team_is_never_a_partners(table):
    action = decide_action(table, table.meeting, table.person)
    assert not queries.may_know(action, None)
    services.log_own_actions(actor=table.actor("case_manager"), actions=[action], at=AT)
    assert not Disclosure.objects.exists()


def test_an_action_is_not_done_before_its_meeting_closes_nor_by_another_program(table):
    action = decide_action(table, table.meeting, table.person)
    with pytest.raises(Refused, match="isn't closed yet"):
        services.end_action(actor=table.actor(), action=action, end="done", at=AT)
    with pytest.raises(Refused, match="another program"):
        services.end_action(
            actor=make_actor(make_program(), "case_manager"), action=action, end="done", at=AT
        )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"status": "paused"}, "status stays"), ({"status": "inactive"}, "why they're inactive")],
)
def test_a_status_needs_its_reason(table, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        table.discuss(**fields)


def test_topics_name_no_participant_and_end_with_the_meeting(table):
    add = {"actor": table.actor(), "meeting": table.meeting, "at": AT}
    services.add_topic(**add, kind="funding", words="Settlement funds", outcome="Apply in April")
    with pytest.raises(Refused, match="reads its topics"):
        services.add_topic(**add, kind="policy", words=f"About {table.person.recorded_name}", outcome="")
    with pytest.raises(Refused, match="reads its topics"):
        services.add_topic(**add, kind="policy", words="Hours", outcome=f"Ask {table.person.recorded_name}")
    with pytest.raises(Refused, match="kind of topic"):
        services.add_topic(**add, kind="gossip", words="x", outcome="")
    topic, changed = MeetingTopic.objects.get(), {"kind": "funding", "words": "Settlement funds"}
    change = {"actor": table.actor(), "topic": topic, "at": AT, **changed}
    with pytest.raises(Refused, match="reads its topics"):
        services.change_topic(**change, outcome=table.person.recorded_name)
    with pytest.raises(Refused, match="Only the facilitator"):
        services.change_topic(**{**change, "actor": table.actor("officer")}, outcome="Mine")
    table.close()
    with pytest.raises(Refused, match="closed"):
        services.add_topic(**add, kind="policy", words="Hours", outcome="")
    with pytest.raises(Refused, match="closed"):
        services.change_topic(**change, outcome="Later")
    topic.refresh_from_db()
    assert topic.outcome == "Apply in April"
    assert MeetingTopic.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"needs": ["substance_use"]}, "never shared this way"),
        ({"agreed_on": AT.date() + DAY}, "in the future"),
        ({"role": "officer"}, "Only the care team"),
        # Police and prosecutors learn of goals from these words alone: they're bounded as good news is.
        ({"words": "Goes to the methadone clinic"}, "Take “methadone” out"),
        ({"words": "Graduates in May"}, "no finish line"),
        ({"words": "Lives with Zelda Quist"}, "names another participant"),
    ],
)
def test_words_that_cannot_be_shared_are_refused(table, fields, sentence):  # C10
    make_person(table.program, first_name="Zelda", last_name="Quist")
    role = fields.pop("role", "case_manager")
    wanted = {"words": "Fine", "needs": [], "agreed_on": AT.date(), **fields}
    with pytest.raises(Refused, match=sentence):
        services.record_shared_words(actor=table.actor(role), person=table.person, at=AT, **wanted)
    assert not SharedWords.objects.exists()


def test_an_action_that_police_may_read_says_nothing_about_health(table):  # C10
    with pytest.raises(Refused, match="Take “methadone” out"):
        decide_action(
            table, table.meeting, table.person, about="charges", words="Drive him to methadone dosing"
        )
    for about in ("treatment", ""):
        words = "Drive him to methadone dosing"
        assert decide_action(table, table.meeting, table.person, about=about, words=words).pk


def test_only_whoever_leads_writes(table):
    with pytest.raises(Refused, match="Only the facilitator"):
        services.save_discussion(
            actor=table.actor("officer"),
            meeting=table.meeting,
            person=table.person,
            discussion_input=DiscussionInput(),
            at=AT,
        )


def test_an_input_for_the_care_team_says_so_by_default():
    assert ActionInput("Call", 1, AT.date()).about == ""


def test_no_partner_does_an_action_about_someone_it_may_not_know_to_be_in_the_program(table):
    """A release may name charges alone: the action would say that there is a participant."""
    make_release(table.person, table.agency("officer"), kinds=("charges",), actor=table.actor("case_manager"))
    with pytest.raises(Refused, match="No release lets"):
        decide_action(table, table.meeting, table.person, owner="officer", about="charges")
