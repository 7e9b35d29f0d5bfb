"""Reads a resource for refresh and import: its state now, and the inputs that match it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from toolchain.azure_native.members import drop_member, get_member
from toolchain.azure_native.outputs import as_inputs, maintained_inputs, response_outputs
from toolchain.azure_native.resource_id import parse_id
from toolchain.azure_native.tracked import Tracked
from toolchain.azure_native.values import Properties


@dataclass(frozen=True)
class Found:
    """A resource as it is.

    Attributes:
        id: its id as Azure spells it.
        state: its outputs.
        inputs: what a program would say to get it.
    """

    id: str
    state: Properties
    inputs: Properties


Shape = Callable[[Properties], Properties]


def read(resource: Tracked, inputs: Properties, state: Properties, shape: Shape) -> Found | None:
    """Reads a resource; None when it is gone.

    Args:
        resource: what to read.
        inputs: inputs of the last deployment; empty to import.
        state: outputs of the last deployment; empty to import.
        shape: leaves out of inputs what a program could not say.

    Raises:
        ArmError: Azure refused.
        ProviderError: the id is of another type.
    """
    answer = resource.read()
    if answer is None:
        return None
    body = answer.body if isinstance(answer.body, dict) else {}
    now = response_outputs(resource.row, body)
    found_id = str(body.get("id") or resource.id)
    before, current = shape(as_inputs(resource.row, state)), shape(as_inputs(resource.row, now))
    if inputs:
        for path in maintained_inputs(resource.row):
            if get_member(inputs, path) is None:
                drop_member(before, path)
                drop_member(current, path)
        return Found(found_id, now, _apply(inputs, before, current))
    imported = {**parse_id(resource.row, resource.id), **_without_empty(current)}
    return Found(found_id, now, {**imported, "azureApiVersion": resource.row.api_version})


def _apply(inputs: Any, before: Any, now: Any) -> Any:  # noqa: ANN401 - JSON
    """Carries only what has changed since the last deployment over to the inputs, so that defaults stay out of them."""
    if before == now:
        return inputs
    if all(isinstance(value, dict) for value in (inputs, before, now)):
        changed = {name: value for name, value in inputs.items() if name in now or name not in before}
        for name, value in now.items():
            if before.get(name) != value:
                changed[name] = _apply(inputs.get(name), before.get(name), value)
        return changed
    if all(isinstance(value, list) for value in (inputs, before, now)):
        compared = list(zip(inputs, before, now, strict=False))
        return [*(_apply(*elements) for elements in compared), *now[len(compared) :]]
    return now


def _without_empty(inputs: Properties) -> Properties:
    return {name: value for name, value in inputs.items() if value not in ({}, [])}
