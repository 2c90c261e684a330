"""``python -m digestkb``, and the command of the same name."""

from __future__ import annotations

# Of these none is looked for on the path: they are part of the interpreter, or loaded by the time it gets here.
import _signal  # type: ignore[import-not-found]
import gc
import os
import sys

TYPE_CHECKING = False  # as typing has it, which the working folder might have as well
if TYPE_CHECKING:
    from typing import Any, NoReturn

#: Ctrl-C, as a number: the names of signals would have to be imported.
_INTERRUPT = 2


def _leave_when_interrupted() -> None:
    """Let Ctrl-C end the process in silence while nothing has begun.

    An exception in the middle of an import is not always ours to catch: in a callback of the interpreter it is printed
    and forgotten. What was told to ignore Ctrl-C still does.
    """
    if _signal.getsignal(_INTERRUPT) is _signal.default_int_handler:
        _signal.signal(_INTERRUPT, _leave)


def _leave(*_: object) -> NoReturn:
    os._exit(130)


def _answer_interrupts() -> None:
    """Let Ctrl-C be an exception again, which those who have begun something turn into an end in good order."""
    if _signal.getsignal(_INTERRUPT) is _leave:
        _signal.signal(_INTERRUPT, _signal.default_int_handler)


if __name__ == "__main__":
    _leave_when_interrupted()


def main() -> NoReturn:
    """Run the command line and leave.

    A query lives for a tenth of a second, of which a third would go into collecting garbage while modules load and
    into tearing them down again: the one is put off, the other left to the operating system.
    """
    try:
        _leave_when_interrupted()
        _leave_working_folder()
        gc.set_threshold(200_000, 50, 50)
        status = _run()
    except KeyboardInterrupt:  # before anything began, or once more while the first was answered
        status = 130
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except BrokenPipeError:
        pass  # the reader has seen enough
    except (OSError, KeyboardInterrupt):
        status = status or 2
    os._exit(status)


def _leave_working_folder() -> None:
    """Look for modules, and for readers of other packages, where packages are installed and not where notes may lie.

    ``python -m`` puts the working folder in front of the path, and an empty or relative entry of ``PYTHONPATH``, which
    is absolute by now, means it as well. What other processes of ours import goes by ``PYTHONSAFEPATH``.
    """
    os.environ["PYTHONSAFEPATH"] = "1"
    safe = sys.flags.isolated or getattr(sys.flags, "safe_path", False)
    if sys.path and not safe and sys.path[0] == _absolute(""):
        del sys.path[0]
    named = os.environ.get("PYTHONPATH", "")
    relative = {_absolute(entry) for entry in named.split(os.pathsep) if not _is_absolute(entry)} if named else set()
    sys.path[:] = [entry for entry in sys.path if _is_absolute(entry) and entry not in relative]


# pathlib would have to be imported, from a path that is not ours yet.
def _is_absolute(path: str) -> bool:
    return os.path.isabs(path)  # noqa: PTH117


def _absolute(path: str) -> str | None:
    """Say which folder a path means from here; none if the working folder is gone."""
    try:
        return os.path.abspath(path)  # noqa: PTH100
    except FileNotFoundError:
        return None


def _run() -> int:
    try:
        from digestkb.cli.later import put_off

        put_off()
        from digestkb.cli import output
        from digestkb.cli.app import app

        _answer_interrupts()
        output.prepare()
        if asking := os.environ.get("_DIGESTKB_COMPLETE"):
            from digestkb.cli import shells

            shells.reply(app, asking)
            return 0
        return _status(app(prog_name="digestkb", standalone_mode=False))
    except SystemExit as leaving:
        return _status(leaving.code)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    except Exception as error:
        return _refused(error) if hasattr(error, "exit_code") else _failed(error)


def _status(code: object) -> int:
    if isinstance(code, int):
        return code
    return 0 if code is None else 2


def _refused(error: Any) -> int:
    """Say what was wrong with the command line."""
    from digestkb.cli.failure import complain, misused

    said = misused(error)
    if "\n" in said and sys.stderr is not None:  # a help text
        sys.stderr.write(f"{said}\n")
    else:
        complain(said)
    return int(error.exit_code)


def _failed(error: Exception) -> int:
    """Report a fault of ours, or with ``--debug`` any."""
    from digestkb.cli.failure import complain, is_debugging
    from digestkb.errors import SOFTWARE, DigestError

    if is_debugging():
        import traceback

        traceback.print_exception(error)
    else:
        complain(f"this is a fault of digestkb, {type(error).__name__}: {error}; run it with --debug and report it")
    return error.status if isinstance(error, DigestError) else SOFTWARE


if __name__ == "__main__":
    main()
