"""Whether tests that are sampled in a normal run are run whole (`make test-whole`)."""

import os

WHOLE: bool = os.environ.get("SANCTRACK_TEST_WHOLE", "") not in ("", "0")
