"""URLs of referral letters, under `p/<program>/`."""

from django.urls import path

from handoff.casework.letters import views

app_name = "letters"
LETTER = "needs/referrals/<uuid:service_referral_id>/letter/"
urlpatterns = [
    path(LETTER, views.show_letter, name="show"),
    path(f"{LETTER}pdf/", views.download_letter, name="download"),
    path(f"{LETTER}copy/", views.download_own_copy, name="copy"),
    path(f"{LETTER}link/", views.make_link, name="make_link"),
    path("letters/<str:letter_token>/", views.open_letter, name="open"),
]
