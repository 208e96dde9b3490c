"""Setting a program up: details and census, policy in versions, script, own questions (P1, P4, G4)."""

from dataclasses import replace
from datetime import date, timedelta
from unittest.mock import patch

import pytest

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.programs import queries, services
from handoff.programs.inputs import PolicyInput, ProgramInput, QuestionInput
from handoff.programs.models import IntakeQuestion, PolicyVersion, Program, Script
from handoff.programs.presenters import census_facts, policy_rows
from handoff.programs.readers.census import read_counties
from handoff.testing.programs import AT, make_actor, make_program

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
PROGRAM_INPUT = ProgramInput(
    name="Orange LEAD", jurisdiction="Orange County", phone="919-555-0100", county_fips="37135"
)


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def manager(program):
    return make_actor(program, "program_manager")


def test_a_program_is_made_with_its_first_policy_and_its_countys_people():
    program = services.create_program(slug="orange", program_input=PROGRAM_INPUT, at=AT)
    assert queries.policy_at(program, TODAY).intake_window_days == 14
    assert program.demographics["county"] == "Orange County" and program.demographics["percent"]["black"] > 5
    assert dict(census_facts(program))["Black or African American"].endswith("%")
    assert AuditEvent.objects.get(program_id=program.pk).action == "program.created"
    with pytest.raises(Refused, match="already a program with this web address"):
        services.create_program(slug="orange", program_input=PROGRAM_INPUT, at=AT)


def test_every_county_of_north_carolina_is_there():
    assert len(read_counties()) == 100 and all(
        county.population > 1000 for county in read_counties().values()
    )
    assert read_counties()["37003"].shares["white"] == 87.7


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": " "}, "Enter the program's name"),
        ({"phone": ""}, "Enter the program's name"),
        ({"time_zone": "America/Nowhere"}, "time zone doesn't exist"),
        ({"languages": ("es",)}, "English must stay"),
        ({"county_fips": "99999"}, "no North Carolina county"),
        # N20, finding-S11
        ({"card_message": "Call us or you will be arrested."}, "Words to change: “Call us or you will be"),
        ({"card_message_es": "El tratamiento es obligatorio."}, "requires no treatment"),
        ({"residence_rule": "Hispanic residents of Orange County"}, "Race, ethnicity, and gender never"),
    ],
)
def test_a_program_that_cannot_be_is_refused(program, manager, change, sentence):
    with pytest.raises(Refused, match=sentence):
        services.change_program(
            actor=manager, program=program, program_input=replace(PROGRAM_INPUT, **change), at=AT
        )


def test_details_are_changed_by_the_manager_alone(program, manager):
    services.change_program(actor=manager, program=program, program_input=PROGRAM_INPUT, at=AT)
    program.refresh_from_db()
    assert program.name == "Orange LEAD"
    assert "name" in AuditEvent.objects.get(action="program.changed").details["fields"]
    for actor in (make_actor(program, "case_manager"), make_actor(make_program(), "program_manager")):
        with pytest.raises(Refused, match="Only the program manager"):
            services.change_program(actor=actor, program=program, program_input=PROGRAM_INPUT, at=AT)


def add_policy(manager, program, on, **values):
    return services.add_policy_version(
        actor=manager, program=program, policy_input=PolicyInput(**values), effective_on=on, at=AT
    )


def test_a_policy_begins_on_its_day_and_the_older_one_stays(program, manager):
    new = add_policy(manager, program, TODAY + timedelta(days=7), intake_window_days=28)
    day_before = TODAY + timedelta(days=6)
    assert queries.policy_at(program, day_before).intake_window_days == 14
    assert queries.policy_at(program, TODAY + timedelta(days=7)) == new
    words = [row.state.words for row in policy_rows(queries.policy_versions(program), TODAY)]
    assert words[0].startswith("Starts on Mon, Mar 9") and words[1].startswith("Active since")


def test_of_two_policies_of_one_day_the_later_made_holds(program, manager):
    add_policy(manager, program, TODAY, intake_window_days=7)
    last = add_policy(manager, program, TODAY, intake_window_days=21)
    assert queries.policy_at(program, TODAY) == last and last.number == 3


def test_before_the_first_policy_there_is_none(program):
    with pytest.raises(Refused, match="no policy settings"):
        queries.policy_at(program, date(2023, 12, 31))
    assert queries.policy_at(program, date(2024, 1, 1)).number == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"intake_window_days": 6}, "one to four weeks"),
        ({"intake_window_days": 29}, "one to four weeks"),
        ({"caseload_full_time": 26}, "can't be more than 25"),
        ({"caseload_part_time": 21}, "part-time"),
        ({"roi_days": 366}, "at most 365"),
        ({"contact_due_hours": 0}, "First contact"),
        ({"remind_before_days": 14}, "reminder"),
        ({"staffing_every_days": 91}, "every 90 days"),
        ({"declined_kept_days": 0}, "weren't enrolled"),
        ({"caseload_ceiling": 26}, "supervisor's reason"),
        ({"caseload_ceiling": 19}, "supervisor's reason"),
        ({"weight_intensive": 90}, "100 to 300"),
        ({"weight_light": 101}, "100 to 300"),
        ({"silent_days": 31}, "not before the worker"),
        ({"directory_check_days": 731}, "1 to 730 days"),
        ({"look_back_days": 29}, "30 to 730 days"),
    ],
)
def test_a_policy_outside_the_limits_is_refused(program, manager, values, sentence):
    with pytest.raises(Refused, match=sentence):
        add_policy(manager, program, TODAY, **values)
    assert PolicyVersion.objects.count() == 1


