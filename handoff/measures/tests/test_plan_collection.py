"""D3: who looks after each source of data, and whose home says that a review is due."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.measures.collection.inputs import SourceInput
from handoff.measures.collection.queries import due_reviews, planned_sources
from handoff.measures.collection.rules import next_review
from handoff.measures.collection.services import add_source, end_source, record_review
from handoff.measures.definitions.sources import SOURCE_OF_CHECK, Entry, Rhythm
from handoff.measures.models import DataSource
from handoff.measures.quality.rules import CHECKS
from handoff.testing.forms import filled_in
from handoff.testing.programs import AT, actor_of, make_actor, make_member, make_program

TODAY = AT.date()


def test_each_data_item_that_is_checked_belongs_to_one_source():
    assert set(SOURCE_OF_CHECK) == {each.key for each in CHECKS}


@pytest.mark.parametrize(
    ("last", "rhythm", "due"),
    [
        (date(2026, 7, 1), Rhythm.WEEKLY, date(2026, 7, 8)),
        (date(2026, 7, 1), Rhythm.TWO_WEEKS, date(2026, 7, 15)),
        (date(2026, 1, 31), Rhythm.MONTHLY, date(2026, 2, 28)),
        (date(2026, 12, 5), Rhythm.MONTHLY, date(2027, 1, 5)),
        (date(2026, 11, 30), Rhythm.QUARTERLY, date(2027, 2, 28)),
    ],
)
def test_a_review_follows_the_last_by_its_rhythm(last, rhythm, due):
    assert next_review(last, rhythm) == due


@pytest.fixture
def program(db):
    return make_program()


@pytest.fixture
def keeper(program):
    return make_member(program, "data_manager", full_name="Dana Keeper")


@pytest.fixture
def backup(program):
    return make_member(program, "case_manager", full_name="Cam Backup")


def wanted(owner, backup, **changes):
    values = {
        "owner": owner,
        "backup": backup,
        "entry": Entry.WEEKLY,
        "rhythm": Rhythm.MONTHLY,
        "first_review_on": TODAY,
        "stored": "In Handoff",
    }
    return SourceInput(**{**values, **changes})


def plan(program, keeper, source, key="referral"):
    return add_source(actor=actor_of(keeper, program, AT), program=program, key=key, wanted=source, at=AT)


def test_a_review_that_is_due_waits_with_the_owner_and_moves_once_recorded(program, keeper, backup):
    source = plan(program, keeper, wanted(keeper, backup))
    assert [each.source for each in due_reviews(program, keeper.pk, AT)] == [source]
    assert due_reviews(program, backup.pk, AT) == []
    review = {"source": source, "note": "", "at": AT}
    with pytest.raises(Refused, match="future"):
        record_review(actor=actor_of(keeper, program, AT), reviewed_on=TODAY + timedelta(days=1), **review)
    record_review(actor=actor_of(backup, program, AT), reviewed_on=TODAY, **review)
    assert due_reviews(program, keeper.pk, AT) == []
    (planned,) = planned_sources(program, AT)
    assert planned.due == next_review(TODAY, Rhythm.MONTHLY) and planned.is_kept
    later = AT + timedelta(days=40)
    assert len(due_reviews(program, keeper.pk, later)) == 1
    # Once the owner no longer works here, the backup is reminded, and the plan says so.
    keeper.memberships.update(ends_on=TODAY)
    assert len(due_reviews(program, backup.pk, later)) == 1
    assert not planned_sources(program, later)[0].has_owner


def test_the_plan_refuses_what_makes_no_sense(program, keeper, backup):
    outsider = make_member(program, "officer")
    refusals = [
        (wanted(keeper, keeper), "someone else"),
        (wanted(outsider, None), "work with the program's data"),
        (wanted(keeper, backup, stored=" "), "stored"),
    ]
    for source, words in refusals:
        with pytest.raises(Refused, match=words):
            plan(program, keeper, source)
    with pytest.raises(Refused, match="called"):
        plan(program, keeper, wanted(keeper, None), key="")
    with pytest.raises(Refused, match="Only the program manager"):
        plan(program, backup, wanted(keeper, backup))
    source = plan(program, keeper, wanted(keeper, backup))
    with pytest.raises(Refused, match="in the plan already"):
        plan(program, keeper, wanted(keeper, backup))
    peer = actor_of(make_member(program, "peer_support"), program, AT)
    with pytest.raises(Refused, match="record a review"):
        record_review(actor=peer, source=source, reviewed_on=TODAY, note="", at=AT)
    elsewhere = make_actor(make_program(), "data_manager")
    with pytest.raises(Refused, match="record a review"):
        record_review(actor=elsewhere, source=source, reviewed_on=TODAY, note="", at=AT)
    end_source(actor=actor_of(keeper, program, AT), source=source, at=AT)
    plan(program, keeper, wanted(keeper, backup))
    actions = AuditEvent.objects.filter(action__startswith="data_source.").order_by("number")
    assert [each.action for each in actions] == [
        "data_source.saved",
        "data_source.ended",
        "data_source.saved",
    ]


def read(client, name, program, *args):
    return client.get(reverse(name, args=[program.slug, *args])).content.decode()


def test_the_plan_is_kept_on_its_pages_and_leads_to_data_quality(program, keeper, backup):
    client, helper = Client(), Client()
    client.force_login(keeper)
    helper.force_login(backup)
    page = read(client, "collection:plan", program)
    assert "No one looks after these yet" in page and "Referral form" in page
    where = reverse("collection:add", args=[program.slug]) + "?source=referral"
    form = client.get(where).context["form"]
    ids = {"owner": str(keeper.public_id), "backup": str(keeper.public_id)}
    sent = client.post(where, {**filled_in(form), **ids})
    assert "Choose someone else as backup." in sent.content.decode()
    ids["backup"] = str(backup.public_id)
    assert client.post(where, {**filled_in(form), **ids}).status_code == 302
    source = DataSource.objects.get()
    home = read(client, "home:home", program)
    assert "Review: Referral form" in home
    assert "Data to review" not in read(helper, "home:home", program)
    page = read(client, "collection:source", program, source.public_id)
    assert "Name of the referring officer" in page and "Not reviewed yet." in page
    assert "Dana Keeper" in read(client, "quality:quality", program)
    where = reverse("collection:source", args=[program.slug, source.public_id])
    form = helper.get(where).context["form"]
    assert "Name of the referring officer" not in helper.get(where).content.decode()
    helper.post(where, {**filled_in(form), "note": "Two officers were missing."})
    page = client.get(where).content.decode()
    assert "Two officers were missing." in page and "Cam Backup" in page
    assert "Review: Referral form" not in read(client, "home:home", program)
    change = reverse("collection:change", args=[program.slug, source.public_id])
    form = client.get(change).context["form"]
    client.post(change, {**filled_in(form), "rhythm": "weekly"})
    source.refresh_from_db()
    assert source.rhythm == "weekly" and source.owner == keeper
    assert helper.get(change).status_code == 404
    paper = client.get(reverse("collection:download", args=[program.slug]))
    assert paper.content.startswith(b"%PDF")
    client.post(reverse("collection:end", args=[program.slug, source.public_id]))
    assert client.get(where).status_code == 404


def test_a_program_adds_a_source_of_its_own(program, keeper):
    client = Client()
    client.force_login(keeper)
    where = reverse("collection:add", args=[program.slug])
    assert client.get(f"{where}?source=ssn").status_code == 404
    sent = filled_in(client.get(where).context["form"])
    sent |= {"owner": str(keeper.public_id), "name": "Paper files", "holds": "Signed forms", "stored": "Safe"}
    assert client.post(where, sent).status_code == 302
    page = read(client, "collection:plan", program)
    assert "Paper files" in page and "Signed forms" in page and "No one yet" in page


@pytest.mark.parametrize("role", ["officer", "evaluator", "funder"])
def test_others_find_no_plan(program, role):
    client = Client()
    client.force_login(make_member(program, role))
    assert client.get(reverse("collection:plan", args=[program.slug])).status_code == 404
