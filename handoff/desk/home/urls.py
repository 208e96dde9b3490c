"""Addresses under `p/<program>/`: the home of each role."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.core.navigation import Page, add_page
from handoff.desk.home import views

app_name = "home"
urlpatterns = [path("", views.home, name="home")]

add_page(Page(name="home:home", label=_("Home"), permissions=(), position=0))
