"""URLs under `p/<program>/`: who leaves, and who takes over."""

from django.urls import path

from handoff.desk.succession import views

app_name = "succession"
urlpatterns = [
    path("succession/", views.list_departures, name="list"),
    path("accounts/<uuid:user_id>/succession/", views.plan, name="plan"),
]
