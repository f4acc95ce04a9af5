"""The plan of an erasure: what is to go, and what will be looked for afterwards.

It must outlive a crash, for the facts it was made from are among the first to go; so it lies in staging
until the proof stands, encrypted under a key that is derived from the lake's own.
"""

from __future__ import annotations

import base64
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from pyarrow.fs import FileType

from jobs.errors import InputMissing
from jobs.keys import Key
from jobs.storage import filesystem, write_whole
from jobs.text.needles import Kind, Needles
from schemas.tables import Zone

FOLDER = "erasure"
_FILE = "plan.bin"


@dataclass
class Plan:
    """Everything that the steps of an erasure need. Lists, so that it can be written down."""

    number: int
    members: list[str]
    items: list[str]
    doc_ids: list[str]
    words: list[str]  # hashes of words that they were the first to say
    again: list[str]
    rows: list[dict[str, Any]]
    needles: dict[str, str]
    aside: dict[str, int]
    before: dict[str, Any]
    hashes: dict[str, list[Any]]
    tables: dict[str, int]  # Delta versions before
    said: dict[str, str] = field(default_factory=dict)  # pieces of their texts: when the item was made that has them
    answered: list[str] = field(default_factory=list)  # content ids of what their items answer

    @property
    def looked_for(self) -> Needles:
        """What is searched for."""
        return Needles({value: Kind(kind) for value, kind in self.needles.items()}, Counter(self.aside))

    def look_for(self, needles: Needles) -> None:
        """Take others in their place."""
        self.needles = {value: str(kind) for value, kind in needles.wanted.items()}
        self.aside = dict(needles.aside)


def save(lake: str, key: Key, plan: Plan) -> None:
    """Keep it, whole or not at all."""
    fs, root = filesystem(_folder(lake))
    fs.create_dir(root, recursive=True)
    sealed = _cipher(key).encrypt(json.dumps(vars(plan)).encode())
    write_whole(fs, f"{root}/{_FILE}", sealed.decode())


def load(lake: str, key: Key) -> Plan | None:
    """The plan of an erasure that was begun and not proven yet.

    Raises:
        InputMissing: there is one, and the key does not open it.
    """
    fs, root = filesystem(_folder(lake))
    if not is_under_way(lake):
        return None
    with fs.open_input_stream(f"{root}/{_FILE}") as stream:
        sealed = stream.readall()
    try:
        return Plan(**json.loads(_cipher(key).decrypt(sealed)))
    except InvalidToken:
        raise InputMissing(
            "an erasure was begun under another key", where=_folder(lake), next_step="restore that key"
        ) from None


def is_under_way(lake: str) -> bool:
    """Whether there is a plan of an erasure that is not proven yet."""
    fs, root = filesystem(_folder(lake))
    return bool(fs.get_file_info(f"{root}/{_FILE}").type == FileType.File)


def forget(lake: str) -> None:
    """Delete it."""
    fs, root = filesystem(_folder(lake))
    if fs.get_file_info(root).type == FileType.Directory:
        fs.delete_dir(root)


def _folder(lake: str) -> str:
    return f"{lake}/{Zone.RESTRICTED}/_staging/{FOLDER}"


def _cipher(key: Key) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(bytes.fromhex(key.keyed("erasure plan", ""))))
