"""A program's own measures: conditions on columns, previewed, versioned, beside the handbook's (M10)."""

import io
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.measures.definitions.own import OwnDefinition, count_own
from handoff.measures.definitions.published import shared_part
from handoff.measures.models import OwnMeasure, OwnMeasureVersion
from handoff.measures.own import services
from handoff.measures.own.inputs import OwnInput
from handoff.measures.queries import load_facts, measures_of
from handoff.measures.readers.columns import TABLES, columns_of, condition_choices
from handoff.measures.rules.periods import Period, period_of
from handoff.measures.services import changes_since, close_month, count_month
from handoff.measures.tests.worked_example import END_OF_AUGUST, PD, SO, facts_on
from handoff.testing.enrollment import make_participant
from handoff.testing.measures import make_own_measure
from handoff.testing.programs import AT, make_actor, make_member
from handoff.testing.referrals import make_ready_program

JULY = Period(date(2026, 7, 1))
ARRESTS = OwnDefinition(
    1,
    1,
    "Arrests accepted",
    "How many.",
    "referral",
    (("pathway", "arrest_diversion"),),
    (("outcome", "accepted"),),
)
MONTH = period_of(AT.date())
LATER = AT + timedelta(days=60)


def headline(definition, facts=None):
    line = count_own(definition, facts or facts_on(END_OF_AUGUST), JULY).headline
    return line.records, line.base


def test_conditions_on_columns_by_hand():
    """July, as in the worked example: A6 is a mistake and no referral."""
    assert headline(ARRESTS) == ((1, 2, 9, 10), (1, 2, 5, 7, 9, 10))
    tables = count_own(ARRESTS, facts_on(END_OF_AUGUST), JULY).tables
    assert [(each.code, each.count, each.whole) for each in tables[0].lines] == [
        (str(PD), 3, 4),
        (str(SO), 1, 2),
    ]
    # Values of one column are alternatives, columns have to hold together.
    either = replace(ARRESTS, base=(("pathway", "community"), ("pathway", "officer_social")))
    assert headline(either) == ((4, 8), (3, 4, 8))
    both = replace(ARRESTS, counted=(("outcome", "accepted"), ("races", "black")))
    assert headline(both)[0] == (2, 10)
    # Recorded, or not.
    screened = replace(ARRESTS, base=(), counted=(("screened_on", "*"),))
    assert headline(screened)[0] == (1, 2, 4, 8, 9, 10)
    assert headline(replace(screened, counted=(("officer", "-"),)))[0] == (4,)


def test_other_tables_are_counted_by_their_own_day():
    enrolled = replace(ARRESTS, table="enrollment", base=(), counted=(("referral", "*"),))
    assert headline(enrolled) == ((1, 4), (1, 4))
    held = replace(ARRESTS, table="charge", base=(), counted=(("state", "held"),))
    assert headline(held)[0] == (101, 102, 103, 107, 109, 110)


CONDITIONS = st.lists(
    st.sampled_from(
        [(each.key, code) for each in columns_of("referral") for code, _label in condition_choices(each)]
    ),
    max_size=3,
    unique=True,
)


@given(CONDITIONS, CONDITIONS)
def test_what_counts_is_part_of_its_whole_and_a_column_more_never_adds_any(base, counted):
    facts = facts_on(END_OF_AUGUST)
    own = replace(ARRESTS, base=tuple(base), counted=tuple(counted))
    records, whole = headline(own, facts)
    assert set(records) <= set(whole)
    if "gender" not in dict(counted):
        narrower, _whole = headline(replace(own, counted=(*counted, ("gender", "woman"))), facts)
        assert set(narrower) <= set(records)


def test_each_column_that_can_be_asked_stands_in_its_fact():
    for key, table in TABLES.items():
        assert {each.key for each in columns_of(key)} <= {each.key for each in table}
        assert columns_of(key)


@pytest.fixture
def program(db):
    program = make_ready_program()
    make_participant(program)
    return program


def define(program, role="data_manager", **fields):
    own = OwnInput(
        **{
            "title": "Yes",
            "sentence": "All.",
            "table": "referral",
            "base": [],
            "counted": [("outcome", "accepted")],
            **fields,
        }
    )
    return services.define_measure(actor=make_actor(program, role), program=program, own=own, at=AT)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": " "}, "Enter a name"),
        ({"table": "person"}, "what is counted"),
        ({"counted": []}, "at least one condition"),
        ({"counted": [("person_name", "Ruth")]}, "from the lists"),
        ({"base": [("outcome", "graduated")]}, "from the lists"),
        ({"role": "case_manager"}, "Only the program manager"),
    ],
)
def test_a_definition_asks_only_what_columns_hold(program, fields, words):
    with pytest.raises(Refused, match=words):
        define(program, **fields)
    assert not OwnMeasure.objects.exists()


