"""Names of the kinds in the offense catalog, in the order in which partners discuss them."""

from handoff.charges.definitions import Divertible, OffenseDefinition, north_carolina_offenses
from handoff.core.text import mark_for_translation

KIND_WORDS: dict[str, str] = {
    "possession": mark_for_translation("Drug possession for personal use"),
    "paraphernalia": mark_for_translation("Possession of drug paraphernalia"),
    "shoplifting": mark_for_translation("Shoplifting"),
    "larceny": mark_for_translation("Petty theft"),
    "stolen_goods": mark_for_translation("Possession of stolen goods"),
    "property_damage": mark_for_translation("Property damage"),
    "trespass": mark_for_translation("Trespassing"),
    "sex_work": mark_for_translation("Sex work"),
    "loitering_for_prostitution": mark_for_translation("Loitering for sex work"),
    "public_order": mark_for_translation("Public order offenses"),
    "ordinance": mark_for_translation("Town ordinance violations"),
    "alcohol": mark_for_translation("Alcohol offenses"),
    "alcohol_to_underage": mark_for_translation("Giving alcohol to a minor"),
    "fraud": mark_for_translation("Fraud"),
    "drug_sale": mark_for_translation("Selling drugs"),
    "drug_other": mark_for_translation("Other drug offenses"),
    "breaking_entering": mark_for_translation("Breaking or entering"),
    "burglary": mark_for_translation("Burglary"),
    "vehicle_theft": mark_for_translation("Taking a vehicle"),
    "larceny_from_person": mark_for_translation("Theft from a person"),
    "buying_sex": mark_for_translation("Buying sex"),
    "indecency": mark_for_translation("Indecent exposure"),
    "animal": mark_for_translation("Animal offenses"),
    "dwi": mark_for_translation("Driving while impaired"),
    "traffic": mark_for_translation("Traffic offenses"),
    "obstruction": mark_for_translation("Resisting or obstructing"),
    "court_process": mark_for_translation("Court process and warrants"),
    "assault": mark_for_translation("Assault"),
    "threats": mark_for_translation("Threats"),
    "domestic_violence": mark_for_translation("Domestic violence"),
    "weapon": mark_for_translation("Weapons offenses"),
    "minors": mark_for_translation("Harm to minors"),
}
"""Kinds that are never diverted have no words here: they cannot be chosen."""


def choosable_offenses() -> list[OffenseDefinition]:
    """The newest entry of every offense that criteria may name, in catalog order."""
    newest = {
        offense.key: offense
        for offense in north_carolina_offenses()
        if offense.divertible is not Divertible.NEVER
    }
    return [offense for offense in newest.values() if offense.kind in KIND_WORDS]


def choosable_kinds() -> dict[str, str]:
    """The kinds with at least one offense that criteria may name."""
    present = {offense.kind for offense in choosable_offenses()}
    return {kind: words for kind, words in KIND_WORDS.items() if kind in present}


def kind_words(kind: str) -> str:
    """The name of a kind. A kind that a program added is named after its key."""
    return KIND_WORDS.get(kind, kind.replace("_", " ").capitalize())
