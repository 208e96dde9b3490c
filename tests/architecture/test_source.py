"""What the import rules cannot see: habits that are forbidden wherever they would appear."""

import ast
import re

import pytest
from django.conf import settings
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader

from tests.architecture import allowed
from tests.architecture.source import (
    PACKAGE,
    assert_only_allowed,
    dotted,
    functions,
    length,
    modules,
    nodes,
    python_files,
    relative,
)

MOST_LINES = {"view": 30, "function": 40, "file": 400}
CLOCKS = {
    "timezone.now",
    "datetime.now",
    "datetime.utcnow",
    "date.today",
    "datetime.today",
    "timezone.localdate",
    "time.time",
}


def attributes(path, *names):
    return [
        f"{relative(path)}:{node.lineno} {dotted(node)}"
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in names
    ]


def calls(path):
    return [dotted(node.func) for node in nodes(path) if isinstance(node, ast.Call)]


def records_reached_for(package=PACKAGE):
    return [
        line
        for path in modules("views", "forms", "presenters", package=package)
        for line in attributes(path, "objects", "_default_manager")
    ]


def test_pages_never_reach_for_records_themselves():
    found = records_reached_for()
    assert not found, "scope lives in the queries:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "place",
    [
        "desk/views.py",
        "desk/views/team.py",
        "desk/people/views.py",
        "desk/people/views/team.py",
        "desk/people/team/forms/members.py",
        "consent/register/presenters/paper.py",
    ],
)
def test_the_guards_by_layer_see_what_is_planted_in_a_nested_package(place, tmp_path, monkeypatch):
    monkeypatch.setattr("tests.architecture.test_source.relative", str)
    planted = tmp_path / "handoff" / place
    planted.parent.mkdir(parents=True)
    planted.write_text("def people(): return Person.objects.all()")
    assert len(records_reached_for(tmp_path / "handoff")) == 1


@pytest.mark.parametrize(
    "place", ["desk/people/queries/views_of.py", "desk/people/tests/views.py", "views/queries.py"]
)
def test_the_guards_by_layer_leave_other_layers_and_tests_alone(place, tmp_path):
    planted = tmp_path / "handoff" / place
    planted.parent.mkdir(parents=True)
    planted.write_text("def people(): return Person.objects.all()")
    assert not records_reached_for(tmp_path / "handoff")


def test_forms_never_save():
    found = [
        f"{relative(path)}: {node.name}"
        for path in modules("forms")
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef) and node.name == "save"
    ]
    assert not found, "services write, forms check"


def test_the_clock_is_read_by_the_access_middleware_only():
    found = {
        f"{relative(path)}"
        for path in modules(
            "services",
            "jobs",
            "rules",
            "engine",
            "policies",
            "queries",
            "inputs",
            "readers",
            "facts",
            "states",
            "definitions",
            "models",
        )
        if any(name.endswith(clock) for name in calls(path) for clock in CLOCKS)
    }
    assert_only_allowed(found, allowed.CLOCK_READERS, "pass the time in as `at`")


INSTANT = re.compile(r"(^|\.|_)at$")


def utc_days(source):
    """Calls of `.date()` on an instant: they give the UTC day, from 7 or 8 PM local time the next one."""
    return [
        f"{node.lineno} {dotted(node.func)}()"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "date"
        and isinstance(node.func.value, ast.Name | ast.Attribute)
        and INSTANT.search(dotted(node.func.value))
    ]


def test_a_day_is_taken_from_an_instant_by_local_date_only():
    # The demo's instants are in the county's own time from the start.
    found = [
        f"{relative(path)}:{line}"
        for path in python_files()
        if not relative(path).startswith("handoff/demo/")
        for line in utc_days(path.read_text(encoding="utf-8"))
    ]
    assert not found, "use local_date(program, at):\n" + "\n".join(found)


@pytest.mark.parametrize("planted", ["at.date()", "request.at.date()", "referral.occurred_at.date()"])
def test_the_guard_of_local_days_finds_a_planted_utc_day(planted):
    assert utc_days(f"day = {planted}") == [f"1 {planted}"]


def test_the_guard_of_local_days_allows_the_day_of_a_local_time():
    assert not utc_days("day = at.astimezone(zone).date()")


def test_nothing_works_by_signal():
    found = [
        relative(path)
        for path in python_files()
        if re.search(r"django\.(dispatch|db\.models\.signals)", path.read_text())
    ]
    assert not found, "call down instead"


UNPROTECTED = re.compile(
    r"\b(mark_safe|SafeString|csrf_exempt|xframe_options_exempt|RawSQL)\(|@\w*_exempt\b|\.(raw|extra)\("
)


def test_nothing_is_unescaped_or_unprotected():
    found = {
        relative(path) for path in python_files() if UNPROTECTED.search(path.read_text(encoding="utf-8"))
    }
    assert_only_allowed(found, allowed.UNESCAPED, "escape, protect and ask through the ORM")


ASKS_WITH_KEYS = {
    "filter",
    "exclude",
    "get",
    "order_by",
    "annotate",
    "alias",
    "aggregate",
    "values",
    "only",
    "defer",
}
ASKS_WITH_WORDS = {
    "order_by",
    "values",
    "values_list",
    "only",
    "defer",
    "select_related",
    "prefetch_related",
    "distinct",
}
FROM_OUTSIDE = {"GET", "POST", "FILES", "COOKIES", "META", "headers", "body", "cleaned_data", "data"}


