"""The form for legal proceedings, December 2026: one recipient may read one summary, in the words that stand on it.

42 CFR 2.31 wants a consent to use records in proceedings to stand apart from every other. Its other clauses are those
of the general form. Confirm with counsel: no lawyer has reviewed it.
"""

from dataclasses import replace

from handoff.consent.wording import form_2026_12
from handoff.consent.wording.parts import clauses

ENGLISH = replace(
    form_2026_12.ENGLISH,
    title="May someone in your case read this about you?",
    lead=(
        "This is a form of its own, for a court case. Only the words below may be read, and only by the one named "
        "here. You can change any word, say no, or change your mind later. Saying no changes nothing in the help you "
        "get."
    ),
    clauses={
        **{key: each for key, each in form_2026_12.ENGLISH.clauses.items() if key != "reporting"},
        **clauses(
            (
                "recipients",
                "Who can read it, and what",
                "The one named here can read these words and nothing else. No notes, no treatment, no health.",
            ),
            ("purpose", "Purpose", "The words can be used only:"),
            (
                "revoke",
                "You can take it back",
                "You can take back this permission any time. Tell anyone on the program's staff, call {phone}, or "
                "write to {address}. You don't have to give a reason. It ends right away, and no one can open the "
                "words here after that. We can't take back what was already read, printed, or said in court.",
            ),
            (
                "legal",
                "For your case",
                "These words may be used in your case, and those who hear or read them there may use them in ways you "
                "don't want. Talk with your lawyer before you sign. No one may ask for this in exchange for anything: "
                "not for the program, not for a decision about a charge.",
            ),
        ),
    },
    kinds={"summary": "A summary in words I read and agreed to, and nothing else"},
    kinds_in_short={"summary": "a summary I agreed to"},
    purposes={"proceedings": "To be read in my case, because I want it"},
)

SPANISH = replace(
    form_2026_12.SPANISH,
    title="¿Puede alguien en su caso leer esto sobre usted?",
    lead=(
        "Este es un formulario aparte, para un caso en un tribunal. Solo se pueden leer las palabras de abajo, y solo "
        "puede leerlas quien se nombra aquí. Usted puede cambiar cualquier palabra, decir que no o cambiar de opinión "
        "después. Si dice que no, nada cambia en la ayuda que recibe."
    ),
    clauses={
        **{key: each for key, each in form_2026_12.SPANISH.clauses.items() if key != "reporting"},
        **clauses(
            (
                "recipients",
                "Quién puede leerlo, y qué",
                "Quien se nombra aquí puede leer estas palabras y nada más. Ni notas, ni tratamiento, ni salud.",
            ),
            ("purpose", "Para qué", "Las palabras se pueden usar solo:"),
            (
                "revoke",
                "Usted puede retirarlo",
                "Usted puede retirar este permiso cuando quiera. Dígaselo a cualquier persona del programa, llame al "
                "{phone} o escriba a {address}. No tiene que dar ninguna razón. Termina de inmediato, y desde entonces "
                "nadie puede abrir aquí estas palabras. No podemos recuperar lo que ya se leyó, se imprimió o se dijo "
                "en el tribunal.",
            ),
            (
                "legal",
                "Para su caso",
                "Estas palabras se pueden usar en su caso, y quien las oiga o las lea allí puede usarlas de maneras "
                "que usted no quiera. Hable con su abogado antes de firmar. Nadie puede pedirle esto a cambio de algo: "
                "ni del programa ni de una decisión sobre un cargo.",
            ),
        ),
    },
    kinds={"summary": "Un resumen en palabras que leí y acepté, y nada más"},
    kinds_in_short={"summary": "un resumen que acepté"},
    purposes={"proceedings": "Para que se lea en mi caso, porque yo lo quiero"},
)
