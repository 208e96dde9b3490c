"""URLs of appointments, under `p/<program>/`."""

from django.urls import path

from handoff.casework.appointments import views

app_name = "appointments"
urlpatterns = [
    path("people/<uuid:person_id>/appointments/", views.list_appointments, name="list"),
    path("people/<uuid:person_id>/appointments/new/", views.make_appointment, name="make"),
    path(
        "needs/referrals/<uuid:service_referral_id>/appointment/",
        views.make_appointment_for_referral,
        name="make_for_referral",
    ),
    path("appointments/<uuid:appointment_id>/move/", views.move_appointment, name="move"),
    path("appointments/<uuid:appointment_id>/reminded/", views.record_reminder, name="reminded"),
    path("appointments/<uuid:appointment_id>/", views.record_outcome, name="outcome"),
]
