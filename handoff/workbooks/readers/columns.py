"""The columns of a program's own workbook, by the headings that programs and Handoff itself write."""

from handoff.core.text import mark_for_translation
from handoff.spreadsheets.facts import TableField, TableShape
from handoff.workbooks.rules.secrets import NEVER_KEPT

_ = mark_for_translation

NEEDS = {
    "need_housing": (
        "housing",
        _("Needs a place to stay (yes or no)"),
        "housing shelter place_to_stay needs_housing",
    ),
    "need_treatment": (
        "substance_use",
        _("Needs treatment (yes or no)"),
        "tx_moud treatment tx moud sud_treatment substance_use needs_treatment mat",
    ),
    "need_food": ("food", _("Needs food (yes or no)"), "food needs_food"),
    "need_identity": (
        "identity",
        _("Needs ID and documents (yes or no)"),
        "id id_docs identification id_documents needs_id",
    ),
    "need_health": ("health", _("Needs health care (yes or no)"), "medical health health_care needs_medical"),
    "need_mental_health": (
        "mental_health",
        _("Needs mental health care (yes or no)"),
        "mental_health mh behavioral_health needs_mental_health",
    ),
    "need_work": ("work", _("Needs work or training (yes or no)"), "employment job work needs_employment"),
    "need_transport": (
        "transport",
        _("Needs transportation (yes or no)"),
        "transportation transport bus_pass needs_transportation",
    ),
    "need_benefits": ("benefits", _("Needs benefits (yes or no)"), "benefits needs_benefits"),
    "need_legal": ("legal", _("Needs legal help (yes or no)"), "legal needs_legal"),
}
"""Columns of yes and no, each with the need that a yes means, its label and its headings."""


def _field(name: str, label: str, headings: str, *, is_required: bool = False) -> TableField:
    return TableField(name, label, tuple(headings.split()), is_required)


WHO = (
    _field(
        "full_name",
        _("Full name, in one column"),
        "name_last_first name full_name participant participant_name person client nombre last_first",
    ),
    _field(
        "last_name", _("Last name"), "last_name last lname surname family_name lastname apellido apellidos"
    ),
    _field("first_name", _("First name"), "first_name first fname given_name firstname nombres"),
    _field("middle_name", _("Middle name"), "middle_name middle mi middle_initial segundo_nombre"),
    _field("suffix", _("Suffix"), "suffix sufijo"),
    _field(
        "preferred_name", _("Goes by"), "goes_by preferred_name nickname aka se_hace_llamar nombre_que_usa"
    ),
    _field(
        "date_of_birth",
        _("Date of birth"),
        "dob date_of_birth d_o_b birth_date birthdate birthday fecha_de_nacimiento",
    ),
    _field("gender", _("Gender"), "gender sex gender_identity genero sexo"),
    _field(
        "gender_words",
        _("Gender in their own words"),
        "gender_in_their_own_words genero_en_sus_propias_palabras",
    ),
    _field(
        "race",
        _("Race and ethnicity"),
        "race_ethnicity race race_and_ethnicity ethnicity raza raza_y_etnicidad raza_y_origen_etnico",
    ),
    _field("hispanic", _("Hispanic or Latino (yes or no)"), "hispanic hispanic_latino latino hispanic_y_n"),
    _field("language", _("Language"), "language primary_language idioma"),
    _field(
        "phones",
        _("Phone numbers"),
        "phone_s phone phones cell phone_number phone_numbers telephone telefono numeros_de_telefono",
    ),
    _field("email", _("Email"), "email e_mail correo_electronico"),
    _field(
        "residence",
        _("Where they stay"),
        "address residence where_they_stay home_address direccion donde_se_queda",
    ),
    _field("zip", _("ZIP code"), "zip zip_code zipcode"),
    _field(
        "places",
        _("Where they can be found"),
        "where_they_can_be_found hangouts location places donde_se_le_puede_encontrar",
    ),
    _field(
        "reach_through",
        _("Who can pass on a message"),
        "who_can_pass_on_a_message alternate_contact emergency_contact quien_puede_pasarle_un_mensaje",
    ),
)

