"""URLs of the plan as a document, under `p/<program>/`."""

from django.urls import path

from handoff.casework.plans import views

app_name = "plans"
urlpatterns = [
    path("people/<uuid:person_id>/plan/", views.show_plans, name="show"),
    path("people/<uuid:person_id>/plan/agree/", views.agree_plan, name="agree"),
    path("plans/<uuid:agreed_plan_id>/review/", views.review_plan, name="review"),
    path("plans/<uuid:agreed_plan_id>/copy/", views.record_copy, name="copy"),
    path("plans/<uuid:agreed_plan_id>/print/", views.print_plan, name="print"),
    path("plans/<uuid:agreed_plan_id>/pdf/", views.download_pdf, name="pdf"),
]
