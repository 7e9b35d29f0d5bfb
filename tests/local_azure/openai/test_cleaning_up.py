"""What the stacks' own provider removes before an account goes, over the wire: jobs, tuned models and files."""

import threading
import time

from infra.provider.attempts import attempt
from infra.provider.exchange import Answer, Request
from infra.provider.fine_tuning import FineTuning
from tests.local_azure.openai.client import AUDIENCE, Account, chats


class RealClock:
    """Waits for real, but not for long."""

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, _seconds: float) -> None:
        threading.Event().wait(0.02)


def fine_tuning(account: Account) -> FineTuning:
    def send(request: Request) -> Answer:
        headers = {"Authorization": f"Bearer {account.azure.token(AUDIENCE)}"}
        url = f"https://{account.name}.openai.azure.com{request.path}"
        answer = account.azure.http.request(request.method, url, params=dict(request.query), headers=headers)
        return Answer(answer.status_code, {}, answer.text)

    return FineTuning(send, RealClock())


def test_destroy_leaves_nothing_of_jobs_in_an_account(account: Account) -> None:
    done = account.ended(account.start_job(training_file=account.upload(chats())["id"]))
    running = account.start_job(training_file=account.upload(chats(first="wait"))["id"])
    account.reach(running, "running")
    account.deploy("tuned", done["fine_tuned_model"], capacity=10)
    left = fine_tuning(account)
    assert left.is_visible()
    assert list(attempt(left.cancellations())) == []
    assert account.call("GET", f"/fine_tuning/jobs/{running['id']}").json()["status"] == "cancelled"
    refused = list(attempt(left.deletions()))
    assert ["tuned model" in str(each) for each in refused] == [True]
    account.azure.delete(f"{account.id}/deployments/tuned")
    assert list(attempt(left.deletions())) == []
    assert account.call("GET", "/files").json()["data"] == []
    account.azure.delete(account.id)
    assert not left.is_visible()
