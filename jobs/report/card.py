"""The pages beside a release: a card for people, Croissant for programs; both from its manifest, counts only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from jobs.report.wording import APART
from schemas.values import LEAK_KINDS

_FORMATS = {"int": "sc:Integer", "float": "sc:Float", "string": "sc:Text"}
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "column": "cr:column",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileSet": "cr:fileSet",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "recordSet": "cr:recordSet",
    "source": "cr:source",
}


def card(manifest: Mapping[str, Any]) -> str:
    """README.md of a release."""
    return "\n".join(
        [_opening(manifest), _facts(manifest), _revised(manifest), _contents(manifest), _closing(manifest)]
    )


def _opening(manifest: Mapping[str, Any]) -> str:
    name, size = manifest["release"], manifest["documents"]["bytes"]
    what = f"purpose `{manifest['purpose']}`, revision {manifest['revision']}"
    return f"""# Release {name}

{manifest["rows"]:,} documents ({size:,} bytes of text), {what}.

Load it:

```python
import deltalake  # and from the folder of the lake

documents = deltalake.DeltaTable("corpus/releases/{name}").to_pyarrow_dataset()
```
"""


def _facts(manifest: Mapping[str, Any]) -> str:
    inputs, version = manifest["inputs"], f"version {manifest['version']} of night {manifest['night']}"
    rows = {
        "licence": manifest["licence"],
        "from": f"{version}, knowledge up to {manifest['knowledge_cutoff']}",
        "policy": f"sha256 {inputs['policy_hash']}",
        "code": f"sha256 {inputs['code_hash']}",
        "redactor": inputs["redactor_version"],
        "files": f"{len(manifest['files'])} of {manifest['bytes']:,} bytes; hashes in MANIFEST.json",
    }
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())])


def _contents(manifest: Mapping[str, Any]) -> str:
    documents, counts = manifest["documents"], manifest["counts"]
    return f"""## Documents

{_listing("type", documents["by_type"])}
{_listing("language", documents["by_language"])}
Personal details are replaced by typed placeholders such as `<EMAIL_1>`:

{_listing("placeholder", documents["spans"])}
## What was not used, in the version it was made from

{_listing("reason", counts["not_eligible"] | counts["filtered_by_reason"] | _kept_apart(counts))}
{_left(manifest.get("audit", {}))}"""


def _kept_apart(counts: Mapping[str, Any]) -> dict[str, int]:
    """What was eligible and of sufficient quality, and yet was not used."""
    return {reason: counts[name] for reason, name in APART.items() if counts.get(name)}


def _left(audit: Mapping[str, Any]) -> str:
    """What redaction may have left: what is known of this version, and where it is told for the redactor."""
    said = """## What may be left

No redaction finds everything, names of persons nobody told us about least of all: `docs/quality.md` of the program has
the shares that its redactor finds, measured on labelled text, `docs/failures.md` what it misses. Treat the text as
personal data that somebody may still recognise themselves in.
"""
    if not audit.get("leaks"):
        return said
    seen = {LEAK_KINDS.get(kind, kind): found["leaks"] for kind, found in audit["leaks"].items() if found["leaks"]}
    return f"""{said}
Other eyes looked at what was redacted in the last night before it was made: the directory was searched for in
{audit["swept"]:,} documents, detectors of others saw {audit["sampled"]:,}. They saw this, which need not be leaks:

{_listing("kind", seen)}"""


def _closing(manifest: Mapping[str, Any]) -> str:
    told = f"`assent release use {manifest['release']} --by MODEL` puts a model on the list of those who are told."
    return f"A copy of these files does not follow later objections and erasures: {told}\n"


def _listing(what: str, counts: Mapping[str, int]) -> str:
    if not counts:
        return f"No {what}.\n"
    rows = "\n".join(f"| {name} | {count:,} |" for name, count in counts.items())
    return f"| {what} | count |\n|---|---|\n{rows}\n"


def _revised(manifest: Mapping[str, Any]) -> str:
    if not (revised := manifest["revised"]):
        return ""
    reasons = [f"{reason} {count:,}" for reason, count in revised.get("reasons", {}).items()]
    said = f"\nRevision {manifest['revision']} ({revised['cause']}): {revised['removed']:,} documents fewer than before"
    return f"{said}{': ' if reasons else ''}{', '.join(reasons)}.\n"


def croissant(manifest: Mapping[str, Any], made: date) -> dict[str, Any]:
    """Croissant 1.1 of a release and the day it was made, https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html."""
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": manifest["release"],
        "version": f"{manifest['version']}.{manifest['revision']}.0",
        "description": f"Posts, articles and comments that may be used for {manifest['purpose']}, redacted.",
        "license": manifest["licence"],
        "datePublished": made.isoformat(),
        "isLiveDataset": False,
        "rai:personalSensitiveInformation": "Personal details were replaced by typed placeholders; ids are keyed.",
        "distribution": [*map(_file, manifest["files"]), _all_files()],
        "recordSet": [_records(manifest["columns"])],
    }


def _file(file: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file["path"],
        "name": file["path"],
        "contentUrl": file["path"],
        "contentSize": f"{file['bytes']} B",
        "encodingFormat": "application/x-parquet",
        "sha256": file["sha256"],
    }


def _all_files() -> dict[str, Any]:
    form = {"encodingFormat": "application/x-parquet", "includes": "shard=*/*.parquet"}
    return {"@type": "cr:FileSet", "@id": "files", "name": "files", **form}


def _records(columns: list[dict[str, Any]]) -> dict[str, Any]:
    plain = [column for column in columns if column["type"] in _FORMATS]
    return {"@type": "cr:RecordSet", "@id": "documents", "name": "documents", "field": [_field(c) for c in plain]}


def _field(column: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"documents/{column['name']}",
        "name": column["name"],
        "description": column["meaning"],
        "dataType": _FORMATS[column["type"]],
        "source": {"fileSet": {"@id": "files"}, "extract": {"column": column["name"]}},
    }
