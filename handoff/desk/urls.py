"""The address everybody starts from."""

from django.urls import path

from handoff.desk.home import views

app_name = "desk"
urlpatterns = [path("", views.start, name="start")]
