"""For all tests: Hypothesis draws the same examples in every run, and they have as long as they need on any machine."""

from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

settings.register_profile(
    "patient",
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("patient")

# It also draws numbers and words that stand in our modules, of those that are imported by then: other ones in each
# order of the tests, and so in each run. There is no setting for it (6.170).
providers.is_local_module_file = lambda _path: False
