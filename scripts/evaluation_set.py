# SPDX-License-Identifier: Apache-2.0
"""What scripts/evaluate asks of the labelled set itself: where a label's place lies, which items share a frame, whether labels hold."""
import collections
import os
import re

NEAR = 0.5  # five-gram Jaccard from which two items count as one frame with other values


def shingles(text):
    """Runs of five characters without markup, blanks and the value of numbers: what is left of an item is its frame."""
    plain = re.sub(r"\s+", "", re.sub(r"\d+", "0", re.sub(r"<[^>]*>", "", text)))
    return {plain[start:start + 5] for start in range(max(1, len(plain) - 4))}


def likeness(first, second):
    return len(first & second) / max(1, len(first | second))


def seen_frames(items, others):
    """The ids of items that have a near duplicate among others of the same category and label."""
    known = collections.defaultdict(list)
    for other in others:
        known[other["category"], other["label"]].append(shingles(other["text"]))
    seen = set()
    for item in items:
        own = shingles(item["text"])
        if any(likeness(own, other) >= NEAR for other in known[item["category"], item["label"]]):
            seen.add(item["id"])
    return seen


def spans(item):
    """Byte ranges of the labelled place in the item's text; none where the label is about the whole document."""
    place, found = item.get("place"), []
    if not place:
        return found
    start = item["text"].find(place)
    while start >= 0:
        before = len(item["text"][:start].encode())
        found.append((before, before + len(place.encode())))
        start = item["text"].find(place, start + 1)
    return found


def overlaps(item, finding):
    """Whether a finding touches the labelled place. A finding that has lines only is taken by its line. A label without place is
    about the whole document, one whose words stand in the file's name about that name."""
    places = spans(item)
    if not places:
        return True
    start, end = finding.get("byte_start"), finding.get("byte_end")
    if start is not None and end is not None:
        return any(start < last and end > first for first, last in places)
    data, line = item["text"].encode(), finding.get("line")
    return any(line == data[:first].count(b"\n") + 1 for first, _ in places)


def real(item):
    return item["source"].startswith("data/")


def faults(items, data, halves_of):
    """What is wrong with the set: one sentence for each fault."""
    found, ids = [], collections.Counter(item["id"] for item in items)
    found += [f"{name}: {count} items have this id" for name, count in ids.items() if count > 1]
    texts = {}
    for item in items:
        if item.get("place") and not spans(item) and item["place"] not in item["file"]:
            found.append(f"{item['id']}: its place does not stand in its text: {item['place']}")
        path = os.path.join(data, item["source"].removeprefix("data/"))
        if not re.search(r"-r\d+$", item["id"]) or not os.path.isdir(data):
            continue
        if path not in texts:
            texts[path] = open(path, encoding="utf-8").read().replace("\u3000", " ") if os.path.isfile(path) else ""
        if item["text"].strip() not in texts[path]:
            found.append(f"{item['id']}: its text does not stand in {item['source']}")
    counts = collections.Counter((item["category"], item["label"], halves_of[item["id"]]) for item in items)
    found += [f"{category}, {half}: {count} {label} items, at least 75 are wanted"
              for (category, label, half), count in sorted(counts.items()) if count < 75]
    for category in sorted({item["category"] for item in items}):
        negatives = [item for item in items if item["category"] == category and item["label"] == "negative"]
        if 2 * sum(map(real, negatives)) < len(negatives):
            found.append(f"{category}: fewer than half of the negative items are real text")
    drawn = [item for item in items if re.search(r"-[rfs]\d+$", item["id"])]
    near = seen_frames([item for item in drawn if halves_of[item["id"]] == "test"], [item for item in items if halves_of[item["id"]] == "dev"])
    found += [f"{name}: near duplicate of an item of the other half" for name in sorted(near)]
    return found
