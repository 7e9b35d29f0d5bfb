"""Files of Azure OpenAI: checked as they come, listed, read, deleted, each at its own account."""

import pytest

from tests.local_azure.openai.client import Account, chats, error


def weighed(weight: int) -> bytes:
    said = f'{{"role": "assistant", "content": "Hello", "weight": {weight}}}'
    return f'{{"messages": [{{"role": "user", "content": "Hi"}}, {said}]}}\n'.encode()


@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["plain", "with a byte order mark"])
def test_a_file_is_checked_and_can_be_read_again(account: Account, start: str) -> None:
    content = (start + chats()).encode()
    file = account.upload(content)
    assert (file["status"], file["bytes"], file["purpose"]) == ("processed", len(content), "fine-tune")
    assert file["id"].startswith("file-")
    assert account.call("GET", f"/files/{file['id']}/content").content == content
    assert [each["id"] for each in account.call("GET", "/files").json()["data"]] == [file["id"]]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not json\n", "line 1"),
        (b'{"messages": []}\n', "at least one message"),
        (b'{"messages": [{"role": "user", "content": "Hi"}]}\n', "role 'assistant'"),
        (b'{"messages": [{"role": "robot", "content": "Hi"}]}\n', "robot"),
        (weighed(2), "the weight 2 of a message is neither 0 nor 1"),
        (weighed(0), "all messages of the role 'assistant' have the weight 0"),
        (b"\n\n", "no rows"),
        ("ñ".encode("latin-1") + b"\n", "not UTF-8"),
    ],
)
def test_a_bad_file_says_what_is_wrong_with_it(account: Account, content: bytes, reason: str) -> None:
    file = account.upload(content)
    assert file["status"] == "error"
    assert reason in file["status_details"]


def test_what_is_no_training_file_is_refused(account: Account) -> None:
    assert error(account.send_file(chats(), purpose="assistants"))[0] == 400
    assert error(account.send_file(chats(), "rows.txt")) == (400, "invalidPayload")
    assert error(account.send_file("")) == (400, None)
    assert error(account.call("POST", "/files", {"purpose": "fine-tune"}))[0] == 400
    assert account.call("GET", "/files").json()["data"] == []


def test_a_file_larger_than_its_account_takes_is_refused(account: Account) -> None:
    account_body = account.azure.platform.resources.get(account.id)
    assert account_body is not None
    for capability in account_body.properties["capabilities"]:
        if capability["name"] == "MaxTrainingFileSize":
            capability["value"] = "100"
    account.azure.platform.resources.put(account_body)
    assert error(account.send_file(chats())) == (413, "fileTooLarge")


def test_an_account_has_so_many_files_and_no_more(account: Account) -> None:
    body = account.azure.platform.resources.get(account.id)
    assert body is not None
    for capability in body.properties["capabilities"]:
        if capability["name"] == "MaxUserFileCount":
            capability["value"] = "1"
    account.azure.platform.resources.put(body)
    account.upload(chats())
    assert error(account.send_file(chats())) == (400, "quotaExceeded")


def test_a_deleted_file_is_gone(account: Account) -> None:
    file = account.upload(chats())
    assert account.call("DELETE", f"/files/{file['id']}").json()["deleted"] is True
    assert error(account.call("GET", f"/files/{file['id']}")) == (404, "resourceNotFound")


def test_a_file_that_a_job_is_going_to_read_stays(account: Account) -> None:
    file = account.upload(chats(first="wait"))
    job = account.start_job(training_file=file["id"])
    account.reach(job, "running")
    assert error(account.call("DELETE", f"/files/{file['id']}")) == (409, "conflict")
    account.call("POST", f"/fine_tuning/jobs/{job['id']}/cancel").raise_for_status()
    assert account.call("DELETE", f"/files/{file['id']}").status_code == 200


def test_the_dated_api_answers_as_v1_does_and_wants_a_version_it_knows(account: Account) -> None:
    file = account.upload(chats())
    assert account.call("GET", f"/files/{file['id']}", dated=True).json() == file
    assert error(account.call("GET", "/files", dated=True, params={"api-version": "1999-01-01"}))[0] == 400
    url = f"https://{account.name}.cognitiveservices.azure.com/openai/files"
    token = account.azure.token("https://ai.azure.com")
    assert account.azure.http.get(url, headers={"Authorization": f"Bearer {token}"}).status_code == 404
