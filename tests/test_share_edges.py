"""The edges of finding examples."""

import pytest

from kh2025.errors import InputError
from kh2025.share import find


def test_nul_in_the_name_of_an_example_is_refused():
    """A NUL byte in a name is an InputError."""
    with pytest.raises(InputError):
        find("example:a\0b")
