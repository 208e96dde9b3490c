"""URLs of needs, referrals to services and milestones, under `p/<program>/`."""

from django.urls import path

from handoff.casework.needs import views

app_name = "needs"
urlpatterns = [
    path("people/<uuid:person_id>/needs/", views.list_needs, name="list"),
    path("people/<uuid:person_id>/needs/new/", views.add_need, name="add"),
    path("people/<uuid:person_id>/milestones/new/", views.add_milestone, name="add_milestone"),
    path("needs/<uuid:need_id>/close/", views.close_need, name="close"),
    path("needs/<uuid:need_id>/open/", views.open_need_again, name="open_again"),
    path("needs/<uuid:need_id>/refer/", views.refer_to_service, name="refer"),
    path("needs/referrals/<uuid:service_referral_id>/", views.follow_up_referral, name="follow_up"),
    path("milestones/<uuid:milestone_id>/withdraw/", views.withdraw_milestone, name="withdraw_milestone"),
]
