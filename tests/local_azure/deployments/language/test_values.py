"""Whole values are evaluated at any depth, and copies of members are made."""

from typing import Any

import pytest

from local_azure.deployments.language.errors import ExpressionError
from local_azure.deployments.language.scope import UnknownYetError, Wanted
from local_azure.deployments.language.values import calls_in, evaluated, in_copy
from tests.local_azure.deployments.language.expressions import scope


def test_texts_in_brackets_are_evaluated_and_others_kept() -> None:
    given = {"a": ["[toUpper('x')]", "plain", 1, None, True], "[concat('b', 'c')]": "[[literal]", "d": "[not closed"}
    assert evaluated(given, scope()) == {"a": ["X", "plain", 1, None, True], "bc": "[literal]", "d": "[not closed"}


def test_copies_of_a_member_are_made_in_order() -> None:
    given = {"copy": [{"name": "disks", "count": 3, "input": {"lun": "[copyIndex('disks', 1)]"}}], "size": 1}
    assert evaluated(given, scope()) == {"disks": [{"lun": 1}, {"lun": 2}, {"lun": 3}], "size": 1}


def test_a_member_called_copy_that_is_none_stays() -> None:
    assert evaluated({"copy": ["a"]}, scope()) == {"copy": ["a"]}


@pytest.mark.parametrize("count", [-1, 801, "[string('x')]", True])
def test_a_copy_runs_up_to_800_times(count: object) -> None:
    with pytest.raises(ExpressionError, match="copy count of 'disks'"):
        evaluated({"copy": [{"name": "disks", "count": count, "input": 1}]}, scope())


def test_the_index_of_a_loop_is_known_by_its_name() -> None:
    inside = in_copy(in_copy(scope(), "outer", 4), "inner", 7)
    assert evaluated("[add(copyIndex('OUTER'), copyIndex('inner'))]", inside) == 11


def test_values_nested_without_end_are_refused() -> None:
    deep: Any = 1
    for _ in range(500):
        deep = [deep]
    with pytest.raises(ExpressionError, match="nested deeper"):
        evaluated(deep, scope())


def test_what_is_asked_of_azure_is_told_before_it_is_known() -> None:
    wanted = Wanted("reference", "one", "2023-01-01")
    with pytest.raises(UnknownYetError) as unknown:
        evaluated("[reference('one', '2023-01-01').size]", scope(known={}))
    assert unknown.value.wanted == wanted
    assert evaluated("[reference('one', '2023-01-01').size]", scope(known={wanted: {"size": 3}})) == 3


def test_calls_are_found_at_any_depth() -> None:
    given = {"a": [{"b": "[concat(reference('x').y)]"}], "c": "reference('no expression')"}
    assert [call.name for call in calls_in(given)] == ["concat", "reference"]
