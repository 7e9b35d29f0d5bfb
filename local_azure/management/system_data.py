"""Who made a resource and who changed it last, as ARM's ``systemData`` has it."""

from datetime import datetime

from local_azure.behaviour import Write
from local_azure.clock import timestamp
from local_azure.json_types import Json


def system_data(write: Write, now: datetime) -> Json:
    """Returns the ``systemData`` of a resource that is written now."""
    caller, existing = write.caller, write.existing
    kind = "User" if caller.claims.get("idtyp") == "user" else "Application"
    moment = timestamp(now)
    changed = {"lastModifiedBy": caller.app_id, "lastModifiedByType": kind, "lastModifiedAt": moment}
    made = {"createdBy": caller.app_id, "createdByType": kind, "createdAt": moment}
    before: Json = existing.body.get("systemData", {}) if existing else {}
    return {**made, **{name: value for name, value in before.items() if name.startswith("created")}, **changed}
