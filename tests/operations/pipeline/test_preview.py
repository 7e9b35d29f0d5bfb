"""A preview becomes one comment: the verdict and the counts first, all the rest folded."""

from pathlib import Path

from operations.pipeline.preview import COMMENT_CHARACTERS, comment, preview
from tests.operations.pipeline.fake_pulumi import fake_pulumi

OUTPUT = """
  + azure-native:storage:StorageAccount: (create)
Resources:
    + 3 to create
    ~ 1 to update
    44 unchanged
"""
VIOLATION = """
    tunestack@v0.1.0 [mandatory] [severity: critical]  storage-shared-keys  (storage:StorageAccount: storage)
"""


def run(folder: Path, output: str, code: int = 0) -> tuple[int, str]:
    found = preview(fake_pulumi(folder, "platform-dev", output, code), folder / "build")
    return found, (folder / "build" / "preview-platform-dev.md").read_text()


def test_what_could_be_applied_is_said_with_its_counts(tmp_path: Path) -> None:
    code, text = run(tmp_path, OUTPUT)
    assert code == 0
    assert text.startswith("### `platform-dev` can be applied: 3 to create, 1 to update\n")
    assert "StorageAccount: (create)" in text


def test_a_policy_that_refuses_has_an_exit_code_of_its_own(tmp_path: Path) -> None:
    code, text = run(tmp_path, OUTPUT + VIOLATION, 1)
    assert code == 4
    assert "is refused by a policy" in text
    assert "storage-shared-keys" in text


def test_any_other_failure_keeps_its_exit_code(tmp_path: Path) -> None:
    code, text = run(tmp_path, "error: tunestack:location is 'mars'", 255)
    assert code == 255
    assert "failed with exit code 255" in text


def test_a_long_preview_is_cut_to_what_github_takes() -> None:
    text = comment("platform-dev", "x" * COMMENT_CHARACTERS * 2, 0)
    assert len(text) < 65_536
    assert "cut here" in text


def test_a_preview_without_changes_says_so() -> None:
    assert "no changes" in comment("platform-dev", "Resources:\n    45 unchanged\n", 0)
