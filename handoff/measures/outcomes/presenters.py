"""Officer time, connections to care and appointments in words and tables."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from handoff.casework.models import Appointment
from handoff.core.languages import full_date
from handoff.core.ui import Column
from handoff.directory.wording import NEED_LABELS
from handoff.measures.definitions.measure import Line
from handoff.measures.models import BookingTime
from handoff.measures.outcomes.queries import Connections
from handoff.measures.outcomes.rules import Times
from handoff.measures.presenters.words import share_words
from handoff.measures.wording import rounded
from handoff.referrals.models import Pathway

State = Appointment.State


def time_words(times: Mapping[str, Times], booking: BookingTime | None) -> str:
    """The finding: what a referral of an arrest takes beside a booking."""
    diverted = times["arrest_diversion"].middle
    if diverted is None:
        return _("No arrest diversion in this period has a time.")
    words = _("Half of the arrest diversions took the officer %(minutes)s minutes or less.") % {
        "minutes": rounded(diverted, 0)
    }
    if booking is None:
        return f"{words} " + _("Enter how long a booking takes to compare.")
    return f"{words} " + _("A booking takes %(minutes)s minutes (%(source)s, since %(day)s).") % {
        "minutes": booking.minutes,
        "source": booking.source,
        "day": full_date(booking.found_on),
    }


def time_columns() -> list[Column]:
    return [
        Column(_("Kind of referral")),
        Column(_("With a time"), number=True),
        Column(_("Middle, in minutes"), number=True),
        Column(_("Middle half"), number=True),
    ]


def time_rows(times: Mapping[str, Times]) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = []
    for pathway, each in times.items():
        half = each.middle_half
        rows.append(
            (
                Pathway(pathway).label,
                _("%(count)s of %(whole)s") % {"count": len(each.minutes), "whole": each.referrals},
                "—" if each.middle is None else rounded(each.middle, 0),
                "—" if half is None else f"{rounded(half[0], 0)}–{rounded(half[1], 0)}",
            )
        )
    return rows


def connection_words(found: Mapping[str, Connections]) -> str:
    people = {person for each in found.values() for person in each.people}
    return _("Connections to a service: %(linked)s, of %(people)s people.") % {
        "linked": sum(each.linked for each in found.values()),
        "people": len(people),
    }


def connection_columns() -> list[Column]:
    return [
        Column(_("Service needed")),
        Column(_("Referrals made"), number=True),
        Column(_("First connected"), number=True),
        Column(_("People connected"), number=True),
    ]


def connection_rows(found: Mapping[str, Connections]) -> list[Sequence[object]]:
    return [
        (label, found[kind].made, found[kind].linked, len(found[kind].people))
        for kind, label in NEED_LABELS.items()
        if kind in found
    ]


def appointment_words(states: Mapping[str, int]) -> str:
    """Of those that took place or were missed; canceled ones and those without an answer stand beside it."""
    kept, missed = states.get(State.KEPT, 0), states.get(State.MISSED, 0)
    if not kept + missed:
        return _("No appointment in this period was kept or missed.")
    line = Line("", (), size=kept + missed, counted=kept)
    return _("%(kept)s of %(whole)s appointments were kept: %(share)s.") % {
        "kept": kept,
        "whole": kept + missed,
        "share": share_words(line),
    }


def appointment_rows(states: Mapping[str, int]) -> list[Sequence[object]]:
    return [(state.label, states.get(state, 0)) for state in State]
