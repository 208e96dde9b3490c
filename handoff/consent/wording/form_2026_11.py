"""The release form as signed from November 2026 on. Releases signed under it keep these words: never edit them."""

from handoff.consent.wording.parts import Wording, clauses

ENGLISH = Wording(
    language="en",
    title="Permission to share information (release of information, ROI)",
    lead=(
        "This form is yours. You decide who may know what about you, and you can change your mind on any day. "
        "Please ask about anything that is not clear."
    ),
    clauses=clauses(
        ("name", "About whom", "This permission is about:"),
        (
            "discloser",
            "Who may share",
            "The staff of these organizations may share the information ticked below:",
        ),
        (
            "recipients",
            "With whom, and what",
            "Each organization named here may learn only what is ticked beside its name. Nobody else is "
            "named.",
        ),
        ("purpose", "What for", "The information may be used only for:"),
        (
            "revoke",
            "You can take it back",
            "You can take this permission back at any time. Tell any member of the program's staff, call "
            "{phone}, or write to {address}. You do not have to give a reason. It ends at once. What was "
            "already shared, or done because of it, before then cannot be undone.",
        ),
        (
            "term",
            "How long",
            "It starts on {start} and its last day is {end}. It never lasts longer than one year.",
        ),
        (
            "voluntary",
            "It is your choice",
            "You do not have to sign. The program's help does not depend on your signature, on how many "
            "organizations you name, or on whether you take it back later.",
        ),
        (
            "reporting",
            "What it means for your referral",
            "If an officer set a charge aside, the officer's agency learns that your intake is done only if "
            "you name that agency here. If you do not, staff will help you in the same way and will talk with "
            "you about what to do.",
        ),
        (
            "legal",
            "Not for court",
            "This form does not let anyone use or share your treatment records in a civil, criminal, "
            "administrative or legislative case against you. That needs a separate form or a court order. "
            "Counseling notes about substance use need a separate form too.",
        ),
        (
            "redisclosure",
            "If it is passed on",
            "Federal rules (42 CFR Part 2) and North Carolina law (G.S. 122C) protect records about substance "
            "use treatment. Who receives them under this form may not pass them on unless you agree in "
            "writing or the law allows it. Other information may be passed on by who receives it and may then "
            "be less protected.",
        ),
        ("copy", "Your copy", "You have a right to a copy of this form, today or later, in your language."),
        (
            "signature",
            "Signature",
            "I have read this form, or it was read to me, in a language I understand.",
        ),
    ),
    kinds={
        "participation": "That I take part, who my worker is, and whether my intake is done",
        "contact": "My name, date of birth and how to reach me",
        "charges": "The charges set aside and new charges",
        "progress": "My goals and how I am getting on",
        "needs": "The services I need and use, such as housing, food and work",
        "treatment": "Substance use treatment: that I receive it, where, and how it is planned",
        "health": "Health and mental health",
        "counseling": "Counseling notes about substance use, and nothing else",
    },
    kinds_in_short={
        "participation": "that I take part",
        "contact": "how to reach me",
        "charges": "charges",
        "progress": "my goals",
        "needs": "services I need",
        "treatment": "substance use treatment",
        "health": "health",
        "counseling": "counseling notes",
    },
    purposes={
        "services": "Arranging the help and services I want",
        "intake_done": "Telling the officer who referred me that my intake is done",
        "team": "Planning my support together at the team's meetings",
        "reach": "Reaching me and keeping me safe",
    },
    labels={
        "self": "the person named above",
        "guardian": "legal guardian of the person named above",
        "signed_by": "Signed by",
        "signer_role": "who is",
        "signed_on": "Date",
        "on_paper": "Signed on paper. A picture of the signed paper is kept with this form.",
        "revoked_on": "This permission was taken back and ended on",
        "staff": "Recorded by staff on",
        "version": "Form version",
        "born": "born",
        "copy_yes": "A copy was given.",
        "copy_no": "A copy has not been given yet.",
        "blank_signature": "Sign here",
        "replaces": "This form replaces my earlier ones.",
        "suggested": "Suggested",
        "may_learn": "may learn",
        "whole_form": "Read the rest of the form",
        "other_recipients": "Other organizations that could help",
        "choose_each": "Choose what each of them may learn",
        "days": "{days} days, until {end}",
        "other_term": "Another number of days",
        "number_of_days": "Number of days, if another",
        "signer_name": "Name of who signs",
        "law_side": "Police, prosecutor and probation never receive what is said for care.",
        "counseling": "This form is only for a counselor's notes about substance use. Nothing is ticked.",
    },
    confirm="Sample wording, not legal advice. Confirm with counsel before use.",
)

