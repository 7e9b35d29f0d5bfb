"""Members by dotted path, where a name may have a dot of its own."""

from toolchain.azure_native.members import escaped, get_member, map_members, put_member


def test_a_member_is_put_and_found_at_its_path() -> None:
    body: dict[str, object] = {}
    put_member(body, "properties.criteria", 1)
    assert body == {"properties": {"criteria": 1}}
    assert get_member(body, "properties.criteria") == 1
    assert get_member(body, "properties.other") is None


def test_a_dot_of_a_name_itself_is_escaped() -> None:
    body: dict[str, object] = {}
    put_member(body, r"criteria.odata\.type", "Single")
    assert body == {"criteria": {"odata.type": "Single"}}
    assert get_member(body, f"criteria.{escaped('odata.type')}") == "Single"


def test_a_member_is_renamed_to_a_name_with_a_dot() -> None:
    renamed = map_members({"odataType": 1}, "", lambda _path, _name, value: (r"odata\.type", value))
    assert renamed == {"odata.type": 1}


def test_a_name_with_a_dot_that_stays_as_it_is_stays_whole() -> None:
    assert map_members({"cost.centre": 1}, "tags", lambda _path, name, value: (name, value)) == {"cost.centre": 1}
