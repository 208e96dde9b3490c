"""Addresses under `p/<program>/`: the program's settings and its partners."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.programs.views import hours, instructions, partners, setup

app_name = "programs"
urlpatterns = [
    path("setup/", setup.show_setup, name="setup"),
    path("setup/program/", setup.edit_program, name="edit_program"),
    path("setup/policy/", setup.list_policies, name="policy"),
    path("setup/policy/new/", setup.add_policy, name="new_policy"),
    path("setup/script/", setup.edit_script, name="script"),
    path("setup/instructions/", instructions.list_forms, name="instructions"),
    path("setup/instructions/<slug:form_name>/", instructions.edit_instructions, name="edit_instructions"),
    path("setup/questions/", setup.edit_questions, name="questions"),
    path("setup/questions/<uuid:question_id>/", setup.switch_question, name="switch_question"),
    path("setup/hours/", hours.edit_hours, name="hours"),
    path("setup/hours/day/", hours.set_day, name="set_day"),
    path("setup/hours/switch/", hours.switch_day, name="switch_day"),
    path("partners/", partners.list_partners, name="partners"),
    path("partners/new/", partners.add_partner, name="add_partner"),
    path("partners/<uuid:agency_id>/", partners.show_partner, name="partner"),
    path("partners/<uuid:agency_id>/edit/", partners.edit_partner, name="edit_partner"),
    path("partners/<uuid:agency_id>/contact/", partners.add_contact, name="add_contact"),
    path("partners/<uuid:agency_id>/service/", partners.add_service, name="add_service"),
    path("partners/<uuid:agency_id>/agreement/", partners.add_agreement, name="add_agreement"),
    path("partners/<uuid:agency_id>/remove/", partners.remove_from_partner, name="remove_from_partner"),
    path(
        "partners/<uuid:agency_id>/agreements/<uuid:agreement_id>/",
        partners.download_agreement,
        name="agreement_paper",
    ),
]

register_page(
    Page(
        name="programs:partners",
        label=_("Partners"),
        permissions=(Permission.AGENCIES_MANAGE,),
        position=80,
        group=Group.PROGRAM,
    )
)
register_page(
    Page(
        name="programs:setup",
        label=_("Program"),
        permissions=(Permission.PROGRAM_SETUP,),
        position=85,
        group=Group.PROGRAM,
    )
)
