"""A unified diff that `patch` applies, of texts or of bytes.

Lines end at line feeds alone, as they do for `patch`: carriage returns, form feeds and Unicode's
own separators are part of a line. A last line without a line feed is marked as such.
"""

from __future__ import annotations

_NO_END = b"\\ No newline at end of file\n"


def unified(before: str, after: str, path: str) -> str:
    r"""Return the diff of two texts; empty where they are the same.

    Examples
    --------
    >>> print(unified("one\r\ntwo", "one\r\n2", "a.txt").replace("\r", "<CR>"), end="")
    --- a.txt
    +++ a.txt
    @@ -1,2 +1,2 @@
     one<CR>
    -two
    \ No newline at end of file
    +2
    \ No newline at end of file
    """
    # Half a surrogate pair has no UTF-8 form, but a text may hold one.
    made = unified_bytes(
        before.encode("utf-8", "surrogatepass"),
        after.encode("utf-8", "surrogatepass"),
        path.encode("utf-8", "surrogatepass"),
    )
    return made.decode("utf-8", "surrogatepass")


def unified_bytes(before: bytes, after: bytes, path: bytes) -> bytes:
    """Return the diff of two files' contents; empty where they are the same."""
    from difflib import diff_bytes, unified_diff

    if before == after:
        return b""
    name = _file_name(path)
    lines = diff_bytes(unified_diff, _lines(before), _lines(after), name, name)
    return b"".join(_ended(line) for line in lines)


def _lines(data: bytes) -> list[bytes]:
    lines = data.split(b"\n")
    return [line + b"\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _ended(line: bytes) -> bytes:
    return line if line.endswith(b"\n") else line + b"\n" + _NO_END


def _file_name(path: bytes) -> bytes:
    """Return a name that fits on the header's line: a tab ends one that has spaces."""
    name = b"".join(path.splitlines())
    return name + b"\t" if b" " in name else name
