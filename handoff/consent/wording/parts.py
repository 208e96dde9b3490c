"""What a version of the release form consists of."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Clause:
    """One numbered part of the form: the elements of the rules it meets, its heading and its text."""

    key: str
    heading: str
    text: str


@dataclass(frozen=True)
class Wording:
    """The form in one language."""

    language: str
    title: str
    lead: str
    clauses: Mapping[str, Clause]
    kinds: Mapping[str, str]
    kinds_in_short: Mapping[str, str]
    purposes: Mapping[str, str]
    labels: Mapping[str, str]
    confirm: str


def clauses(*rows: tuple[str, str, str]) -> dict[str, Clause]:
    return {key: Clause(key, heading, text) for key, heading, text in rows}


BY_PHONE_ALONE = {
    ", call {phone}, or write to {address}": ", or call {phone}",
    ", llame al {phone} o escriba a {address}": ", o llame al {phone}",
}
"""How each form says where to take it back, with an address and without one: a name alone is no place to write to."""
