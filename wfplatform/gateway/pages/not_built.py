"""What stands in the place of the user interface until it has been built."""

from typing import Final

NOT_BUILT: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>wfplatform: the user interface is not built</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 38rem; margin: 15vh auto; padding: 0 1.5rem }
  code { font: 0.95em ui-monospace, monospace; border: 1px solid #8888; border-radius: 4px; padding: 0.1em 0.35em }
</style>
<main>
<h1>The user interface is not built yet</h1>
<p>The platform runs: its API is at <a href="/api/v1/openapi.json"><code>/api/v1</code></a>, and the command line works.
<p>You run a clone, in which the user interface is made from its sources. Make it and load this page again:
<p><code>make ui</code>
<p>An installed package brings it along.
</main>
</html>
"""
