"""What `evalkit explain CODE` says of a fault."""

from __future__ import annotations

from evalkit.model.frozen import frozen


@frozen
class Page:
    """What `evalkit explain CODE` says: what the fault is, why it is one, and what to do."""

    title: str
    why: str
    mend: str
