import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.support.postgres import Server, own_name

pytestmark = pytest.mark.postgres


def test_a_database_made_from_a_template_has_its_rows(postgres_server: Server) -> None:
    template = own_name("template")
    engine = create_engine(postgres_server.create_database(template), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE center (name text)"))
        connection.execute(text("INSERT INTO center VALUES ('仁保')"))

    copy = postgres_server.create_database(own_name("copy"), template)

    with create_engine(copy, poolclass=NullPool).connect() as connection:
        assert connection.scalar(text("SELECT name FROM center")) == "仁保"
    postgres_server.drop_database(own_name("copy"))
    postgres_server.drop_database(template)


def test_the_server_is_roomy_and_knows_japanese_letters(postgres_server: Server) -> None:
    engine = create_engine(postgres_server.url_for("postgres"), poolclass=NullPool)

    with engine.connect() as connection:
        connections = connection.scalar(text("SHOW max_connections"))
        letters = connection.scalar(text("SELECT regexp_count('仁保2a', '[[:alpha:]]')"))

    assert int(str(connections)) >= 200
    assert letters == 3
