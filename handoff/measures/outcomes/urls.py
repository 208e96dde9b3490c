"""URLs under `p/<program>/outcomes/`."""

from django.urls import path

from handoff.measures.outcomes import views

app_name = "outcomes"
urlpatterns = [path("", views.show_outcomes, name="show")]
