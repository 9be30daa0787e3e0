"""The format checks that tutorials on fine-tuning recommend, one pass over the lines: what most people run today."""

import json
import sys
from collections import Counter

ROLES = {"system", "user", "assistant", "tool", "function", "developer"}
KEYS = {"role", "content", "name", "weight", "tool_calls", "tool_call_id", "function_call"}


def faults(example):
    """Names what is wrong with one example."""
    if not isinstance(example, dict):
        yield "not an object"
        return
    messages = example.get("messages")
    if not isinstance(messages, list) or not messages:
        yield "no list of messages"
        return
    has_answer = False
    for message in messages:
        if not isinstance(message, dict) or "role" not in message:
            yield "message without a role"
            continue
        if message["role"] not in ROLES:
            yield "unknown role"
        if any(key not in KEYS for key in message):
            yield "unknown key"
        content = message.get("content")
        if not (content and isinstance(content, str)) and not message.get("tool_calls"):
            yield "no content"
        has_answer = has_answer or message["role"] == "assistant"
    if not has_answer:
        yield "no answer"


def main(path):
    counts = Counter()
    rows = 0
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            rows += 1
            try:
                example = json.loads(line)
            except ValueError:
                counts["not JSON"] += 1
                continue
            counts.update(faults(example))
    print(json.dumps({"rows": rows, **counts}))


main(sys.argv[1])
