"""URLs under `p/<program>/improvements/`."""

from django.urls import path

from handoff.measures.improvements import views

app_name = "improvements"
urlpatterns = [
    path("", views.list_improvements, name="list"),
    path("<uuid:improvement_id>/", views.show_improvement, name="show"),
]
