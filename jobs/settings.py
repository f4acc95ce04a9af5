"""One frozen, typed settings object: the only reader of the environment.

Layers, later ones win: the defaults here, conf/base.toml, conf/<profile>.toml, the environment
(`ASSENT_LAKE`, `ASSENT_SPARK__DRIVER_MEMORY`), arguments. An unknown key is an error that names it.
Policy (conf/policy.csv, curation.toml, audit.toml, treatments.toml, detectors.toml) is not tuning and not
here: it is data with an owner.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from jobs.errors import UsageError

CONF = Path(__file__).resolve().parents[1] / "conf"
DEFAULT_PROFILE = "local"
PREFIX = "ASSENT_"
TRACE = f"{PREFIX}TRACE"


class Section(BaseModel):
    """A part of the settings: frozen, and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class SparkSettings(Section):
    """The session. `options` go to Spark as they are."""

    master: str = "local[2]"
    driver_memory: str = "3g"
    shuffle_partitions: int = Field(default=2, ge=1)
    options: dict[str, str] = {}


class TextSettings(Section):
    """Batches of the text kernels."""

    rows_per_batch: int = Field(default=1000, ge=1)


class PublishSettings(Section):
    """Layout of the corpus."""

    shards: int = Field(default=8, ge=1, le=4096)


class ReleaseSettings(Section):
    """What a release says of itself."""

    licence: str = "not stated"


class EraseSettings(Section):
    """What an erasure looks through beside the lake, and what it says of copies that it cannot reach."""

    logs: list[str] = []
    backup_days: int = Field(default=30, ge=0)


class MaintainSettings(Section):
    """How long the restricted tables keep what they do not need any more, and when their files are made fewer."""

    file_days: int = Field(default=7, ge=0)
    log_days: int = Field(default=7, ge=1)
    target_mb: int = Field(default=128, ge=1)
    small_files: int = Field(default=8, ge=2)


class CanarySettings(Section):
    """How many canaries each night plants for every reason to refuse."""

    each: int = Field(default=1, ge=1, le=100)


class Settings(BaseSettings):
    """Everything that may differ between two machines."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
    )

    profile: str = DEFAULT_PROFILE
    lake: str = Field(default=".assent/lake", validate_default=True)
    landing: str = Field(default=".assent/landing", validate_default=True)
    policy: str = str(CONF / "policy.csv")
    sources: str = str(CONF / "sources.toml")
    curation: str = str(CONF / "curation.toml")
    audit: str = str(CONF / "audit.toml")
    treatments: str = str(CONF / "treatments.toml")
    detectors: str = str(CONF / "detectors.toml")
    registry: str = ""
    key_file: str = ""
    key_command: str = ""
    purpose: str = "generative_ai_training"
    lease_seconds: int = Field(default=60, ge=5)
    jars: str = ""
    fault: str = ""
    spark: SparkSettings = SparkSettings()
    text: TextSettings = TextSettings()
    publish: PublishSettings = PublishSettings()
    release: ReleaseSettings = ReleaseSettings()
    erase: EraseSettings = EraseSettings()
    maintain: MaintainSettings = MaintainSettings()
    canaries: CanarySettings = CanarySettings()

    @field_validator("lake", "landing")
    @classmethod
    def _absolute(cls, place: str) -> str:
        """A URI as it is, a path from the root: Delta takes no relative ones."""
        return place if "://" in place else str(Path(place).resolve())

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Object storage takes no SQLite file and is no place for a key: both would be made in some folder here."""
        if "://" in self.lake and not (self.registry and (self.key_file or self.key_command)):
            raise ValueError("a lake in object storage needs registry, and key_file or key_command")
        return self

    @property
    def registry_url(self) -> str:
        """SQLAlchemy URL of the registry: a SQLite file in the lake unless one is named."""
        return self.registry or f"sqlite:///{Path(self.lake).resolve() / 'registry.db'}"

    @property
    def key_path(self) -> Path:
        """File that holds the HMAC key of the first epoch."""
        return Path(self.key_file) if self.key_file else Path(self.lake) / "keys" / "epoch-1.key"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the TOML files of the profile."""
        profile = os.environ.get("ASSENT_PROFILE", DEFAULT_PROFILE)
        files = [CONF / "base.toml", CONF / f"{profile}.toml"]
        if profile != DEFAULT_PROFILE and not files[1].is_file():
            raise UsageError("there is no such profile", where="ASSENT_PROFILE", next_step="add conf/<profile>.toml")
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, files)


def load(**arguments: Any) -> Settings:
    """Settings with the given arguments on top; an argument of None counts as not given.

    Raises:
        UsageError: a key is unknown or a value does not fit; all of them are named, no value is.
    """
    given = {key: value for key, value in arguments.items() if value is not None}
    try:
        settings = Settings(**given)
        faults = [f"{name}: unknown variable" for name in _unknown_variables()]
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, e['loc'])) or 'lake'}: {e['msg']}" for e in error.errors()]
    except (SettingsError, tomllib.TOMLDecodeError) as error:  # its message names the place, and no value
        faults = [str(error)]
    if faults:
        raise UsageError(
            f"settings do not fit: {'; '.join(faults)}",
            where="conf/*.toml, ASSENT_* variables or arguments",
            next_step="compare with conf/base.toml, which lists every key",
        )
    return settings


def _unknown_variables() -> list[str]:
    """Variables with our prefix that no setting reads; pydantic passes over them without a word."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields} | {TRACE}
    ours = [name.upper() for name in os.environ if name.upper().startswith(PREFIX)]
    return sorted(name for name in ours if name.split("__")[0] not in known)


def java_path() -> str | None:
    """Where Spark looks for Java: in JAVA_HOME alone where that is set, else (None) on the PATH."""
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin") if home else None


def trace_wanted() -> bool:
    """Whether the trace of a fault may be shown; it can hold personal values."""
    return os.environ.get(TRACE, "") == "1"
