"""What is said to a person, in any language: plain data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Say something to a person in any language: the name of a text in the language files, and what fills its places.

    A value may be Said too.
    """

    key: str
    values: tuple[tuple[str, "str | int | float | Said"], ...] = ()
