"""Dispositions and sentences in words."""

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from handoff.charges.models import Disposition
from handoff.core.templatetags.handoff import day
from handoff.core.ui import TimelineEntry


def verdict_words(disposition: Disposition) -> str:
    parts = (disposition.get_code_display(), disposition.get_verdict_display() if disposition.verdict else "")
    return ", ".join(str(part) for part in parts if part)


def sentence_words(disposition: Disposition) -> str:
    label = str(disposition.get_sentence_display()) if disposition.sentence else ""
    return ": ".join(part for part in (label, disposition.words) if part)


def disposition_words(disposition: Disposition) -> str:
    """The whole disposition in one line."""
    parts = (verdict_words(disposition), day(disposition.disposed_on), sentence_words(disposition))
    return " · ".join(part for part in parts if part)


def disposition_entries(found: Iterable[Disposition], names: Mapping[int, str]) -> Iterator[TimelineEntry]:
    """Each recorded disposition, the replaced ones as well."""
    for each in found:
        yield TimelineEntry(
            at=each.recorded_at,
            title=_("Disposition recorded"),
            by=names.get(each.recorded_by_id or 0, ""),
            text=disposition_words(each),
        )
