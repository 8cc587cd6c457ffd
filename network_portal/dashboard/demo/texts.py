"""The words of the demonstration. Nothing here happened."""

from typing import Any

ACTION = ("Send the list of national statistical offices to the Secretariat", "UNFPA")
ADOPTED_IN_MEETING = "No organization present objected, and no member had objected in writing: the Network adopts the proposal by consensus."

SILENCE = """The Network may take decisions of a general kind by a silence procedure, so that matters on which members agree need not wait for a meeting.

Silence is not agreement in any other call for positions."""

SKILLS_TEAM = "Labour migration and skills"
SKILLS_NEED = "Employers and returning migrants ask that skills gained abroad be recognized. Several members advise the same ministries separately."
SKILLS_FOCUS = "Recognition of skills along migration corridors, and advice to country networks that ask for it."
SKILLS_TERMS = "The team shares plans and experience, writes one overview a year and reports to the technical-level meetings. It decides nothing for the Network."

CLIMATE_TEAM = "Climate change and mobility"
CLIMATE_NEED = "Country networks of small island states ask for joint advice on planned relocation."
CLIMATE_TERMS = "The team prepares one note of advice and reports to the technical-level meetings. It decides nothing for the Network."
CLIMATE_FOCUS = "Advice to country networks on mobility in the context of disasters and climate change."

STATEMENT = """On International Migrants Day, 18 December, the members of the Network recall that migrants are entitled to their rights wherever they are.

They thank the communities, the employers and the authorities of the region that receive migrants and protect them.

They call on all partners to keep migrants in the centre of the regional review of the Global Compact."""

EARLIER_MEETINGS: tuple[Any, ...] = (
    (
        "First technical-level meeting",
        (3, 10),
        (
            ("Work plan of the year", "discussion", "The leads present their activities."),
            ("Focal points and their alternates", "information", ""),
        ),
        (
            "The agenda was adopted as circulated.",
            "The leads presented their activities. IOM and ESCAP offered to share one calendar of country visits.\n\n"
            "Members asked that activities with several leads name one organization that reports.",
            "The Secretariat thanked the organizations that had named an alternate.",
        ),
        ("Name an alternate for the focal point", "WHO"),
        "The alternate was named and added to the list of members.",
    ),
    (
        "Second technical-level meeting",
        (5, 12),
        (
            ("Silence procedure", "decision", "The proposal was consulted with all members."),
            ("Support to country networks", "discussion", "Two Resident Coordinators asked for help."),
        ),
        (
            "The agenda was adopted as circulated.",
            "The Coordinator introduced the proposal and recalled that one objection ends a silence procedure at once.",
            "UNDP reported on the requests of two country networks. Members agreed who answers which.",
        ),
        ("Answer the request of the country network for examples of national plans", "UNDP"),
        "Five examples were sent to the country network.",
    ),
    (
        "Third technical-level meeting",
        (7, 7),
        (
            (SKILLS_TEAM, "decision", "The proposal of ILO and IOM was consulted with all members."),
            ("Progress of the work plan", "discussion", "Each lead says what is done and what is late."),
            ("Fair recruitment", "information", "ILO presents the guidance."),
        ),
        (
            "The agenda was adopted as circulated.",
            "ILO introduced the proposal and thanked the organizations that will take part.",
            "Two of three activities were on track. The clinic on mainstreaming was moved to the third quarter.",
            "ILO presented the draft guidance for recruiters. Three members offered comments in writing.",
        ),
        ("Send comments on the draft guidance for recruiters to ILO", "OHCHR"),
        "The comments were sent and taken up in the second draft.",
    ),
)
"""The technical-level meetings of last year before the fourth: title, month and day, items, minutes, action point, what was done."""

TECHNICAL = "{number} technical-level meeting"
ORDINALS = ("First", "Second", "Third", "Fourth")
MEETINGS_THIS_YEAR: tuple[Any, ...] = (
    (
        (3, 17),
        (
            ("Start of the work plan", "discussion", "The leads of the first two quarters present their activities."),
            ("Focal points of the year", "information", ""),
        ),
        (
            "The agenda was adopted as circulated.",
            "IOM and ESCAP presented the review of national implementation plans. UNDP offered its country offices as first readers.\n\n"
            "Members asked for one page on each country.",
            "The Secretariat read out the list of focal points. Two organizations will confirm theirs by the end of the month.",
        ),
        ("Send the names of first readers in country offices to IOM", "UNDP"),
        "Eleven names were sent.",
    ),
    (
        (6, 9),
        (
            ("Progress of the work plan", "discussion", "Each lead says what is done and what is late."),
            ("Dialogue with stakeholders", "discussion", "How the dialogue before the annual meeting is prepared."),
        ),
        (
            "The agenda was adopted as circulated.",
            "Most activities were on track. ESCAP explained why the data desk opens later than planned.",
            "OHCHR proposed that migrants' associations are asked first. Members agreed and thanked ILO for its offer to host.",
        ),
        ("Propose dates for the dialogue with stakeholders", "OHCHR"),
        "Three dates were proposed; the Secretariat has chosen one.",
    ),
)
"""The technical-level meetings of this year before the last two: month and day, items, minutes, action point, what was done."""
ACTION_ON_THE_PLAN = ("Send a note on the activity that is late to the Secretariat", "ESCAP")
ACTION_OF_THE_TEAM = ("Share the list of practices collected so far with the task team", "UNICEF")

