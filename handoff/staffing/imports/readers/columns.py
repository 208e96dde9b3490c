"""The columns of a records system's export of charges, by the headings that U.S. systems print."""

from itertools import product

from handoff.core.text import mark_for_translation
from handoff.spreadsheets.facts import TableField, TableShape

SHORTENED = {
    "arrest": ("arr", "arst"),
    "booking": ("bkg", "book", "bk"),
    "charge": ("chg", "chrg"),
    "charged": ("chgd",),
    "citation": ("cit", "cite"),
    "code": ("cd",),
    "date": ("dt", "dte"),
    "description": ("desc", "descr"),
    "incident": ("inc", "incid"),
    "number": ("no", "num", "nbr"),
    "occurred": ("occ",),
    "offense": ("off", "offns", "offence"),
    "officer": ("ofc", "ofcr"),
    "time": ("tm",),
}
"""How records systems shorten words in headings. A heading of one word is read as it is: "no" alone is no number."""


def spellings(heading: str) -> list[str]:
    """A heading, its words shortened, and each of these without the lines between its words."""
    words = heading.split("_")
    if len(words) == 1:
        return [heading]
    written = product(*((word, *SHORTENED.get(word, ())) for word in words))
    return [sign.join(each) for each in written for sign in ("_", "")]


def field(name: str, label: str, headings: str) -> TableField:
    """A column with its usual headings, the likeliest first, in all their spellings."""
    found = (spelling for heading in headings.split() for spelling in spellings(heading))
    return TableField(name, label, tuple(dict.fromkeys(found)))


