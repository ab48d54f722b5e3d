"""What papermill loads under ``papermill.engine``, while it is itself being loaded: the engine, found when it is used."""

from typing import Any


class RegisteredEngine:
    """Stands for :class:`kh2025.run.engine.ForkEngine`, which needs papermill whole."""

    @classmethod
    def execute_notebook(cls, *arguments: Any, **options: Any) -> Any:
        """Run a notebook."""
        return _engine().execute_notebook(*arguments, **options)

    @classmethod
    def nb_kernel_name(cls, *arguments: Any, **options: Any) -> Any:
        """The kernel that a notebook asks for."""
        return _engine().nb_kernel_name(*arguments, **options)

    @classmethod
    def nb_language(cls, *arguments: Any, **options: Any) -> Any:
        """The language of a notebook."""
        return _engine().nb_language(*arguments, **options)


def _engine() -> Any:
    from kh2025.run.engine import ForkEngine  # noqa: PLC0415 - imports papermill

    return ForkEngine
