"""The same rows as the roster, a person's record and a logged contact, as a bare Django application would show them.

Session, sign-in and templates, in the plainest form that a good Django developer would write: no audit log, no record
gate, no consent, no second language, no menu by role. `bench_audited` asks these pages beside Handoff's own.
"""

import uuid

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Max, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone

from handoff.accounts.models import User
from handoff.casework.models import ContactAttempt, DatedFact, PhoneStep
from handoff.enrollment.models import Enrollment, IntakeUpdate, StatusPeriod
from handoff.participants.models import Person, PersonMerge
from handoff.programs.models import Program

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
"""The middlewares of `django-admin startproject`."""


class FilterForm(forms.Form):
    name = forms.CharField(required=False)
    worker = forms.ChoiceField(required=False, choices=[("", "Anyone"), ("mine", "Me")])
    status = forms.ChoiceField(required=False, choices=[("", "Any"), *StatusPeriod.Status.choices])


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = ContactAttempt
        fields = ("how", "result", "note")


def with_status(program: Program) -> object:
    newest = StatusPeriod.objects.filter(enrollment=OuterRef("pk"), ends_at=None).order_by("-starts_at")
    worker = User.objects.filter(pk=OuterRef("primary_worker_id"))
    return Enrollment.objects.filter(program=program, person__merged_into=None).annotate(
        status=Subquery(newest.values("status")[:1]),
        status_since=Subquery(newest.values("starts_at")[:1]),
        worker_name=Subquery(worker.values("full_name")[:1]),
    )


@login_required(login_url="/sign-in/")
def show_list(request: HttpRequest, program: str) -> HttpResponse:
    found = get_object_or_404(Program, slug=program)
    enrollments = (
        with_status(found)
        .annotate(last_reached=Max("person__contact_attempts__occurred_at"))
        .select_related("person")
        .prefetch_related("person__releases")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    page = Paginator(enrollments, 50).get_page(request.GET.get("page"))
    return render(
        request, "bare/list.html", {"program": found, "page": page, "form": FilterForm(request.GET or None)}
    )


@login_required(login_url="/sign-in/")
def show_person(request: HttpRequest, program: str, person_id: str) -> HttpResponse:
    found = get_object_or_404(Program, slug=program)
    person = get_object_or_404(
        Person.objects.prefetch_related("releases"), program=found, public_id=person_id
    )
    enrollment = with_status(found).filter(person=person).first()
    referrals = person.referrals.prefetch_related("events")
    users = dict(User.objects.filter(memberships__program=found).values_list("pk", "full_name"))
    contacts = person.contact_attempts.filter(correction=None)
    history = [
        *({"at": event.occurred_at, "title": event.title, "by": users.get(event.recorded_by_id)}
          for referral in referrals for event in referral.events.all()),
        *({"at": each.occurred_at, "title": f"{each.get_how_display()}: {each.get_result_display()}",
           "by": users.get(each.recorded_by_id), "text": each.note} for each in contacts),
        *({"at": each.occurred_at, "title": each.get_kind_display(), "by": users.get(each.recorded_by_id),
           "text": each.note} for each in person.help_given.all()),
        *({"at": each.starts_at, "title": each.get_status_display(), "by": users.get(each.recorded_by_id)}
          for each in enrollment.status_periods.all()),
        *({"at": each.signed_at, "title": "Release (ROI) signed", "by": users.get(each.recorded_by_id)}
          for each in person.releases.all()),
    ]  # fmt: skip
    context = {
        "program": found,
        "person": person,
        "enrollment": enrollment,
        "worker": User.objects.filter(pk=enrollment.primary_worker_id).first(),
        "releases": person.releases.all(),
        "points": person.contact_points.filter(ended_at=None),
        "approach": person.approach_notes.order_by("-written_at").first(),
        "intakes": person.intakes.all(),
        "merges": PersonMerge.objects.filter(kept=person).select_related("merged"),
        **casework_of(person),
        "history": sorted(history, key=lambda entry: entry["at"], reverse=True),
    }
    return render(request, "bare/person.html", context)


def casework_of(person: Person) -> dict[str, object]:
    """The rows that the record page has gained since: one query for each kind, as Handoff's page asks too."""
    return {
        "goals": person.goals.prefetch_related("versions", "steps__versions"),
        "needs": person.needs.prefetch_related("events", "referrals__events"),
        "appointments": person.appointments.prefetch_related("events"),
        "plans": person.agreed_plans.prefetch_related("events"),
        "changes": person.worker_changes.all(),
        "plan": person.contact_plans.last(),
        "wish": person.worker_wishes.last(),
        "facts": DatedFact.objects.filter(person=person).prefetch_related("versions"),
        "phone_steps": PhoneStep.objects.filter(person=person),
        "updates": IntakeUpdate.objects.filter(intake__person=person),
        "cases": person.court_cases.filter(closed_at=None),
        "notes": person.case_notes.prefetch_related("versions"),
        "milestones": person.milestones.all(),
        "team": User.objects.filter(pk__in=person.team.values("user_id")),
    }


@login_required(login_url="/sign-in/")
def log_contact(request: HttpRequest, program: str, person_id: str) -> HttpResponse:
    found = get_object_or_404(Program, slug=program)
    person = get_object_or_404(Person, program=found, public_id=person_id)
    form = ContactForm(request.POST or None)
    if form.is_valid():
        contact = form.save(commit=False)
        contact.program, contact.person, contact.recorded_by_id = found, person, request.user.pk
        contact.occurred_at = contact.recorded_at = timezone.now()
        contact.key = request.POST.get("key") or uuid.uuid4().hex
        contact.save()
        messages.success(request, "Saved.")
        return redirect("bare-person", program, person_id)
    return render(request, "bare/contact.html", {"program": found, "person": person, "form": form})


urlpatterns = [
    path("<slug:program>/", show_list, name="bare-list"),
    path("<slug:program>/<uuid:person_id>/", show_person, name="bare-person"),
    path("<slug:program>/<uuid:person_id>/contact/", log_contact, name="bare-contact"),
]
