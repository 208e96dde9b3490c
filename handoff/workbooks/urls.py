"""URLs under `p/<program>/workbooks/`."""

from django.urls import path

from handoff.workbooks import views

app_name = "workbooks"
urlpatterns = [
    path("", views.start_import, name="start"),
    path("without-roi/", views.list_without_roi, name="without_roi"),
    path("<uuid:workbook_id>/", views.show_workbook, name="show"),
    path("<uuid:workbook_id>/columns/", views.choose_columns, name="columns"),
    path("<uuid:workbook_id>/questions/", views.answer_questions, name="questions"),
    path("<uuid:workbook_id>/held.xlsx", views.download_held, name="held"),
]
