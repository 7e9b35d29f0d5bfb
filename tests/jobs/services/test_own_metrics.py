"""Metrics that a recipe's author brings."""

import sys
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from jobs.domain.chat import Message
from jobs.domain.errors import UsageError
from jobs.domain.recipe_file import read_recipe
from jobs.services import own_metrics
from jobs.services.own_metrics import load_metrics, require_metrics
from tests.jobs.requests import RECIPE

ASKED = (Message(role="user", content="Where to?"),)
CODE = """
from pathlib import Path
Path(__file__).with_name("ran").touch()
LIMIT = 3
def words(answer, reference, messages):
    return len(answer.split())
def broken(answer, reference, messages):
    raise KeyError("no such thing")
def endless(answer, reference, messages):
    return float("nan")
def f1(answer, reference, messages):
    return 1
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "authors_metrics.py").write_text(CODE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "authors_metrics", raising=False)
    return tmp_path


def test_a_function_is_found_by_module_and_name(module: Path) -> None:
    metric = load_metrics(["authors_metrics:words"])["words"]
    assert metric("two words", "", ASKED) == 2.0


def test_an_entry_point_is_found_by_its_name(module: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("wordiness", "authors_metrics:words", own_metrics.GROUP)
    monkeypatch.setattr(own_metrics, "entry_points", lambda group: EntryPoints([point]).select(group=group))
    assert load_metrics(["wordiness"])["wordiness"]("one", "", ASKED) == 1.0


def test_reading_a_recipe_runs_none_of_it(module: Path) -> None:
    recipe = read_recipe(RECIPE, settings=('metrics=["authors_metrics:words"]',))
    assert recipe.evaluation.metrics == ("authors_metrics:words",)
    assert not (module / "ran").exists()
    load_metrics(recipe.evaluation.metrics)
    assert (module / "ran").exists()


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("no_such_module:words", "No module named 'no_such_module'"),
        ("authors_metrics:missing", "has no attribute 'missing'"),
        ("not_installed", "no entry point not_installed in the group tunestack.metrics"),
        ("authors_metrics:LIMIT", "is no function, but int"),
        ("authors_metrics:f1", "there is a metric f1 already"),
    ],
)
def test_a_metric_that_cannot_be_had_is_named_with_the_reason(module: Path, path: str, why: str) -> None:
    with pytest.raises(UsageError, match=path.split(":")[0]) as refused:
        load_metrics([path])
    assert why in str(refused.value)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("no_such_module:words", "No module named 'no_such_module'"),
        ("no_such_module.within:words", "No module named 'no_such_module'"),
        ("not_installed", "no entry point not_installed in the group tunestack.metrics"),
        ("authors_metrics:f1", "there is a metric f1 already"),
    ],
)
def test_a_metric_that_is_not_installed_is_refused_without_loading_any(module: Path, path: str, why: str) -> None:
    with pytest.raises(UsageError, match=path.split(":")[0]) as refused:
        require_metrics(["authors_metrics:endless", path])
    assert why in str(refused.value)
    assert not (module / "ran").exists()


def test_metrics_that_are_installed_are_let_through_without_loading_any(
    module: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    point = EntryPoint("wordiness", "authors_metrics:words", own_metrics.GROUP)
    monkeypatch.setattr(own_metrics, "entry_points", lambda group: EntryPoints([point]).select(group=group))
    require_metrics(["wordiness", "authors_metrics:endless", "sys:getsizeof"])
    assert not (module / "ran").exists()


@pytest.mark.parametrize(("name", "why"), [("broken", "KeyError: 'no such thing'"), ("endless", "is nan")])
def test_a_metric_that_fails_says_at_which_question(module: Path, name: str, why: str) -> None:
    with pytest.raises(UsageError, match=r"at 'Where to\?'") as failed:
        load_metrics([f"authors_metrics:{name}"])[name]("answer", "", ASKED)
    assert why in str(failed.value)


def test_two_metrics_of_one_name_are_refused(module: Path) -> None:
    with pytest.raises(UsageError, match="there is a metric words already"):
        load_metrics(["authors_metrics:words", "authors_metrics:words"])
