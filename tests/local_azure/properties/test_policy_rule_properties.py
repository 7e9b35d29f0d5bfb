"""The conditions of policy rules follow the laws of logic, ask for members without case, and refuse garbage as such."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_azure.errors import AzureError
from local_azure.policy.evaluation import Context, holds, resolve
from local_azure.policy.expressions import expression
from local_azure.policy.fields import Subject
from local_azure.policy.functions import FUNCTIONS, OF_REQUEST
from local_azure.policy.rule import parse_rule
from tests.local_azure.properties.answers import refusal_of
from tests.local_azure.properties.json_values import JSON

TYPE = "Microsoft.Storage/storageAccounts"
BODY = {
    "location": "eastus2",
    "kind": "StorageV2",
    "tags": {"Owner": "us", "cost": "7"},
    "properties": {"minimum": 3, "open": True, "rules": [{"value": "a", "weight": 1}, {"value": "b", "weight": 2}]},
}
FIELDS = ["location", "KIND", "tags.owner", "tags['cost']", f"{TYPE}/minimum", f"{TYPE}/open", f"{TYPE}/none",
          f"{TYPE}/rules[*].value", f"{TYPE}/rules[*].weight", "name", "type"]  # fmt: skip
OPERATORS = ["equals", "notEquals", "like", "notLike", "match", "contains", "notContains", "in", "notIn", "less",
             "greaterOrEquals", "exists", "containsKey"]  # fmt: skip
TARGETS = st.sampled_from(["us", "US", "e*", "7", 3, True, "true", ["us", "a"], "a", "[field('name')]"])

Condition = dict[str, Any]


def _leaf(field: str, operator: str, target: object) -> Condition:
    return {"field": field, operator: ["us", "eastus2", 3] if operator in ("in", "notIn") else target}


LEAVES = st.builds(_leaf, st.sampled_from(FIELDS), st.sampled_from(OPERATORS), TARGETS)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: (
        st.fixed_dictionaries({"not": inner})
        | st.fixed_dictionaries({"allOf": st.lists(inner, min_size=1, max_size=3)})
        | st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=3)})
    ),
    max_leaves=5,
)


def context() -> Context:
    return Context(
        Subject(f"/x/providers/{TYPE}/one", TYPE, "one", BODY), {"p": ["a"]}, None, datetime(2026, 10, 7, tzinfo=UTC)
    )


def says(condition: object) -> bool:
    return holds(parse_rule(condition), context())


@given(condition=CONDITIONS)
def test_a_double_negation_says_the_same_and_a_single_one_the_opposite(condition: Condition) -> None:
    assert says({"not": condition}) == (not says(condition))
    assert says({"not": {"not": condition}}) == says(condition)


@given(conditions=st.lists(CONDITIONS, max_size=3))
def test_all_and_any_are_dual(conditions: list[Condition]) -> None:
    negated = [{"not": each} for each in conditions]
    assert says({"allOf": conditions}) == all(says(each) for each in conditions)
    assert says({"anyOf": conditions}) == any(says(each) for each in conditions)
    assert says({"not": {"allOf": conditions}}) == says({"anyOf": negated})
    assert says({"not": {"anyOf": conditions}}) == says({"allOf": negated})


@given(field=st.sampled_from(FIELDS), operator=st.sampled_from(OPERATORS), target=TARGETS)
def test_names_of_fields_and_operators_have_no_case(field: str, operator: str, target: object) -> None:
    written = _leaf(field, operator, target)
    [(_, asked), (_, wanted)] = written.items()
    assert says({"FIELD": asked.upper(), operator.upper(): wanted}) == says(written)


@pytest.mark.parametrize("operator", ["equals", "like", "match", "contains", "in", "containsKey"])
@given(field=st.sampled_from([each for each in FIELDS if "[*]" not in each]), target=TARGETS)
def test_a_negated_operator_says_the_opposite_of_a_single_value(operator: str, field: str, target: object) -> None:
    asked = ["us", target] if operator == "in" else target
    assert says({"field": field, operator: asked}) != says({"field": field, f"not{operator.title()}": asked})


@given(weight=st.integers(0, 3))
def test_a_count_is_that_of_the_elements_that_fulfil_its_condition(weight: int) -> None:
    counted = {"field": f"{TYPE}/rules[*]", "where": {"field": f"{TYPE}/rules[*].weight", "greater": weight}}
    expected = sum(each["weight"] > weight for each in BODY["properties"]["rules"])  # type: ignore[index]
    assert says({"count": counted, "equals": expected})


CALLS = st.recursive(
    st.sampled_from(
        ["1", "-2", "1.5", "'a'", "''", "'2'", "true()", "createArray(1, 'a')", "parameters('p')", "field('tags')"]
    ),
    lambda inner: (
        st.builds(
            lambda name, arguments: f"{name}({', '.join(arguments)})",
            st.sampled_from(sorted({*FUNCTIONS, *OF_REQUEST})),
            st.lists(inner, max_size=3),
        )
        | st.builds("{}.name".format, inner)
        | st.builds("{}[{}]".format, inner, inner)
    ),
    max_leaves=4,
)
WRITTEN = st.one_of(
    CALLS.map("[{}]".format), st.text("[]()'.,abx1 -*", max_size=12), st.sampled_from(FIELDS), st.just(f"{TYPE}/")
)
REFUSALS = ((400, "InvalidPolicyRule"), (501, "NotSupportedByLocalAzure"))
COUNTED = st.sampled_from(["field", "value", "name", "where"])
SUBJECTS = st.sampled_from(["field", "value", "count"])
GARBAGE = st.recursive(
    JSON | st.dictionaries(SUBJECTS | st.sampled_from(OPERATORS), WRITTEN | JSON, min_size=2, max_size=2),
    lambda inner: (
        st.dictionaries(st.sampled_from(["allOf", "anyOf", "not"]), inner | st.lists(inner, max_size=2), max_size=1)
        | st.fixed_dictionaries({"count": st.dictionaries(COUNTED, inner | WRITTEN), "less": WRITTEN | JSON})
    ),
    max_leaves=4,
)


@given(condition=GARBAGE)
def test_what_is_no_condition_is_refused_and_what_is_one_can_be_evaluated(condition: object) -> None:
    refused = refusal_of(lambda: says(condition))
    assert refused is None or (refused.status, refused.code) in REFUSALS


@given(text=WRITTEN)
def test_an_expression_gives_a_value_or_is_refused(text: str) -> None:
    refused = refusal_of(lambda: resolve(text, context()))
    assert refused is None or (refused.status, refused.code) in REFUSALS


@pytest.mark.parametrize("text", [f"[{'not(' * 3000}true(){')' * 3000}]", f"[field('tags'){'.a' * 3000}]"])
def test_an_expression_that_is_too_deep_is_refused(text: str) -> None:
    with pytest.raises(AzureError, match="deep"):
        expression(text)
