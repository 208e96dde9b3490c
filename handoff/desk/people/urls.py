"""URLs under `p/<program>/people/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.desk.people.views import access, files, record, team

app_name = "people"
urlpatterns = [
    path("", record.list_people, name="people"),
    path("list.<slug:kind>", files.download_people, name="download"),
    path("<uuid:person_id>/", record.show_person, name="person"),
    path("<uuid:person_id>/details/", record.correct_person, name="correct"),
    path("<uuid:person_id>/reach/", record.add_contact_point, name="add_way_to_reach"),
    path("<uuid:person_id>/reach/<uuid:point_id>/", record.mark_contact_point, name="mark_way_to_reach"),
    path("<uuid:person_id>/approach/", record.write_approach_note, name="write_approach"),
    path("<uuid:person_id>/open/", team.give_reason, name="open"),
    path("<uuid:person_id>/team/", team.show_team, name="team"),
    path("<uuid:person_id>/team/<uuid:user_id>/remove/", team.remove_member, name="remove_from_team"),
    path("<uuid:person_id>/access/", access.show_person_access, name="access"),
]

register_page(
    Page(
        name="people:people",
        label=_("Participants"),
        permissions=(Permission.PARTICIPANT_READ,),
        position=40,
        group=Group.PEOPLE,
    )
)
