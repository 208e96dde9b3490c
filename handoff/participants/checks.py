"""Django system checks: no URL leads around the record gate."""

from collections.abc import Iterable, Iterator

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver

from handoff.participants.gate import person_finders

NAMES_A_RECORD = frozenset({"uuid", "int"})
"""The converters of parameters that identify a record; the others are words, such as a program's or a page's."""


@register(Tags.security, Tags.urls)
def check_person_parameters(**kwargs: object) -> list[CheckMessage]:
    """Every URL parameter that names a record is declared by an app, as a person's or, with a reason, as no one's."""
    return list(find_undeclared(parameters_of(get_resolver()), apps.get_app_configs()))


def find_undeclared(used: dict[str, str], configs: Iterable[AppConfig]) -> Iterator[CheckMessage]:
    """`used` is each parameter with a URL that has it."""
    exempt = {
        name: reason
        for config in configs
        for name, reason in getattr(config, "parameters_without_person", {}).items()
    }
    gated = person_finders()
    for name, route in sorted(used.items()):
        if name not in gated and not exempt.get(name, "").strip():
            yield Error(
                f"The record gate doesn't know whose record {name} names, in {route}.",
                hint="Declare it on the app's AppConfig: in person_parameters, with the function that finds the "
                "person, or in parameters_without_person, with the reason.",
                obj=name,
                id="handoff.participants.E001",
            )
    for name in sorted(gated.keys() & exempt.keys()):
        yield Error(
            f"{name} is declared both as a person's and as no one's.",
            obj=name,
            id="handoff.participants.E002",
        )
    for name in sorted((gated.keys() | exempt.keys()) - used.keys()):
        yield Error(f"No URL has the declared parameter {name}.", obj=name, id="handoff.participants.E003")


def parameters_of(resolver: URLResolver, above: str = "") -> dict[str, str]:
    """The parameters that name a record, each with a URL that has it."""
    found: dict[str, str] = {}
    for entry in resolver.url_patterns:
        route = f"{above}{entry.pattern}"
        if isinstance(entry, URLResolver):
            found |= parameters_of(entry, route)
        elif isinstance(entry, URLPattern):
            found |= dict.fromkeys(record_parameters(route), route)
    return found


def record_parameters(route: str) -> list[str]:
    """The parameters in a route that name a record: `<uuid:person_id>` names one, `<slug:program>` doesn't."""
    parts = (each.partition(">")[0].partition(":") for each in route.split("<")[1:])
    return [name for converter, _colon, name in parts if converter in NAMES_A_RECORD]
