"""What all tests share: how much hypothesis searches."""

from hypothesis import HealthCheck, settings

# No deadline: the first example pays for a compiler or a cold disk. The house has two cores to test on.
settings.register_profile(
    "house", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")
