"""What the kinds of the offense catalogue are called, in the order in which partners talk about them."""

from handoff.charges.definitions import Divertible, OffenseDefinition, north_carolina_offenses
from handoff.core.text import mark

KIND_WORDS: dict[str, str] = {
    "possession": mark("Having drugs for one's own use"),
    "paraphernalia": mark("Having drug paraphernalia"),
    "shoplifting": mark("Shoplifting"),
    "larceny": mark("Petty theft"),
    "stolen_goods": mark("Having stolen goods"),
    "property_damage": mark("Property damage"),
    "trespass": mark("Trespassing"),
    "sex_work": mark("Sex work"),
    "loitering_for_prostitution": mark("Loitering for sex work"),
    "public_order": mark("Public order"),
    "ordinance": mark("Town ordinances"),
    "alcohol": mark("Alcohol"),
    "alcohol_to_underage": mark("Giving alcohol to a minor"),
    "fraud": mark("Fraud"),
    "drug_sale": mark("Selling drugs"),
    "drug_other": mark("Other drug offenses"),
    "breaking_entering": mark("Breaking or entering"),
    "burglary": mark("Burglary"),
    "vehicle_theft": mark("Taking a vehicle"),
    "larceny_from_person": mark("Theft from a person"),
    "buying_sex": mark("Buying sex"),
    "indecency": mark("Indecent exposure"),
    "animal": mark("Animals"),
    "dwi": mark("Driving while impaired"),
    "traffic": mark("Traffic"),
    "obstruction": mark("Resisting or obstructing"),
    "court_process": mark("Court process and warrants"),
    "assault": mark("Assault"),
    "threats": mark("Threats"),
    "domestic_violence": mark("Domestic violence"),
    "weapon": mark("Weapons"),
    "minors": mark("Harm to minors"),
}
"""Kinds that are never diverted have no words here: they cannot be chosen."""


def choosable_offenses() -> list[OffenseDefinition]:
    """Return the newest entry of every offense that criteria may name, in the catalogue's order."""
    newest = {
        offense.key: offense
        for offense in north_carolina_offenses()
        if offense.divertible is not Divertible.NEVER
    }
    return [offense for offense in newest.values() if offense.kind in KIND_WORDS]


def choosable_kinds() -> dict[str, str]:
    """Return the kinds with at least one offense that criteria may name, and their words."""
    present = {offense.kind for offense in choosable_offenses()}
    return {kind: words for kind, words in KIND_WORDS.items() if kind in present}


def kind_words(kind: str) -> str:
    """Return what a kind is called; one that a program added itself by its own name."""
    return KIND_WORDS.get(kind, kind.replace("_", " ").capitalize())
