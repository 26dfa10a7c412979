"""Parser for TMDL, as far as the Power BI project uses it. Unknown syntax fails."""

import re
from dataclasses import dataclass, field


@dataclass
class Item:
    """An object of a TMDL file: kind, name, properties and child objects."""

    kind: str
    name: str
    value: str = ""
    description: str = ""
    properties: dict = field(default_factory=dict)
    items: list = field(default_factory=list)

    def of(self, kind: str) -> list["Item"]:
        return [item for item in self.items if item.kind == kind]

    def named(self, kind: str) -> dict[str, "Item"]:
        return {item.name: item for item in self.of(kind)}


KINDS = (
    "model|database|ref table|table|column|measure|partition|relationship|expression|annotation|"
    "dataAccessOptions"
)
HEAD = re.compile(rf"({KINDS})(?: ('(?:[^']|'')+'|[^ ]+))?(?: ?= ?(.*))?")


def read_tmdl(text: str) -> list[Item]:
    """Return the objects of a TMDL file, nested by indentation; fails on invalid lines."""
    top = Item("file", "")
    stack = [(-1, top)]
    described = ""
    block = None  # a multi-line expression, which ends at the first line with less indentation
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip("\t"))
        words = line.strip()
        if not words:
            continue
        if block and depth >= block[0]:
            block[1].append(line[block[0] :])
            continue
        if block:
            block[2]("\n".join(block[1]))
            block = None
        while stack[-1][0] >= depth:
            stack.pop()
        parent = stack[-1][1]
        assert depth == stack[-1][0] + 1, f"indented too far: {line}"
        if words.startswith("///"):
            described = words.removeprefix("///").strip()
            continue
        head = HEAD.fullmatch(words)
        if head and not (head[1] == "model" and depth):
            item = Item(head[1], (head[2] or "").strip("'").replace("''", "'"), head[3] or "")
            item.description, described = described, ""
            parent.items.append(item)
            stack.append((depth, item))
            if words.endswith("="):
                block = (depth + 2, [], lambda value, item=item: setattr(item, "value", value))
            continue
        assert not described, f"a description without an object: {line}"
        if words.endswith(" ="):
            name = words.removesuffix(" =")
            block = (
                depth + 2,
                [],
                lambda value, at=parent, n=name: at.properties.update({n: value}),
            )
            continue
        name, _, value = words.partition(":")
        assert re.fullmatch(r"[a-zA-Z]+", name), f"not a property: {line}"
        parent.properties[name] = value.strip() or True
    if block:
        block[2]("\n".join(block[1]))
    return top.items
