"""What `layerwalk bench synthesis` prints."""

from collections.abc import Mapping, Sequence
from typing import Any


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the speed of each layer as a Markdown table, and the share of all of them for each kind of settings."""
    lines = [
        "| network | layer | maps | settings | map-steps/s | bare torch | share |",
        "|---|---|---:|---|---:|---:|---:|",
        *(
            f"| {row['network']} | {row['node']} | {row['maps']} | {row['settings']} | {row['synthesis']:,.0f} | "
            f"{row['bare']:,.0f} | {row['share']:.0%} |"
            for row in rows
        ),
        "",
    ]
    for settings in dict.fromkeys(row["settings"] for row in rows):
        shares = sorted(row["share"] for row in rows if row["settings"] == settings)
        lines.append(f"{settings}: median share {shares[len(shares) // 2]:.0%} of the bare loop's speed")
    return "\n".join(lines)
