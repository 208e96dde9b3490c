"""What one sample of a page is: who opens it, the name of its URL, and the values in that URL."""

from collections.abc import Iterator
from typing import Any

ANONYMOUS = "stranger"

Samples = Iterator[tuple[str, str, dict[str, Any]]]
