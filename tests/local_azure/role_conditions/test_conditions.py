"""Conditions on role assignments hold as Azure's documentation says, and what isn't understood is refused."""

import pytest

from catalogue.roles import roles
from local_azure.errors import AzureError
from local_azure.role_conditions.attributes import assignment_attributes, blob_attributes
from local_azure.role_conditions.evaluation import holds
from local_azure.role_conditions.parser import parse

WRITE = "Microsoft.Authorization/roleAssignments/write"
DELETE = "Microsoft.Authorization/roleAssignments/delete"
READ_BLOB = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"
ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"
OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
SOMEBODY = "11111111-2222-4333-8444-555555555555"
ROLE = "@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId]"
KIND = "@Request[Microsoft.Authorization/roleAssignments:PrincipalType]"
NAME = "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name]"
PATH = "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers/blobs:path]"
# What the portal writes for "constrain roles and principal types" of Role Based Access Control Administrator.
CONSTRAINED = (
    f"((!(ActionMatches{{'{WRITE}'}})) OR ({ROLE} ForAnyOfAnyValues:GuidEquals{{{ACR_PULL}}} AND {KIND} "
    "ForAnyOfAnyValues:StringEqualsIgnoreCase{'ServicePrincipal', 'Group'})) AND "
    f"((!(ActionMatches{{'{DELETE}'}})) OR ({ROLE.replace('@Request', '@Resource')} "
    f"ForAnyOfAnyValues:GuidEquals {{{ACR_PULL}}}))"
)


@pytest.mark.parametrize(
    ("action", "source", "role", "kind", "expected"),
    [
        (WRITE, "Request", ACR_PULL, "ServicePrincipal", True),
        (WRITE, "Request", ACR_PULL.upper(), "serviceprincipal", True),
        (WRITE, "Request", OWNER, "ServicePrincipal", False),
        (WRITE, "Request", ACR_PULL, "User", False),
        (WRITE, "Request", ACR_PULL, "", False),
        (DELETE, "Resource", ACR_PULL, "User", True),
        (DELETE, "Resource", OWNER, "User", False),
        (DELETE, "Request", ACR_PULL, "User", False),
        ("Microsoft.Storage/storageAccounts/read", "Request", OWNER, "User", True),
    ],
)
def test_the_condition_of_a_constrained_administrator(
    action: str, source: str, role: str, kind: str, expected: bool
) -> None:
    assert holds(CONSTRAINED, action, assignment_attributes(source, role, SOMEBODY, kind)) is expected


# azure-docs conditions-format, "Operator examples", and storage-auth-abac-examples.
@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("ActionMatches{'Microsoft.Storage/*'}", True),
        ("ActionMatches{'Microsoft.Authorization/*'}", False),
        (f"{PATH} StringLike 'a*c?'", True),
        (f"{PATH} StringLike 'A*C?'", False),
        (f"{PATH} StringLikeIgnoreCase 'A*C?'", True),
        (f"{PATH} StringLike 'a*c'", False),
        (rf"{PATH} StringLike 'a\*cd'", False),
        (f"{PATH} StringNotLike 'x*'", True),
        (f"{PATH} StringStartsWith 'ab'", True),
        (f"{PATH} StringNotStartsWithIgnoreCase 'AB'", False),
        (f"{NAME} StringEquals 'data'", True),
        (f"{NAME} StringEquals 'Data'", False),
        (f"{NAME} StringNotEquals 'data'", False),
        ("{'red', 'blue'} ForAnyOfAnyValues:StringEquals {'blue', 'green'}", True),
        ("{'red', 'blue'} ForAnyOfAnyValues:StringEquals {'orange', 'green'}", False),
        ("{'red', 'blue'} ForAllOfAnyValues:StringEquals {'orange', 'red', 'blue'}", True),
        ("{'red', 'blue'} ForAllOfAnyValues:StringEquals {'red', 'green'}", False),
        ("{10, 20} ForAnyOfAllValues:NumericLessThan {15, 18}", True),
        ("{10, 20} ForAllOfAllValues:NumericLessThan {5, 15, 18}", False),
        ("{10, 20} ForAllOfAllValues:NumericLessThan {25, 30}", True),
        ("{10, 20} ForAllOfAllValues:NumericLessThan {15, 25, 30}", False),
        ("10 NumericGreaterThanEquals 10 AND NOT (10 NumericNotEquals 10)", True),
        ("true BoolEquals 'True' && !(true BoolNotEquals true)", True),
        (f"Exists {NAME}", True),
        ("NotExists @Request[Microsoft.Storage/storageAccounts/blobServices/containers/blobs:prefix]", True),
        (f"SubOperationMatches{{'Blob.List'}} OR {NAME} StringEquals 'data'", True),
        (
            f"!(ActionMatches{{'{READ_BLOB}'}} AND NOT SubOperationMatches{{'Blob.List'}}) OR {NAME} StringEquals 'x'",
            False,
        ),
    ],
)
def test_the_operators_compare_as_documented(condition: str, expected: bool) -> None:
    assert holds(condition, READ_BLOB, blob_attributes(container="data", path="abcd")) is expected


