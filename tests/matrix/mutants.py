"""Planted bugs: each breaks the gate in one way a programmer might, and the leak table or an app's test must find it.

A bug is a change in the source of a function, compiled anew and put wherever the function is used, and removed
again. Text that is not there any more is an error, so that no bug quietly becomes none.
"""

import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib import import_module
from typing import Any
from unittest import mock

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

from handoff.access import decorators
from handoff.access.permissions import Permission
from handoff.access.roles import ROLES, RoleName
from handoff.charges.models import NewCharge
from handoff.enrollment.models import Enrollment
from handoff.participants.models import ContactPoint
from handoff.programs.models import AgencyAgreement
from handoff.referrals.models import Referral

AT_HAND = {
    "AgencyAgreement": AgencyAgreement,
    "ContactPoint": ContactPoint,
    "Enrollment": Enrollment,
    "NewCharge": NewCharge,
    "Referral": Referral,
    "timedelta": timedelta,
}
"""What a bug may use beside what its module has."""


class Change:
    """One change, made for a while."""

    def made(self) -> Any:
        raise NotImplementedError

    @property
    def said(self) -> str:
        """Return what is broken, for the list."""
        raise NotImplementedError


@dataclass(frozen=True)
class Edit(Change):
    """Other text in the source of a function or a method."""

    target: str
    old: str
    new: str

    def made(self) -> Any:
        return replace_everywhere(self.target, self.old, self.new)

    @property
    def said(self) -> str:
        return f"`{self.target}`"


@dataclass(frozen=True)
class ViewEdit(Change):
    """Other text in the source of a view, its access rule included, at the address that leads to it."""

    address: str
    target: str
    old: str
    new: str

    def made(self) -> Any:
        return mock.patch.object(
            pattern_of(self.address), "callback", compiled(self.target, self.old, self.new)
        )

    @property
    def said(self) -> str:
        return f"`{self.target}`"


@dataclass(frozen=True)
class NoAccessRule(Change):
    """A view whose access rule asks for nothing any more."""

    address: str

    def made(self) -> Any:
        pattern = pattern_of(self.address)
        inner: Any = inspect.unwrap(pattern.callback)

        def unguarded(*args: Any, **kwargs: Any) -> Any:
            return inner(*args, **kwargs)

        unguarded.access_rule = decorators.AccessRule(reason="a planted bug")  # type: ignore[attr-defined]
        return mock.patch.object(pattern, "callback", unguarded)

    @property
    def said(self) -> str:
        return f"the access rule of `{self.address}`"


@dataclass(frozen=True)
class MorePermissions(Change):
    """A role that carries a permission too many."""

    role: RoleName
    permission: Permission

    def made(self) -> Any:
        more = replace(ROLES[self.role], permissions=ROLES[self.role].permissions | {self.permission})
        return mock.patch.dict(ROLES, {self.role: more})

    @property
    def said(self) -> str:
        return f"`ROLES[{self.role}]`"


@dataclass(frozen=True)
class Put(Change):
    """Something else under a name."""

    where: str
    name: str
    value: Any

    def made(self) -> Any:
        return mock.patch.object(import_module(self.where), self.name, self.value)

    @property
    def said(self) -> str:
        return f"`{self.where}.{self.name}`"


@dataclass(frozen=True)
class PlantedBug:
    """What is changed, for as long as it is planted."""

    name: str
    changes: tuple[Change, ...]

    @property
    def said(self) -> str:
        """Return everything that is broken, for the list."""
        return ", ".join(sorted({each.said for each in self.changes}))

    @contextmanager
    def planted(self) -> Iterator[None]:
        with ExitStack() as stack:
            for change in self.changes:
                stack.enter_context(change.made())
            yield


@dataclass(frozen=True)
class Mutant(PlantedBug):
    """A bug that the leak table finds: the check that is asked first, which members ask, and at which addresses.

    `denies` is how a finding begins where the bug shows too little instead of too much.
    """

    check: str
    who: tuple[str, ...]
    where: tuple[str, ...] = ()
    denies: str = ""


@dataclass(frozen=True)
class AppMutant(PlantedBug):
    """A bug that a test of an app finds: the test's file and name, without parameters."""

    test: str


def mutants_found_by(test: str, *bugs: tuple[str, str, str, str]) -> Iterator[AppMutant]:
    """Yield bugs that a test finds, each as its name, the function it is in, and the text before and after."""
    for name, target, old, new in bugs:
        yield AppMutant(name, (Edit(target, old, new),), test)


def source_of(target: str) -> tuple[Any, str, Callable[..., Any]]:
    """Return where a function stands, its name there, and the function itself, undecorated."""
    where, _dot, name = target.rpartition(".")
    try:
        owner: Any = import_string(where)
    except ImportError:
        __import__(where)
        owner = sys.modules[where]
    found = vars(owner)[name]
    return owner, name, inspect.unwrap(found.fget if isinstance(found, property) else found)


def compiled(target: str, old: str, new: str) -> Callable[..., Any]:
    """Return a function with other text in its source, decorators and all."""
    _owner, name, function = source_of(target)
    source = textwrap.dedent(inspect.getsource(function))
    if source.count(old) < 1:
        raise LookupError(f"{target} no longer holds {old!r}: the planted bug is gone")
    names = {**vars(sys.modules[function.__module__]), **AT_HAND}
    exec(compile(source.replace(old, new), f"<planted in {target}>", "exec"), names)  # noqa: S102
    made: Callable[..., Any] = names[name]
    return made


@contextmanager
def replace_everywhere(target: str, old: str, new: str) -> Iterator[None]:
    """Put the changed function wherever the original is known by a name, stands in a table or answers a URL."""
    owner, name, _function = source_of(target)
    original, planted = vars(owner)[name], compiled(target, old, new)
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(owner, name, planted))
        for module_name, module in list(sys.modules.items()):
            if module_name.startswith("handoff."):
                for each, value in list(vars(module).items()):
                    if holds(value, original):
                        stack.enter_context(
                            mock.patch.object(module, each, replace_in_table(value, original, planted))
                        )
        for pattern, _name in patterns(get_resolver(), ()):
            if pattern.callback is original:
                stack.enter_context(mock.patch.object(pattern, "callback", planted))
        yield


def holds(value: Any, original: Any) -> bool:
    return value is original or (type(value) is tuple and any(holds(each, original) for each in value))


def replace_in_table(value: Any, original: Any, planted: Any) -> Any:
    """Return a table, rows of tuples, with the changed function in the place of the original."""
    if value is original:
        return planted
    return (
        tuple(replace_in_table(each, original, planted) for each in value) if type(value) is tuple else value
    )


def pattern_of(name: str) -> URLPattern:
    """Return the pattern of an address."""
    found = [each for each, full in patterns(get_resolver(), ()) if full == name]
    return found[0]


def patterns(resolver: URLResolver, spaces: tuple[str, ...]) -> Iterator[tuple[URLPattern, str]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        else:
            yield entry, ":".join((*spaces, entry.name or ""))
