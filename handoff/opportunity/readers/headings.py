"""Find which column of an arrest list holds which fact, by the headings that U.S. records systems print."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from handoff.opportunity.facts import CHARGE_FACTS, Columns, Table
from handoff.spreadsheets.readers.tables import UnusableFile

COLUMN_NAMES: dict[str, str] = {
    "statute": "arrchrg statute statutecode statutenumber chargestatute chargecode offensestatute offensecode ncgs "
    "gsnumber violationcode law section chargesection chargestatutecode statutesection lawsection lawcode "
    "arreststatute violationsection statuteordinance offensestatutecode generalstatute gs codesection "
    # What other states call theirs: only a list whose sections are read is recognized as another state's.
    "rcw rcwcode rcwsection orc orccode orcsection revisedcode revisedcodesection ohiorevisedcode "
    "revisedcodewashington penalcode penalcodesection ors mcl mclcode ars tca krs crs nrs uca ilcs ocga vacode "
    "codevirginia indianacode floridastatute fss penallaw penallawsection",
    "description": "chrgdesc chargedescription chargedesc statutedescription charge offense offensedescription "
    "offensedesc chargeoffensetitle chargetitle offensetitle offensename chargename chargeoffense description crime "
    "violation violationdescription chargetext arrestcharge arrestoffense offensecharge chargeliteral crimedescription "
    "arrestchargedescription chargedoffense arrestdescription offensetype chargetype",
    "date": "datearr arrestdate datearrest datearrested arrestdatetime arrestedon date datetime arreston arresttime "
    "arrestdttm datetimearrest arresttimestamp bookingdate bookingdatetime bookdate incidentdate incidentdatetime "
    "occurreddate offensedate reportdate reporteddate receiveddate chargedate eventdate arrdate arrdt datebooked "
    "bookeddate datecharged datecharge citationdate datecitation dateoffense offensedatetime dateoccurred "
    "dateincident datereported dateissued eventdatetime offdate offdt",
    "case": "caseid casenumber case incidentnumber incidentid incident arrestnumber arrestid "
    "reportnumber ocanumber oca agencycasenumber incidentreportnumber policecasenumber eventnumber "
    "complaintnumber filenumber bookingnumber bookingid irnumber crnumber casereportnumber report",
    "person": "personid subjectid nameid mni mninumber masternameid masternamenumber masternameindex arresteeid "
    "defendantid personkey caseparticipantid participantid suspectid offenderid inmateid inmatenumber jacketnumber "
    "personnumber namenumber jailid arresteenumber",
    "sex": "sex gender arresteesex sexcode mf gendercode",
    "race": "race arresteerace raceethnicity racecode racedescription",
    "ethnicity": "ethnicity ethnicorigin ethnicitycode hispanic hispaniclatino hispanicorigin ethnicgroup "
    "hispanicethnicity ethnicitydescription",
    "age": "age arresteeage agearrest ageyears ageatarrest ageincident ageoffense ageatoffense",
    "birth_date": "dob birthdate datebirth dobirth bdate birthdt",
    "arrest_type": "arresttype typearrest arrestcategory howarrested arrestmethod arresttypedescription "
    "arrestprocess processtype arrestbasis arresttypecode howtaken warrant warranttype arrestclassification",
    "grade": "fm felonymisdemeanor misdemeanorfelony felony grade chargegrade offensegrade severity chargeseverity "
    "chargelevel offenselevel chargeclass offenseclass felonymis level class felonymisdemeanorindicator",
    "place": "place location district beat zone address neighborhood city arrestlocation locationarrest "
    "incidentlocation patroldistrict reportingarea subdivision precinct sector",
}
"""For each fact, the headings it is found under (letters only, words spelled out), the most likely first."""

SPELLED_OUT = {
    **dict.fromkeys(("nbr", "num", "no", "nr", "numb"), "number"),
    **dict.fromkeys(("dt", "dates"), "date"),
    **dict.fromkeys(("desc", "descr", "descrip", "dsc"), "description"),
    **dict.fromkeys(("chrg", "chg", "chgs", "charges"), "charge"),
    **dict.fromkeys(("offence", "offenses", "offences", "offns"), "offense"),
    **dict.fromkeys(("arr", "arrested"), "arrest"),
    **dict.fromkeys(("statutes", "stat"), "statute"),
    **dict.fromkeys(("viol", "violations"), "violation"),
    **dict.fromkeys(("loc", "locn"), "location"),
    **dict.fromkeys(("eth", "ethnic"), "ethnicity"),
    **dict.fromkeys(("fel", "felon"), "felony"),
    **dict.fromkeys(("misd", "misdem"), "misdemeanor"),
    "birthday": "birthdate",
    "bkg": "booking",
    "chgd": "charged",
    "cit": "citation",
    "tm": "time",
    "occ": "occurred",
    "inc": "incident",
    "cd": "code",
}
UNSAID = {"of", "the", "at", "and", "s", "in", "for", "as", "or", "by", "recorded"}
OWNERS = {
    *("arrestee", "arrestees", "suspect", "suspects", "subject", "subjects", "defendant", "defendants"),
    *("offender", "offenders", "inmate", "person", "persons", "individual", "perp"),
}
ORDINALS = {"primary": 1, "first": 1, "secondary": 2, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
MOST_CHARGES = 30
RANK = re.compile(r"(\d)(?:st|nd|rd|th)(?![a-z])", re.IGNORECASE)
WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")


@dataclass(frozen=True)
class Heading:
    """The names a heading may go by, without its number, and the number: `Charge 2 Desc` is charge description 2."""

    names: frozenset[str]
    number: int | None


def normalize_heading(heading: str) -> str:
    return "".join(sign for sign in heading.lower() if sign.isalnum())


def parse_heading(heading: str) -> Heading:
    plain_numbers = RANK.sub(r"\1 ", heading).replace("#", " number ")
    words = [word.lower() for word in WORDS.findall(plain_numbers)]
    numbers = [ORDINALS.get(word) or int(word) for word in words if word in ORDINALS or word.isdigit()]
    numbered = len(numbers) == 1 and 1 <= numbers[0] <= MOST_CHARGES
    if numbered:
        words = [word for word in words if word not in ORDINALS and not word.isdigit()]
        # The sign in "Charge #2" only says that a number follows.
        words = [word for word in words if word != "number"] if "#" in heading and len(words) > 1 else words
    spelled = [SPELLED_OUT.get(word, word) for word in words]
    said = [word for word in spelled if word not in UNSAID]
    bare = [word for word in said if word not in OWNERS]
    plain = "".join(words) if numbered else normalize_heading(heading)
    return Heading(frozenset({plain, "".join(said), "".join(bare)} - {""}), numbers[0] if numbered else None)


def parse_headings(headings: Sequence[str]) -> list[Heading]:
    """Every heading; one that is printed several times counts as the first, second and third of its kind."""
    seen: dict[str, int] = {}
    parsed = []
    for heading in headings:
        key = normalize_heading(heading)
        seen[key] = seen.get(key, 0) + 1
        read = parse_heading(heading)
        again = seen[key] > 1 and read.number is None
        parsed.append(Heading(read.names, seen[key]) if again else read)
    return parsed


def detect_columns(headings: Sequence[str], mapping: Mapping[str, str] | None = None) -> Columns:
    """Find the column of each fact by its heading; `mapping` (heading → fact) comes first."""
    parsed = parse_headings(headings)
    normalized = [normalize_heading(heading) for heading in headings]
    places = {fact: _mapped_place(normalized, heading, fact) for heading, fact in (mapping or {}).items()}
    for fact, names in COLUMN_NAMES.items():
        if fact not in places:
            place = _first_named(parsed, names.split(), set(places.values()))
            if place is not None:
                places[fact] = place
    return Columns(places, _further_charges(parsed, places, by_name=True))


def _first_named(parsed: Sequence[Heading], names: Sequence[str], used: set[int]) -> int | None:
    """The first free column under the likeliest of the names; a column of a second charge is none."""
    for name in names:
        for place, heading in enumerate(parsed):
            if place not in used and name in heading.names and heading.number in {None, 1}:
                return place
    return None


def _further_charges(
    parsed: Sequence[Heading], places: Mapping[str, int], *, by_name: bool
) -> tuple[dict[str, int], ...]:
    """The columns of Charge 2, Charge 3 and so on: named like the first charge's or, `by_name`, by a usual name."""
    used = set(places.values())
    groups: dict[int, dict[str, int]] = {}
    for fact in CHARGE_FACTS:
        names = set(COLUMN_NAMES[fact].split()) if by_name else set()
        if fact in places:
            names |= parsed[places[fact]].names
        for place, heading in enumerate(parsed):
            later = heading.number is not None and heading.number > 1
            if later and place not in used and names & heading.names:
                group = groups.setdefault(heading.number or 0, {})
                if fact not in group:
                    group[fact] = place
                    used.add(place)
    charged = (groups[number] for number in sorted(groups))
    return tuple(group for group in charged if {"statute", "description"} & set(group))


