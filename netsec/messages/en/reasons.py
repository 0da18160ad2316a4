"""Every reason of the English catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from netsec.messages.en import (
    advice,
    app,
    audit,
    aws,
    commands,
    kinds,
    networks,
    ownership,
    planning,
    preflight,
    reach,
    store,
    verify,
)

REASONS: Mapping[str, tuple[str, str]] = {
    **kinds.REASONS,
    **planning.REASONS,
    **preflight.REASONS,
    **ownership.REASONS,
    **networks.REASONS,
    **store.REASONS,
    **app.REASONS,
    **aws.REASONS,
    **commands.REASONS,
    **advice.REASONS,
    **reach.REASONS,
    **verify.REASONS,
    **audit.REASONS,
}
