"""URLs under `p/<program>/`."""

from django.urls import include, path

from handoff.charges import views

app_name = "charges"
urlpatterns = [
    path("", include("handoff.charges.sent.urls")),
    path("charges/offenses/", views.offenses, name="offenses"),
    path("charges/offenses/install/", views.install, name="install_offenses"),
    path("charges/offenses/<slug:key>/", views.offense, name="offense"),
]
