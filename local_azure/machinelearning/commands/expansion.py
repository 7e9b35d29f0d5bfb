"""The placeholders of a command: inputs and outputs by name, and parts that go when their input isn't given."""

import re
from collections.abc import Collection, Mapping

from local_azure.errors import AzureError

_PLACEHOLDER = re.compile(r"\$\{\{\s*(?P<what>[^}]*?)\s*\}\}")
_OPTIONAL = re.compile(r"\$\[\[(?P<part>.*?)\]\]", re.DOTALL)
_NAMED = re.compile(r"^(?P<kind>inputs|outputs)\.(?P<name>[A-Za-z_][A-Za-z0-9_]*)$")


def require_known_names(command: str, inputs: Collection[str], outputs: Collection[str]) -> None:
    """Returns when every placeholder of a command names an input or output of the job.

    Inputs in optional parts (``$[[ ... ]]``) may be missing: the part is then left out.

    Raises:
        AzureError: 400 naming the placeholder.
    """
    known = {"inputs": inputs, "outputs": outputs}
    for placeholder in _PLACEHOLDER.finditer(_OPTIONAL.sub("", command)):
        found = _NAMED.match(placeholder["what"])
        if found is None or found["name"] not in known[found["kind"]]:
            have = ", ".join(f"{kind}.{name}" for kind in known for name in known[kind]) or "no inputs and outputs"
            message = f"The command refers to '{placeholder[0]}', which the job doesn't have. It has {have}."
            raise AzureError(400, "UserError", message, target="command")


def expand(command: str, inputs: Mapping[str, str], outputs: Mapping[str, str]) -> str:
    """Returns a command as bash runs it.

    Args:
        command: The command with its placeholders.
        inputs: What stands for each input that is given.
        outputs: What stands for each output.
    """
    values = {"inputs": inputs, "outputs": outputs}

    def given(placeholder: re.Match[str]) -> bool:
        found = _NAMED.match(placeholder["what"])
        return found is not None and found["name"] in values[found["kind"]]

    def value(placeholder: re.Match[str]) -> str:
        found = _NAMED.match(placeholder["what"])
        return placeholder[0] if found is None else values[found["kind"]].get(found["name"], placeholder[0])

    def part(optional: re.Match[str]) -> str:
        return optional["part"] if all(map(given, _PLACEHOLDER.finditer(optional["part"]))) else ""

    return _PLACEHOLDER.sub(value, _OPTIONAL.sub(part, command))