SHAPE = TableShape(
    "charges",
    (
        field(
            "full_name",
            mark_for_translation("Full name"),
            "arrestee_name defendant_name defendant arrestee suspect_name subject_name offender_name inmate_name "
            "full_name person_name name_of_arrestee name nombre",
        ),
        field(
            "last",
            mark_for_translation("Last name"),
            "last_name lastname last name_last surname family_name lname arrestee_last_name arrestee_last apellido",
        ),
        field(
            "first",
            mark_for_translation("First name"),
            "first_name firstname first name_first given_name fname arrestee_first_name arrestee_first",
        ),
        field(
            "middle",
            mark_for_translation("Middle name"),
            "middle_name middlename middle name_middle middle_initial mname mi arrestee_middle_name",
        ),
        field("suffix", mark_for_translation("Suffix"), "suffix name_suffix generation suffix_name"),
        field(
            "born_on",
            mark_for_translation("Date of birth"),
            "dob date_of_birth birth_date birthdate date_birth bdate birthday arrestee_dob suspect_dob defendant_dob "
            "subject_dob offender_dob inmate_dob fecha_de_nacimiento",
        ),
        field("age", mark_for_translation("Age"), "age age_at_arrest arrestee_age age_years edad"),
        field(
            "person_number",
            mark_for_translation("The source's number for the person"),
            "name_id person_id mni mni_number master_name_id subject_id arrestee_id defendant_id name_number",
        ),
        field(
            "case_number",
            mark_for_translation("Case or incident number (several people may share it)"),
            "case_id case_number case incident_number incident_id incident oca oca_number agency_case_number "
            "report_number event_number",
        ),
        field(
            "booking_number",
            mark_for_translation("Arrest or booking number (new for each arrest)"),
            "book_id booking_number booking_id arrest_number arrest_id arrest_no citation_number id",
        ),
        field(
            "sequence",
            mark_for_translation("Number of the charge within the arrest"),
            "chrg_seq charge_seq charge_sequence sequence charge_number seq charge_no",
        ),
        field(
            "occurred_at",
            mark_for_translation("Date charged"),
            "date_arr arrest_date arrest_datetime arrest_date_time arrested_date_time date_of_arrest date_arrest "
            "date_arrested arrested_date arrested_on date_time_of_arrest date_time_arrested charge_date charged_date "
            "date_charge date_charged date_of_charge charged_on citation_date date_of_citation booking_date "
            "booking_date_time date_booked booked_date date_of_booking date_booking date_time date offense_date "
            "date_of_offense date_offense offense_date_time incident_date date_of_incident incident_date_time "
            "date_occurred occurred_date occurred_on event_date event_date_time book_in_date violation_date "
            "arrest_dttm arrest_timestamp date_issued issue_date report_date date_reported dt fecha "
            "fecha_de_arresto",
        ),
        field(
            "occurred_time",
            mark_for_translation("Time charged, if it has a column of its own"),
            "arrest_time time_of_arrest time_arrested time_arr arr_time charge_time citation_time booking_time time "
            "offense_time incident_time hora",
        ),
        field(
            "arrest_type",
            mark_for_translation("Kind of arrest (citation, on view, warrant)"),
            "arr_type arrest_type type_of_arrest arrest_category how_arrested type",
        ),
        field(
            "statute",
            mark_for_translation("Statute"),
            "arr_chrg statute statute_1 statute_code charge_code charge_statute offense_code ncgs law section",
        ),
        field(
            "words",
            mark_for_translation("Charge in words"),
            "chrgdesc charge_description charge_desc offense_description charge charge_1 offense_1 "
            "charges offense description statute_description cargo",
        ),
        field(
            "grade",
            mark_for_translation("Felony or misdemeanor"),
            "fel_misd felony_misd felony_misdemeanor fel_mis f_m grade charge_level offense_level severity degree",
        ),
        field(
            "counts", mark_for_translation("Counts"), "chrg_cnt counts count charge_count number_of_counts"
        ),
        field(
            "statute_2",
            mark_for_translation("Second charge: statute"),
            "statute_2 charge_code_2 charge_statute_2 offense_code_2 ncgs_2",
        ),
        field(
            "words_2",
            mark_for_translation("Second charge in words"),
            "charge_2 charge_description_2 charge_desc_2 offense_2 offense_description_2",
        ),
        field(
            "statute_3",
            mark_for_translation("Third charge: statute"),
            "statute_3 charge_code_3 charge_statute_3 offense_code_3 ncgs_3",
        ),
        field(
            "words_3",
            mark_for_translation("Third charge in words"),
            "charge_3 charge_description_3 charge_desc_3 offense_3 offense_description_3",
        ),
        field(
            "statute_4",
            mark_for_translation("Fourth charge: statute"),
            "statute_4 charge_code_4 charge_statute_4 offense_code_4 ncgs_4",
        ),
        field(
            "words_4",
            mark_for_translation("Fourth charge in words"),
            "charge_4 charge_description_4 charge_desc_4 offense_4 offense_description_4",
        ),
        field(
            "statute_5",
            mark_for_translation("Fifth charge: statute"),
            "statute_5 charge_code_5 charge_statute_5 offense_code_5 ncgs_5",
        ),
        field(
            "words_5",
            mark_for_translation("Fifth charge in words"),
            "charge_5 charge_description_5 charge_desc_5 offense_5 offense_description_5",
        ),
        field(
            "officer",
            mark_for_translation("Arresting officer"),
            "arresting_officer arresting_officer_name arrest_officer officer_name officer",
        ),
        field("court_at", mark_for_translation("Court date"), "court_date next_court_date court_datetime"),
        field(
            "court_time",
            mark_for_translation("Time of the court date, if it has a column of its own"),
            "court_time next_court_time time_of_court",
        ),
        field("court", mark_for_translation("Court"), "court_name court court_type"),
    ),
    one_of=(("full_name", "last"), ("statute", "words")),
    asked=("occurred_at",),
    never_kept=(
        "note",
        "narrative",
        "remark",
        "comment",
        "victim",
        "address",
        "street",
        "city",
        "location",
        "phone",
        "race",
        "ethnic",
        "sex",
        "gender",
        "height",
        "weight",
        "hair",
        "eye",
        "image",
        "photo",
        "mugshot",
        "ssn",
        "social_sec",
        "bond",
        "vehicle",
        "propert",
    ),
)
