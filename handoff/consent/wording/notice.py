"""The notice that accompanies every disclosure (42 CFR 2.32), in both languages, and the scope of the consent in
words.

The English sentences are the statement of 42 CFR 2.32(a)(1) and (a)(2) as amended on February 16, 2024 (89 FR 12472).
The Spanish ones say the same; the English text is binding. Confirm with counsel.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from handoff.consent.wording.release_form import FORM_VERSION, SUMMARY_FORM, wording

SOURCE = "42 CFR 2.32(a)(1), (a)(2); 89 FR 12472 (Feb 16, 2024)"


@dataclass(frozen=True)
class Notice:
    """The notice in one language: heading, short form, long form, source and scope."""

    language: str
    heading: str
    short: str
    sentences: tuple[str, ...]
    source: str
    scope_heading: str
    scope_end: str
    whole: str


ENGLISH = Notice(
    language="en",
    heading="Protected by federal confidentiality rules",
    short="42 CFR part 2 prohibits unauthorized use or disclosure of these records.",
    sentences=(
        "This record which has been disclosed to you is protected by federal confidentiality rules (42 CFR part "
        "2). These rules prohibit you from using or disclosing this record, or testimony that describes the "
        "information contained in this record, in any civil, criminal, administrative, or legislative proceedings "
        "by any Federal, State, or local authority, against the patient, unless authorized by the consent of the "
        "patient, except as provided at 42 CFR 2.12(c)(5) or as otherwise authorized by a court in accordance "
        "with 42 CFR 2.64 or 2.65.",
        "In addition, the federal rules prohibit you from making any other use or disclosure of this record unless "
        "at least one of the following applies: (i) further use or disclosure is expressly permitted by the "
        "written consent of the individual whose information is being disclosed in this record or as otherwise "
        "permitted by 42 CFR part 2; (ii) you are a covered entity or business associate and have received the "
        "record pursuant to a consent for treatment, payment, or health care operations; or (iii) you have "
        "received the record from a covered entity or business associate as permitted by 45 CFR part 164, "
        "subparts A and E.",
        "A general authorization for the release of medical or other information is NOT sufficient to meet the "
        "required elements of written consent to further use or redisclose the record (see 42 CFR 2.31).",
    ),
    source=f"Source: {SOURCE}. Confirm with counsel.",
    scope_heading="What may be shared, and until when",
    scope_end="Nothing else may be asked of the person's team. This permission can be taken back on any day.",
    whole="Read the whole notice",
)

SPANISH = Notice(
    language="es",
    heading="Protegido por reglas federales de confidencialidad",
    short="El 42 CFR parte 2 prohíbe el uso o la divulgación no autorizados de estos registros.",
    sentences=(
        "Este registro que se le ha divulgado está protegido por reglas federales de confidencialidad (42 CFR "
        "parte 2). Estas reglas le prohíben usar o divulgar este registro, o un testimonio que describa la "
        "información que contiene, en cualquier procedimiento civil, penal, administrativo o legislativo de una "
        "autoridad federal, estatal o local contra la persona, a menos que la persona lo autorice con su "
        "consentimiento, salvo lo previsto en 42 CFR 2.12(c)(5) o lo que un tribunal autorice conforme a 42 CFR "
        "2.64 o 2.65.",
        "Además, las reglas federales le prohíben cualquier otro uso o divulgación de este registro, a menos que "
        "se cumpla al menos una de estas condiciones: (i) el consentimiento escrito de la persona cuya "
        "información se divulga lo permite expresamente, o lo permite de otro modo el 42 CFR parte 2; (ii) usted "
        "es una entidad cubierta o un socio comercial y recibió el registro por un consentimiento para "
        "tratamiento, pago u operaciones de atención médica; o (iii) usted recibió el registro de una entidad "
        "cubierta o de un socio comercial según lo permite 45 CFR parte 164, subpartes A y E.",
        "Una autorización general para divulgar información médica o de otro tipo NO basta para cumplir los "
        "elementos del consentimiento escrito que se necesita para volver a usar o divulgar el registro (vea 42 "
        "CFR 2.31).",
    ),
    source=f"Fuente: {SOURCE}. El texto en inglés es el que obliga. Confírmelo con un abogado.",
    scope_heading="Qué puede compartirse y hasta cuándo",
    scope_end="No puede pedirse nada más al equipo de la persona. Este permiso puede retirarse cualquier día.",
    whole="Leer el aviso completo",
)

NOTICES = {"en": ENGLISH, "es": SPANISH}


def notice(language: str | None = None) -> Notice:
    """The notice in a language, by default the reader's; English if there is no such language."""
    return NOTICES.get((language or get_language() or "en")[:2], ENGLISH)


def kinds_text(kinds: Iterable[str], language: str | None = None) -> str:
    """Kinds of information in the words of the form that people sign, in the form's order."""
    spoken = (language or get_language() or "en")[:2]
    texts = {**wording(FORM_VERSION, spoken).kinds, **wording(SUMMARY_FORM, spoken).kinds}
    wanted = set(kinds)
    return "; ".join(text for kind, text in texts.items() if kind in wanted)


def whole_notice(scope: Iterable[str], language: str | None = None) -> list[str]:
    """Every sentence that goes with a printout or a workbook: the short form, the long form, the scope.

    A paper that lists the scope in a part of its own passes none here.
    """
    text, said = notice(language), list(scope)
    return [
        f"{text.heading}. {text.short}",
        *text.sentences,
        text.source,
        *([f"{text.scope_heading}:", *said] if said else []),
        text.scope_end,
    ]
