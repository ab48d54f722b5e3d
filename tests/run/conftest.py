"""The worlds drawn at random for the evaluation can be imported here too."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "evaluation"))
