"""Addresses under `p/<program>/`."""

from django.urls import URLPattern

app_name = "programs"
urlpatterns: list[URLPattern] = []
