"""URLs of court dates and orders, under `p/<program>/`."""

from django.urls import path

from handoff.casework.court import views

app_name = "court"
urlpatterns = [
    path("people/<uuid:person_id>/court/", views.show_court, name="list"),
    path("people/<uuid:person_id>/court/new/", views.add_court_case, name="add"),
    path("people/<uuid:person_id>/court/order/", views.record_order, name="record_order"),
    path("people/<uuid:person_id>/court/stop/", views.stop_texts, name="stop_texts"),
    path("court/cases/<uuid:case_id>/", views.change_cases, name="change"),
    path("court/cases/<uuid:case_id>/reminded/", views.record_reminder, name="reminded"),
    path("court/orders/<uuid:court_order_id>/", views.end_order, name="end_order"),
    path("court/rooms/", views.list_courtrooms, name="rooms"),
]
