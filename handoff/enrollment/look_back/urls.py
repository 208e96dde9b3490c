"""URLs of what happened before and after a referral, under `p/<program>/`."""

from django.urls import path

from handoff.enrollment.look_back import views

app_name = "look_back"
urlpatterns = [
    path("people/<uuid:person_id>/before-after/", views.list_looks, name="list"),
    path("before-after/<uuid:look_back_id>/remove/", views.remove_look, name="remove"),
]
