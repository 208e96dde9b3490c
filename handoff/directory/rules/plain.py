"""Entries as JSON values and back."""

from datetime import date, time
from decimal import Decimal

from cattrs import Converter

from handoff.directory.facts import EntryFacts


def new_converter() -> Converter:
    """Dates, times and amounts become strings; unknown keys are refused."""
    converter = Converter(
        forbid_extra_keys=True, detailed_validation=False, unstruct_collection_overrides={tuple: list}
    )
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook(time, time.isoformat)
    converter.register_structure_hook(time, lambda text, _: time.fromisoformat(text))
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
    return converter


CONVERTER = new_converter()


def to_plain(entry: EntryFacts) -> dict[str, object]:
    plain: dict[str, object] = CONVERTER.unstructure(entry)
    return plain


def from_plain(plain: object) -> EntryFacts:
    return CONVERTER.structure(plain, EntryFacts)
