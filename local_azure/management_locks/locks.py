"""What a lock must hold up to."""

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import AzureError
from local_azure.json_types import Json

TYPE = "Microsoft.Authorization/locks"
LEVELS = ("CanNotDelete", "ReadOnly")


def lock_behaviour() -> Behaviour:
    """Returns what locks do beyond being stored."""

    async def validate(write: Write) -> None:
        if _level(write) is None:
            sent = (write.body.get("properties") or {}).get("level")
            raise AzureError(
                400,
                "InvalidLockLevel",
                f"The lock level '{sent}' is not valid. The levels are: {', '.join(LEVELS)}.",
                target="level",
            )

    async def prepare(write: Write) -> Json:
        properties = write.body["properties"]
        kept = {name: properties[name] for name in ("notes", "owners") if properties.get(name)}
        return {"properties": {"level": _level(write), **kept}}

    return Behaviour(validate=validate, prepare=prepare, shows_state=False)


def _level(write: Write) -> str | None:
    sent = str((write.body.get("properties") or {}).get("level"))
    return next((level for level in LEVELS if level.lower() == sent.lower()), None)
