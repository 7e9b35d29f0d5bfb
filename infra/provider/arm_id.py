"""Parts of ARM ids."""


def type_of(resource_id: str) -> str:
    """Gives the type of what an id names, such as ``Microsoft.Storage/storageAccounts``; "" where it names none."""
    _, found, tail = resource_id.rpartition("/providers/")
    parts = tail.split("/") if found else []
    return "/".join(parts[:1] + parts[1::2])


def name_of(resource_id: str) -> str:
    """Gives a resource's own name: the last part of its id."""
    return resource_id.rstrip("/").rsplit("/", 1)[-1]