@pytest.mark.parametrize(
    "values", [{"intake_window_days": 7}, {"intake_window_days": 28}, {"caseload_full_time": 25}]
)
def test_the_edges_of_the_limits_are_allowed(program, manager, values):
    assert add_policy(manager, program, TODAY, **values).number == 2


def test_a_policy_begins_neither_in_the_past_nor_before_another(program, manager):
    with pytest.raises(Refused, match="in the past"):
        add_policy(manager, program, TODAY - timedelta(days=1))
    add_policy(manager, program, TODAY + timedelta(days=30))
    with pytest.raises(Refused, match="Another version starts on Wed, Apr 1"):
        add_policy(manager, program, TODAY)


def test_a_caseload_above_twenty_is_allowed_with_a_word_of_warning(program, manager):
    add_policy(manager, program, TODAY, caseload_full_time=21)
    rows = policy_rows(queries.policy_versions(program), TODAY)
    assert "isn't recommended" in rows[0].warning and not rows[1].warning


def test_nothing_is_saved_when_the_audit_row_fails(program, manager):
    with (
        patch("handoff.audit.services.append_to_chain", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        add_policy(manager, program, TODAY)
    with (
        patch("handoff.audit.services.append_to_chain", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        services.create_program(slug="orange", program_input=PROGRAM_INPUT, at=AT)
    assert PolicyVersion.objects.count() == 1 and not Program.objects.filter(slug="orange").exists()


def test_the_newest_words_in_the_persons_language_are_read(program, manager):
    for language, text in (("en", "Old words"), ("es", "Guion"), ("en", "New words")):
        at = AT + timedelta(minutes=1) if text.startswith("New") else AT
        services.publish_script(actor=manager, program=program, language=language, text=text, at=at)
    later = AT + timedelta(hours=1)

    def read_aloud(language, at):
        script = queries.current_script(program, language, at)
        return script.text if script is not None else ""

    found = {language: read_aloud(language, later) for language in ("en", "es", "vi")}
    assert found == {"en": "New words", "es": "Guion", "vi": "New words"}
    assert read_aloud("en", AT) == "Old words"
    for language, text in (("fr", "Mots"), ("en", "  ")):
        with pytest.raises(Refused):
            services.publish_script(actor=manager, program=program, language=language, text=text, at=AT)


def test_a_question_has_the_choices_typed_without_blanks(program, manager):
    by_choice = QuestionInput(
        section="housing",
        text="Who lives with you?",
        answer_kind="choice",
        choices=["Family", " Friends ", ""],
    )
    first = services.add_question(actor=manager, program=program, question_input=by_choice, at=AT)
    assert first.choices == ["Family", "Friends"]


def test_a_question_is_asked_and_stopped(program, manager):
    question_input = QuestionInput(section="housing", text="Do you have a pet?", answer_kind="yes_no")
    question = services.add_question(actor=manager, program=program, question_input=question_input, at=AT)
    services.set_question_active(actor=manager, question=question, active=False, at=AT)
    question.refresh_from_db()
    assert not question.is_active
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["question.added", "question.stopped"]


@pytest.mark.parametrize(
    "question_input",
    [
        QuestionInput(section="health", text="Last drug test result"),
        QuestionInput(section="health", text="How are you?", text_es="¿Cuántos días limpio lleva?"),
        QuestionInput(section="health", text="What is your SSN?"),
        QuestionInput(section="health", text="Status", answer_kind="choice", choices=("Sober", "Using")),
        QuestionInput(section="health", text="Which ones?", answer_kind="choice", choices=("One",)),
        QuestionInput(section="health", text=" "),
    ],
)
def test_a_question_that_no_program_may_ask_is_refused(program, manager, question_input):
    with pytest.raises(Refused):
        services.add_question(actor=manager, program=program, question_input=question_input, at=AT)
    assert not IntakeQuestion.objects.exists()


def test_a_script_that_threatens_is_never_published(program, manager):
    """N20."""
    before = Script.objects.count()
    for language, text in (
        ("en", "We will file the charge unless you come to treatment."),
        ("es", "Si no acepta, va a la cárcel."),
    ):
        with pytest.raises(Refused, match="Don't tie a charge"):
            services.publish_script(actor=manager, program=program, language=language, text=text, at=AT)
    assert Script.objects.count() == before


def test_an_answer_to_choose_is_checked_like_its_question(program, manager):
    """finding-S11."""
    asked = QuestionInput("health", "Which is true?", answer_kind="choice", choices=("Fine", "30 days clean"))
    with pytest.raises(Refused, match="Words to change: “days clean”"):
        services.add_question(actor=manager, program=program, question_input=asked, at=AT)
