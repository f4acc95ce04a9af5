"""Words and bounds that several parts must agree on: each is declared here once."""

from __future__ import annotations

CONTENT_TYPES = ("post", "article", "comment")
MAX_TEXT_BYTES = 1 << 20  # title and body together, UTF-8
MIN_WORDS = 8  # fewer words in common are no copy

CHANGE = "change"  # column of a change set: what the row does to its table
INSERT, UPDATE, DELETE = "insert", "update", "delete"
AMEND = "amend"  # updates a row that is there, and inserts none

LEAK_KINDS = {
    "directory_email": "e-mail addresses of the directory",
    "directory_handle": "@handles of the directory",
    "directory_name": "full names of the directory",
    "email": "e-mail addresses",
    "phone": "telephone numbers",
    "card": "payment cards",
    "iban": "bank accounts",
    "ip": "network addresses",
    "national_id": "national identifiers",
    "crypto": "addresses of crypto currencies",
    "secret": "keys and tokens",
}  # what the audit looks for, in words
