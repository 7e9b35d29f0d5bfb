"""An adapter is turned on and off only when who computes next needs it the other way."""

from typing import Any

import pytest

from jobs.serving.adapter_switch import AdapterSwitch, Switched


class Layers:
    """A model whose one layer has an adapter; it counts how often the adapter was turned."""

    config = "its configuration"

    def __init__(self) -> None:
        self.base_model = self
        self.adapted = True
        self.turned = 0
        self.broken = False

    def enable_adapter_layers(self) -> None:
        self._turn(adapted=True)

    def disable_adapter_layers(self) -> None:
        self._turn(adapted=False)

    def __call__(self, *, said: str) -> str:
        return f"{said}, adapted" if self.adapted else said

    def _turn(self, *, adapted: bool) -> None:
        self.turned += 1
        self.adapted = adapted
        if self.broken:
            raise RuntimeError("half of the layers")


@pytest.fixture
def layers() -> Layers:
    return Layers()


def both(layers: Layers) -> tuple[Any, Any]:
    switch = AdapterSwitch(layers)
    return Switched(layers, switch, adapted=True), Switched(layers, switch, adapted=False)


def test_each_computes_as_it_is_named_whoever_computed_before(layers: Layers) -> None:
    tuned, base = both(layers)
    assert [each(said="a") for each in (tuned, base, tuned, tuned, base)] == [
        "a, adapted",
        "a",
        "a, adapted",
        "a, adapted",
        "a",
    ]


def test_what_computes_again_and_again_turns_it_once(layers: Layers) -> None:
    tuned, base = both(layers)
    assert [tuned(said="a") for _ in range(3)] == ["a, adapted"] * 3
    assert layers.turned == 0
    assert [base(said="a") for _ in range(3)] == ["a"] * 3
    assert layers.turned == 1


def test_an_adapter_that_was_turned_half_way_is_turned_again_whoever_comes_next(layers: Layers) -> None:
    tuned, base = both(layers)
    for each in (base, tuned):
        layers.broken = True
        with pytest.raises(RuntimeError, match="half"):
            base(said="a")
        layers.broken = False
        assert each(said="a") == ("a" if each is base else "a, adapted")
        assert tuned(said="a") == "a, adapted"


def test_a_network_says_how_it_is_configured_and_what_it_lacks(layers: Layers) -> None:
    tuned, _ = both(layers)
    assert tuned.config == "its configuration"
    assert tuned.generation_config is None  # a classifier generates nothing
