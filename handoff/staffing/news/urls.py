"""URLs of good news to whoever referred, under `p/<program>/`."""

from django.urls import path

from handoff.staffing.news import views

app_name = "news"
urlpatterns = [
    path("people/<uuid:person_id>/news/", views.list_news, name="list"),
    path("news/<uuid:news_id>/take-back/", views.take_back, name="take_back"),
    path("news/<uuid:heard_id>/", views.read_news, name="read"),
]
