"""What a client leaves out stands in a file of its folder, each operation with its reason."""

from pathlib import Path

import pytest

from toolchain.conformance.client import CLIENTS, ClientResult, clients
from toolchain.conformance.left_out import left_out


def test_a_folder_without_the_file_leaves_nothing_out(tmp_path: Path) -> None:
    assert left_out(tmp_path) == []


def test_every_operation_has_its_reason(tmp_path: Path) -> None:
    file = tmp_path / "left_out.yaml"
    file.write_text("- operation: jobs.stop\n  reason: It has none.\n")
    assert left_out(tmp_path) == [{"operation": "jobs.stop", "reason": "It has none."}]
    file.write_text("- operation: jobs.stop\n")
    with pytest.raises(ValueError, match="reason"):
        left_out(tmp_path)


def test_the_files_of_the_clients_can_be_read_and_are_told_with_the_result() -> None:
    for client in clients():
        told = ClientResult(client.distribution, "1", 0, ()).document()
        assert told["left_out"] == left_out(CLIENTS / client.folder)
    assert len(left_out(CLIENTS / "azure_ai_ml")) >= 4
