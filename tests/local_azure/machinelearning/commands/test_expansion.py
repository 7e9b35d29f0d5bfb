"""Placeholders of commands: what stands for them, and the parts that go when an optional input isn't given."""

import pytest

from local_azure.machinelearning.commands.expansion import expand


@pytest.mark.parametrize(
    ("command", "expanded"),
    [
        ("run ${{inputs.a}} ${{ outputs.b }}", "run one two"),
        ("run $[[--a ${{inputs.a}}]] $[[--c ${{inputs.c}}]]", "run --a one "),
        ("run $[[--both ${{inputs.a}} ${{inputs.c}}]]", "run "),
        ("echo $HOME ${HOME} $[[always]]", "echo $HOME ${HOME} always"),
        ("echo ${{inputs.nested}}", "echo ${{inputs.a}}"),
    ],
)
def test_a_command_is_expanded(command: str, expanded: str) -> None:
    assert expand(command, {"a": "one", "nested": "${{inputs.a}}"}, {"b": "two"}) == expanded
