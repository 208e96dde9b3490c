"""URLs of overdoses, reversals and deaths, under `p/<program>/`."""

from django.urls import path

from handoff.enrollment.safety import views

app_name = "safety"
urlpatterns = [
    path("safety/", views.list_reviews, name="reviews"),
    path("people/<uuid:person_id>/safety/", views.list_events, name="list"),
    path("people/<uuid:person_id>/safety/overdose/", views.add_event, {"what": "overdose"}, name="overdose"),
    path("people/<uuid:person_id>/safety/reversal/", views.add_event, {"what": "reversal"}, name="reversal"),
    path("people/<uuid:person_id>/safety/death/", views.add_event, {"what": "death"}, name="death"),
    path("safety/<uuid:safety_event_id>/correct/", views.correct_event, name="correct"),
    path("safety/<uuid:safety_event_id>/remove/", views.remove_event, name="remove"),
    path("safety/<uuid:safety_event_id>/review/", views.review_event, name="review"),
    path("safety/<uuid:safety_event_id>/action/", views.add_action, name="action"),
    path("safety/actions/<uuid:safety_action_id>/done/", views.finish_action, name="done"),
]
