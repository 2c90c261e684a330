"""New content for a file: whole or not at all, and nothing is lost, whoever else writes and whenever it ends.

What was there keeps its own inode and gets the name ``NAME.orig``; the new content is written beside it under one fixed
name and takes the file's name in one step. Both happen under a lock on the folder, so that what a killed process left
under the fixed name is known to be nobody's.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from digestkb.errors import NoteBusy, UnreadableNote
from digestkb.files import locked, read_file, shown
from digestkb.tuples import NamedTuple

#: What the new content is called until it is whole.
UNFINISHED = ".digestkb-repair.new"
_ANY_WRITES = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class Changed(Exception):
    """The file is not any more what it was when it was read."""


class Replaced(NamedTuple):
    """What became of a file."""

    backup: Path
    #: What the new file has not of the old one, for people.
    lost: list[str]


def replace(path: Path, before: bytes, after: bytes) -> Replaced:
    """Put ``after`` in place of ``before``, and keep that beside it.

    Raises :class:`Changed` if the file does not hold ``before`` any more, :class:`~digestkb.errors.UnreadableNote` for
    a file that is to be left alone (a link, one that is read-only or has several names), and :class:`OSError`;
    whichever it is, the file is what it was, and nothing lies beside it.
    """
    with locked(path.parent) as alone:
        status = _ours_to_replace(path)
        new = path.with_name(UNFINISHED)
        handle = _create(new, alone)
        try:
            with open(handle, "wb") as file:  # noqa: PTH123
                file.write(after)
                file.flush()
                lost = _dress(file.fileno(), path, status)
                os.fsync(file.fileno())
            backup = _swap(path, new, status, before)
        except BaseException:
            new.unlink(missing_ok=True)
            raise
        _settle(path.parent)
    return Replaced(backup, lost)


def clear(folder: Path) -> None:
    """Take away what a killed process left in a folder, if nobody is about to finish it."""
    if not os.path.lexists(folder / UNFINISHED):
        return
    with contextlib.suppress(NoteBusy, OSError), locked(folder) as alone:
        if alone:
            _remove(folder / UNFINISHED)


def _swap(path: Path, new: Path, status: os.stat_result, before: bytes) -> Path:
    if read_file(path, 0) != before or _state(path) != (*_what(status), status.st_ctime_ns):
        raise Changed
    backup, is_made = _keep(path, before)
    try:
        # Whoever saves by renaming a file of his own may have done so since; what was kept then stays kept.
        if _what(path.lstat()) != _what(status):
            raise Changed
        os.replace(new, path)  # noqa: PTH105 - two paths of one kind read better
    except BaseException:
        if is_made:
            _withdraw(backup, path, status)
        raise
    return backup


def _withdraw(backup: Path, path: Path, status: os.stat_result) -> None:
    """Take a backup away again, if what it keeps is still there by its own name."""
    with contextlib.suppress(OSError):
        if _file(path.lstat()) in (_file(status), _file(backup.lstat())):
            backup.unlink()


def _ours_to_replace(path: Path) -> os.stat_result:
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableNote(f"{shown(path)}: is no plain file any more, and left alone")
    if not status.st_mode & _ANY_WRITES or not os.access(path, os.W_OK):
        raise UnreadableNote(f"{shown(path)}: is read-only, and left alone")
    if status.st_nlink - _kept_before(path, status) > 1:
        raise UnreadableNote(
            f"{shown(path)}: has {status.st_nlink} names (hard links) that would part, and is left alone"
        )
    return status


def _file(status: os.stat_result) -> tuple[int, ...]:
    """Tell a file from any other, whatever its names are."""
    return status.st_dev, status.st_ino


def _what(status: os.stat_result) -> tuple[int, ...]:
    """Tell one state of a file from any other."""
    return *_file(status), status.st_size, status.st_mtime_ns


def _state(path: Path) -> tuple[int, ...]:
    status = path.lstat()
    return *_what(status), status.st_ctime_ns


def _backups(path: Path) -> Iterator[Path]:
    yield path.with_name(f"{path.name}.orig")
    number = 1
    while True:
        yield path.with_name(f"{path.name}.orig.{number}")
        number += 1


def _kept_before(path: Path, status: os.stat_result) -> int:
    """Count the backups that are this very file: a process was killed after it had kept it, and before it went on."""
    count = 0
    for backup in _backups(path):
        try:
            found = backup.lstat()
        except FileNotFoundError:
            return count
        count += _file(found) == _file(status)
    return count


def _keep(path: Path, before: bytes) -> tuple[Path, bool]:
    """Give a file the first name of a backup that is free; says too whether that was not so already."""
    for backup in _backups(path):
        try:
            _link(path, backup, before)
        except FileExistsError:
            if not backup.is_symlink() and backup.samefile(path):
                return backup, False
        else:
            return backup, True
    raise AssertionError("numbers do not end")


def _link(path: Path, backup: Path, before: bytes) -> None:
    try:
        os.link(path, backup)
    except FileExistsError:
        raise
    except OSError:  # not every file system has them, and not every file may get another
        status = path.lstat()
        with open(os.open(backup, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
            try:
                file.write(before)
                file.flush()
                _dress(file.fileno(), path, status)
                os.utime(backup, ns=(status.st_atime_ns, status.st_mtime_ns))
                os.fsync(file.fileno())
            except BaseException:
                backup.unlink()
                raise


def _create(new: Path, locked: bool) -> int:
    """Create the unfinished file; one that is there already was left behind, or is being written where nobody locks."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        return os.open(new, flags, 0o600)
    except FileExistsError:
        if not locked:
            raise NoteBusy(f"{shown(new)}: is being written, or was left behind; remove it if it is old") from None
    _remove(new)
    return os.open(new, flags, 0o600)


