"""The words of the demonstration. Nothing here happened."""

from typing import Any

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
    ("completed", "The synthesis was finished and discussed with eleven country networks.", 100),
    ("ongoing", "Two clinics were held; the third is set for next month. Participants asked for worked examples.", 55),
    ("ongoing", "The help desk answered fourteen requests from seven offices.", 40),
    ("ongoing", "The draft guidance is with labour inspectorates of three countries for comments.", 60),
    ("", "", None),
    ("ongoing", "The desk was opened, later than planned: two of five countries take part so far.", 20),
    ("yet_to_start", "The call for country notes goes out next month.", 0),
)

DISPUTES = (
    (
        "Guidance on sharing data about persons in detention",
        "Members share with each other the data that they hold on alternatives to detention.\n\n"
        "Data on individual persons may be shared between members where it serves the person concerned.\n\n"
        "The guidance is reviewed after one year.",
        "OHCHR",
        "The second paragraph lets data on persons in detention be shared without their consent.",
        "The words “with the consent of the person concerned”.",
    ),
    (
        "Guidance on one regional focal point for returns",
        "The Network names one organization as the regional focal point for questions of return and reintegration.\n\n"
        "The focal point informs members of requests by governments.",
        "UNHCR",
        "Returns of refugees fall under a mandate of its own; one focal point would blur it.",
        "Limit the guidance to migrants who are not refugees.",
    ),
)

RUNNING = (
    (
        "Common terms for climate and mobility in regional messages",
        "Members use the attached list of terms when they speak of climate, disasters and mobility.\n\n"
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
