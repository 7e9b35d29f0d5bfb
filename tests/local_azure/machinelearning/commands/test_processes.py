"""The processes of a distributed command job: how they find each other, their logs, and that one failing ends all."""

from tests.local_azure.machinelearning.command_jobs import SIZE, run
from tests.local_azure.machinelearning.running import RunningAzure

PYTORCH = {"distributionType": "PyTorch", "processCountPerInstance": 2}
TWO_NODES = {"resources": {"instanceType": SIZE, "instanceCount": 2}, "distribution": PYTORCH}


def logs(azure: RunningAzure, run: dict[str, dict[str, str]]) -> dict[str, str]:
    """Returns the logs of a run's processes by name."""
    users = {name: url for name, url in run["logFiles"].items() if name.startswith("user_logs/")}
    return {name: azure.http.get(url).raise_for_status().text for name, url in users.items()}


def test_each_process_knows_its_place_and_has_a_log_of_its_own(azure: RunningAzure) -> None:
    ended = run(azure, "ranks", "echo $RANK $LOCAL_RANK $NODE_RANK $WORLD_SIZE $MASTER_ADDR:$MASTER_PORT", **TWO_NODES)
    assert ended["status"] == "Completed", ended["error"]
    found = logs(azure, ended)
    places = [found[f"user_logs/std_log_process_{rank}.txt"].rsplit(" ", 1)[0] for rank in range(4)]
    assert places == ["0 0 0 4", "1 1 0 4", "2 0 1 4", "3 1 1 4"]
    assert len({log.rsplit(" ", 1)[1] for log in found.values()}) == 1


def test_one_that_fails_ends_all_and_is_named(azure: RunningAzure) -> None:
    command = "if [ $RANK = 2 ]; then echo rank two; exit 7; fi; trap 'echo asked to end; exit' TERM; sleep 600 & wait"
    ended = run(azure, "one-fails", command, **TWO_NODES)
    assert ended["status"] == "Failed"
    message = ended["error"]["error"]["message"]
    assert "exited with status code 7" in message
    assert "'user_logs/std_log_process_2.txt'" in message
    assert message.endswith("rank two")


def test_a_job_that_is_not_distributed_has_no_ranks(azure: RunningAzure) -> None:
    ended = run(azure, "alone", "echo [$RANK$WORLD_SIZE]")
    assert logs(azure, ended) == {"user_logs/std_log.txt": "[]\n"}
