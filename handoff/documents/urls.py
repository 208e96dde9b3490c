"""Addresses under `p/<program>/`."""

from django.urls import URLPattern

app_name = "documents"
urlpatterns: list[URLPattern] = []
