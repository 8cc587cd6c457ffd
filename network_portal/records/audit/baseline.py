"""The first word on rows that the record did not cover when they were written. Nothing earlier is claimed of them."""

from django.db import transaction

from network_portal.records.access.actor import SYSTEM
from network_portal.records.access.audience import ADMIN
from network_portal.records.audit import chain, coverage, integrity
from network_portal.records.models import AuditChain, Event

VERB = "baseline"
MOST = 400  # rows an event


def taken() -> set[str]:
    """The tables of which a baseline was taken: each is taken once, so that no later row slips in by one."""
    found: set[str] = set()
    for event in Event.objects.of_root(*chain.portal_root()).filter(verb=VERB).select_related("body"):
        found.update(chain.said_by(event).get("tables", ()))
    return found


def take() -> int:
    """Say the digest of every row that no event speaks of, in the chain of its root; returns how many rows.

    Only tables of which no baseline was taken before. A row that differs from what an event said is left to be found.
    """
    label, pk = chain.portal_root()
    AuditChain.objects.get_or_create(label=label, object_id=pk)
    with transaction.atomic(), chain.lock(*AuditChain.objects.values_list("label", "object_id")):
        tables = set(coverage.tables()) - taken()
        if not tables:
            return 0
        unspoken = [(w.label, w.pk) for w in integrity.wrong_rows() if w.how == integrity.UNSPOKEN]
        by_root: dict[tuple[str, int], list[coverage.Key]] = {}
        for key in unspoken:
            if key[0] in tables:
                by_root.setdefault(_root_of(key), []).append(key)
        for (label, row), keys in sorted(by_root.items()):
            for start in range(0, len(keys), MOST):
                part = keys[start : start + MOST]
                chain.append_event(label, row, label, row, VERB, SYSTEM, ADMIN, {"rows": len(part)}, rows=part)
        label, pk = chain.portal_root()
        chain.append_event(label, pk, "portal", 1, VERB, SYSTEM, ADMIN, {"tables": sorted(tables)})
    return sum(len(keys) for keys in by_root.values())


def _root_of(key: coverage.Key) -> tuple[str, int]:
    """The root of a row; the portal's own where that has no chain yet, or where a history outlived its row."""
    label, pk = key
    row = coverage.tables()[label].model._base_manager.get(pk=pk)
    if ".historical" in label:
        row = row.instance_type._base_manager.filter(pk=row.id).first()  # type: ignore[attr-defined]
    root = chain.root_of(row) if row is not None and label != "records.unsealed" else chain.portal_root()
    return root if AuditChain.objects.filter(label=root[0], object_id=root[1]).exists() else chain.portal_root()
