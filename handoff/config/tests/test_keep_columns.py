"""With kept columns, a query set says to the letter what it says in Django, and reads the same values (ADR 0085)."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Value
from django.db.models.expressions import Col

from handoff.config.compilers import KeptColumns
from handoff.participants.models import Person
from handoff.referrals.models import Referral

pytestmark = pytest.mark.django_db
DJANGOS = {
    "sqlite": "django.db.models.sql.compiler",
    "postgresql": "django.db.backends.postgresql.compiler",
}


def written(query_set, kind):
    """The SQL, its parameters, the columns read, and by what their values are read."""
    compiler = kind(query_set.query.chain(), connection, "default")
    sql = compiler.as_sql()
    columns = [each for each, _sql, _alias in compiler.select or ()]  # None for a union
    converters = compiler.get_converters(columns)
    names = {place: [each.__qualname__ for each in found] for place, (found, _column) in converters.items()}
    return sql, [repr(each) for each in columns], names


def assert_alike(query_set):
    ours = connection.ops.compiler("SQLCompiler")
    assert issubclass(ours, KeptColumns)
    for _ in range(2):  # asked first, and once it is kept
        django = import_module(DJANGOS[connection.vendor]).SQLCompiler
        assert written(query_set, ours) == written(query_set, django)


def test_every_model_is_selected_as_django_selects_it():
    for model in apps.get_models():
        opts = model._meta
        related = [field.name for field in opts.concrete_fields if field.is_relation]
        assert_alike(model._default_manager.select_related(*related).order_by("-pk"))


PEOPLE = Person.objects.filter(program_id=1)
REFERRALS = Referral.objects.filter(person__program_id=2).select_related("person__program", "agency")
COUNTED = Exists(Referral.objects.filter(person=OuterRef("pk"), agency__is_active=True))


@pytest.mark.parametrize(
    "query_set",
    [
        PEOPLE.order_by(F("last_name").desc(nulls_last=True), "first_name"),
        PEOPLE.order_by("last_name").reverse(),
        PEOPLE.distinct().order_by("program__name"),
        PEOPLE.annotate(many=Count("referrals")).order_by("-many", "pk"),
        PEOPLE.filter(COUNTED).exclude(referrals__state="x"),
        PEOPLE.values("last_name").annotate(many=Count("pk")).order_by("last_name"),
        PEOPLE.values_list("pk", "program__slug", Value("x")),
        PEOPLE.union(Person.objects.filter(program_id=2)).order_by("last_name"),
        PEOPLE.defer("last_name"),
        REFERRALS.filter(person__in=PEOPLE)[:5],
        Referral.objects.select_related("person").only("state", "person__last_name"),
        REFERRALS.order_by("person", F("agency__name")),
    ],
)
def test_what_is_more_than_rows_is_selected_as_django_selects_it(query_set):
    assert_alike(query_set)


def test_a_columns_name_is_written_once(monkeypatch):
    """Fails without what is kept: Django would quote each column anew."""
    monkeypatch.setattr(Col, "as_sql", lambda *_: pytest.fail("a column was asked"))
    monkeypatch.setattr(type(connection.ops), "quote_name", lambda _ops, name: f"<{name}>")
    assert set(re.findall("<(.*?)>", str(Person.objects.all().query))) == {Person._meta.db_table}
