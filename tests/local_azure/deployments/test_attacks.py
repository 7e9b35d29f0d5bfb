"""Templates that mean ill run no code, ask for nothing outside and come to an end."""

import pytest

from tests.local_azure.deployments.templates import deploy, deployment_id, identity, refusal, request, template
from tests.local_azure.running import LocalAzure

DOUBLED = {f"v{at}": f"[concat(variables('v{at + 1}'), variables('v{at + 1}'))]" for at in range(60)} | {"v60": "x"}
NESTED = {f"v{at}": f"[createArray(variables('v{at + 1}'), variables('v{at + 1}'))]" for at in range(60)} | {"v60": 1}
CHAINED = {f"v{at}": f"[createArray(variables('v{at + 1}'))]" for at in range(255)} | {"v255": 1}


@pytest.mark.parametrize(
    "document",
    [
        template(identity("[variables('v0')]"), variables=DOUBLED),
        template(identity("[string(variables('v0'))]"), variables=NESTED),
        template(identity("[string(variables('v0'))]"), variables=CHAINED),
        template(identity("[variables('a')]"), variables={"a": "[variables('b')]", "b": "[variables('a')]"}),
        template(identity("[" + "concat(" * 3000 + "'a'" + ")" * 3000 + "]")),
        template(identity("[string(range(0, 10000000))]")),
        template(identity("[padLeft('', 100000000)]")),
        template(identity("[json('" + "[" * 20000 + "')]")),
        template(identity("one", copy={"name": "loop", "count": 10**9})),
        template(identity("[__import__('os').system('true')]")),
        template(identity("[string(mul(9223372036854775807, 9223372036854775807))]")),
    ],
    ids=[
        "doubled",
        "nested",
        "chained",
        "circular",
        "deep",
        "long range",
        "wide",
        "deep json",
        "copies",
        "code",
        "large",
    ],
)
def test_what_would_never_end_is_refused(local_azure: LocalAzure, group: str, document: object) -> None:
    assert refusal(local_azure.call("PUT", deployment_id(group), request(document))) == (400, "InvalidTemplate")


def test_outputs_that_would_never_end_fail(local_azure: LocalAzure, group: str) -> None:
    document = template(variables=DOUBLED, outputs={"all": {"type": "string", "value": "[variables('v0')]"}})
    made = deploy(local_azure, group, request(document))["properties"]
    assert (made["provisioningState"], made["error"]["code"]) == ("Failed", "DeploymentOutputEvaluationFailed")


def test_a_template_asks_for_no_more_than_its_caller_may(local_azure: LocalAzure, group: str) -> None:
    document = template(
        outputs={"x": {"type": "object", "value": "[reference('https://example.com/x', '2023-01-01')]"}}
    )
    error = deploy(local_azure, group, request(document))["properties"]["error"]
    assert error["details"][0]["message"].startswith("The resource 'https://example.com/x' is not defined")


def test_large_requests_are_refused(local_azure: LocalAzure, group: str) -> None:
    body = request(template(identity("one", tags={"x": "y" * 4_200_000})))
    assert local_azure.call("PUT", deployment_id(group), body).status_code == 413
