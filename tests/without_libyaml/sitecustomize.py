"""On the path (PYTHONPATH=tests/without_libyaml), every Python started does without libyaml."""

import sys

sys.modules["yaml._yaml"] = None  # type: ignore[assignment]
