"""What every operation answers when it cannot do what was asked. In: problems. Out: a code, a sentence, a status; never a value that came in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

STATUS = {
    "too_many_looks": 429, "purpose_missing": 403, "register_not_yours": 403, "source_unknown": 404, "table_unknown": 404,
    "entry_of_figures": 404, "entry_unknown": 404, "deposit_unknown": 404, "deposit_not_sent": 404, "entry_key_reused": 409, "api_too_large": 413,
    "entry_not_synthetic": 422, "not_synthetic": 422, "deed_busy": 503,
}  # fmt: skip
MOST_NAMED = 8


class Wrong(Schema):
    """Why nothing was done, as a code and as a sentence that says what to do."""

    code: str
    sentence: str


def answer_problems(api: NinjaAPI) -> None:
    """Let the API answer every problem with its sentence."""

    def wrong(request: HttpRequest, problem: Problem, status: int) -> HttpResponse:
        return api.create_response(request, {"code": problem.code, "sentence": sentence(problem)}, status=status)

    @api.exception_handler(Problem)
    def told(request: HttpRequest, problem: Problem) -> HttpResponse:
        return wrong(request, problem, STATUS.get(problem.code, 400))

    @api.exception_handler(ValidationError)
    def unfit(request: HttpRequest, problem: ValidationError) -> HttpResponse:
        """Say which fields do not fit, by the names that the description gives them; never the values that came in them."""
        named = {str(one["loc"][-1]) for one in problem.errors if one["type"] != "extra_forbidden"}
        return wrong(request, Problem("api_unfit", fields=", ".join(sorted(named)[:MOST_NAMED]) or "—"), 422)

    @api.exception_handler(HttpError)
    def unreadable(request: HttpRequest, problem: HttpError) -> HttpResponse:
        ours = problem.__cause__ if isinstance(problem.__cause__, Problem) else Problem("api_unreadable")
        return wrong(request, ours, problem.status_code)

    @api.exception_handler(AuthenticationError)
    def nobody(request: HttpRequest, problem: AuthenticationError) -> HttpResponse:
        return wrong(request, Problem("api_nobody"), 401)
