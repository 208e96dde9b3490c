"""URLs under `p/<program>/outside/`."""

from django.urls import path

from handoff.measures.outside import views

app_name = "outside"
urlpatterns = [path("", views.list_figures, name="list")]
