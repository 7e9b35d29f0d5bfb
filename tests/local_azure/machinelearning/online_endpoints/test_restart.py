"""What survives a restart: endpoints, their keys, traffic and deployments; scripts start at the first request."""

from collections.abc import Callable

from tests.local_azure.machinelearning.online_endpoints.deploying import (
    deploy,
    folder_of,
    key_of,
    log_of,
    make_endpoint,
    process_of,
    score,
    set_traffic,
)
from tests.local_azure.machinelearning.online_endpoints.test_deployments import runs
from tests.local_azure.machinelearning.running import GROUP, RunningAzure, make_project


def test_a_script_starts_with_the_first_request_after_a_restart(start: Callable[[], RunningAzure]) -> None:
    with start() as azure:
        make_project(azure)
        endpoint = make_endpoint(azure, "survives")
        deployment = deploy(azure, endpoint, "blue")
        set_traffic(azure, endpoint, blue=100)
        key, process = key_of(azure, endpoint), process_of(azure, deployment)
    assert not runs(process)
    with start() as azure:
        assert not runs(process_of(azure, deployment))
        assert score(azure, endpoint, "again", token=key).json() == {"name": "blue", "said": "again"}
        assert log_of(azure, deployment).count("init of blue") == 2
        process, folder = process_of(azure, deployment), folder_of(azure, deployment)
        azure.delete(GROUP)
        assert not runs(process)
        assert not folder.exists()
