"""Resources are expanded: names, ids, conditions, copies and children."""

import pytest

from local_azure.errors import AzureError
from tests.local_azure.deployments.language.expressions import GROUP, SUBSCRIPTION
from tests.local_azure.deployments.template.planning import plan
from tests.local_azure.deployments.templates import IDENTITIES, identity, template


def ids(*resources: object, **sections: object) -> list[str]:
    found = plan(template(*resources, **sections))
    return [one.id.removeprefix(GROUP) for one in found.resources]


def test_names_may_be_variables_and_variables_may_be_copies() -> None:
    variables = {"copy": [{"name": "names", "count": 2, "input": "[concat('n', copyIndex('names'))]"}], "at": 1}
    found = ids(identity("[variables('names')[variables('at')]]"), variables=variables)
    assert found == [f"/providers/{IDENTITIES}/n1"]


def test_children_lie_below_their_parents() -> None:
    child = {"type": "federatedIdentityCredentials", "apiVersion": "2023-01-31", "name": "inner"}
    apart = {**child, "type": f"{IDENTITIES}/federatedIdentityCredentials", "name": "a/other"}
    assert ids(identity("a", resources=[child]), apart) == [
        f"/providers/{IDENTITIES}/a",
        f"/providers/{IDENTITIES}/a/federatedIdentityCredentials/inner",
        f"/providers/{IDENTITIES}/a/federatedIdentityCredentials/other",
    ]


def test_extensions_are_put_on_what_their_scope_or_name_says() -> None:
    lock = {"type": "Microsoft.Authorization/locks", "apiVersion": "2020-05-01", "name": "keep"}
    by_scope = {**lock, "scope": f"{IDENTITIES}/a"}
    by_id = {**lock, "scope": f"/subscriptions/{SUBSCRIPTION}"}
    by_name = {**lock, "type": f"{IDENTITIES}/providers/locks", "name": "b/Microsoft.Authorization/keep"}
    assert ids(identity("a"), by_scope, by_id, by_name)[1:] == [
        f"/providers/{IDENTITIES}/a/providers/Microsoft.Authorization/locks/keep",
        f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/locks/keep",
        f"/providers/{IDENTITIES}/b/providers/Microsoft.Authorization/locks/keep",
    ]


def test_what_a_condition_leaves_out_is_not_written() -> None:
    assert ids(identity("a", condition="[equals(1, 2)]"), identity("b", condition="true")) == [
        f"/providers/{IDENTITIES}/b"
    ]


def test_what_exists_is_not_written() -> None:
    document = {**template(), "resources": {"there": identity("a", existing=True), "new": identity("b")}}
    found = plan(document)
    assert [one.symbol for one in found.resources] == ["new"]
    assert found.names.one("there") is not None


def test_copies_are_told_by_their_index() -> None:
    copied = identity("[concat('a', copyIndex(1))]", copy={"name": "loop", "count": 2})
    assert ids(copied) == [f"/providers/{IDENTITIES}/a1", f"/providers/{IDENTITIES}/a2"]


def test_a_copy_may_have_nothing_in_it() -> None:
    assert ids(identity("[concat('a', copyIndex())]", copy={"name": "loop", "count": 0})) == []


@pytest.mark.parametrize(
    ("resource", "reason"),
    [
        (identity("a/b"), "has incorrect segment lengths"),
        (identity(""), "has no name"),
        ({**identity("a"), "apiVersion": "soon"}, "api-version 'soon'"),
        ({**identity("a"), "apiVersion": None}, "has no apiVersion"),
        (identity("a", condition="perhaps"), "neither true nor false"),
        (identity("a", dependsOn="b"), "is no array"),
        (identity("a", dependsOn=["b"]), "The resource 'b' is not defined in the template"),
        (identity("a", copy={"name": "loop", "count": 2}), "is defined multiple times"),
        (identity("[concat('a', copyIndex())]", copy={"name": "l", "count": 801}), "copy count of 'l'"),
        (identity("[reference('x').name]"), "'reference' is not expected at this location"),
        (identity("[concat('a'"), None),
        (identity("[konkat('a')]"), "The template function 'konkat' is not valid"),
        (identity("a", resources=["child"]), "are no objects"),
        (identity("a", resources=1), "are no objects"),
        ({**identity("a"), "type": "Microsoft.Resources/deployments"}, "has no properties"),
    ],
)
def test_what_can_not_be_written_is_refused(resource: object, reason: str | None) -> None:
    if reason is None:
        assert ids(resource) == [f"/providers/{IDENTITIES}/[concat('a'"]  # not closed, so no expression
        return
    with pytest.raises(AzureError) as refused:
        plan(template(resource))
    assert refused.value.code == "InvalidTemplate"
    assert reason in refused.value.message


def test_copies_of_copies_stay_below_what_a_template_may_have() -> None:
    child = {"type": "federatedIdentityCredentials", "apiVersion": "2023-01-31"}
    child |= {"name": "[concat('c', copyIndex('inner'))]", "copy": {"name": "inner", "count": 800}}
    with pytest.raises(AzureError, match="Limit: 800"):
        plan(template(identity("[concat('a', copyIndex())]", copy={"name": "l", "count": 800}, resources=[child])))
