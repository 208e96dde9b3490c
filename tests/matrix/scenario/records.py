"""Legal requests, a breach, retention and erasures in every state, and records opened with a reason."""

import uuid
from datetime import date, timedelta

from handoff.audit.services import sign_review
from handoff.participants.models import Person
from handoff.participants.team.services import open_with_reason
from handoff.records.services import breaches, erasure, legal, retention
from handoff.testing.programs import put_on_every_team
from handoff.testing.records import make_breach_input, make_legal_paper_input, make_legal_request
from tests.matrix.scenario.program import NOW, THEN, WORDS, Scenario, picture


def records_in_every_state(scenario: Scenario) -> None:
    """Legal requests waiting, proposed, approved, refused, without a person; a breach; erasures asked and withdrawn."""
    manager, keeper = scenario.actor("program_manager"), scenario.actor("data_manager")
    people = list(Person.objects.filter(program=scenario.program, enrollments__isnull=False).order_by("pk"))
    papers = (
        make_legal_paper_input("subpoena", scan=picture()),
        make_legal_paper_input("part2_order", scan=picture(), names_counseling=True),
    )
    make_legal_request(scenario.program, None, manager, THEN, kind="public_records", words=WORDS)
    for person, state in zip(people, ("received", "proposed", "approved", "refused"), strict=False):
        found = make_legal_request(scenario.program, person, manager, THEN, words=WORDS)
        for paper in papers if state == "approved" else ():
            legal.add_paper(actor=manager, legal_request=found, paper=paper, at=THEN)
        if state == "received":
            continue
        answer = "refuse" if state == "refused" else "release"
        kinds = ("identity", "justice", "part2") if state == "approved" else ("identity",)
        legal.propose_answer(
            actor=manager, legal_request=found, answer=answer, kinds=kinds, reason=WORDS, at=THEN
        )
        if state != "proposed":
            legal.approve_answer(actor=keeper, legal_request=found, at=THEN)
    done = breaches.record_breach(
        actor=manager,
        program=scenario.program,
        breach_input=make_breach_input(WORDS),
        key=str(uuid.uuid4()),
        at=THEN,
    )
    assessment = breaches.BreachAssessmentInput(WORDS, WORDS, WORDS, WORDS, "notify")
    breaches.assess_breach(actor=manager, breach=done, assessment=assessment, at=THEN)
    duty = done.duties.order_by("pk").first()
    assert duty is not None
    breaches.settle_duty(actor=manager, duty=duty, outcome="told", reason=WORDS, at=THEN)
    retention.set_retention_rule(
        actor=manager,
        program=scenario.program,
        kind="declined",
        days=400,
        source="A board's decision",
        effective_on=THEN.date(),
        at=THEN,
    )
    unheld = Person.objects.filter(program=scenario.program, encounters__isnull=True).order_by("pk")
    for person, withdrawn in zip(unheld, (True, False), strict=False):
        asked = erasure.request_erasure(actor=manager, person=person, reason="wish", words=WORDS, at=THEN)
        if withdrawn:
            erasure.withdraw_erasure(actor=keeper, erasure=asked, at=THEN)
    retention.run_manually(actor=keeper, program=scenario.program, at=THEN)


def open_records_to_staff(scenario: Scenario) -> None:
    """Program staff give a reason for each record in this shift; a peer is on every team; a week is signed."""
    for name in ("program_manager", "data_manager"):
        for person in Person.objects.filter(program=scenario.program, merged_into__isnull=True):
            actor = scenario.actor(name, NOW)
            open_with_reason(
                actor=actor, person=person, reason="other", note=WORDS, at=NOW - timedelta(hours=1)
            )
    put_on_every_team(scenario.members["peer_support"], scenario.program)
    put_on_every_team(scenario.members["case_manager"], scenario.program)
    sign_review(
        actor=scenario.actor("program_manager", NOW),
        week_starts_on=date(2026, 3, 23),
        findings=1,
        note=WORDS,
        week_ends_at=NOW - timedelta(days=1),
        at=NOW,
    )
