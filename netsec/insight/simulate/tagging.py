"""What the calls that tag do to AWS's answers: the same for every kind."""

from __future__ import annotations

from collections.abc import Mapping

from netsec.model import tag_map
from netsec.model.simulated import Handler, Item, Params, SimulatedAws


def _create_tags(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    for item in _resources(aws, params):
        tags = {**tag_map(item), **tag_map(params)}
        item["Tags"] = [{"Key": key, "Value": value} for key, value in tags.items()]
    return {}


def _delete_tags(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    removed = {tag["Key"] for tag in params["Tags"]}
    for item in _resources(aws, params):
        item["Tags"] = [tag for tag in item.get("Tags") or () if tag.get("Key") not in removed]
    return {}


def _resources(aws: SimulatedAws, params: Params) -> list[Item]:
    wanted = set(params["Resources"])
    return [
        item
        for query, items in aws.answers.items()
        for item in items
        if query.id_field and item.get(query.id_field) in wanted
    ]


TAG_HANDLERS: Mapping[str, Handler] = {"create_tags": _create_tags, "delete_tags": _delete_tags}
