"""Addresses for mail: one spelling to keep and compare, and the one that a mail server takes. Domains by IDNA 2008."""

import contextlib

import idna


def normal(address: str) -> str:
    """The address in lower case, its domain in its own letters: two spellings of one address are equal.

    What is no address is only put into lower case.
    """
    name, at, domain = address.strip().rpartition("@")
    if not at or (domain.isascii() and "xn--" not in domain.lower()):
        return address.strip().lower()
    try:
        return f"{name.lower()}@{idna.decode(_registered(domain))}"
    except idna.IDNAError:
        return address.strip().lower()


def spellings(address: str) -> set[str]:
    """The one spelling, and those under which an address may have been kept before there was one."""
    found = {normal(address), address.strip().lower()}
    with contextlib.suppress(UnicodeError):
        found.add(for_mail(normal(address)))
    return found


def for_mail(address: str) -> str:
    """The address with its domain as it is registered, in ASCII: "a@xn--strae-oqa.de". Raises UnicodeError."""
    name, _at, domain = address.rpartition("@")
    return address if domain.isascii() else f"{name}@{_registered(domain)}"


def can_be_mailed(address: str) -> bool:
    """Whether the domain could be registered and the name before it is one that mail servers take."""
    name, _at, domain = address.rpartition("@")
    try:
        return name.isascii() and bool(_registered(domain))
    except UnicodeError:
        return False


def _registered(domain: str) -> str:
    return idna.encode(domain, uts46=True, std3_rules=True).decode("ascii")
