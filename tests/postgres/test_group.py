"""Several people on one server: each their own notes, one knowledge base."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from digestkb.errors import DatabaseBusy, DigestError, NoDatabase
from digestkb.postgres import schema
from digestkb.postgres import state as postgres_state
from digestkb.postgres.connection import connect
from digestkb.postgres.server import open_store
from digestkb.store import rules
from digestkb.store.guard import understood
from digestkb.store.state import MIGRATIONS
from digestkb.stores import looked_at
from tests.cli.processes import NOTES, ROOT, digestkb, environment
from tests.grounds import content_in_a_file, content_of, ingest_into
from tests.postgres.server import Server
from tests.store.test_store import logged, origin, put

RIGHTS = """
GRANT USAGE ON SCHEMA digestkb TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA digestkb TO {role};
"""


def role(server: Server, name: str) -> str:
    """Make somebody who may log in, once."""
    if not server.ask("postgres", f"SELECT 1 FROM pg_roles WHERE rolname = '{name}'"):
        server.ask("postgres", f"CREATE ROLE {name} LOGIN")
    return name


@pytest.fixture
def shared(server: Server) -> Iterator[str]:
    """A database of ours in which two people may write, and a third may read."""
    name = server.made()
    for writer in ("anna", "binh"):
        server.ask(name, RIGHTS.format(role=role(server, writer)))
    role(server, "guest")
    server.ask(name, "GRANT USAGE ON SCHEMA digestkb TO guest; GRANT SELECT ON ALL TABLES IN SCHEMA digestkb TO guest")
    yield name
    server.ask("postgres", f"DROP DATABASE {name} WITH (FORCE)")


def test_two_who_ingest_at_once_make_what_one_would(server: Server, shared: str, tmp_path: Path) -> None:
    folders, people = [NOTES / "digests", NOTES / "logs"], ("anna", "binh")
    runs = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "digestkb",
                "--db",
                server.address(shared, who),
                "ingest",
                "--jobs",
                "1",
                str(folder),
            ],
            env=environment(),
            stdout=subprocess.DEVNULL,
            cwd=ROOT,
        )
        for who, folder in zip(people, folders, strict=True)
    ]
    assert [run.wait(timeout=60) for run in runs] == [0, 0]

    assert content_of(server.address(shared), tmp_path) == content_in_a_file(*folders)
    owners = dict(server.ask(shared, "SELECT DISTINCT folder, owner FROM digestkb.notes"))
    assert owners == {str(folder): who for who, folder in zip(people, folders, strict=True)}


def test_nobody_takes_away_what_somebody_else_wrote(server: Server, shared: str) -> None:
    with open_store(server.address(shared, "anna")) as anna, open_store(server.address(shared, "binh")) as binh:
        put(anna, "a.md", (logged("one"),))
        put(binh, "/binh//b.md", (logged("two"),))

        assert list(binh.fingerprints()) == [origin("/binh//b.md")]
        for take in (lambda: binh.forget(origin("a.md")), lambda: put(binh, "a.md", (logged("three"),))):
            with pytest.raises(DigestError, match=r"^a\.md in /notes is a note of anna, who alone may change it"):
                take()
        assert binh.totals().papers == 2, "both are of one knowledge base"
        assert binh.undisturbed, "what others write is nothing that a run relies on"

        with open_store(server.address(shared)) as owner:
            owner.forget(origin("a.md"))
        assert anna.totals().notes == 1


def test_a_file_of_somebody_else_is_never_taken_for_one_that_moved(server: Server, shared: str, tmp_path: Path) -> None:
    for who in ("anna", "binh"):
        folder = tmp_path / who
        folder.mkdir()
        (folder / "a.md").write_text("arXiv:2403.03507")
        ingest_into(server.address(shared, who), folder)
        (folder / "a.md").unlink()  # on the machine of the next one it never was
    assert server.ask(shared, "SELECT count(*) FROM digestkb.notes") == [(2,)]


def test_a_reader_may_read_and_is_told_that_this_is_all(server: Server, shared: str, tmp_path: Path) -> None:
    address = server.address(shared, "guest")
    with looked_at(address) as store:
        assert store.totals().notes == 0
    (tmp_path / "a.md").write_text("arXiv:2403.03507")
    run = digestkb("--db", address, "ingest", str(tmp_path))

    assert run.status == 2 and run.err.count("\n") == 1
    assert "permission denied" in run.err


def test_who_waits_too_long_for_a_turn_is_told_so(server: Server, shared: str) -> None:
    with open_store(server.address(shared, "anna")) as anna, open_store(server.address(shared, "binh"), 0.1) as binh:
        with anna.turn(), pytest.raises(DatabaseBusy, match="--wait longer"), binh.turn():
            pass
        with looked_at(server.address(shared, "guest")) as store, anna.turn():
            assert store.totals().notes == 0, "readers wait for nobody"
        put(binh, "a.md", (logged("one"),))


def test_a_question_is_asked_of_one_moment(server: Server, shared: str) -> None:
    count = "SELECT count(*) FROM notes"
    with closing(connect(server.address(shared, "guest"))) as guest, open_store(server.address(shared, "anna")) as anna:
        for already in (0, 1):
            with understood(guest, shared):
                assert guest.execute(count).fetchone() == (already,)
                put(anna, f"{already}.md", (logged("one"),))
                assert guest.execute(count).fetchone() == (already,)
        with pytest.raises(NoDatabase), understood(guest, shared):
            guest.execute("SELECT 1 FROM nothing")
        with understood(guest, shared):
            assert guest.execute(count).fetchone() == (2,)


def test_two_ingests_of_a_folder_wait_for_one_another(server: Server, shared: str) -> None:
    with open_store(server.address(shared, "anna")) as one, open_store(server.address(shared, "anna"), 0.1) as two:
        with one.keeping(["/notes"]):
            with two.keeping(["/other"]):
                put(two, "/other//a.md", (logged("one"),))
            said: list[str] = []
            with pytest.raises(DatabaseBusy), two.keeping(["/notes"], said.append):
                pass
            assert said == ["/notes is being ingested by another process; waiting for it"]
        assert not one.undisturbed, "somebody wrote in our name"
        with two.keeping(["/notes", "/other"]):
            pass


def test_what_is_taken_back_leaves_no_word_out(server: Server, shared: str) -> None:
    with open_store(server.address(shared)) as store:
        with pytest.raises(ZeroDivisionError), store.turn():
            put(store, "a.md", (logged("quokka"),))
            1 / 0  # noqa: B018
        put(store, "a.md", (logged("quokka"),))
    assert server.ask(shared, "SELECT count(*) FROM digestkb.search_words WHERE word = 'quokka'") == [(1,)]
    assert server.ask(shared, "SELECT count(*) FROM digestkb.search WHERE words @@ 'quokka'") == [(1,)]


def test_a_database_of_a_newer_version_is_left_alone(server: Server, shared: str) -> None:
    server.ask(shared, "INSERT INTO digestkb.migrations (name) VALUES ('m999_later')")
    for opening in (open_store, looked_at):
        with pytest.raises(NoDatabase, match="newer digestkb"), opening(server.address(shared)):
            pass


def test_every_later_migration_has_a_form_for_servers() -> None:
    assert set(schema.STEPS) == set(MIGRATIONS[3:])


def test_an_older_database_is_brought_up_to_date_once_and_only_by_who_writes(
    server: Server, shared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (schema, postgres_state):
        monkeypatch.setattr(module, "MIGRATIONS", (*MIGRATIONS, "m999_later"))
    monkeypatch.setitem(
        schema.STEPS, "m999_later", lambda connection: connection.execute("CREATE TABLE later (a bigint)")
    )
    with pytest.raises(NoDatabase, match="older digestkb"), looked_at(server.address(shared)):
        pass
    with pytest.raises(NoDatabase, match="permission denied"), open_store(server.address(shared, "anna")):
        pass
    for _ in range(2):
        with open_store(server.address(shared)):
            pass
    assert server.ask(shared, "SELECT count(*) FROM digestkb.later") == [(0,)]
    assert server.ask(shared, "SELECT name FROM digestkb.migrations WHERE name = 'm999_later'") == [("m999_later",)]


#: Makes of a database what the third migration left, with all rights that were given since.
WITHOUT_COUNTS = r"""
SET search_path TO digestkb;
DELETE FROM migrations WHERE name IN ('m004_counts', 'm005_less_twice');
UPDATE papers SET summary = (SELECT replace(substr(text, 1, summary_length::int), E'\n', ' ') FROM passages
  WHERE passages.id = summary_of) WHERE summary_of IS NOT NULL;
