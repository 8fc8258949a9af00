"""Disposable processes for what could loop, grow or crash: jq programs, costly expressions, plugins' own code.

    pool.IsolationPool      hands work to worker processes and takes the answers
    worker                  what runs inside such a process

It bounds time, memory, files and output, and gives an empty environment. It does not hide the file system or the
network: the *functions* that run here are ours or a plugin's; only their arguments come from tenants.
This file stays empty of imports, because every worker process loads it.
"""