REFERRAL = (
    _field(
        "referred_on",
        _("Day of the referral"),
        "referral_date ref_date date_referred referred referral date_of_referral fecha_de_referencia referida",
        is_required=True,
    ),
    _field("referred_time", _("Time of the referral"), "time ref_time referral_time hora"),
    _field(
        "pathway",
        _("Kind of referral"),
        "arrest_or_social type referral_type kind_of_referral pathway arrest_social tipo tipo_de_referencia",
    ),
    _field(
        "agency",
        _("Referring agency"),
        "agency referring_agency department le_agency agencia_que_hizo_la_referencia",
    ),
    _field(
        "officer",
        _("Referring officer"),
        "officer referring_officer ofc officer_name agente_que_hizo_la_referencia",
    ),
    _field(
        "charges",
        _("Charges they were diverted from"),
        "charge_diverted charges_diverted charge charges offense chg_1 charge_1 charges_set_aside "
        "charges_diverted_from cargos_fuera_del_proceso_penal",
    ),
    _field("charges_2", _("Second charge"), "chg_2 charge_2"),
    _field("charges_3", _("Third charge"), "chg_3 charge_3"),
    _field(
        "answer",
        _("Did they say yes?"),
        "accepted accepted_y_n accept accept_y_n their_answer response enrolled_y_n su_respuesta",
    ),
    _field(
        "decline_reason",
        _("Why they said “not now”"),
        "why_not decline_reason reason_declined why_they_said_not_now reason_for_declining por_que_dijo_ahora_no",
    ),
    _field(
        "screened",
        _("Screening form completed"),
        "screening_done screening screened screening_form_completed screening_completed formulario_inicial_completo",
    ),
    _field(
        "services",
        _("Help they asked for at screening"),
        "help_they_asked_for_at_screening services_wanted services_requested ayuda_que_pidio_en_el_formulario_inicial",
    ),
    _field(
        "officer_minutes",
        _("Officer's time, in minutes"),
        "officer_s_time officer_time officer_minutes tiempo_del_agente",
    ),
)

WORK = (
    _field(
        "enrolled_on",
        _("Day the intake was completed"),
        "intake_date intake enrolled intake_completed enrollment_date enrolled_on date_of_intake inscripcion",
    ),
    _field("status", _("Active or inactive"), "active status active_inactive active_y_n estado"),
    _field(
        "inactive_reason",
        _("Why inactive"),
        "why_inactive inactive_reason reason_inactive por_que_esta_inactivo por_que_no_participa_por_ahora",
    ),
    _field("status_since", _("Status since"), "status_since inactive_date date_inactive estado_desde"),
    _field(
        "worker",
        _("Worker"),
        "worker case_mgr case_manager peer_support cm assigned_to persona_que_lo_acompana persona_que_le_acompana",
    ),
    _field("needs", _("Services needed"), "services_needed needs servicios_que_necesita"),
    *(_field(name, label, headings) for name, (_code, label, headings) in NEEDS.items()),
    _field("notes", _("Status and notes"), "status_notes notes comments note comment notas"),
    _field("row_color", _("Color of the row"), "row_color"),
    _field(
        "external_number",
        _("Your number for the person or case"),
        "case_no case_number participant_id client_id file_no",
    ),
    _field("handoff_id", _("Handoff ID"), "handoff_id identificador_de_handoff"),
)

NEED_LABELS = {name: code for name, (code, _label, _headings) in NEEDS.items()}

SHAPE = TableShape(
    "workbook",
    (*WHO, *REFERRAL, *WORK),
    one_of=(("full_name", "last_name"),),
    never_kept=NEVER_KEPT,
)
