"""PostgreSQL: the only room that speaks our SQL.

It keeps what others decide: it knows events as (kind, version, payload) and statuses as words, never what follows from
them. The one decision a newcomer would question: no ORM and no query builder. Every statement lies in a `.sql` file
beside the module that sends it, so that it can be read, explained and tuned as what it is.
"""
