"""URLs under `p/<program>/`: the home page."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.core.navigation import Page, register_page
from handoff.desk.home import views

app_name = "home"
urlpatterns = [path("", views.show_home, name="home")]

register_page(Page(name="home:home", label=_("Home"), permissions=(), position=0))
