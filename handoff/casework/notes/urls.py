"""URLs of case notes, under `p/<program>/`."""

from django.urls import path

from handoff.casework.notes import views

app_name = "notes"
urlpatterns = [
    path("people/<uuid:person_id>/notes/new/", views.add_note, name="add"),
    path("notes/<uuid:note_id>/", views.show_note, name="show"),
    path("notes/<uuid:note_id>/correct/", views.correct_note, name="correct"),
]
