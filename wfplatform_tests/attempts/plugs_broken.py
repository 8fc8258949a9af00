"""A plugin whose dependency is not installed."""

import no_such_module  # type: ignore[reportMissingImports]  # that it is missing is the point

CRM = no_such_module
