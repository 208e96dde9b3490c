"""The release form of December 2026, in plainer words. Confirm with counsel: no lawyer has reviewed it."""

from handoff.consent.wording.parts import Wording, clauses

ENGLISH = Wording(
    language="en",
    title="Permission to share information (release of information, ROI)",
    lead=(
        "This form is yours. You decide who can know what about you, and you can change your mind any "
        "time. Ask about anything that isn't clear."
    ),
    clauses=clauses(
        ("name", "Who this is about", "This permission is about:"),
        (
            "discloser",
            "Who can share",
            "The staff of these organizations can share the information checked below:",
        ),
        (
            "recipients",
            "Who we can share with, and what",
            "Each organization you check can see only what you choose for it. No one else.",
        ),
        ("purpose", "Purpose", "The information can be used only for:"),
        (
            "revoke",
            "You can take it back",
            "You can take back this permission any time. Tell anyone on the program's staff, call "
            "{phone}, or write to {address}. You don't have to give a reason. It ends right away. We "
            "can't take back what was already shared, or undo what was already done because of this "
            "permission.",
        ),
        (
            "term",
            "How long",
            "It starts on {start} and is active through {end}. It never lasts longer than one year.",
        ),
        (
            "voluntary",
            "It's your choice",
            "You don't have to sign. The program will help you whether or not you sign, however many "
            "organizations you name, and even if you take it back later.",
        ),
        (
            "reporting",
            "What it means for your referral",
            "An officer may have set a charge aside. If so, the officer's agency learns that your "
            "intake is done only if you name that agency here. If you don't, staff will help you the "
            "same way. They'll talk with you about what to do.",
        ),
        (
            "legal",
            "Not for court",
            "This form doesn't let anyone use or share your treatment records against you in a civil, "
            "criminal, administrative, or legislative case. That takes a separate form or a court "
            "order. Counseling notes about substance use need a separate form too.",
        ),
        (
            "redisclosure",
            "If it's shared again",
            "Federal rules (42 CFR Part 2) and North Carolina law (G.S. 122C) protect records about "
            "substance use treatment. Anyone who gets records under this form can't share them further "
            "unless you agree in writing or the law allows it. Other information can be shared again by "
            "whoever gets it, and may then be less protected.",
        ),
        ("copy", "Your copy", "You have a right to a copy of this form, today or later, in your language."),
        (
            "signature",
            "Signature",
            "I have read this form, or it was read to me, in a language I understand.",
        ),
    ),
    kinds={
        "participation": "That I'm in the program, who my worker is, and whether my intake is done",
        "contact": "My name, date of birth, and how to reach me",
        "charges": "Charges set aside and new charges",
        "progress": "My goals and how I'm doing",
        "needs": "The services I need and use, such as housing, food, and work",
        "treatment": "Substance use treatment: that I get it, where, and the plan for it",
        "health": "Health and mental health",
        "counseling": "Counseling notes about substance use, and nothing else",
    },
    kinds_in_short={
        "participation": "that I'm in the program",
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
        "self": "the person",
        "guardian": "legal guardian of the person",
        "signed_by": "Signed by",
        "signer_role": "who is",
        "signed_on": "Date",
        "on_paper": "Signed on paper. A photo of the signed document is kept with this form.",
        "revoked_on": "This permission was revoked on",
        "staff": "Recorded by staff on",
        "version": "Form version",
        "born": "born",
        "copy_yes": "The person got a copy.",
        "copy_no": "The person hasn't gotten a copy yet.",
        "blank_signature": "Sign here",
        "replaces": "This form replaces my earlier ones.",
        "suggested": "Suggested",
        "may_learn": "can see",
        "whole_form": "Read the rest of the form",
        "other_recipients": "Other organizations that could help",
        "choose_each": "Choose what each one can see",
        "days": "{days} days, through {end}",
        "other_term": "Different number of days",
        "number_of_days": "Number of days",
        "signer_name": "Signer's name",
        "typed_name": "Or sign by typing your full name",
        "typed_hint": (
            "Instead of drawing your signature. Your typed name counts as your signature, and a staff member sees you "
            "type it. You can also ask to sign on paper. Example: Jordan Rivers"
        ),
        "typed_as": "Signed by typing the name",
        "witness": "Seen by",
        "law_side": "Police, prosecutors, and probation never get what you tell us for your care.",
        "counseling": (
            "This form is only for a counselor's notes about substance use. Nothing is checked for you."
        ),
    },
    confirm="Sample wording, not legal advice. Confirm with your attorney before use.",
)

