"""Turns the adapter of a model on and off, only when whoever computes next needs it the other way."""

import threading
from typing import Any


class AdapterSwitch:
    """Lets a model answer with its adapter and without it, one at a time.

    Turning it touches every layer, which costs a fifth of what computing a token does: a batch, which asks for the
    same again and again, pays it once.

    Args:
        tuned: The adapter's model, the adapter on.
    """

    def __init__(self, tuned: Any) -> None:  # noqa: ANN401 -- peft's models have no common type
        self._layers = tuned.base_model
        self._on: bool | None = True  # None: while it is turned
        self._turn = threading.Lock()

    def compute(self, network: Any, inputs: dict[str, Any], *, adapted: bool) -> Any:  # noqa: ANN401 -- as the network
        """Returns what a network makes of the inputs, with the adapter or without it."""
        with self._turn:
            if adapted is not self._on:
                self._on = None  # what fails half-way is done again, whoever comes next
                (self._layers.enable_adapter_layers if adapted else self._layers.disable_adapter_layers)()
                self._on = adapted
            return network(**inputs)


class Switched:
    """A network that computes with the adapter, or without it; what it shares with another takes turns.

    Args:
        network: The model with the adapter, or the one below it.
        switch: Of both.
        adapted: Whether it computes with the adapter.
    """

    def __init__(self, network: Any, switch: AdapterSwitch, *, adapted: bool) -> None:  # noqa: ANN401 -- transformers' models have no common type
        self._network = network
        self._switch = switch
        self._adapted = adapted
        self.config = network.config
        self.generation_config = getattr(network, "generation_config", None)

    def __call__(self, **inputs: Any) -> Any:  # noqa: ANN401 -- as the network
        """Returns what the network makes of the inputs."""
        return self._switch.compute(self._network, inputs, adapted=self._adapted)
