"""The engine's configuration language, as far as `pulumi import` writes it."""

import pytest

from toolchain.language_host.generated_code.declarations import (
    Call,
    DeclarationError,
    Reference,
    Template,
    read_imported,
)

FILE = """\
package azure-native {
    baseProviderName = "azure-native"
    baseProviderVersion = "3.24.0"

}

resource my-group "azure-native:resources:ResourceGroup" {
    __logicalName = "my group"
    location = "eastus2"
    count = 3
    share = -0.5
    big = 1e+06
    on = true
    nothing = null
    tags ={

        "owner.x" = "me",

        "more" = ["a",

 {inner = 1}]
    }
options {
protect =true
parent = other

}
}
"""


def value(text: str) -> object:
    return read_imported(f'resource a "p:m:T" {{\n    it = {text}\n}}').declarations[0].inputs["it"]


def test_a_resource_is_read_with_name_type_inputs_and_options() -> None:
    read = read_imported(FILE)
    (group,) = read.declarations
    assert read.versions == {"azure-native": "3.24.0"}
    assert (group.label, group.token, group.name) == ("my-group", "azure-native:resources:ResourceGroup", "my group")
    assert group.options == {"protect": True, "parent": Reference(("other",))}
    assert group.inputs == {
        "location": "eastus2",
        "count": 3,
        "share": -0.5,
        "big": 1e6,
        "on": True,
        "nothing": None,
        "tags": {"owner.x": "me", "more": ["a", {"inner": 1}]},
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'"say \"hi\"\n\tc:\\x"', 'say "hi"\n\tc:\\x'),
        (r'"\u00e4\U0001F600€"', "ä😀€"),
        ('"$${a} %%{b} $c"', "${a} %{b} $c"),
        ('"braces } { and // no comment"', "braces } { and // no comment"),
        ('"${a.id}/b"', Template((Reference(("a", "id")), "/b"))),
        ("a-b.name", Reference(("a-b", "name"))),
        ('secret("x")', Call("secret", ("x",))),
        ("{}", {}),
        ("[]", []),
    ],
)
def test_values_are_read_as_they_are_meant(text: str, expected: object) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('output a { value = "x" }', "a block 'output' is not known"),
        ('resource a "p:m:T" { b = 1 + 2 }', "not understood"),
        ('resource a "p:m:T" { b = "${upper(x)}" }', "not understood in a string"),
        ('resource a "p:m:T" { b = } }', "a value was expected"),
        ('resource a "p:m:T" = 1', "'{' was expected"),
        ('resource a "p:m:T" { b = 1', "ends in the middle"),
        ('resource { "p:m:T" }', "a name was expected"),
    ],
)
def test_what_import_does_not_write_is_refused(text: str, why: str) -> None:
    with pytest.raises(DeclarationError, match=why):
        read_imported(text)