def _mapped_place(normalized: list[str], heading: str, fact: str) -> int:
    if fact not in COLUMN_NAMES:
        raise UnusableFile(
            _("There's no field called %(fact)s. Use one of these: %(facts)s.")
            % {"fact": fact, "facts": ", ".join(COLUMN_NAMES)}
        )
    if normalize_heading(heading) not in normalized:
        raise UnusableFile(_("The file has no column called %(heading)s.") % {"heading": heading})
    return normalized.index(normalize_heading(heading))


def distinct_headings(headings: Sequence[str]) -> tuple[str, ...]:
    """The headings that can be chosen: not blank, and each only once."""
    first = {
        normalize_heading(heading): heading for heading in reversed(headings) if normalize_heading(heading)
    }
    return tuple(heading for heading in headings if first.pop(normalize_heading(heading), None) is not None)


def columns_from_names(table: Table, named: Mapping[str, str]) -> Columns:
    """The columns exactly as they were saved (fact → heading); a fact that is left out stays out."""
    normalized = [normalize_heading(heading) for heading in table.headings]
    # The databases return JSON keys in different orders: of several missing columns, always name the same one.
    order = [*COLUMN_NAMES, *(fact for fact in named if fact not in COLUMN_NAMES)]
    places = {fact: _mapped_place(normalized, named[fact], fact) for fact in order if fact in named}
    further = _further_charges(parse_headings(table.headings), places, by_name=False)
    return check_columns(table, Columns(places, further))


def find_columns(table: Table, mapping: Mapping[str, str] | None = None) -> Columns:
    """Find the columns; raises `UnusableFile` when none holds the charge."""
    return check_columns(table, detect_columns(table.headings, mapping))


def check_columns(table: Table, columns: Columns) -> Columns:
    """Return the columns; raises `UnusableFile` for a list without charges or without rows."""
    if not columns.has("statute") and not columns.has("description"):
        raise UnusableFile(
            _("We couldn't tell which column is the charge. Say which one it is (the file has %(headings)s).")
            % {"headings": ", ".join(heading[:30] for heading in table.headings[:12])}
        )
    if not table.rows:
        raise UnusableFile(_("The file has headings but no rows."))
    charged = [
        place
        for places in columns.charge_places()
        for fact, place in places.items()
        if fact in {"statute", "description"}
    ]
    blank = sum(not any(row[place] for place in charged if place < len(row)) for row in table.rows)
    if 2 * blank > len(table.rows):
        raise UnusableFile(
            _(
                "More than half of the rows have no charge, so we can't tell how this list is laid out. "
                "Choose other columns, or export one row for each charge."
            )
        )
    return columns