def test_a_change_is_a_new_version_and_closed_months_keep_theirs(program):
    manager = make_actor(program, "data_manager")
    own = make_own_measure(program)
    assert make_own_measure(program) == own
    closing = close_month(actor=manager, program=program, month=MONTH, at=LATER)
    changed = OwnInput("Arrests", "All.", "referral", [], [("outcome", "declined")])
    services.change_measure(actor=manager, measure=own, own=changed, at=LATER)
    services.change_measure(actor=manager, measure=own, own=changed, at=LATER)
    assert OwnMeasureVersion.objects.count() == 2
    (change,) = changes_since(closing, load_facts(program, MONTH.last, LATER))
    assert change.closed_by == "own-1/1" and change.measure.id == "own-1/2" and change.is_known
    assert not change.records and change.definition[0].now == 0
    for _each in range(2):
        services.retire_measure(actor=manager, measure=own, at=LATER)
    assert all(not each.is_own for each in measures_of(program))
    assert changes_since(closing, load_facts(program, MONTH.last, LATER))
    with pytest.raises(Refused, match="retired"):
        services.change_measure(actor=manager, measure=own, own=changed, at=LATER)


def test_there_is_a_most(program):
    for number in range(20):
        make_own_measure(program, title=f"Measure {number}")
    with pytest.raises(Refused, match="20 measures"):
        make_own_measure(program, title="One more")


def test_no_own_measure_is_in_shared_figures(program):
    """Its rows could be set against others' and leave a few over (M9)."""
    make_own_measure(program)
    counted = count_month(load_facts(program, MONTH.last, AT), MONTH, measures_of(program))
    assert any(measure.is_own for measure, _result in counted)
    assert not any(measure.is_own for measure, _result in shared_part(counted))


@pytest.fixture
def manager_client(program, client, clock):
    client.force_login(make_member(program, "data_manager"))
    return client


def test_a_measure_is_previewed_saved_and_shown_everywhere(program, manager_client, capsys):
    client = manager_client
    url = reverse("own:add", args=[program.slug, "referral"])
    assert "Kind of referral: Arrest diversion" in client.get(url).content.decode()
    sent = {
        "title": "Arrests accepted",
        "sentence": "How many said yes.",
        "base_1": "pathway=arrest_diversion",
    }
    assert "Choose a condition." in client.post(url, sent).content.decode()
    sent["counted_1"] = "outcome=accepted"
    preview = client.post(url, sent).content.decode()
    assert "1 of 1 · 100.0%" in preview and "Save measure" in preview and not OwnMeasure.objects.exists()
    assert "Arrests accepted" in client.post(url, {**sent, "save": "1"}, follow=True).content.decode()
    own = OwnMeasure.objects.get()
    assert AuditEvent.objects.filter(action="own_measure.changed", subject=own.public_id).count() == 1
    for name in ("list", "months"):
        assert client.get(reverse(f"measures:{name}", args=[program.slug])).status_code == 200
    page = client.get(reverse("measures:show", args=[program.slug, "own-1"])).content.decode()
    assert "definition own-1/1" in page and "Kind of referral: Arrest diversion" in page
    assert client.get(reverse("measures:records", args=[program.slug, "own-1"])).status_code == 200
    month = [program.slug, MONTH.code]
    assert "Arrests accepted" in client.get(reverse("measures:month", args=month)).content.decode()
    book = client.get(reverse("measures:download", args=[*month, "xlsx"])).content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(1).to_python()
    assert ["Arrests accepted", 1.0, 1.0] in [[row[0], row[5], row[6]] for row in sheet]
    assert client.get(reverse("measures:download", args=[*month, "pdf"])).content[:4] == b"%PDF"
    change = reverse("own:change", args=[program.slug, own.public_id])
    assert 'pathway=arrest_diversion" selected' in client.get(change).content.decode()
    client.post(change, {**sent, "title": "Renamed", "save": "1"})
    client.post(reverse("own:retire", args=[program.slug, own.public_id]))
    assert "Retired" in client.get(reverse("own:list", args=[program.slug])).content.decode()


def test_the_command_prints_it(program, capsys):
    make_own_measure(program)
    user = make_member(program, "data_manager")
    options = {"program": program.slug, "first": MONTH.code, "last": MONTH.code, "username": user.username}
    call_command("measures", **options, json=True)
    printed = json.loads(capsys.readouterr().out)["measures"]
    assert next(each for each in printed if each["definition"] == "own-1/1")["numerator"] == 1


@pytest.mark.parametrize("role", ["case_manager", "evaluator", "officer"])
def test_others_define_nothing(program, client, clock, role):
    own = make_own_measure(program)
    client.force_login(make_member(program, role))
    for url in (
        reverse("own:list", args=[program.slug]),
        reverse("own:add", args=[program.slug, "referral"]),
        reverse("own:change", args=[program.slug, own.public_id]),
    ):
        assert client.get(url).status_code == 404