DROP VIEW papers_with_summaries;
ALTER TABLE papers DROP COLUMN summary_of, DROP COLUMN summary_length;
CREATE FUNCTION longer(link text) RETURNS json LANGUAGE sql AS $$SELECT CASE WHEN link ~ '^\w+:'
  THEN json_build_object('kind', split_part(link, ':', 1), 'url', '{"abs": "https://arxiv.org/abs/",
    "pdf": "https://arxiv.org/pdf/", "huggingface": "https://huggingface.co/papers/", "code": "https://github.com/"}'
    ::json ->> split_part(link, ':', 1) || substr(link, strpos(link, ':') + 1))
  ELSE json_build_object('kind', split_part(link, ' ', 1), 'url', substr(link, strpos(link, ' ') + 1)) END$$;
UPDATE papers SET links = (SELECT json_agg(longer(link)) FROM json_array_elements_text(links::json) AS link)
  WHERE links <> '[]';
UPDATE mentions SET links = (SELECT json_agg(longer(link)) FROM json_array_elements_text(links::json) AS link)
  WHERE links <> '[]';
DROP FUNCTION longer;
DROP TABLE paper_counts;
DROP INDEX papers_date, papers_noted;
CREATE INDEX papers_date ON papers (date_first DESC, id, date_end);
CREATE INDEX papers_noted ON papers (noted_last DESC, id, noted_first);
"""


def test_who_had_rights_has_them_on_what_a_migration_adds(server: Server, shared: str, tmp_path: Path) -> None:
    ingest_into(server.address(shared, "anna"), NOTES / "digests")
    whole = server.ask(shared, "SELECT * FROM digestkb.paper_counts ORDER BY 1, 2, 3")
    rows = [
        f"SELECT * FROM digestkb.{table} ORDER BY {key}" for table, key in (("papers", "number"), ("mentions", "id"))
    ]
    papers, mentions = (server.ask(shared, sql) for sql in rows)
    orders = "SELECT indexdef FROM pg_indexes WHERE tablename = 'papers' ORDER BY 1"
    indexes = server.ask(shared, orders)
    server.ask(shared, WITHOUT_COUNTS)
    with open_store(server.address(shared)):
        pass

    assert whole and server.ask(shared, "SELECT * FROM digestkb.paper_counts ORDER BY 1, 2, 3") == whole
    assert [sorted(map(str, row)) for row in server.ask(shared, rows[0])] == [sorted(map(str, row)) for row in papers]
    assert server.ask(shared, rows[1]) == mentions
    assert server.ask(shared, orders) == indexes
    ingest_into(server.address(shared, "binh"), NOTES / "logs")
    assert digestkb("--db", server.address(shared, "guest"), "tags").lines
    assert content_of(server.address(shared), tmp_path) == content_in_a_file(NOTES / "digests", NOTES / "logs")


def test_an_index_of_newer_rules_is_left_alone_and_of_older_ones_made_anew(
    server: Server, shared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = server.address(shared)
    with open_store(address) as store:
        put(store, "a.md", (logged("one"),))
    server.ask(shared, "UPDATE digestkb.index_rules SET rules = '9999 1.0'")
    with pytest.raises(NoDatabase, match="newer digestkb"), open_store(address):
        pass
    server.ask(shared, f"UPDATE digestkb.index_rules SET rules = '{rules.READING} 1.0'; DELETE FROM digestkb.search")
    with open_store(address):
        pass
    assert server.ask(shared, "SELECT count(*) FROM digestkb.search") == [(0,)], "another Unicode is no reason"
    server.ask(shared, "UPDATE digestkb.index_rules SET rules = '1 1.0'")
    with open_store(address):
        pass
    assert server.ask(shared, "SELECT count(*) FROM digestkb.search") == [(1,)]


def test_other_programs_schemas_and_encodings_are_left_alone(server: Server) -> None:
    name = server.empty()
    server.ask(name, "CREATE SCHEMA digestkb; CREATE TABLE digestkb.mine (a int)")
    with pytest.raises(NoDatabase, match="of another program"), open_store(server.address(name)):
        pass
    server.ask("postgres", "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")
    with pytest.raises(NoDatabase, match="keeps text in LATIN1"), open_store(server.address("latin")):
        pass


def test_two_who_make_it_at_once_make_one(server: Server) -> None:
    name = server.empty()
    made = "from digestkb.postgres.server import open_store\nimport sys\nwith open_store(sys.argv[1]): pass"
    command = [sys.executable, "-c", made, server.address(name)]
    runs = [subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE) for _ in range(2)]

    assert [(run.communicate()[1], run.returncode) for run in runs] == [(b"", 0)] * 2
    with closing(connect(server.address(name))) as connection:
        assert connection.execute("SELECT count(*) FROM index_rules").fetchone() == (1,)
