"""URLs of free phones, under `p/<program>/`."""

from django.urls import path

from handoff.casework.phones import views

app_name = "phones"
urlpatterns = [
    path("people/<uuid:person_id>/phone/", views.show_phone, name="phone"),
    path("people/<uuid:person_id>/phone/new/", views.record_phone_step, name="record"),
    path("phone/<uuid:phone_step_id>/withdraw/", views.withdraw_phone_step, name="withdraw"),
]
