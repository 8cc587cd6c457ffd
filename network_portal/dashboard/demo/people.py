"""The cast of the demonstration, which the tests import. Everybody is fictional and lives at example.org."""

from dataclasses import dataclass

PASSWORD = "quiet-river-lantern-42"  # noqa: S105 - the demonstration's, printed at every start


@dataclass(frozen=True)
class Person:
    """Somebody of the cast: a key, the role as the start prints it, and what makes the role."""

    key: str
    role: str
    name: str
    organization: str = ""
    rank: str = ""
    primary_contact: bool = True
    zone: str = "Asia/Bangkok"

    @property
    def email(self) -> str:
        return f"{self.key}@example.org"


SECRETARY = Person("secretary", "Secretariat, also focal point of IOM", "Malee Suwan", "IOM", "focal_point")
COORDINATOR = Person(
    "coordinator",
    "Coordinator, chairs the Network's meetings",
    "Johan Lindqvist",
    "IOM",
    "principal",
    primary_contact=False,
)
ADMIN = Person("admin", "administrator of membership", "Teodor Iliev")
AUDITOR = Person("auditor", "auditor", "Grace Mwangi")
ILO = Person("ilo", "focal point of ILO", "Arturo Vela", "ILO", "focal_point", zone="Asia/Manila")
ILO_ALTERNATE = Person("ilo-alternate", "alternate of ILO", "Nadia Rahman", "ILO", "alternate", primary_contact=False)
UNICEF = Person(
    "unicef",
    "focal point of UNICEF, on the Executive Committee",
    "Keiko Tanaka",
    "UNICEF",
    "focal_point",
    zone="Asia/Kathmandu",
)
FAO = Person("fao", "focal point of FAO, a plain member", "Salma Haddad", "FAO", "focal_point")
CO_CHAIR = Person("unodc", "focal point of UNODC, co-chair of a task team", "Priya Nair", "UNODC", "focal_point")
PARTNER = Person("partner", "partner, a civil society organization", "Daniel Okoro", "MAPF", "focal_point")
NOTE_TAKER = Person("notes", "note-taker by grant, one meeting's minutes", "Lucia Ferro")
# The Principals of some organizations of the committee: name by acronym.
PRINCIPALS = {
    "ESCAP": "Chihoko Watanabe", "OCHA": "Ravina Desai", "UN Women": "Sarah Lindgren", "UNHCR": "Indira Karki",
    "UNDRR": "Deborah Osei", "UNFPA": "Jeremy Achterberg",
}  # fmt: skip

CAST = (SECRETARY, COORDINATOR, ADMIN, AUDITOR, ILO, ILO_ALTERNATE, UNICEF, FAO, CO_CHAIR, PARTNER, NOTE_TAKER)

# A fictional primary focal point for every other organization.
NAMES = (
    "Amara Diallo", "Bao Nguyen", "Chitra Menon", "Dawa Sherpa", "Elif Kaya", "Farid Karimi", "Greta Olsen",
    "Hana Park", "Ivan Petrov", "Jin Ho Lee", "Karim Aziz", "Leilani Kealoha", "Marco Bianchi", "Noor Jahan",
    "Olga Sokolova", "Paulo Mendes", "Qamar Abbas", "Rosa Delgado", "Samir Gupta", "Tala Ioane", "Ugyen Dorji",
    "Vanna Sok", "Wei Zhang", "Xiomara Cruz", "Yusuf Demir", "Zarina Bek", "Anjali Rao", "Bastien Moreau",
    "Citra Wijaya", "Dmitri Volkov", "Emi Sato", "Fatima Noori", "Gavin Reilly", "Hoang Tran",
)  # fmt: skip
