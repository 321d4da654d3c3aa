"""Settings of all tests: random examples repeat, so that a red test stays red until it is mended.

`pytest --hypothesis-profile=search` looks further, with other examples at each run.
"""

import gc

from hypothesis import HealthCheck, settings

_slow = [HealthCheck.too_slow, HealthCheck.filter_too_much]
settings.register_profile("repeatable", derandomize=True, database=None, deadline=None, max_examples=20)
settings.register_profile("few", derandomize=True, database=None, deadline=None, max_examples=8)
settings.register_profile("search", deadline=None, max_examples=2_000, suppress_health_check=_slow)
settings.load_profile("repeatable")


def pytest_collection_finish():
    """Spare the collected tests the search for garbage: they live to the end, and it takes long."""
    gc.collect()
    gc.freeze()
