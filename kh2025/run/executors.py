"""Where jobs run: threads of this process that watch forked kernels, or a cluster of dask.distributed.

Any other ``concurrent.futures.Executor`` does as well: a job is data, and so is its result.
"""

import contextlib
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor

from kh2025.errors import ParameterError, Problem
from kh2025.run import forking

_WAIT = 10  # seconds that a scheduler is given to answer


def processors() -> int:
    """How many kernels can run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextlib.contextmanager
def local(workers: int) -> Iterator[Executor]:
    """So many kernels at once on this machine; an interruption ends them at once."""
    executor = ThreadPoolExecutor(workers, thread_name_prefix="kh2025")
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    finally:
        forking.close()
        executor.shutdown(wait=True)


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The workers of a scheduler; a job whose worker dies runs on another.

    A worker's kernels are started as programs of their own, so the workers may stay the daemons that they are.

    Raises:
        ParameterError: the extra ``cluster`` is not installed, or no scheduler answers at the address.
    """
    try:
        from distributed import Client  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise ParameterError(Problem("cluster-extra", "--scheduler", address)) from None
    try:
        client = Client(address, timeout=_WAIT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ParameterError(Problem("cluster-address", "--scheduler", address)) from error
    with client, client.get_executor(pure=False) as executor:
        yield executor


def size_of(executor: Executor) -> int:
    """How many jobs it works on at once."""
    threads = getattr(executor, "_max_workers", None)
    if threads is not None:
        return int(threads)
    client = getattr(executor, "_client", None)
    return sum(client.nthreads().values()) if client is not None else processors()
