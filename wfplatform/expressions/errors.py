"""The two ways in which an expression goes wrong; callers make a diagnostic or a step's failure of them."""

from wfplatform.kernel.codes import Code, exp


class ExpressionFailed(Exception):
    """The expression gave no usable value. `code` is a code's id, `source` the expression as written."""

    def __init__(self, code: str, message: str, source: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.source = source


class ExpressionSyntaxError(ValueError):
    """The text is not an expression. `offset` counts characters from 0 in the text that was handed in."""

    def __init__(self, message: str, offset: int, *, code: Code = exp.SYNTAX) -> None:
        super().__init__(message)
        self.code = code.id
        self.message = message
        self.offset = offset
