"""What the trainer reads of a job's file: plain roles and texts, and the weights of messages."""

import json
from pathlib import Path

from local_azure.openai.jobs.training import write_rows
from local_azure.training.job_folder import JobFolder

CHAT = {
    "messages": [
        {"role": "developer", "content": "Be brief.", "name": "host"},
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "What?", "weight": 0},
        {"role": "user", "content": "Hi!"},
        {"role": "assistant", "content": "Hello."},
    ]
}


def test_weights_are_handed_on_and_everything_else_is_made_plain(tmp_path: Path) -> None:
    (tmp_path / "file").write_text(json.dumps(CHAT), encoding="utf-8")
    folder = JobFolder(tmp_path / "job")
    write_rows(folder, tmp_path / "file", None)
    assert json.loads(folder.train.read_text(encoding="utf-8")) == {
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Hi"},
            {"role": "assistant", "content": "What?", "weight": 0},
            {"role": "user", "content": "Hi!"},
            {"role": "assistant", "content": "Hello."},
        ]
    }
    assert not folder.validation.exists()
