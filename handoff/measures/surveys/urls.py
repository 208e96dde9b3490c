"""URLs of surveys, under `p/<program>/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.measures.surveys.views import answering, asking, results

app_name = "surveys"
SURVEY = "surveys/<uuid:survey_id>/"
urlpatterns = [
    path("surveys/", asking.list_surveys, name="list"),
    path("surveys/new/", asking.make_survey, name="make"),
    path("surveys/shared/", results.list_shared, name="shared"),
    path(SURVEY, results.show_survey, name="show"),
    path(f"{SURVEY}questions/", asking.add_question, name="add_question"),
    path(f"{SURVEY}open/", asking.open_survey, name="open"),
    path(f"{SURVEY}close/", asking.close_survey, name="close"),
    path(f"{SURVEY}share/", results.share_survey, name="share"),
    path(f"{SURVEY}print/", results.print_survey, name="print"),
    path(f"{SURVEY}paper/", answering.enter_paper, name="paper"),
    path("surveys/questions/<uuid:survey_question_id>/", asking.change_question, name="change_question"),
    path(
        "surveys/questions/<uuid:survey_question_id>/delete/", asking.remove_question, name="remove_question"
    ),
    path("surveys/comments/<uuid:comment_id>/delete/", results.remove_comment, name="remove_comment"),
    path("survey/<str:survey_token>/", answering.answer, name="answer"),
    path("survey/<str:survey_token>/thanks/", answering.thank, name="thanks"),
]

register_page(
    Page(
        name="surveys:list",
        label=_("Surveys"),
        permissions=(Permission.MEASURES_READ,),
        position=70,
        group=Group.PROGRAM,
    )
)
