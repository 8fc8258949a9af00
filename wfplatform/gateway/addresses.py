"""Where the API is mounted."""

from typing import Final

API: Final = "/api/v1"