def comes_from_outside(node: ast.AST) -> bool:
    """True for what a visitor sent: `request.GET`, a form's cleaned data, anything made of them in the same place."""
    return any(isinstance(each, ast.Attribute) and each.attr in FROM_OUTSIDE for each in ast.walk(node))


def asks_with_what_was_sent(path):
    """Find questions to the database whose field names a visitor could choose (Django's CVEs of February 2026)."""
    for node in nodes(path):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        keys = [word.value for word in node.keywords if word.arg is None]
        if node.func.attr in ASKS_WITH_KEYS and any(comes_from_outside(each) for each in keys):
            yield f"{relative(path)}:{node.lineno} {node.func.attr}(**...)"
        if node.func.attr in ASKS_WITH_WORDS and any(comes_from_outside(each) for each in node.args):
            yield f"{relative(path)}:{node.lineno} {node.func.attr}(...)"


def test_no_visitor_chooses_the_fields_of_a_question():
    found = [line for path in python_files() for line in asks_with_what_was_sent(path)]
    assert not found, "name the fields in the code and choose among them:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "planted",
    [
        "Person.objects.filter(**request.GET.dict())",
        "Person.objects.order_by(request.GET['sort'])",
        "people.order_by(form.cleaned_data['order'], 'pk')",
        "people.annotate(**{request.POST['name']: 1})",
        "people.values(*request.GET.getlist('column'))",
    ],
)
def test_the_guard_against_chosen_fields_sees_what_is_planted(planted, tmp_path, monkeypatch):
    monkeypatch.setattr("tests.architecture.test_source.relative", str)
    (tmp_path / "planted.py").write_text(planted)
    assert list(asks_with_what_was_sent(tmp_path / "planted.py"))


@pytest.mark.parametrize(
    "planted",
    [
        "@csrf_exempt\ndef x(): ...",
        "mark_safe(x)",
        "Person.objects.raw(x)",
        "people.extra(x)",
        "RawSQL(x)",
        "SafeString(x)",
    ],
)
def test_the_guard_against_unescaped_and_unprotected_sees_what_is_planted(planted):
    assert UNPROTECTED.search(planted)


HOLES = {
    "pickle": r"\bimport pickle\b|pickle\.loads?\(",
    "a shell": r"shell=True|os\.system\(",
    "code made of text": r"(?<![\w.])(eval|exec)\(",
    "an unsafe YAML reader": r"yaml\.load\(",
    "signed sessions or tokens of their own": r"signed_cookies|jwt\.encode|PyJWS\(\)\.encode|from jwt import",
    "Django's own admin": r"django\.contrib\.admin|admin\.site",
    "files served by address": r"\bMEDIA_URL\b",
}


@pytest.mark.parametrize("hole", HOLES)
def test_no_module_opens(hole):
    found = [
        relative(path) for path in python_files() if re.search(HOLES[hole], path.read_text(encoding="utf-8"))
    ]
    assert not found, hole


def test_tokens_are_read_in_one_place_the_answer_of_an_agencys_provider():
    found = [
        relative(path)
        for path in python_files()
        if re.search(r"\bimport jwt\b", path.read_text(encoding="utf-8"))
    ]
    assert found == ["handoff/accounts/adapters.py"]


def test_requests_are_not_transactions():
    assert not any(database.get("ATOMIC_REQUESTS") for database in settings.DATABASES.values())
    assert not [
        relative(path)
        for path in python_files()
        if '"ATOMIC_REQUESTS": True' in path.read_text(encoding="utf-8")
    ]


def test_functions_are_short():
    views = {relative(path) for path in modules("views")}
    every = [(name, length(node)) for path in python_files() for name, node in functions(path)]
    long_views = [
        name for name, lines in every if name.split("::")[0] in views and lines > MOST_LINES["view"]
    ]
    long_functions = [
        name for name, lines in every if name.split("::")[0] not in views and lines > MOST_LINES["function"]
    ]
    assert_only_allowed(long_views, allowed.LONG_VIEWS, "a view is at most 30 lines")
    assert_only_allowed(long_functions, allowed.LONG_FUNCTIONS, "a function is at most 40 lines")


def test_files_are_short():
    found = [
        relative(path)
        for path in python_files()
        if len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES["file"]
    ]
    assert_only_allowed(found, allowed.LONG_FILES, "a file is at most 400 lines")


def narrows_a_type(test: ast.expr) -> bool:
    """True for `x is not None` and `isinstance(x, X)`: they tell mypy a type, the code doesn't rely on them."""
    if isinstance(test, ast.BoolOp):
        return all(narrows_a_type(value) for value in test.values)
    if isinstance(test, ast.Compare):
        return isinstance(test.ops[0], ast.IsNot)
    return isinstance(test, ast.Call) and dotted(test.func) == "isinstance"


def test_assert_only_tells_the_type_checker_something():
    found = [
        f"{relative(path)}:{node.lineno}"
        for path in python_files()
        for node in nodes(path)
        if isinstance(node, ast.Assert) and not narrows_a_type(node.test)
    ]
    assert not found, "python -O takes asserts out: raise instead"


def test_the_tables_of_an_empty_database_are_those_that_the_migrations_one_by_one_end_with():
    """`makemigrations --check` reads the squashed ones alone; whoever upgrades has the others."""
    step_by_step = MigrationLoader(None, replace_migrations=False).project_state()
    at_once = MigrationLoader(None).project_state()
    assert not MigrationAutodetector(step_by_step, at_once)._detect_changes()
