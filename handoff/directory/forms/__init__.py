"""Forms of the directory: the search, an entry, and the parts of an entry."""

from handoff.directory.forms.entries import AddServiceForm, NoteForm, OrganizationForm, ServiceForm
from handoff.directory.forms.parts import CostForm, HoursForm, PhoneForm, PlaceForm
from handoff.directory.forms.search import SearchForm

__all__ = [
    "AddServiceForm",
    "CostForm",
    "HoursForm",
    "NoteForm",
    "OrganizationForm",
    "PhoneForm",
    "PlaceForm",
    "SearchForm",
    "ServiceForm",
]