SPANISH = Wording(
    language="es",
    title="Permiso para compartir información (autorización de divulgación, ROI)",
    lead=(
        "Este formulario es suyo. Usted decide quién puede saber qué sobre usted, y puede cambiar de opinión "
        "cualquier día. Pregunte con confianza todo lo que no quede claro."
    ),
    clauses=clauses(
        ("name", "Sobre quién", "Este permiso es sobre:"),
        (
            "discloser",
            "Quién puede compartir",
            "El personal de estas organizaciones puede compartir la información marcada abajo:",
        ),
        (
            "recipients",
            "Con quién y qué",
            "Cada organización nombrada aquí puede saber solamente lo que está marcado junto a su nombre. No "
            "se nombra a nadie más.",
        ),
        ("purpose", "Para qué", "La información puede usarse solamente para:"),
        (
            "revoke",
            "Usted puede retirarlo",
            "Usted puede retirar este permiso en cualquier momento. Dígaselo a cualquier persona del "
            "programa, llame al {phone} o escriba a {address}. No tiene que dar ninguna razón. Termina de "
            "inmediato. Lo que ya se compartió, o se hizo con base en ello, antes de ese momento no se puede "
            "deshacer.",
        ),
        (
            "term",
            "Por cuánto tiempo",
            "Empieza el {start} y su último día es el {end}. Nunca dura más de un año.",
        ),
        (
            "voluntary",
            "Es su decisión",
            "Usted no tiene que firmar. La ayuda del programa no depende de su firma, ni de cuántas "
            "organizaciones nombre, ni de que retire el permiso más adelante.",
        ),
        (
            "reporting",
            "Qué significa para su referencia",
            "Si un agente dejó un cargo en suspenso, la agencia de ese agente sabrá que usted terminó su "
            "entrevista inicial solamente si usted nombra a esa agencia aquí. Si no la nombra, el personal le "
            "ayudará de la misma manera y hablará con usted sobre qué hacer.",
        ),
        (
            "legal",
            "No es para tribunales",
            "Este formulario no permite que nadie use ni comparta sus expedientes de tratamiento en un caso "
            "civil, penal, administrativo o legislativo en su contra. Para eso hace falta otro formulario o "
            "una orden de un tribunal. Las notas de consejería sobre el uso de sustancias también necesitan "
            "otro formulario.",
        ),
        (
            "redisclosure",
            "Si la información pasa a otros",
            "Las reglas federales (42 CFR Parte 2) y la ley de Carolina del Norte (G.S. 122C) protegen los "
            "expedientes sobre tratamiento por uso de sustancias. Quien los reciba con este formulario no "
            "puede pasarlos a otros, a menos que usted lo acepte por escrito o que la ley lo permita. Otra "
            "información puede pasar a otros y entonces puede tener menos protección.",
        ),
        (
            "copy",
            "Su copia",
            "Usted tiene derecho a una copia de este formulario, hoy o más adelante, en su idioma.",
        ),
        ("signature", "Firma", "Leí este formulario, o me lo leyeron, en un idioma que entiendo."),
    ),
    kinds={
        "participation": "Que participo, quién me acompaña del programa y si mi entrevista inicial está terminada",
        "contact": "Mi nombre, mi fecha de nacimiento y cómo comunicarse conmigo",
        "charges": "Los cargos dejados en suspenso y los cargos nuevos",
        "progress": "Mis metas y cómo voy",
        "needs": "Los servicios que necesito y uso, como vivienda, comida y trabajo",
        "treatment": "Tratamiento por uso de sustancias: que lo recibo, dónde y cómo está planeado",
        "health": "Salud y salud mental",
        "counseling": "Notas de consejería sobre el uso de sustancias, y nada más",
    },
    kinds_in_short={
        "participation": "que participo",
        "contact": "cómo comunicarse conmigo",
        "charges": "cargos",
        "progress": "mis metas",
        "needs": "servicios que necesito",
        "treatment": "tratamiento por uso de sustancias",
        "health": "salud",
        "counseling": "notas de consejería",
    },
    purposes={
        "services": "Organizar la ayuda y los servicios que quiero",
        "intake_done": "Avisar al agente que me refirió que mi entrevista inicial está terminada",
        "team": "Planear juntos mi apoyo en las reuniones del equipo",
        "reach": "Comunicarse conmigo y cuidar mi seguridad",
    },
    labels={
        "self": "la persona nombrada arriba",
        "guardian": "tutor o tutora legal de la persona nombrada arriba",
        "signed_by": "Firmado por",
        "signer_role": "que es",
        "signed_on": "Fecha",
        "on_paper": "Firmado en papel. Una imagen del papel firmado se guarda con este formulario.",
        "revoked_on": "Este permiso fue retirado y terminó el",
        "staff": "Registrado por el personal el",
        "version": "Versión del formulario",
        "born": "fecha de nacimiento",
        "copy_yes": "Se entregó una copia.",
        "copy_no": "Todavía no se ha entregado una copia.",
        "blank_signature": "Firme aquí",
        "replaces": "Este formulario reemplaza los anteriores.",
        "suggested": "Se sugiere",
        "may_learn": "puede saber",
        "whole_form": "Leer el resto del formulario",
        "other_recipients": "Otras organizaciones que podrían ayudar",
        "choose_each": "Elegir qué puede saber cada una",
        "days": "{days} días, hasta el {end}",
        "other_term": "Otro número de días",
        "number_of_days": "Número de días, si es otro",
        "signer_name": "Nombre de quien firma",
        "law_side": "La policía, la fiscalía y la probatoria nunca reciben lo que se dice para la atención.",
        "counseling": "Este formulario es solo para notas de consejería sobre sustancias. Nada está marcado.",
    },
    confirm="Texto de muestra, no es asesoría legal. Confírmelo con un abogado antes de usarlo.",
)
