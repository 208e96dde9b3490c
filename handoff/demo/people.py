"""Invented people: names combined from plain lists, so that no real person is meant."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")

WOMEN = (
    "Alice Amber Angela Annie Ashley Beth Bonnie Brenda Candace Carla Carol Cassie Charlene Christine "
    "Connie Crystal Daisy Dana Deborah Denise Donna Ebony Edith Elaine Ella Erica Faith Felicia Gail "
    "Gloria Grace Hannah Heather Helen Holly Irene Ivy Jackie Jasmine Jenna Joanne Josie Joyce Kara "
    "Katherine Keisha Kelly Kim Latoya Laura Leah Lena Linda Lori Lynn Maggie Marcy Margaret Martha Megan "
    "Melody Mindy Monica Nadine Naomi Nicole Nina Olive Pamela Paula Peggy Rachel Renee Rhonda Robin Rosa "
    "Ruth Sandra Sheila Shonda Sonya Stacy Tamara Tanya Tessa Tiffany Tonya Valerie Vera Wanda Wendy "
    "Yolanda"
).split()
MEN = (
    "Aaron Adam Alvin Andre Arthur Barry Benjamin Billy Bobby Bradley Brent Bryan Byron Calvin Carl Chad "
    "Clarence Clay Cody Corey Curtis Dale Damon Darnell Darren Dean Deon Derek Dominic Donald Duane "
    "Dustin Dwight Earl Eddie Elijah Ernest Floyd Frank Fred Gary Gerald Glenn Gregory Harold Harvey "
    "Howard Isaac Jacob Jamal Jason Jeffrey Jeremy Jerome Jesse Joel Jonah Keith Kenny Kevin Kurt Lamar "
    "Larry Leon Leroy Lewis Lonnie Malik Marcus Marvin Melvin Mitchell Nathan Neal Norman Otis Patrick "
    "Perry Quentin Ralph Randy Reggie Ricky Rodney Ronald Roy Russell Scott Shane Stanley Terrence Tobias "
    "Travis Troy Tyrone Vernon Wade Warren Wesley Willie Zachary"
).split()
NEITHER = "Avery Casey Emerson Jordan Kendall Lane Morgan Quinn Reese Riley Sage Taylor".split()
LAST = (
    "Abernathy Alderman Applewhite Ashburn Atwater Bainbridge Barefoot Barnhill Batts Beamon Bellweather "
    "Birchfield Blackwood Bostick Boykin Braswell Breedlove Brightwell Bristow Brookshire Bullard "
    "Burchette Caldwell Candler Cartwright Caviness Chadwell Chestnutt Claybrook Clodfelter Coates "
    "Colclough Copeland Cotton Crabtree Cranford Creech Crowder Culbreth Dalrymple Darby Deaver Denning "
    "Dillard Dockery Draughon Drummond Dunaway Earnhart Easterling Edgerton Ellerbe Everhart Faircloth "
    "Farrow Fennell Fieldstone Fitchett Fogleman Freshwater Fulcher Gainey Galloway Garriss Gatling "
    "Godfrey Goodson Graddy Grantham Greenlee Gulledge Haithcock Hallford Harbison Hargrove Hathaway "
    "Hawthorn Hedgepeth Hinnant Holcomb Hollowell Honeycutt Hornbuckle Huffstetler Ingold Ivey Jernigan "
    "Joyner Kearney Killebrew Kirkland Lackey Lanier Lassiter Ledbetter Lockamy Loftin Lovelace Lowery "
    "Lyerly Mangum Marlowe McAdoo McBryde McSwain Meacham Merritt Midgett Millsaps Mosley Newkirk Norwood "
    "Oakley Odom Overcash Padgett Parrish Peacock Penland Pettiford Pickett Pinnix Pleasant Ponder "
    "Prevatte Purcell Quick Rainwater Ravenel Redfern Rivenbark Rockett Rountree Royster Saintsing "
    "Sandlin Scarboro Sealey Sechrest Shackleford Shelnutt Silverthorn Skipper Smallwood Speight "
    "Stallings Stillwell Strickland Sugg Swindell Tarkington Tatum Teachey Thigpen Tilghman Toomey "
    "Truesdale Tuttle Upchurch Vandiford Vestal Wadsworth Waldrop Warlick Weatherly Westbrook Whisnant "
    "Whitaker Wimberly Winfield Woodard Wooten Yarborough Yelverton Zimmer"
).split()
WOMEN_ES = (
    "Adriana Alma Ana Araceli Beatriz Blanca Carmen Claudia Daniela Dolores Elena Esperanza Graciela "
    "Guadalupe Inés Jimena Leticia Lucía Marisol Mercedes Noemí Paloma Pilar Rocío Silvia Sofía Teresa "
    "Verónica Ximena Yesenia"
).split()
MEN_ES = (
    "Alejandro Andrés Arturo Carlos César Diego Eduardo Emilio Ernesto Felipe Fernando Gerardo Héctor "
    "Hugo Ignacio Jaime Joaquín Jorge José Julio Luis Manuel Mario Martín Óscar Pablo Rafael Raúl Ramón "
    "Tomás"
).split()
LAST_ES = (
    "Aguilera Alvarado Arellano Ávila Barrientos Becerra Bustamante Cabrera Calderón Cárdenas Castañeda "
    "Cervantes Contreras Cordero Escobedo Espinosa Figueroa Fuentes Galindo Guerrero Hinojosa Ibarra "
    "Jaramillo Ledesma Lozano Maldonado Montaño Navarrete Ocampo Olivares Orozco Palacios Pacheco "
    "Quintero Robledo Rosales Salcedo Sandoval Tejeda Valdivia Villaseñor Zamora Zepeda Zúñiga"
).split()
NICKNAMES = {
    "Katherine": "Kathy",
    "Margaret": "Peg",
    "Benjamin": "Ben",
    "Jeffrey": "Jeff",
    "Zachary": "Zach",
    "Gregory": "Greg",
    "Ronald": "Ronnie",
    "Guadalupe": "Lupe",
    "Dolores": "Lola",
    "Ignacio": "Nacho",
    "José": "Pepe",
}

GENDERS = (("man", 60), ("woman", 35), ("nonbinary", 2), ("prefers_not", 2), ("not_asked", 1))
RACES = (
    (("white",), 46),
    (("black",), 29),
    (("hispanic",), 17),
    (("black", "white"), 3),
    (("american_indian",), 2),
    (("asian",), 1),
    (("prefers_not",), 1),
    (("not_asked",), 1),
)
"""The people officers meet, not the county's residents: more men and more Black people."""
NOT_HISPANIC = tuple(each for each in RACES if each[0] != ("hispanic",))
AGES = (((18, 24), 13), ((25, 34), 30), ((35, 44), 28), ((45, 54), 17), ((55, 64), 10), ((65, 74), 2))
PERCENT_SPANISH = 18


