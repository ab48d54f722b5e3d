"""``python -m kh2025`` is the program ``kh2025``."""

from kh2025.cli import main

main()
