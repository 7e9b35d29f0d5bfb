"""What an expression is evaluated in: where it is deployed, parameters, variables, copies, and how much it may use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from local_azure.deployments.language.errors import ExpressionError

MOST_UNITS = 4_000_000
"""Characters and members that all functions of one deployment may be given together; of our own, so that no template
keeps the local Azure busy. ARM's own bound is the expanded template's 4 MB."""


class Budget:
    """What the expressions of one deployment have left."""

    def __init__(self, units: int = MOST_UNITS) -> None:
        self._left = units

    def charge(self, value: object) -> None:
        """Takes away what a value weighs: each character, member and element.

        Raises:
            ExpressionError: Nothing is left.
        """
        left = [value]
        while left:
            each = left.pop()
            inner = each if isinstance(each, list) else list(each.values()) if isinstance(each, dict) else []
            letters = len(each) if isinstance(each, str) else sum(map(len, each)) if isinstance(each, dict) else 0
            self.take(1 + letters)
            if len(inner) > self._left:
                raise _too_much()
            left += inner

    def take(self, units: int) -> None:
        """Takes away so many units.

        Raises:
            ExpressionError: Nothing is left.
        """
        self._left -= units
        if self._left < 0:
            raise _too_much()


def _too_much() -> ExpressionError:
    return ExpressionError("The template expands to more than what is allowed for its expressions.")


@dataclass(frozen=True)
class Place:
    """Where a template is deployed.

    Attributes:
        scope: The id of the resource group or subscription.
        subscription: What ``subscription()`` answers.
        tenant: What ``tenant()`` answers.
        environment: What ``environment()`` answers.
        deployment: What ``deployment()`` answers.
        deployer: What ``deployer()`` answers.
        group: What ``resourceGroup()`` answers; None at a subscription.
    """

    scope: str
    subscription: Mapping[str, Any]
    tenant: Mapping[str, Any]
    environment: Mapping[str, Any]
    deployment: Mapping[str, Any]
    deployer: Mapping[str, Any]
    group: Mapping[str, Any] | None = None

    @property
    def subscription_id(self) -> str:
        """The subscription's own id, without its path."""
        return str(self.subscription["subscriptionId"])


@dataclass(frozen=True)
class Wanted:
    """What an expression wants to know of what is deployed: a resource, or an action's answer.

    Attributes:
        kind: ``reference`` or ``action``.
        target: The resource as the expression names it: its id, its name or its symbolic name.
        api_version: The version to ask with; empty where the expression leaves it to the template.
        action: The action's name.
        body: The action's body.
        is_full: Whether all of the resource is meant, not its properties alone.
    """

    kind: Literal["reference", "action"]
    target: str
    api_version: str = ""
    action: str = ""
    body: str = "{}"
    is_full: bool = False


class UnknownYetError(Exception):
    """An expression can't be evaluated before something is known of what is deployed.

    Args:
        wanted: What has to be asked first.
    """

    def __init__(self, wanted: Wanted) -> None:
        super().__init__(f"not known yet: {wanted}")
        self.wanted = wanted


def _no_parameter(name: str) -> object:
    raise ExpressionError(
        f"The template parameter '{name}' is not found. Please see https://aka.ms/arm-syntax-parameters for usage "
        "details."
    )


def _no_variable(name: str) -> object:
    raise ExpressionError(
        f"The template variable '{name}' is not found. Please see https://aka.ms/arm-syntax-variables for "
        "usage details."
    )


@dataclass(frozen=True)
class Scope:
    """What an expression sees.

    Attributes:
        place: Where the template is deployed.
        parameters: Gives a parameter's value by its name; raises ExpressionError.
        variables: Gives a variable's value by its name; raises ExpressionError.
        copies: The index of each copy loop around the expression, by its name in lower case; "" is the resource's.
        known: What is known of what is deployed; None where expressions can't ask (names, conditions, variables).
        now: The time, where ``utcNow`` may be called: in a parameter's default value.
        new_guid: Makes a GUID, where ``newGuid`` may be called.
        locals: The variables of the lambdas around the expression, by their names in lower case.
        budget: How much may be used still.
    """

    place: Place
    parameters: Callable[[str], Any] = _no_parameter
    variables: Callable[[str], Any] = _no_variable
    copies: Mapping[str, int] = field(default_factory=dict)
    known: Mapping[Wanted, Any] | None = None
    now: datetime | None = None
    new_guid: Callable[[], str] | None = None
    locals: Mapping[str, Any] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)
