"""The site's first page."""

from django.urls import path

from handoff.desk.home import views

app_name = "desk"
urlpatterns = [path("", views.choose_program, name="start")]
