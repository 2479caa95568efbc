"""What all declarations are made of: the base class, texts in two languages, and kinds of numbers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "Alliance",
    "Amount",
    "Bed",
    "Certainty",
    "Declaration",
    "Finite",
    "Id",
    "Positive",
    "Sheet",
    "Text",
]

Certainty = Literal["zeker", "waarschijnlijk", "aanname"]
Alliance = Literal["natuur", "bebouwing", "mens"]
# Strict: pydantic would take true for 1, and "5" for 5.
Finite = Annotated[float, Field(allow_inf_nan=False, strict=True)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False, strict=True)]
Amount = Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False, strict=True)]
Bed = Annotated[float, Field(ge=0.05, le=100, strict=True)]
Sheet = Annotated[float, Field(ge=1, le=10_000, strict=True)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]+$", max_length=40)]


class Declaration(BaseModel):
    """Base: immutable, and unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Text(Declaration):
    """A text in both languages; neither may be empty."""

    nl: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    def as_dict(self) -> dict[str, str]:
        """Return ``{"nl": ..., "en": ...}``."""
        return {"nl": self.nl, "en": self.en}
