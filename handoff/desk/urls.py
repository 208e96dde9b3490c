"""The start page of the installation."""

from django.urls import path

from handoff.desk.home import views

app_name = "desk"
urlpatterns = [path("", views.choose_program, name="start")]