def test_a_missing_attribute_fulfils_neither_a_comparison_nor_its_negation() -> None:
    for condition in (f"{NAME} StringEquals 'x'", f"{NAME} StringNotEquals 'x'", f"!({NAME} StringEquals 'x')"):
        assert not holds(condition, READ_BLOB, {})
    assert holds(f"{NAME} StringEquals 'x' OR ActionMatches{{'{READ_BLOB}'}}", READ_BLOB, {})
    assert not holds(f"{NAME} StringEquals 'x' AND ActionMatches{{'{READ_BLOB}'}}", READ_BLOB, {})


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("", "not 'the end'"),
        ("ActionMatches{'a'} AND", "not 'the end'"),
        ("(ActionMatches{'a'}", "'\\)' is expected"),
        ("ActionMatches{'a'} ActionMatches{'b'}", "the end is expected"),
        ("ActionMatches{'a'} AND ActionMatches{'b'} OR ActionMatches{'c'}", "parentheses"),
        ("ActionMatches{'a', }", "a value is expected"),
        ("ActionMatches 'a'", "'{' is expected"),
        ("DoesNotExist{'a'}", "no function 'doesnotexist'"),
        (f"{NAME} StringMatchesSomehow 'x'", "no operator 'StringMatchesSomehow'"),
        (f"{NAME} ForEach:StringEquals {{'x'}}", "no 'ForEach:'"),
        (f"{NAME} StringEquals {{'x', 'y'}}", "single values"),
        (f"{NAME} 'x'", "an operator is expected"),
        ("'a' NumericEquals 'b", "nothing known begins"),
        (f"{NAME} NumericLessThan 'seven'", "'seven' is no number"),
        ("!" * 100 + f"{NAME} StringEquals 'x'", "deeper than 64 levels"),
        ("Exists 'a'", "an attribute is expected"),
    ],
)
def test_what_is_no_condition_is_refused_and_why(condition: str, told: str) -> None:
    with pytest.raises(AzureError, match=told) as caught:
        parse(condition)
    assert (caught.value.status, caught.value.code) == (400, "InvalidRoleAssignmentCondition")


@pytest.mark.parametrize(
    "condition",
    [
        "@Principal[Microsoft.Directory/CustomSecurityAttributes/Id:Engineering_Project] StringEquals 'x'",
        "@Environment[UtcNow] DateTimeGreaterThan '2026-01-01'",
        f"{NAME} IpMatch '10.0.0.0/8'",
    ],
)
def test_what_only_azure_evaluates_is_refused_as_such(condition: str) -> None:
    with pytest.raises(AzureError) as caught:
        parse(condition)
    assert (caught.value.status, caught.value.code) == (501, "NotSupportedByLocalAzure")


def test_a_text_that_is_no_number_is_neither_less_nor_not_less() -> None:
    named = blob_attributes(container="seven")
    assert not holds(f"{NAME} NumericLessThan 8", READ_BLOB, named)
    assert not holds(f"!({NAME} NumericLessThan 8)", READ_BLOB, named)
    assert holds(f"{NAME} NumericLessThan 8", READ_BLOB, blob_attributes(container="7"))


def test_every_condition_of_a_built_in_role_can_be_evaluated() -> None:
    found = [role.condition for role in roles().values() if role.condition]
    assert len(found) >= 3
    for condition in found:
        assert holds(condition, "Microsoft.Resources/deployments/write", {})
        assert not holds(condition, WRITE, assignment_attributes("Request", OWNER, SOMEBODY, "User"))
