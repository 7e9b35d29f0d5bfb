"""Types of Azure ML that can be asked for and aren't there: refused, as accepting one would promise that it serves."""

from collections.abc import Awaitable, Callable, Mapping

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import not_supported

_INSTEAD = {
    "batchendpoints": ("batch endpoints", "Ask an online endpoint row by row."),
    "batchendpoints/deployments": ("deployments of batch endpoints", "Ask an online endpoint row by row."),
    "components": ("components", "Submit the job itself."),
    "components/versions": ("components", "Submit the job itself."),
}


def not_served() -> Mapping[str, Behaviour]:
    """Returns the behaviours, by type below ``workspaces`` in lower case, that refuse every PUT with 501."""
    return {
        name: Behaviour(validate=_refusing(what, instead), can_be_made=False)
        for name, (what, instead) in _INSTEAD.items()
    }


def _refusing(what: str, instead: str) -> Callable[[Write], Awaitable[None]]:
    async def refuse(_write: Write) -> None:
        raise not_supported(what, instead)

    return refuse
