"""URLs under `p/<program>/`."""

from django.urls import path

from handoff.charges import views

app_name = "charges"
urlpatterns = [
    path("charges/offenses/", views.offenses, name="offenses"),
    path("charges/offenses/install/", views.install, name="install_offenses"),
    path("charges/offenses/<slug:key>/", views.offense, name="offense"),
]