COMMITTEE = (
    (
        "Guidance on the strategic priorities of the year",
        "decision",
        "The committee guides the setting of strategic priorities.",
    ),
    ("Members' offers of staff time", "information", ""),
)
COMMITTEE_MINUTES = (
    "The agenda was adopted as circulated.",
    "The Coordinator recalled the objectives of the Network. The committee asked that support to country networks comes first.",
    "Four organizations offered staff time for the data desk.",
)
GUIDANCE = "The committee advises the Network to give priority to support to country networks, then to fair recruitment and data."

METHOD = """Minutes may be approved by the chair once the deadline for comments has passed, every comment has been answered and no member objects.

An objection sends the approval to the next meeting of the body."""

PLAN_LAST_YEAR: tuple[Any, ...] = (
    ("1", "Country networks have the guidance they ask for", (
        {"title": "Review of national plans for the Global Compact", "lead": "IOM", "with": ("ESCAP", "UNDP"), "quarters": "12", "gcm": ("23",)},
        {"title": "Clinic on mainstreaming in Cooperation Frameworks", "lead": "UNDP", "with": ("IOM", "UN Women"), "quarters": "23", "gcm": ("23", "1")},
    )),
    ("2", "Members act together on common priorities", (
        {"title": "Joint advocacy on fair recruitment", "lead": "ILO", "with": ("IOM",), "quarters": "34", "gcm": ("6",)},
    )),
)  # fmt: skip

PLAN_THIS_YEAR: tuple[Any, ...] = (
    ("1", "Country networks have the guidance they ask for", (
        {"title": "Review of national implementation plans", "lead": "IOM", "with": ("ESCAP", "UNDP"), "quarters": "12", "gcm": ("23",), "deliverable": "A synthesis of eleven plans"},
        {"title": "Clinic on mainstreaming in Cooperation Frameworks", "lead": "ILO", "with": ("UNDP", "UN Women"), "quarters": "234", "gcm": ("23", "1"), "method": "stated", "weight": 2},
        {"title": "Help desk for multi-country offices in the Pacific", "lead": "UNDP", "with": ("IOM", "UNFPA"), "quarters": "1234", "gcm": ("23",), "method": "stated"},
    )),
    ("1", "Regional standards on fair recruitment are applied in three corridors", (
        {"title": "Guidance for recruiters and labour inspectors", "lead": "ILO", "with": ("IOM", "UN Women"), "quarters": "23", "gcm": ("6",), "method": "stated"},
        {"title": "Peer review between Dhaka and Kuala Lumpur", "lead": "IOM", "with": ("ILO",), "quarters": "4", "gcm": ("6", "5")},
    )),
    ("2", "Disaggregated data on regional migration are shared", (
        {"title": "Data desk for national statistical offices", "lead": "ESCAP", "with": ("UNFPA",), "quarters": "34", "gcm": ("1",), "weight": 2, "method": "stated"},
        {"title": "Situation report on migration in Asia and the Pacific", "lead": "ESCAP", "with": ("IOM", "ILO", "UNICEF"), "quarters": "1234", "gcm": ("1", "3"), "kind": "continuous"},
        {"title": "Rural labour migration and food security: country notes", "lead": "FAO", "with": ("IFAD", "WFP"), "quarters": "24", "gcm": ("2",)},
    )),
    ("2", "Members speak with one voice on key issues", (
        {"title": "Practices in alternatives to detention, collected and scaled", "lead": "UNICEF", "with": ("UNHCR", "OHCHR"), "quarters": "234", "gcm": ("13",), "team": True},
        {"title": "Joint messages for International Migrants Day", "lead": "UN Women", "with": ("IOM",), "quarters": "4", "gcm": ("17",)},
    )),
    ("3", "External partners take part in follow-up and review", (
        {"title": "Dialogue with stakeholders before the annual meeting", "lead": "IOM", "with": ("ILO", "OHCHR"), "quarters": "34", "gcm": ("23",), "description": "With all categories of stakeholders that the Terms of Reference name."},
        {"title": "Regional input to the Secretary-General's report", "lead": "ESCAP", "with": ("IOM",), "quarters": "12", "gcm": ("23",)},
        {"title": "Mapping of cyber-enabled trafficking", "lead": "UNODC", "with": ("UNHCR",), "quarters": "4", "gcm": ("10",), "kind": "unplanned"},
    )),
)  # fmt: skip

AGENDA_AUTUMN = (
    ("Update by the Secretariat", "information", "Membership, actions under way, dates ahead."),
    ("Progress of the work plan", "discussion", "Each lead says what is done, what is late and what help is needed."),
    ("Data and evidence", "discussion", "The offer of a data desk for national statistical offices."),
    ("Any other business", "information", ""),
)

