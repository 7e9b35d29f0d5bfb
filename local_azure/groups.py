"""Groups of the directory and who is in them: a role of a group is a role of its members, also through inner groups."""

from local_azure.store import Store
from local_azure.tokens import TokenAuthority

TABLE = "group-members"


class Groups:
    """The memberships of one directory; the groups themselves are principals.

    Args:
        store: Where memberships are kept.
        tokens: Knows the principals.
    """

    def __init__(self, store: Store, tokens: TokenAuthority) -> None:
        self._store = store
        self._tokens = tokens

    def add(self, group: str, member: str) -> None:
        """Puts a principal, or another group, into a group (object ids)."""
        self._store.put(TABLE, _key(group, member), {"group": group.lower(), "member": member.lower()})

    def remove(self, group: str, member: str) -> None:
        """Takes a principal out of a group."""
        self._store.delete(TABLE, _key(group, member))

    def members(self, group: str) -> list[str]:
        """Returns the object ids of those directly in a group."""
        return [str(each["member"]) for each in self._store.list(TABLE, f"{group.lower()}/")]

    def delete(self, group: str) -> None:
        """Forgets a group with its memberships."""
        for each in self._store.list(TABLE):
            if group.lower() in (each["group"], each["member"]):
                self.remove(each["group"], each["member"])
        self._tokens.unregister(group)

    def of(self, member: str) -> set[str]:
        """Returns the object ids of all groups that a principal is in, directly or through other groups."""
        pairs = [(str(each["group"]), str(each["member"])) for each in self._store.list(TABLE)]
        found: set[str] = set()
        reached = {member.lower()}
        while reached:
            reached = {group for group, each in pairs if each in reached} - found
            found |= reached
        return found


def _key(group: str, member: str) -> str:
    return f"{group.lower()}/{member.lower()}"
