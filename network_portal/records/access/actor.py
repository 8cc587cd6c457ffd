"""Whoever acts does so in a capacity: a person, for an organization, as something."""

from dataclasses import dataclass, field
from typing import Any

from network_portal.records.workflow.refusals import PermissionRefused

REPRESENTATIVE_CAPACITIES = frozenset({"principal", "focal_point", "alternate"})


@dataclass(frozen=True)
class Actor:
    """In whose name an act is done and what may be read in that name. Built from dated rows, never stored."""

    user: Any
    key: str
    capacity: str
    capacity_label: str
    name: str = ""
    organization_id: int | None = None
    organization: str = ""
    audiences: frozenset[str] = field(default_factory=frozenset)
    affiliated_organization_ids: frozenset[int] = frozenset()
    """The organizations that the person speaks for or is seconded from, in whatever name the person acts now."""
    granted: frozenset[tuple[str, str, int]] = frozenset()
    """What the person holds by grants in time: (permission, label of the object, its id)."""

    @property
    def is_system(self) -> bool:
        return self.capacity == "system"

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user is not None else None

    def require_organization_id(self) -> int:
        """The id of the organization that the actor represents. Refuses (PermissionRefused) who represents none."""
        if self.organization_id is None:
            raise PermissionRefused
        return self.organization_id

    @property
    def is_representative(self) -> bool:
        """Whether the actor represents an organization: as Principal, focal point or alternate, all with one voice."""
        return self.capacity in REPRESENTATIVE_CAPACITIES

    def __str__(self) -> str:
        if self.organization and self.is_representative:
            return f"{self.organization}, {self.capacity_label.lower()}"
        return self.capacity_label


SYSTEM = Actor(
    user=None,
    key="system",
    capacity="system",
    capacity_label="The portal",
    name="The portal",
    audiences=frozenset({"system"}),
)