MINUTES_AUTUMN = (
    "The agenda was adopted as circulated.",
    "The Secretariat introduced the list of members and of actions under way. Two actions of the last meeting were closed.\n\n"
    "Members thanked the organizations that had confirmed their focal points.",
    "The Secretariat introduced the plan page. Of the activities with accepted progress, most were on track.\n\n"
    "Members noted the delay in one activity and welcomed the offer of help by another lead.\n\n"
    "It was recalled that figures are never shown without the part of the plan that reported.",
    "ESCAP presented the data desk. Several members offered to share their contacts in national statistical offices.\n\n"
    "Members asked that age and sex be reported wherever persons are counted.",
    "",
)


def fill(sections: tuple[str, ...], count: int) -> list[str]:
    """As many texts as there are sections; what is left over had no discussion."""
    return [sections[n] if n < len(sections) else "" for n in range(count)]


TEAM_NEED = "Several governments have asked for practical alternatives to the detention of migrants, above all of children and families. Members hold experience that nobody has brought together."
TEAM_FOCUS = "Alternatives to detention for children and families: practices, costs, and advice to country networks."
TEAM_TERMS = "The team collects practices, writes one note of advice a year and reports to each quarterly meeting. It decides nothing for the Network and works within the mandates of its members."
DELIVERABLES = (
    ("Inventory of practices in twelve countries", "UNICEF", 90),
    ("Note of advice for country networks", "UNHCR", 150),
    ("Webinar with country networks", "UNODC", 200),
)

REPORTS = (
    ("completed", "The synthesis of eleven national plans was finished and discussed with the country networks.", 100),
    ("ongoing", "Two clinics were held; the third is set for next month. Participants asked for worked examples.", 55),
    ("ongoing", "The help desk answered fourteen requests from seven offices.", 40),
    ("ongoing", "The draft guidance is with labour inspectorates of three countries for comments.", 60),
    ("", "", None),
    ("ongoing", "The desk was opened, later than planned: two of five countries take part so far.", 20),
    (
        "yet_to_start",
        "The outline of the situation report is with the authors; the first chapter is due next month.",
        0,
    ),
    ("completed", "The notes of four countries were published with the ministries of agriculture.", 100),
    ("ongoing", "Practices of seven countries were collected; five more have been asked.", 55),
    ("ongoing", "The messages are drafted in English; translations into six languages are under way.", 40),
    ("ongoing", "Three of six online consultations with stakeholders were held.", 60),
    ("", "", None),
    ("ongoing", "The mapping covers two subregions; the questionnaire for the third is out.", 20),
)
"""The progress reports of this year's activities, in their order: status, achievements, per cent."""

EARLIER_REPORTS = (
    "Partners in three countries were found; the terms of reference are agreed.",
    "The work began with two country networks. The first results are expected next quarter.",
    "A first draft was shared with contributing organizations. Their comments were taken up.",
)
"""What the reports of the quarters before say."""

DISPUTES = (
    (
        "ILO",
        "Guidance on sharing data about complaints of migrant workers",
        "Members share with each other what they learn from complaints of migrant workers about recruitment.\n\n"
        "Data on individual workers may be shared between members where it serves the worker concerned.\n\n"
        "The guidance is reviewed after one year.",
        "OHCHR",
        "The second paragraph lets data on workers who complained be shared without their consent.",
        "The words “with the consent of the worker concerned”.",
    ),
    (
        "ILO",
        "Guidance on one regional focal point for labour migration",
        "The Network advises country networks to send questions of labour migration to one organization, ILO.\n\n"
        "ILO informs members of requests by governments.",
        "UNHCR",
        "Access of refugees to work falls under a mandate of its own; one focal point would blur it.",
        "Limit the guidance to migrants who are not refugees.",
    ),
)

RUNNING = (
    (
        "Common terms for climate and mobility in regional messages",
        "Members use these terms when they speak of climate, disasters and mobility: displacement in the context of disasters; "
        "migration in the context of climate change; planned relocation.\n\n"
        "The list does not create categories of law.\n\nThe Secretariat keeps the list and proposes changes once a year.",
    ),
    (
        "Sharing of age and sex in all joint figures",
        "Every joint figure that counts persons shows age and sex, or says why it cannot.\n\n"
        "The age groups are those of the international standard.",
    ),
    (
        "Health of migrants in the regional review",
        "The Network prepares one joint note on the health of migrants for the regional review of the Global Compact.",
    ),
    ("Calendar of joint advocacy for the coming year", "Members agree on six dates for joint advocacy."),
)

OTHERS_PRESENT = (
    ("observer", "Narges Rahimi", "Adviser on labour migration", "Ministry of Labour of a Member State", "in_person"),
    ("invitee", "Tomasi Vea", "Coordination officer", "Office of a Resident Coordinator in the Pacific", "online"),
    ("constituency", "Lan Pham", "Regional secretary", "Regional network of migrants' associations", "online"),
    ("secretariat", "Priya Raman", "Minutes", "International Organization for Migration", "in_person"),
)
"""Who takes part in a technical-level meeting beside the members: role, name, function, organization, how."""
