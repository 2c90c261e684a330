"""The README's recipes are followed as they stand, with the programs that they are for."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from digestkb import Library
from tests.cli.processes import NOTES
from tests.needed import library, program
from tests.test_readme import README, environment

SECTION = README.read_text(encoding="utf-8").partition("## Recipes")[2].partition("\n## ")[0]
#: Each recipe by the program that it is for.
RECIPES = {
    next(name for name in ("fzf", "vim", "curl", "jq", "has") if f"{name} " in text): text.strip()
    for text in re.findall(r"```sh\n(.*?)```", SECTION, re.DOTALL)
}


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A shell's environment with a database of the sample notes."""
    folder = tmp_path_factory.mktemp("recipes")
    shell = environment(folder)
    subprocess.run(["digestkb", "ingest", str(NOTES)], env=shell, check=True, capture_output=True, timeout=60)
    return shell


def followed(recipe: str, shell: dict[str, str], folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Follow a recipe in a folder."""
    command = ["bash", "-o", "pipefail", "-c", recipe]
    quiet = {"stdin": subprocess.DEVNULL, "capture_output": True, "encoding": "utf-8", "timeout": 60}
    return subprocess.run(command, env={**shell, **more}, cwd=folder, **quiet)  # type: ignore[call-overload, no-any-return]


def test_every_recipe_is_followed() -> None:
    assert set(RECIPES) == {"fzf", "vim", "has", "curl", "jq"}


def test_fzf(shell: dict[str, str], tmp_path: Path) -> None:
    program("fzf")
    # What somebody would type; then it answers and shows nothing.
    run = followed(RECIPES["fzf"], shell, tmp_path, FZF_DEFAULT_OPTS="--filter='gdpo group'")
    assert run.stdout.splitlines()[:1] == ["2601.05242"], run.stderr
    run = followed(RECIPES["fzf"], shell, tmp_path, FZF_DEFAULT_OPTS="--filter=\\'zyxotronic")
    assert run.stdout == ""

    (preview,) = re.findall("--preview '(.*?)'", RECIPES["fzf"])
    run = followed(preview.replace("{1}", "'2601.05242'"), shell, tmp_path)
    assert "GDPO" in run.stdout and "\x1b[" in run.stdout


@pytest.mark.parametrize("editor", ["vim", "nvim"])
def test_vim(shell: dict[str, str], tmp_path: Path, editor: str) -> None:
    if editor == "nvim" and not shutil.which("nvim"):
        pytest.skip("there is no nvim here; vim is asked the same")
    program(editor)
    program("script")  # which gives it a terminal
    at = "[expand('%:p'), line('.'), len(getqflist())]"
    tell = f"autocmd VimEnter * call writefile([json_encode({at})], 'told') | qa!"
    recipe = shlex.quote(re.sub("^vim", editor, RECIPES["vim"]))
    run = followed(f"script -qec {recipe} /dev/null", shell, tmp_path, VIMINIT=tell, SHELL="/bin/bash")
    assert run.returncode == 0, run.stdout

    name, line, count = json.loads((tmp_path / "told").read_text(encoding="utf-8"))
    with Library(shell["DIGESTKB_DB"]) as known:
        hits = [hit.passage for hit in known.search("GRPO")]
    assert (name, line) == (f"{hits[0].folder}/{hits[0].source}", hits[0].line)
    assert count == len(hits) > 10


@pytest.mark.parametrize(
    ("text", "new", "status"),
    [
        ("2601.05242 and arXiv:2601.99998v2, https://arxiv.org/abs/2601.99999", "2601.99998\n2601.99999\n", 1),
        ("2601.05242", "", 0),
    ],
)
def test_has(shell: dict[str, str], tmp_path: Path, text: str, new: str, status: int) -> None:
    (tmp_path / "tomorrow.md").write_text(text)
    run = followed(RECIPES["has"], shell, tmp_path)
    assert ((tmp_path / "new.txt").read_text(), run.returncode) == (new, status), run.stderr


@pytest.fixture
def zotero() -> Iterator[HTTPServer]:
    """A server that takes what Zotero's connector sends, as Zotero does, and keeps it."""

    class Connector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.imports.append((self.path, self.headers["Content-Type"], body.decode()))  # type: ignore[attr-defined]
            self.send_response(201)
            self.end_headers()
            self.wfile.write(b"[]")

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Connector) as server:
        server.imports = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.02,)).start()
        yield server
        server.shutdown()


def test_zotero(shell: dict[str, str], tmp_path: Path, zotero: HTTPServer) -> None:
    program("curl")
    pybtex = library("pybtex.database")
    recipe = RECIPES["curl"].replace("127.0.0.1:23119", f"127.0.0.1:{zotero.server_port}")
    assert recipe != RECIPES["curl"]

    run = followed(recipe, shell, tmp_path, no_proxy="*")

    assert run.returncode == 0, run.stderr
    ((path, kind, text),) = zotero.imports  # type: ignore[attr-defined]
    assert re.fullmatch(r"/connector/import\?session=\d+", path) and kind == "application/x-bibtex"
    with Library(shell["DIGESTKB_DB"]) as known:
        wanted = {hit.id for hit in known.search("GRPO", limit=None) if not known.paper(hit.id).is_note}
    entries = pybtex.parse_string(text, "bibtex").entries
    assert len(entries) == len(wanted) > 10
    assert {entry.fields.get("eprint") for entry in entries.values()} - {None} <= wanted


def test_jq(shell: dict[str, str], tmp_path: Path) -> None:
    program("jq")
    run = followed(RECIPES["jq"], shell, tmp_path)
    with Library(shell["DIGESTKB_DB"]) as known:
        coded = {one.id: len(one.mentions) for one in known if any(link.kind == "code" for link in one.links)}
    found = [line.split("\t")[0] for line in run.stdout.splitlines()]
    assert set(found) == set(coded) and len(found) > 3
    assert [coded[one] for one in found] == sorted(coded.values(), reverse=True)
