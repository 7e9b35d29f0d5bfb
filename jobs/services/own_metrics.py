"""Metrics that a recipe's author brings, as Python functions; run when an evaluation begins, never before."""

import math
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec

from jobs.domain.chat import Message
from jobs.domain.errors import UsageError
from jobs.domain.evaluation.measures import MEASURES
from jobs.domain.evaluation.scores import OwnMetric

GROUP = "tunestack.metrics"


def require_metrics(paths: Sequence[str]) -> None:
    """Refuses metrics that aren't installed here, before what they are to measure is paid for; runs none of their code.

    Args:
        paths: as `load_metrics` takes them.

    Raises:
        UsageError: one isn't there, or has the name of another metric.
    """
    _check_names(paths)
    for path in paths:
        module, colon, _ = path.partition(":")
        outermost = module.partition(".")[0]  # to find what is in it would import it
        if colon and outermost not in sys.modules and find_spec(outermost) is None:
            raise _not_loaded(path, f"No module named '{outermost}'")
        if not colon and path not in entry_points(group=GROUP).names:
            raise _not_loaded(path, _no_entry_point(path))


def load_metrics(paths: Sequence[str]) -> dict[str, OwnMetric]:
    """Imports the metrics that a recipe names.

    Args:
        paths: names of entry points of the group `tunestack.metrics`, or `module:function` of what Python can import.

    Raises:
        UsageError: one isn't there, can't be imported, isn't a function, or has the name of another metric.
    """
    return {name: _guarded(name, _load(path)) for name, path in _check_names(paths).items()}


def _check_names(paths: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in paths:
        name = path.rpartition(":")[2]
        if name in MEASURES or name in found:
            raise UsageError(f"metric {path}: there is a metric {name} already", fix="Give the function another name.")
        found[name] = path
    return found


def _load(path: str) -> OwnMetric:
    module, colon, function = path.partition(":")
    try:
        metric = getattr(import_module(module), function) if colon else _of_entry_point(path)
    except (ImportError, AttributeError) as error:
        raise _not_loaded(path, str(error)) from error
    if not callable(metric):
        raise UsageError(f"metric {path} is no function, but {type(metric).__name__}")
    loaded: OwnMetric = metric
    return loaded


def _of_entry_point(name: str) -> object:
    installed = entry_points(group=GROUP)
    if name not in installed.names:
        raise ImportError(_no_entry_point(name))
    return installed[name].load()


def _no_entry_point(name: str) -> str:
    there = ", ".join(sorted(entry_points(group=GROUP).names)) or "none is installed"
    return f"no entry point {name} in the group {GROUP} ({there})"


def _not_loaded(path: str, why: str) -> UsageError:
    return UsageError(
        f"metric {path} can't be loaded: {why}",
        fix="Install its package in the environment that tunestack runs in, or put its folder on PYTHONPATH.",
    )


def _guarded(name: str, metric: OwnMetric) -> OwnMetric:
    """What an author's code does wrong is told as such, with the question it did it at."""

    def scored(answer: str, reference: str, messages: Sequence[Message]) -> float:
        try:
            value = float(metric(answer, reference, messages))
        except Exception as error:  # the author's code may raise anything
            asked = messages[-1].content[:80]
            raise UsageError(f"metric {name} failed at '{asked}': {type(error).__name__}: {error}") from error
        if not math.isfinite(value):
            raise UsageError(f"metric {name} is {value} at '{messages[-1].content[:80]}': it must be a number")
        return value

    return scored
