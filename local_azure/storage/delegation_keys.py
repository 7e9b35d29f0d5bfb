"""User delegation keys: what `Get User Delegation Key` answers, and the key that a SAS of it must be signed with."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from local_azure.errors import bad_request

SERVICE_VERSION = "2023-11-03"
PLATFORM_PRINCIPAL = "00000000-0000-0000-0000-000000000000"
"""Who signs for the local Azure itself; no caller's key can be in this name."""


@dataclass(frozen=True)
class KeyRequest:
    """The time in which a delegation key is to be valid, as the client wrote it."""

    start: str
    expiry: str


def read_key_request(body: bytes) -> KeyRequest:
    """Reads the body of `Get User Delegation Key`.

    Raises:
        AzureError: 400 when it is no XML of that shape.
    """
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise bad_request("The XML may hold no document type.", code="InvalidXmlDocument")
    try:
        root = ElementTree.fromstring(body)  # noqa: S314 - entities are refused above
    except ElementTree.ParseError as error:
        raise bad_request(f"XML specified is not syntactically valid: {error}.", code="InvalidXmlDocument") from error
    return KeyRequest(root.findtext("Start", ""), root.findtext("Expiry", ""))


def key_answer(request: KeyRequest, *, account_secret: str, object_id: str, tenant_id: str) -> bytes:
    """Returns the XML with the delegation key of a caller for an account."""
    fields = {
        "SignedOid": object_id,
        "SignedTid": tenant_id,
        "SignedStart": request.start,
        "SignedExpiry": request.expiry,
        "SignedService": "b",
        "SignedVersion": SERVICE_VERSION,
    }
    value = derive_key(account_secret, signed_members(fields))
    root = ElementTree.Element("UserDelegationKey")
    for name, text in {**fields, "Value": value}.items():
        ElementTree.SubElement(root, name).text = text
    answer: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return answer


def signed_members(fields: Mapping[str, str]) -> dict[str, str]:
    """Renames a key's members as a SAS carries them: `skoid`, `sktid`, `skt`, `ske`."""
    names = {"skoid": "SignedOid", "sktid": "SignedTid", "skt": "SignedStart", "ske": "SignedExpiry"}
    return {short: fields[long] for short, long in names.items()}


def derive_key(account_secret: str, members: Mapping[str, str]) -> str:
    """Returns the key, base64, that belongs to a caller and a time; the same members give the same key.

    A SAS that names another caller or a longer time than its key had does not verify.
    """
    text = "\n".join(members.get(name, "") for name in ("skoid", "sktid", "skt", "ske"))
    digest = hmac.new(base64.b64decode(account_secret), text.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()