@dataclass(frozen=True)
class InventedPerson:
    """A person who does not exist."""

    first: str
    last: str
    preferred: str
    born: date | None
    approximate_age: int | None
    gender: str
    races: tuple[str, ...]
    language: str
    phone: str
    number: int

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


def weighted_choice(rng: Random, choices: tuple[tuple[T, int], ...]) -> T:
    return rng.choices([each for each, _weight in choices], [weight for _each, weight in choices])[0]


def phone(number: int) -> str:
    """A number reserved for fiction: 555-0100 to 555-0199 in an area code."""
    area = (910, 919, 828, 336)[(number // 100) % 4]
    return f"+1{area}55501{number % 100:02d}"


def born_on(rng: Random, today: date) -> date:
    """No one is younger than 18 when the history starts, two years before today."""
    low, high = weighted_choice(rng, AGES)
    return today - timedelta(days=rng.randint(max(low, 20) * 366, high * 365 + 364))


def first_name(rng: Random, gender: str, spanish: bool) -> str:
    if spanish:
        return rng.choice(
            WOMEN_ES if gender == "woman" or (gender != "man" and rng.random() < 0.5) else MEN_ES
        )
    if gender in {"woman", "man"}:
        return rng.choice(WOMEN if gender == "woman" else MEN)
    return rng.choice(NEITHER)


def last_name(rng: Random, spanish: bool) -> str:
    """Spanish surnames often come in pairs."""
    if not spanish:
        return rng.choice(LAST)
    one, two = rng.sample(LAST_ES, 2)
    return f"{one} {two}" if rng.random() < 0.6 else one


def invent_person(rng: Random, number: int, today: date) -> InventedPerson:
    """`number` decides the phone number."""
    spanish = rng.randrange(100) < PERCENT_SPANISH
    gender = weighted_choice(rng, GENDERS)
    races = ("hispanic",) if spanish else weighted_choice(rng, RACES if rng.random() < 0.1 else NOT_HISPANIC)
    hispanic = "hispanic" in races
    first = first_name(rng, gender, hispanic)
    born = born_on(rng, today)
    unknown = rng.random() < 0.04
    return InventedPerson(
        first=first,
        last=last_name(rng, hispanic),
        preferred=NICKNAMES.get(first, "") if rng.random() < 0.5 else "",
        born=None if unknown else born,
        approximate_age=(today - born).days // 365 // 5 * 5 if unknown else None,
        gender=gender,
        races=races,
        language="es" if spanish else "en",
        phone=phone(number),
        number=number,
    )


def invented_people(rng: Random, today: date) -> Iterator[InventedPerson]:
    """No two people have the same name."""
    used: set[str] = set()
    number = 0
    while True:
        person = invent_person(rng, number, today)
        if person.name not in used:
            used.add(person.name)
            number += 1
            yield person
