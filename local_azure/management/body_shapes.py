"""What kind of JSON value stands where in a resource's body; checked before a type's own rules read it."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from local_azure.errors import AzureError
from local_azure.json_types import Json, JsonValue

# A kind's name, an object's members (under "*" all those that aren't named), or a list with the one of its elements.
Shape = str | Mapping[str, "Shape"] | Sequence["Shape"]

_TABLE = Path(__file__).with_name("body_shapes.yaml")
_KINDS: Mapping[str, tuple[type, ...]] = MappingProxyType(
    {
        "text": (str,),
        "number": (int, float),
        "whole": (int,),
        "flag": (bool,),
        "scalar": (str, int, float, bool),
        "object": (dict,),
        "list": (list,),
    }
)


def check_shape(resource_type: str, body: Json) -> None:
    """Checks that each member that the rules of a type read is of the kind that Azure has there.

    null stands for a member that isn't there; as one of several, in a list or by any name, it is no object.

    Raises:
        AzureError: 400 InvalidRequestContent with the member as its target.
    """
    shapes = _shapes()
    for shape in (shapes["*"], shapes.get(resource_type.lower(), {})):
        _check(body, shape, "")


def _check(value: JsonValue, shape: Shape, path: str) -> None:
    if value is None or shape == "any":
        return
    kind = shape if isinstance(shape, str) else "object" if isinstance(shape, Mapping) else "list"
    if not _is(kind, value):
        raise _refusal(path, kind)
    if isinstance(shape, Mapping):
        _check_members(value, shape, path)
    elif not isinstance(shape, str):
        _check_elements(value, shape[0], path)


def _is(kind: str, value: JsonValue) -> bool:
    return isinstance(value, _KINDS[kind]) and (kind in ("flag", "scalar") or not isinstance(value, bool))


def _check_members(value: Json, shape: Mapping[str, Shape], path: str) -> None:
    for name, inner in value.items():
        place = f"{path}.{name}".lstrip(".")
        if inner is None and name not in shape and isinstance(shape.get("*"), Mapping):
            raise _refusal(place, "object")
        _check(inner, shape.get(name, shape.get("*", "any")), place)


def _check_elements(value: Sequence[JsonValue], shape: Shape, path: str) -> None:
    for number, inner in enumerate(value):
        if inner is None:
            raise _refusal(f"{path}[{number}]", "object" if isinstance(shape, Mapping) else str(shape))
        _check(inner, shape, f"{path}[{number}]")


def _refusal(path: str, kind: str) -> AzureError:
    return AzureError(
        400,
        "InvalidRequestContent",
        "The request content was invalid and could not be deserialized: "
        f"'The value of the property '{path}' must be of the kind '{kind}'.'.",
        target=path,
    )


@cache
def _shapes() -> Mapping[str, Shape]:
    document = yaml.load(_TABLE.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (both are safe loaders)
    return MappingProxyType({name.lower(): shape for name, shape in document.items()})
