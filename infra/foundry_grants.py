"""Who may do what on a Foundry account and the storage beside it: tune and deploy, or only ask what is deployed."""

import pulumi

from infra.roles import Grant, Principal


def foundry_grants(
    account_id: pulumi.Input[str], *, developer: Principal, caller: Principal | None
) -> tuple[Grant, ...]:
    """Gives the roles of the journey's people on the account, which takes no keys.

    Args:
        account_id: The account's ARM id.
        developer: Who does the steps of the journey.
        caller: Who may ask what is deployed and nothing else; None where there is nobody.
    """
    grants = [
        Grant(
            name="developer-cognitive-services-openai-contributor",
            role="Cognitive Services OpenAI Contributor",
            scope=account_id,
            principal=developer,
            # Azure OpenAI documentation "role-based-access-control", 2026-10: the least role that creates fine-tuning
            # jobs and deployments.
            reason="Uploads training files, fine-tunes, deploys tuned models and asks them",
        )
    ]
    if caller is not None:
        grants.append(
            Grant(
                name="caller-cognitive-services-openai-user",
                role="Cognitive Services OpenAI User",
                scope=account_id,
                principal=caller,
                reason="Asks deployed models; changes nothing",
            )
        )
    return tuple(grants)


def run_documents_grant(storage_account_id: pulumi.Input[str], *, developer: Principal) -> Grant:
    """Gives what the developer needs to keep what is noted of runs, where no workspace brings the role."""
    return Grant(
        name="developer-storage-blob-data-contributor",
        role="Storage Blob Data Contributor",
        scope=storage_account_id,
        principal=developer,
        reason="Notes runs and keeps evaluations, where every machine finds them; the account takes no keys",
    )