SPANISH = Wording(
    language="es",
    title="Permiso para compartir información (release of information, ROI)",
    lead=(
        "Este formulario es suyo. Usted decide quién puede saber qué sobre usted, y puede cambiar de "
        "opinión cuando quiera. Pregunte con confianza todo lo que no quede claro."
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
            "Con quién podemos compartir, y qué",
            "Cada organización que usted marque puede saber solo lo que usted elija para ella. Nadie más.",
        ),
        ("purpose", "Para qué", "La información se puede usar solo para:"),
        (
            "revoke",
            "Usted puede retirarlo",
            "Usted puede retirar este permiso cuando quiera. Dígaselo a cualquier persona del programa, "
            "llame al {phone} o escriba a {address}. No tiene que dar ninguna razón. Termina de "
            "inmediato. No podemos recuperar lo que ya se compartió ni deshacer lo que ya se hizo con "
            "este permiso.",
        ),
        (
            "term",
            "Por cuánto tiempo",
            "Empieza el {start} y está vigente hasta el {end}. Nunca dura más de un año.",
        ),
        (
            "voluntary",
            "Es su decisión",
            "Usted no tiene que firmar. El programa le ayuda aunque no firme, sin importar cuántas "
            "organizaciones nombre, y aunque retire el permiso más adelante.",
        ),
        (
            "reporting",
            "Qué significa para su referencia al programa",
            "Tal vez un agente dejó un cargo en suspenso. Su agencia solo sabrá que usted terminó la "
            "entrevista inicial si usted la nombra aquí. Si no la nombra, el personal le ayudará igual. "
            "También hablará con usted sobre qué hacer.",
        ),
        (
            "legal",
            "No es para usarse en su contra",
            "Este formulario no deja que nadie use ni comparta sus expedientes de tratamiento en su "
            "contra en un caso civil, penal, administrativo (de una agencia del gobierno) o "
            "legislativo. Para eso hace falta otro formulario o la orden de un tribunal. Las notas de "
            "consejería sobre el uso de sustancias también necesitan otro formulario.",
        ),
        (
            "redisclosure",
            "Si la información pasa a otros",
            "Las reglas federales (42 CFR Parte 2) y la ley de Carolina del Norte (G.S. 122C) protegen "
            "los expedientes sobre tratamiento por uso de sustancias. Quien los reciba con este "
            "formulario no puede pasarlos a otros, a menos que usted lo acepte por escrito o que la ley "
            "lo permita. Otra información puede pasar a otros y entonces puede tener menos protección.",
        ),
        (
            "copy",
            "Su copia",
            "Usted tiene derecho a una copia de este formulario, hoy o más adelante, en su idioma.",
        ),
        ("signature", "Firma", "Leí este formulario, o me lo leyeron, en un idioma que entiendo."),
    ),
    kinds={
        "participation": "Que estoy en el programa, quién me acompaña y si terminó mi entrevista inicial",
        "contact": "Mi nombre, mi fecha de nacimiento y cómo comunicarse conmigo",
        "charges": "Los cargos en suspenso y los cargos nuevos",
        "progress": "Mis metas y cómo voy",
        "needs": "Los servicios que necesito y uso, como vivienda, comida y trabajo",
        "treatment": "Tratamiento por uso de sustancias: que lo recibo, dónde y cuál es el plan",
        "health": "Salud y salud mental",
        "counseling": "Notas de consejería sobre el uso de sustancias, y nada más",
    },
    kinds_in_short={
        "participation": "que estoy en el programa",
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
        "intake_done": "Avisar a quien me refirió que terminó mi entrevista inicial",
        "team": "Planear juntos mi apoyo en las reuniones del equipo",
        "reach": "Comunicarse conmigo y cuidar mi seguridad",
    },
    labels={
        "self": "la persona",
        "guardian": "tutor o tutora legal de la persona",
        "signed_by": "Firmado por",
        "signer_role": "que es",
        "signed_on": "Fecha",
        "on_paper": "Firmado en papel. Con este formulario se guarda una foto del documento firmado.",
        "revoked_on": "Este permiso se retiró el",
        "staff": "Registrado por el personal el",
        "version": "Versión del formulario",
        "born": "fecha de nacimiento",
        "copy_yes": "La persona recibió una copia.",
        "copy_no": "La persona aún no ha recibido una copia.",
        "blank_signature": "Firme aquí",
        "replaces": "Este formulario reemplaza los anteriores.",
        "suggested": "Se sugiere",
        "may_learn": "puede saber",
        "whole_form": "Leer el resto del formulario",
        "other_recipients": "Otras organizaciones que podrían ayudar",
        "choose_each": "Elegir qué puede saber cada una",
        "days": "{days} días, hasta el {end} (inclusive)",
        "other_term": "Otra cantidad de días",
        "number_of_days": "Cantidad de días",
        "signer_name": "Nombre de quien firma",
        "typed_name": "O firme escribiendo su nombre completo",
        "typed_hint": (
            "En lugar de dibujar su firma. Su nombre escrito vale como su firma, y alguien del personal ve cuando lo "
            "escribe. También puede pedir firmar en papel. Ejemplo: Jordan Rivers"
        ),
        "typed_as": "Firmado escribiendo el nombre",
        "witness": "En presencia de",
        "law_side": (
            "La policía, la fiscalía y la oficina de probation nunca reciben lo que usted nos "
            "cuenta para su apoyo."
        ),
        "counseling": (
            "Este formulario es solo para notas de consejería sobre el uso de sustancias. Nada "
            "está marcado de antemano."
        ),
    },
    confirm="Texto de muestra; no es asesoramiento legal. Confírmelo con su abogado antes de usarlo.",
)
