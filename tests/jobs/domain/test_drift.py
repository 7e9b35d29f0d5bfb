"""Prompts that moved are told from prompts that didn't, and from chance."""

import random

import pytest

from jobs.domain.drift import LARGE, Drift, drift, stability_index

DEVICES = ("controller", "headset", "console", "keyboard", "charger", "adapter", "battery", "screen")
TROUBLES = ("blinks", "freezes", "disconnects", "overheats", "stutters", "crackles", "lags", "restarts")


def prompts(seed: int, count: int, devices: tuple[str, ...] = DEVICES, filler: int = 6) -> list[str]:
    chance = random.Random(seed)  # noqa: S311 (no secret)
    return [
        f"my {chance.choice(devices)} {chance.choice(TROUBLES)} "
        + " ".join(chance.choice(("since", "today", "again", "please", "help", "now")) for _ in range(filler))
        + " and" * chance.randrange(12)
        for _ in range(count)
    ]


def found(trained: list[str], asked: list[str]) -> Drift:
    looked = drift(trained, asked)
    assert looked is not None
    return looked


def levels(looked: Drift) -> dict[str, str]:
    return {shift.name: shift.level for shift in looked.shifts}


@pytest.mark.parametrize("count", [30, 100, 1000])
@pytest.mark.parametrize("seed", range(4))
def test_prompts_of_the_same_kind_have_not_moved_however_few_they_are(seed: int, count: int) -> None:
    looked = found(prompts(1000 + seed, 400), prompts(seed, count))
    assert set(levels(looked).values()) == {"none"}
    assert not looked.is_large


def test_longer_prompts_are_told() -> None:
    looked = found(prompts(1, 400), prompts(2, 200, filler=60))
    assert levels(looked)["length"] == "large"
    assert "median of" in looked.shifts[0].what


def test_words_that_training_never_had_are_told() -> None:
    other = [f"{text} kubernetes ingress yaml namespace cluster rollout" for text in prompts(2, 200)]
    assert levels(found(prompts(1, 400), other))["vocabulary"] == "large"


def test_other_topics_in_the_same_words_and_length_are_told() -> None:
    looked = found(prompts(1, 400), prompts(2, 200, devices=("headset",)))
    assert levels(looked)["topics"] == "large"
    assert levels(looked)["vocabulary"] == "none"
    assert looked.is_large


@pytest.mark.parametrize(("trained", "asked"), [(10, 500), (500, 10)])
def test_of_a_handful_of_prompts_nothing_is_said(trained: int, asked: int) -> None:
    assert drift(prompts(1, trained), prompts(2, asked)) is None


def test_what_is_told_quotes_no_prompt_that_was_logged() -> None:
    looked = found(prompts(1, 400), [f"{text} marylou.shepherd secretword" for text in prompts(2, 200)])
    assert not any("secretword" in shift.what or "marylou" in shift.what for shift in looked.shifts)


def test_the_index_is_that_of_the_books() -> None:
    assert stability_index([0.5, 0.5], [0.5, 0.5]) == 0
    assert stability_index([0.25, 0.75], [0.5, 0.5]) == pytest.approx(0.2747, abs=1e-4)
    assert stability_index([1.0, 0.0], [0.0, 1.0]) > LARGE


def test_prompts_without_words_are_prompts_too() -> None:
    assert drift(["??"] * 40, ["!!"] * 40) is not None