def _remove(new: Path) -> None:
    """Remove an unfinished file, and nothing else that is called so."""
    if stat.S_ISREG(new.lstat().st_mode):
        new.unlink()


def _dress(handle: int, path: Path, status: os.stat_result) -> list[str]:
    """Give a new file the owner, the mode and the extended attributes of another; gives what it could not."""
    lost, mode = [], stat.S_IMODE(status.st_mode)
    if hasattr(os, "fchown"):
        lost = _own(handle, status)
    if "owner" in lost:
        mode &= 0o777
    if "group" in lost:  # another group gets no more than anybody
        mode &= ~0o070 | (mode & 0o007) << 3
    lost += _attributes(handle, path)
    if hasattr(os, "fchmod"):
        os.fchmod(handle, mode)
    return lost


def _own(handle: int, status: os.stat_result) -> list[str]:
    lost, made = [], os.fstat(handle)
    for what, user, group, same in (
        ("group", -1, status.st_gid, made.st_gid == status.st_gid),
        ("owner", status.st_uid, -1, made.st_uid == status.st_uid),
    ):
        try:
            if not same:
                os.fchown(handle, user, group)
        except OSError:
            lost.append(what)
    return lost


def _attributes(handle: int, path: Path) -> list[str]:
    """Copy extended attributes, access lists among them, and take off what the folder gives to every new file."""
    if not hasattr(os, "listxattr"):
        return []
    try:
        wanted, there = os.listxattr(path), os.listxattr(handle)
    except OSError:  # the file system has none
        return []
    lost = []
    for name in dict.fromkeys([*there, *wanted]):
        try:
            if name not in wanted:
                os.removexattr(handle, name)
                continue
            value = os.getxattr(path, name)
            if name not in there or os.getxattr(handle, name) != value:
                os.setxattr(handle, name, value)
        except OSError:
            lost.append(f"attribute {name}")
    return lost


def _settle(folder: Path) -> None:
    """Let the new names outlast a loss of power, where a folder can be told so."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
