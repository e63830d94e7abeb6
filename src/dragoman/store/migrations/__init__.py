"""The steps by which older stores become new ones; Alembic runs them."""
