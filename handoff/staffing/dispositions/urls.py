"""URLs of dispositions, under `p/<program>/new-charges/`."""

from django.urls import path

from handoff.staffing.dispositions import views

urlpatterns = [
    path("new-charges/<uuid:charge_id>/disposition/", views.record_disposition, name="disposition"),
]
