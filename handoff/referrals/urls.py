"""Addresses under `p/<program>/`."""

from django.urls import URLPattern

app_name = "referrals"
urlpatterns: list[URLPattern] = []
