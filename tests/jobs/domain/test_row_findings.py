"""One row: the quick look of a whole file and the close look at one row agree."""

import json

from hypothesis import given
from hypothesis import strategies as st

from jobs.domain.chat import ChatRow, turns_in_order
from jobs.domain.row_findings import row_findings

ROLES = st.lists(st.sampled_from(["system", "user", "assistant"]), min_size=1, max_size=6)


@given(ROLES)
def test_turns_are_in_order_exactly_when_a_close_look_finds_nothing(roles: list[str]) -> None:
    line = json.dumps({"messages": [{"role": role, "content": "x"} for role in roles]}).encode()
    ordinary = turns_in_order(tuple(message.role for message in ChatRow.model_validate_json(line).messages))
    assert ordinary == (not row_findings(line, 1, maximum_tokens=100))


def test_columns_count_characters_and_not_bytes() -> None:
    line = '{"messages": [{"role": "user", "content": "ééé"}, {"role": "boss", "content": "x"}]}'
    (finding,) = row_findings(line.encode(), 1, maximum_tokens=100)
    assert finding.column == line.index('"boss"') + 1


def test_a_list_around_the_rows_is_explained() -> None:
    (finding,) = row_findings(b"[", 1, maximum_tokens=100)
    assert "JSON Lines wants one row a line" in finding.message


def test_a_finding_reads_as_compilers_write_them() -> None:
    (finding,) = row_findings(b'{"messages": []}', 7, maximum_tokens=100)
    assert str(finding).startswith("7:14: error: 'messages' is empty")
