"""Addresses under `p/<program>/people/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Page, add_page
from handoff.desk import access_views, people_views, team_views

app_name = "people"
urlpatterns = [
    path("", people_views.people, name="people"),
    path("<uuid:person_id>/", people_views.person, name="person"),
    path("<uuid:person_id>/details/", people_views.correct, name="correct"),
    path("<uuid:person_id>/reach/", people_views.add_way_to_reach, name="add_way_to_reach"),
    path("<uuid:person_id>/reach/<uuid:point_id>/", people_views.mark_way_to_reach, name="mark_way_to_reach"),
    path("<uuid:person_id>/approach/", people_views.write_approach, name="write_approach"),
    path("<uuid:person_id>/open/", team_views.give_reason, name="open"),
    path("<uuid:person_id>/team/", team_views.team, name="team"),
    path("<uuid:person_id>/team/<uuid:user_id>/remove/", team_views.remove_member, name="remove_from_team"),
    path("<uuid:person_id>/access/", access_views.person_access, name="access"),
]

add_page(
    Page(
        name="people:people", label=_("Participants"), permissions=(Permission.PARTICIPANT_READ,), position=40
    )
)
