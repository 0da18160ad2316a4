"""moto as it comes, without the strict layer: what the golden dumps were made on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from netsec.model import Config
from netsec.sandbox.foundation import lay_foundation
from netsec.sandbox.settings import SETTINGS
from netsec.sandbox.world import FAKE, ManualClock, StrictWorld
from tests.support.story import ZONES, Story


@contextmanager
def new_plain_story(directory: Path, config: Config) -> Iterator[Story]:
    """A story on plain moto; the strict layer, if it was installed, is back in its place afterwards."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MOTO_"))}
    with patch.dict(os.environ, {**kept, **FAKE}, clear=True):
        import moto.ec2.urls
        from moto import mock_aws

        with patch.object(moto.ec2.urls, "url_paths", {"{0}/": _dispatch}), mock_aws():
            story = Story(StrictWorld(ManualClock(), SETTINGS), directory, config)
            story.site = lay_foundation(story.ec2, project=config.project, environment=config.environment, zones=ZONES)
            yield story


def _dispatch(request: Any, full_url: str, headers: Any) -> Any:
    """What moto's server answers where moto does not know an action, instead of an exception in our own process."""
    from moto.ec2.responses import EC2Response

    try:
        return EC2Response.dispatch(request, full_url, headers)
    except NotImplementedError:
        inner = "<Error><Code>InvalidAction</Code><Message>not in this emulator</Message></Error>"
        return 400, {}, f"<Response><Errors>{inner}</Errors><RequestID>1</RequestID></Response>"
