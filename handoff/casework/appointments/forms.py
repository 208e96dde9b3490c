"""Forms for appointments: what for, who with, when, where, and what became of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.casework.appointments.services import AppointmentInput
from handoff.casework.models import Appointment, ServiceReferral
from handoff.casework.models.appointments import MOST_WORDS
from handoff.casework.needs.queries import name_of_service
from handoff.core.forms import (
    CheckboxField,
    Form,
    LongTextField,
    ThreePartDateField,
    TilesField,
    VersionedForm,
)
from handoff.core.instructions import InstructedForm
from handoff.directory.models import Service

State = Appointment.State


@dataclass(frozen=True)
class Offered:
    """An appointment that an organization says a participant has with it: its name, and the day."""

    provider: str
    on: date


class TimeAndPlace(Form):
    """The fields that say when and where an appointment is, and who goes."""

    day = ThreePartDateField(
        label=_("Day"), error_messages={"required": _("Enter the month, day, and year of the appointment.")}
    )
    time = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Enter the time of the appointment.")},
    )
    place = forms.CharField(
        label=_("Place"),
        max_length=200,
        required=False,
        help_text=_("Where they like to meet, or the address. Leave blank if the service's name says it."),
    )
    worker = forms.ChoiceField(label=_("Worker who sees them or goes along"), required=False)
    ride_arranged = CheckboxField(label=_("Ride arranged"), required=False)

    def offer(self, workers: Iterable[tuple[int, str]], today: date) -> None:
        choices = [("", _("No one from the team")), *((str(pk), name) for pk, name in workers)]
        self.fields["worker"].choices = choices  # type: ignore[attr-defined]
        self.fields["day"].earliest = today  # type: ignore[attr-defined]

    def starts_at(self, zone: ZoneInfo) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], zone)

    @property
    def worker_id(self) -> int | None:
        chosen = self.cleaned_data["worker"]
        return int(chosen) if chosen else None


class AppointmentForm(TimeAndPlace):
    instructed = InstructedForm("appointment", _("Appointment"))

    kept_while_typed = True

    kind = TilesField(label=_("What is it for?"), choices=Appointment.Kind.choices, compact=True)
    referral = forms.ChoiceField(label=_("Service they were referred to, if it's there"), required=False)
    service = forms.ChoiceField(
        label=_("Service from the directory, if they weren't referred there"), required=False
    )
    provider = forms.CharField(
        label=_("Provider or service, if it isn't on the list"), max_length=200, required=False
    )

    field_order = (
        "kind",
        "day",
        "time",
        "place",
        "worker",
        "ride_arranged",
        "referral",
        "service",
        "provider",
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        workers: Iterable[tuple[int, str]],
        today: date,
        referrals: Iterable[ServiceReferral],
        services: Iterable[Service] = (),
        chosen: ServiceReferral | None = None,
        own_id: int | None = None,
        offered: Offered | None = None,
    ) -> None:
        initial: dict[str, object] = {"worker": str(own_id or "")}
        if offered is not None:
            kind = Appointment.Kind.SERVICE
            initial |= {"kind": kind, "day": offered.on, "provider": offered.provider}
        if chosen is not None:
            initial |= {"kind": Appointment.Kind.SERVICE, "referral": str(chosen.public_id)}
        super().__init__(data, initial=initial)
        self.offer(workers, today)
        self.referrals = {str(each.public_id): each for each in referrals}
        choices = [(value, each.provider) for value, each in self.referrals.items()]
        self.fields["referral"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]
        self.services = {str(each.public_id): each for each in services}
        listed = [(value, name_of_service(each)) for value, each in self.services.items()]
        self.fields["service"].choices = [("", _("Choose")), *listed]  # type: ignore[attr-defined]

    def appointment_input(self, zone: ZoneInfo) -> AppointmentInput:
        sent = self.cleaned_data
        referral = self.referrals.get(sent["referral"])
        service = referral.service if referral else self.services.get(sent["service"])
        return AppointmentInput(
            kind=sent["kind"],
            starts_at=self.starts_at(zone),
            place=sent["place"],
            worker_id=self.worker_id,
            service=service,
            provider=referral.provider if referral else sent["provider"],
            referral=referral,
            ride_arranged=sent["ride_arranged"],
        )


class MoveForm(TimeAndPlace, VersionedForm):
    """Another time, place or worker for an appointment."""

    instructed = InstructedForm("appointment-moved", _("Appointment: another time"))

    kept_while_typed = True

    def __init__(
        self,
        data: QueryDict | None,
        *,
        appointment: Appointment,
        workers: Iterable[tuple[int, str]],
        today: date,
        zone: ZoneInfo,
    ) -> None:
        starts = appointment.starts_at.astimezone(zone)
        super().__init__(
            data,
            initial={
                "day": starts.date(),
                "time": starts.time(),
                "place": appointment.place,
                "worker": str(appointment.worker_id or ""),
                "ride_arranged": appointment.ride_arranged,
            },
        )
        self.offer(workers, today)
        self.beside = {str(_("Where it stands")): str(appointment.get_state_display())}


class OutcomeForm(VersionedForm):
    """What became of an appointment. No reason is asked for."""

    instructed = InstructedForm("appointment-outcome", _("Appointment: what became of it"))

    kept_while_typed = True

    what = TilesField(label=_("What became of it?"), choices=[])
    next_step = LongTextField(
        label=_("What comes next?"),
        max_length=MOST_WORDS,
        rows=2,
        required=False,
        help_text=_("One step. It shows on the participant's page with this appointment."),
    )

    def __init__(self, data: QueryDict | None, *, appointment: Appointment, coming: bool) -> None:
        super().__init__(data)
        past_only = {State.KEPT, State.MISSED} if coming else set()
        offered = [
            (value, label)
            for value, label in State.choices
            if value not in {State.PLANNED, appointment.state, *past_only}
        ]
        self.fields["what"].choices = offered  # type: ignore[attr-defined]
        self.beside = {str(_("Where it stands")): str(appointment.get_state_display())}
