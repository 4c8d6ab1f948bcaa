"""What a record says of the clock of the tablet that sealed it: a comment behind its last tag (docs/envelope.md)."""

import re

WRONG_CLOCK_SECONDS = 5 * 60
"""From so many seconds the times in a record are wrong enough to be told before anybody approves it."""

_LONGEST_TAIL = 4096  # the comment, and the salt behind it with its blanks
_COMMENT = re.compile(rb"<!-- clock ahead by (-?\d{1,12}) s -->\s*(?:<!--[0-9a-f]+\s*-->)?\s*\Z")


def clock_ahead(xml: bytes) -> int:
    """Return by how many seconds the tablet's clock was ahead of the server's; negative when behind, 0 when not said.

    Only what stands behind the record's last tag counts: no answer can say it.
    """
    found = _COMMENT.search(xml[-_LONGEST_TAIL:])
    return int(found[1]) if found else 0
