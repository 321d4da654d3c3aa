"""What is said by a call that is refused."""

from collections.abc import Callable

import pytest

from tpm_data.errors import ProblemsError


def refusal(call: Callable, *given: object, **options: object) -> str:
    """The whole message of a refusal."""
    with pytest.raises(ProblemsError) as caught:
        call(*given, **options)
    return str(caught.value)


def problems(call: Callable, *given: object, **options: object) -> list[str]:
    """Every problem of a refusal, the printed ones and the others."""
    with pytest.raises(ProblemsError) as caught:
        call(*given, **options)
    return [str(problem) for problem in caught.value.problems]
