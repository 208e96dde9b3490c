"""URLs under `p/<program>/directory/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.directory.views import entries, imports, listing, parts

app_name = "directory"
urlpatterns = [
    path("", listing.list_services, name="services"),
    path("check/", listing.list_services_to_check, name="check"),
    path("new/", entries.add_service, name="add_service"),
    path("import/", imports.start_import, name="start_import"),
    path("import/<uuid:import_id>/", imports.show_import, name="import"),
    path("import/<uuid:import_id>/columns/", imports.choose_columns, name="columns"),
    path("services.<slug:kind>", imports.download_directory, name="download"),
    path("organizations/<uuid:organization_id>/", entries.edit_organization, name="edit_organization"),
    path("<uuid:service_id>/", listing.show_service, name="service"),
    path("<uuid:service_id>/edit/", entries.edit_service, name="edit_service"),
    path("<uuid:service_id>/note/", entries.edit_note, name="edit_note"),
    path("<uuid:service_id>/different/", entries.mark_different, name="mark_different"),
    path("<uuid:service_id>/checked/", entries.mark_checked, name="mark_checked"),
    path("<uuid:service_id>/phones/new/", parts.edit_phone, name="add_phone"),
    path("<uuid:service_id>/phones/<uuid:phone_id>/", parts.edit_phone, name="edit_phone"),
    path("<uuid:service_id>/places/new/", parts.edit_place, name="add_place"),
    path("<uuid:service_id>/places/<uuid:place_id>/", parts.edit_place, name="edit_place"),
    path("<uuid:service_id>/hours/new/", parts.edit_hours, name="add_hours"),
    path("<uuid:service_id>/hours/<uuid:hours_id>/", parts.edit_hours, name="edit_hours"),
    path("<uuid:service_id>/costs/new/", parts.edit_cost, name="add_cost"),
    path("<uuid:service_id>/costs/<uuid:cost_id>/", parts.edit_cost, name="edit_cost"),
]

register_page(
    Page(
        name="directory:services",
        label=_("Provider directory"),
        permissions=(Permission.DIRECTORY_READ,),
        position=45,
        group=Group.PEOPLE,
    )
)
