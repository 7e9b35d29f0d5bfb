"""Approved hosts get rules whose names are the same for the same host, and short enough."""

from infra.managed_network import RULE_NAME_CHARACTERS, host_rules


def test_a_rule_is_named_after_its_host() -> None:
    assert host_rules(["weights.example.com", "*.example.com"]) == {
        "weights-example-com": "weights.example.com",
        "any-example-com": "*.example.com",
    }


def test_long_hosts_that_begin_alike_keep_rules_of_their_own() -> None:
    hosts = [f"a-long-name-that-goes-on-and-on.region-{number}.example.com" for number in range(3)]
    rules = host_rules(hosts)
    assert sorted(rules.values()) == hosts
    assert all(len(name) <= RULE_NAME_CHARACTERS for name in rules)
    assert rules == host_rules(hosts)
