"""URLs under `p/<program>/`."""

from django.urls import path

from handoff.documents import views

app_name = "documents"
urlpatterns = [path("files/<uuid:file_id>/", views.download_file, name="show")]
