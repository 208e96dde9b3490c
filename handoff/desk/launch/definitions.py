"""The handbook's preparations for a launch (chapters 2 to 5, 7 and 8), and who says that each is done.

What records can show is computed from them, by the same steps as the first-run guide. The rest is asked of a person.
"""

from dataclasses import dataclass

from handoff.core.text import mark_for_translation


@dataclass(frozen=True)
class Preparation:
    """One preparation. With `step` or `finder` records show it; without both a person says how it stands."""

    key: str
    words: str
    step: str = ""
    finder: str = ""

    @property
    def is_asked(self) -> bool:
        return not self.step and not self.finder


@dataclass(frozen=True)
class Chapter:
    """The preparations of one part of the handbook."""

    title: str
    section: str
    preparations: tuple[Preparation, ...]


CHAPTERS = (
    Chapter(
        mark_for_translation("Team"),
        "2a",
        (
            Preparation(
                "partners",
                mark_for_translation("Law enforcement and a case management partner are on board."),
                step="partners",
            ),
            Preparation(
                "district_attorney",
                mark_for_translation("The district attorney's office is a partner."),
                finder="district_attorney",
            ),
            Preparation(
                "chief", mark_for_translation("The police chief or the sheriff supports the program.")
            ),
            Preparation(
                "community",
                mark_for_translation(
                    "Probation, treatment providers, the LME/MCO and other resources know of the program."
                ),
            ),
        ),
    ),
    Chapter(
        mark_for_translation("Consensus on criteria"),
        "3a",
        (
            Preparation(
                "criteria",
                mark_for_translation(
                    "All partners that must approve have approved the eligibility criteria."
                ),
                step="criteria",
            ),
        ),
    ),
    Chapter(
        mark_for_translation("Referral process"),
        "3b",
        (
            Preparation(
                "details", mark_for_translation("Program details and policy are checked."), step="details"
            ),
            Preparation(
                "process",
                mark_for_translation("The steps of arrest diversion and social referrals are in writing."),
            ),
        ),
    ),
    Chapter(
        mark_for_translation("Handoff plan"),
        "3c",
        (
            Preparation(
                "hours", mark_for_translation("Business hours and on-call shifts are entered."), step="hours"
            ),
            Preparation(
                "night",
                mark_for_translation(
                    "Officers and the care team agree what happens at night and on weekends."
                ),
            ),
        ),
    ),
    Chapter(
        mark_for_translation("Policies and forms"),
        "4a–b",
        (
            Preparation(
                "agreements", mark_for_translation("Partners have signed an agreement."), step="agreements"
            ),
            Preparation(
                "confidentiality",
                mark_for_translation("The confidentiality agreement is published and signed."),
                step="confidentiality",
            ),
            Preparation(
                "manual", mark_for_translation("The program manual or operating procedures are written.")
            ),
            Preparation(
                "forms",
                mark_for_translation(
                    "The case management agency has read the forms, and your attorney the release of information."
                ),
            ),
        ),
    ),
    Chapter(
        mark_for_translation("Staffing"),
        "4c",
        (
            Preparation(
                "accounts",
                mark_for_translation("Officers, the care team, and leaders have accounts."),
                step="accounts",
            ),
            Preparation(
                "roles",
                mark_for_translation(
                    "A case manager, a peer support specialist, and a program manager are here."
                ),
                finder="roles",
            ),
        ),
    ),
    Chapter(
        mark_for_translation("Training of officers"),
        "4d",
        (
            Preparation("script", mark_for_translation("The officer script is published."), step="script"),
            Preparation(
                "training",
                mark_for_translation(
                    "Officers were trained in the program, substance use disorders, and harm reduction."
                ),
            ),
            Preparation(
                "refreshers",
                mark_for_translation("Training of new officers and refreshers have dates."),
            ),
            Preparation("cards", mark_for_translation("Officers carry the referral cards.")),
        ),
    ),
    Chapter(
        mark_for_translation("Outreach and education"),
        "4e",
        (
            Preparation(
                "outreach",
                mark_for_translation(
                    "The community knows of the program: meetings, media, families, people who use drugs."
                ),
            ),
        ),
    ),
    Chapter(
        mark_for_translation("Staffing meetings"),
        "5a",
        (
            Preparation(
                "meetings",
                mark_for_translation("The dates of the staffing meetings are set."),
                finder="meetings",
            ),
        ),
    ),
    Chapter(
        mark_for_translation("Data plan"),
        "7a–b",
        (
            Preparation(
                "data_plan",
                mark_for_translation("Each source of data has an owner and a backup who work here."),
                finder="data_plan",
            ),
        ),
    ),
    Chapter(
        mark_for_translation("Funding"),
        "8",
        (
            Preparation(
                "funds",
                mark_for_translation("A fund for participants' needs is open."),
                finder="funds",
            ),
            Preparation(
                "funding",
                mark_for_translation("It is settled what pays for staff, and until when."),
            ),
        ),
    ),
)
PREPARATIONS = {each.key: each for chapter in CHAPTERS for each in chapter.preparations}
