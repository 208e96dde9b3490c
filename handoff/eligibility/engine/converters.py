"""How facts and findings become JSON values and are read back. Unknown keys are refused (ADR 0024)."""

from datetime import date
from decimal import Decimal

from cattrs import Converter


def new_converter() -> Converter:
    """Decimals and dates become strings, so that JSON changes no amount."""
    converter = Converter(
        forbid_extra_keys=True, detailed_validation=False, unstruct_collection_overrides={tuple: list}
    )
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
    return converter
