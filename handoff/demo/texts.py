"""Scripts, agreements and notes of the fictional county. All of it is invented."""

from handoff.programs.inputs import InstructionInput

INSTRUCTIONS = (
    InstructionInput(
        "value",
        "en",
        "Many use the phone at the Alder Street shelter. Then: Alder shelter, ask at the desk.",
    ),
    InstructionInput(
        "value",
        "es",
        "Muchos usan el teléfono del refugio de Alder Street. Entonces: refugio Alder, preguntar en recepción.",
    ),
)
SUPERVISING_OFFICER = "T. Ingold, Alder County Community Supervision"
AGREEMENT_ONE = """I keep what I learn about people through this program confidential. I open a record \
only when my work requires it. I share only what the person's release of information allows."""
AGREEMENT_TWO = f"""{AGREEMENT_ONE} I know that every time I open a record, it's logged. If I think \
something was shared by mistake, I tell the program manager the same day."""
AGREEMENT_ONE_ES = """Guardo para mí lo que llego a saber de las personas por medio de este programa. Abro un \
expediente solamente cuando mi trabajo lo pide. Comparto solamente lo que permite el permiso de la persona."""
AGREEMENT_TWO_ES = f"""{AGREEMENT_ONE_ES} Sé que cada vez que abro un expediente queda registrado. Si creo que \
algo se compartió por error, se lo digo a la dirección del programa el mismo día."""

CARD = "You are welcome to call any day. No one will ask you to do anything you do not want."
CARD_ES = "Llámenos o mándenos un mensaje. Nadie le va a obligar a hacer nada que no quiera."

REASONS_SOCIAL = (
    "Sleeping behind the pantry since the heat was cut off; asked where to get help.",
    "Third welfare check this month. Would like to talk to someone who has been there.",
    "Lost their room and their ID in the same week.",
    "Family called; the person wants help with substance use.",
    "Was brought back with naloxone last week and asked about next steps.",
    "Comes to the library every day to stay warm; wants work.",
    "Has no phone and no mailing address; missed a benefits appointment.",
    "Left an unsafe home; needs a place tonight.",
)
REASONS_ARREST = (
    "Small amount for own use; calm and open to talking.",
    "Took food and medicine; no money until the first of the month.",
    "Known from earlier contacts; says they are tired of it.",
    "Was resting in a closed building; has nowhere to go.",
    "Asked for help before I had said anything about the program.",
)
RECOMMENDATIONS = {
    "robbery": (
        "Has an old conviction; nothing since, steady contact with the family, wants help now.",
        "The conviction is from a bad year long ago. Works part-time and asked for help unprompted.",
        "Nothing since the conviction, and a sister who lets them stay with her for now.",
    ),
    "supervised": (
        "On supervised probation and doing well by all accounts; the probation officer would be glad of the support.",
    ),
}
"""Why an officer recommends an exception, by the fact that keeps the criteria from being met."""
APPROVED = "The record is old and the recommendation is well founded."
NOT_APPROVED = (
    "Not the right fit under current circumstances. Social services can be offered without the program."
)
NOT_OFFERED = (
    "Couldn't talk with them; handled it as usual.",
    "The store did not agree.",
    "Lives out of state and was passing through.",
    "The criteria are not met and I would not recommend an exception here.",
)
INELIGIBLE = "Lives in another county; gave them that county's number."
WITHDRAWN = ("Sent twice by mistake.", "For the wrong person; will send a new one.")
EXTENDED = "Was in the hospital for a week; asked for more time."

CONTACT_NOTES = (
    "",
    "",
    "",
    "Talked a while by the river bench.",
    "Coffee at the pantry; in good spirits.",
    "Asked for a ride on Thursday.",
    "Left a message at the front desk.",
    "New phone; number saved.",
    "Went with them to the clinic.",
    "Helped with the benefits form.",
    "Worried about the rent.",
    "Showed me pictures of the grandchildren.",
    "Wants to meet next week, same place.",
    "Sister passed on the message.",
    "Prefers a text first.",
)
VAIN_NOTES = (
    "",
    "",
    "No answer.",
    "Not at the usual place.",
    "Voicemail full.",
    "No one there had seen them this week.",
)
HELP_NOTES = ("", "", "Asked for it.", "For the week.", "Until the check comes.")
APPROACH_NOTES = (
    "Text first. Does not open the door to a knock.",
    "Come alone and in plain clothes; crowds are hard.",
    "Best in the late morning. Don't call their mother's number.",
    "Hard of hearing on the left side.",
    "Likes to walk while talking.",
)
STATUS_NOTES = ("", "", "Talked about it together.", "They can come back any time.", "Said so on the phone.")
VIEWS = {
    "dismiss": (
        "Keeps every appointment lately; this looks like a bad night, not a pattern.",
        "Came to us the next morning to tell us about it.",
        "Has a place to stay since last week, and asks what they can do.",
        "I was there. No danger to anyone.",
    ),
    "continue": (
        "We had lost touch for a month. A continuance would give us time.",
        "Their appointment for housing is in three weeks. Please wait for it.",
        "Just came back to us. Sixty days would show how it goes.",
        "The plan is new. I'd give it time.",
    ),
    "pursue": (
        "They asked me to say that they want their day in court.",
        "They want to answer for it, and asked me to say so.",
        "We talked about it. They'd rather have it decided.",
        "The team talked about it: let the court decide.",
    ),
    "no_view": (
        "I haven't reached them since.",
        "New on my caseload: I can't say yet.",
        "I wasn't there, and we haven't talked about it.",
        "I leave this one to the team.",
    ),
}
DECISIONS = {
    "dismiss": (
        "I agree with the team's recommendation.",
        "The plan does more than a case would.",
        "No one asked for it to be prosecuted.",
    ),
    "continue": (
        "Continued for 90 days to leave room for the plan.",
        "Postponed until the next court date.",
        "I'd like to hear from the team again in January.",
    ),
    "pursue": (
        "The people affected want it prosecuted.",
        "I heard the team, and decided otherwise this time.",
        "It goes to court. That changes nothing in the program.",
    ),
}
MESSAGES = (
    ("He sleeps in his truck near the old mill and won't ask for help himself.", "en"),
    ("I would like to talk to someone about stopping, and about a place to stay.", "en"),
    ("Mi hermana necesita ayuda con la renta y con sus papeles.", "es"),
    ("My neighbor was found on the porch twice this month. She says yes to a visit.", "en"),
    ("Quisiera hablar con alguien. No tengo teléfono los fines de semana.", "es"),
    ("Please check on my cousin, she likes to talk to people who've been there.", "en"),
)
PLACES = (
    "the front desk of Harbor Light Shelter",
    "the bench by the Linden library",
    "the pantry line on Tuesdays",
    "the laundromat on Cooper Street",
    "under the Millrace bridge",
    "the bus station, mornings",
    "the truck stop at Sandy Fork",
    "the day room at Riverside Crisis Center",
)
STREETS = (
    "Alder Street",
    "Tannery Row",
    "Mill Pond Road",
    "Cooper Street",
    "Ferry Lane",
    "Weir Road",
    "Orchard Court",
    "Station Street",
    "Quarry Hill",
    "Chapel Loop",
)
THROUGH = (
    "a sister, (910) 555-0187",
    "the aunt at the bakery",
    "the pastor on Weir Road",
    "a friend named Lou at the garage",
)
