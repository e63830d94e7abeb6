"""The archive that the server is measured with: that of the searches, with all else that its pages show."""

from __future__ import annotations

import sys

from sqlalchemy import Engine, delete, func, select

from benchmarks import archive_contacts, archive_records, archive_watch
from benchmarks.archive_rows import STATEMENTS_AN_ARTICLE, World
from benchmarks.search import filled
from dragoman.store.engine import reading, writing
from dragoman.store.tables import claims, comparisons, contacts


def ready(engine: Engine, invented: World, statements: int, seed: int) -> None:
    """Fill a database, or complete one of ``benchmarks.search``; what the last run compared is taken out again."""
    filled(engine, invented, statements, seed)
    with reading(engine) as connection:
        whole = bool(connection.execute(select(func.count()).select_from(contacts)).scalar_one())
    if not whole:
        met = archive_contacts.meetings(invented, statements // STATEMENTS_AN_ARTICLE, seed)
        told = {article: one for one in met for article in one.articles}
        print("contacts, records, sources and alerts", file=sys.stderr)
        with writing(engine) as connection:
            archive_contacts.write(connection, met)
            archive_records.write(connection, invented, told)
            archive_watch.write(connection)
        # Planned as an archive that grew, not as the empty tables of a moment ago.
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    with writing(engine) as connection:
        for table in (claims, comparisons):
            connection.execute(delete(table))
