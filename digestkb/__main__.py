"""``python -m digestkb``, and the command of the same name."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and leave.

    A query lives for a tenth of a second, of which a third would go into collecting garbage while modules load and
    into tearing them down again: the one is put off, the other left to the operating system.
    """
    gc.set_threshold(200_000, 50, 50)
    status = _run()
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except BrokenPipeError:
        pass  # the reader has seen enough
    except (OSError, KeyboardInterrupt):
        status = status or 2
    os._exit(status)


def _run() -> int:
    try:
        from digestkb.cli import output
        from digestkb.cli.app import app

        output.prepare()
        if asking := os.environ.get("_DIGESTKB_COMPLETE"):
            from digestkb.cli import shells

            shells.reply(app, asking)
            return 0
        app(prog_name="digestkb")
    except SystemExit as leaving:
        return _status(leaving.code)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    except Exception as error:
        return _failed(error)
    return 0


def _status(code: object) -> int:
    if isinstance(code, int):
        return code
    return 0 if code is None else 2


def _failed(error: Exception) -> int:
    """Report a fault of ours, or with ``--debug`` any."""
    from digestkb.cli.failure import SOFTWARE, complain
    from digestkb.errors import DigestError

    if "--debug" in sys.argv:
        import traceback

        traceback.print_exception(error)
    else:
        complain(f"this is a fault of digestkb, {type(error).__name__}: {error}; run it with --debug and report it")
    return error.status if isinstance(error, DigestError) else SOFTWARE


if __name__ == "__main__":
    main()
