"""The form for a file of services."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form
from handoff.directory.readers.files import NamedFile


class SeveralFiles(forms.FileInput):
    """The files of one upload: HSDS tables are several."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """One file or several. Returns the list of uploads."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """Each file checked as one would be."""
        listed = data or [None]
        return [super(SeveralFilesField, self).clean(each, initial) for each in listed]


class ImportForm(Form):
    source_name = forms.CharField(
        label=_("Where the file is from"),
        max_length=100,
        help_text=_("For example: county resource list. Use the same words for its next file."),
        error_messages={"required": _("Enter where the file is from.")},
    )
    uploads = SeveralFilesField(
        label=_("File"),
        help_text=_("HSDS as JSON, all HSDS tables as CSV files or a zip file, or one CSV or Excel table."),
        error_messages={"required": _("Choose a file of services."), "empty": _("The file is empty.")},
    )

    def named_files(self) -> Sequence[NamedFile]:
        return [(str(each.name), each.read()) for each in self.cleaned_data["uploads"]]
