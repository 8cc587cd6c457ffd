"""Filing: a finished file is written whole, then referenced; once filed it is never drawn again."""

import hashlib
import os
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import models

from network_portal.lib import clock, text
from network_portal.records import audit
from network_portal.records.access.actor import SYSTEM
from network_portal.records.models import Document, label_of
from network_portal.records.registry import registry


def file(
    obj: models.Model, kind: str, version: int, title: str, content: bytes, *, reference: str = "", code: str = ""
) -> Document:
    """File a document under its digest and say so on the record; a version filed before is returned as it is."""
    sha256 = hashlib.sha256(content).hexdigest()
    name = f"documents/{sha256[:2]}/{sha256}.pdf"
    write_whole(name, content)
    with audit.lock(obj):
        found = of(obj, kind, version)
        if found is not None:
            return found
        filed = Document(
            object_label=label_of(obj),
            object_id=obj.pk,
            kind=kind,
            version=version,
            title=text.shorten(title, 300),
            reference=reference,
            verification_code=code,
            sha256=sha256,
            size=len(content),
            file=name,
            filed_at=clock.now(),
        )
        audit.create(filed)
        audience = registry.workflows[label_of(obj)].audience(obj)
        said = {"title": reference or filed.title, "digest": sha256}
        audit.append_event(*audit.root_of(obj), label_of(filed), filed.pk, "document filed", SYSTEM, audience, said)
    return filed


def write_whole(name: str, content: bytes) -> None:
    """Write to a hidden name, flush to disk, rename: a reader sees all of the file or nothing."""
    if default_storage.exists(name):
        return
    if not isinstance(default_storage._wrapped if hasattr(default_storage, "_wrapped") else None, FileSystemStorage):
        default_storage.save(name, ContentFile(content))
        return
    target = Path(default_storage.path(name))
    target.parent.mkdir(parents=True, exist_ok=True)
    hidden = target.with_name(f".{target.name}.{os.getpid()}.part")
    with hidden.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    hidden.chmod(0o600)
    hidden.rename(target)


def of(obj: models.Model, kind: str, version: int | None = None) -> Document | None:
    """The filed document of an object: the version asked for, or the newest."""
    rows = Document.objects.filter(object_label=label_of(obj), object_id=obj.pk, kind=kind)
    return (rows.filter(version=version) if version is not None else rows).order_by("-version").first()


def is_whole(document: Document) -> bool:
    """Whether the file on disk is the one that was filed, byte for byte."""
    try:
        with document.file.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest() == document.sha256
    except FileNotFoundError:
        return False
