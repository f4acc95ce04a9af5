"""Restricted: what was delivered, as typed rows, and what could not be read."""

from __future__ import annotations

from schemas import fields as f
from schemas.tables.table import Erasure, Table, Zone

CONTENT = Table(
    "content",
    Zone.RESTRICTED,
    "latest revision of each item with its text; tombstones without text",
    (
        f.CONTENT_ID,
        f.SOURCE,
        f.SOURCE_ID,
        f.CONTENT_TYPE,
        f.AUTHOR_ID,
        f.CREATED_AT,
        f.REVISED_AT,
        f.DELIVERY_ORDER,
        f.BASE_REVISED_AT,
        f.BASE_ORDER,
        f.VISIBILITY,
        f.IS_DELETED,
        f.IS_CONFLICTING,
        f.DELIVERED_NIGHT,
        f.TEXT_HASH,
        f.TEXT_BYTES,
        f.WORDS_HASH,
        f.WORD_COUNT,
        f.PASSAGES,
        f.MARKS_QUOTES,
        f.DECLARED_LANGUAGE,
        f.MENTIONS,
        f.RESHARE_OF,
        f.REPLY_TO,
        f.TEXT,
    ),
    key=(f.CONTENT_ID,),
    erasure=Erasure.BY_AUTHOR,
    statistics=(f.DELIVERED_NIGHT,),
    deletion_vectors=True,
)

MEMBERS = Table(
    "members",
    Zone.RESTRICTED,
    "the directory as delivered; the record known last stands",
    (
        f.MEMBER_ID,
        f.DISPLAY_NAME,
        f.GIVEN_NAME,
        f.FAMILY_NAME,
        f.HANDLE,
        f.EMAIL,
        f.BIRTH_DATE,
        f.JOINED_AT,
        f.RECORDED_AT,
        f.DELIVERED_NIGHT,
        f.RECORD_HASH,
    ),
    key=(f.MEMBER_ID, f.RECORD_HASH),
    erasure=Erasure.BY_MEMBER,
    statistics=(f.DELIVERED_NIGHT,),
)

RESIDENCE = Table(
    "residence",
    Zone.RESTRICTED,
    "where each member lived from when, as delivered",
    (f.MEMBER_ID, f.COUNTRY, f.SUBDIVISION, f.VALID_FROM, f.RECORDED_AT, f.DELIVERED_NIGHT, f.RECORD_HASH),
    key=(f.MEMBER_ID, f.RECORD_HASH),
    erasure=Erasure.BY_MEMBER,
    statistics=(f.DELIVERED_NIGHT,),
)

CONSENT_EVENTS = Table(
    "consent_events",
    Zone.RESTRICTED,
    "each choice of each member for each purpose, as delivered",
    (
        f.EVENT_ID,
        f.MEMBER_ID,
        f.PURPOSE,
        f.STATE,
        f.EFFECTIVE_AT,
        f.RECORDED_AT,
        f.CHANNEL,
        f.COVERS_PAST,
        f.DELIVERED_NIGHT,
        f.RECORD_HASH,
    ),
    key=(f.EVENT_ID, f.RECORD_HASH),
    erasure=Erasure.BY_MEMBER,
    statistics=(f.DELIVERED_NIGHT,),
)

ERASURE_REQUESTS = Table(
    "erasure_requests",
    Zone.RESTRICTED,
    "requests to be erased, as delivered",
    (f.REQUEST_ID, f.MEMBER_ID, f.RECEIVED_AT, f.SCOPE, f.DELIVERED_NIGHT, f.RECORD_HASH),
    key=(f.REQUEST_ID, f.RECORD_HASH),
    erasure=Erasure.BY_MEMBER,
    statistics=(f.DELIVERED_NIGHT,),
)

REFUSED = Table(
    "refused",
    Zone.RESTRICTED,
    "records that could not be conformed; the payload only as a hash",
    (
        f.FEED,
        f.SOURCE,
        f.DELIVERY,
        f.POSITION,
        f.REASON,
        f.RECORD_HASH,
        f.RECORD_BYTES,
        f.DELIVERED_NIGHT,
    ),
    key=(f.DELIVERY, f.POSITION, f.RECORD_HASH),
    erasure=Erasure.NOTHING_HELD,
    statistics=(f.DELIVERED_NIGHT,),
)
