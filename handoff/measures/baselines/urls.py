"""URLs under `p/<program>/jurisdiction/`."""

from django.urls import path

from handoff.measures.baselines import views

app_name = "baselines"
urlpatterns = [
    path("race/", views.keep_baseline, {"dimension": "race"}, name="race"),
    path("gender/", views.keep_baseline, {"dimension": "gender"}, name="gender"),
    path("age/", views.keep_baseline, {"dimension": "age"}, name="age"),
]
