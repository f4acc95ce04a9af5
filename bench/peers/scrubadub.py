"""Run by bench/peers.py in scrubadub's own environment: the detectors that it has switched on by itself."""

import json
import sys
from pathlib import Path

sys.path.pop(0)  # this folder: the file is named like what it runs
import scrubadub

KINDS = {"email": "EMAIL", "phone": "PHONE", "url": "URL", "twitter": "HANDLE", "credit_card": "CARD", "name": "PERSON"}

scrubber = scrubadub.Scrubber()
for path in sorted(Path(sys.argv[1]).glob("*.jsonl")):
    with path.open(encoding="utf-8") as lines, (Path(sys.argv[2]) / path.name).open("w") as out:
        for line in lines:
            record = json.loads(line)
            found = scrubber.iter_filth(record["text"])
            spans = [{"start": f.beg, "end": f.end, "type": KINDS.get(f.type, "NATIONAL_ID")} for f in found]
            out.write(json.dumps({"id": record["id"], "spans": spans}) + "\n")
