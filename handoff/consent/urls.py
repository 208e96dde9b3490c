"""URLs of ROIs under `p/<program>/`."""

from django.urls import include, path

from handoff.consent import views

app_name = "consent"
urlpatterns = [
    path("", include("handoff.consent.register.urls")),
    path("", include("handoff.consent.renewal.urls")),
    path("people/<uuid:person_id>/roi/", views.list_releases, name="releases"),
    path("people/<uuid:person_id>/roi/new/", views.sign_release, name="new"),
    path("roi/blank/", views.print_blank, name="blank"),
    path("roi/<uuid:release_id>/", views.show_release, name="show"),
    path("roi/<uuid:release_id>/print/", views.print_release, name="print"),
    path("roi/<uuid:release_id>/revoke/", views.revoke_release, name="revoke"),
    path("roi/<uuid:release_id>/copy/", views.record_copy_given, name="give_copy"),
]
