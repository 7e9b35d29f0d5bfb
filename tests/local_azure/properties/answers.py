"""What any answer of the local Azure must be, however odd the request."""

from collections.abc import Callable
from xml.etree import ElementTree

from local_azure.errors import AzureError
from tests.local_azure.properties.in_process import Answer

# Azure OpenAI has a type where there is no code, Entra an error, MLflow an error_code.
_CODES = ("code", "type", "error", "error_code")


def check_answer(answer: Answer) -> None:
    """Asserts that an answer is a success, or an error in a shape of Azure's, or says what the local Azure lacks."""
    assert answer.status < 500 or answer.status == 501, answer
    if answer.status < 400 or not answer.content:
        return
    if answer.content.startswith(b"<"):
        assert ElementTree.fromstring(answer.content).findtext("Code"), answer  # noqa: S314 -- our own
        return
    body = answer.json()
    errors = body["errors"] if "errors" in body else [body["error"] if isinstance(body.get("error"), dict) else body]
    for error in errors:
        code = next((error[name] for name in _CODES if error.get(name)), None)
        message = error.get("message", error.get("error_description"))
        assert isinstance(code, str), answer
        assert isinstance(message, str), answer
        assert code, answer
        assert message, answer


def refusal_of(work: Callable[[], object]) -> AzureError | None:
    """Does some work and returns the error that it was refused with, or None where it wasn't."""
    try:
        work()
    except AzureError as error:
        return error
    return None
