"""What a sheet or file of labels tells of the columns of an export."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Sheets = Mapping[str, list[list[str]]]


@dataclass(frozen=True)
class Labels:
    """Labels by column: its question, its codes with their labels, the stem it stands under, the sign between its answers."""

    labels: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sets: Mapping[str, str] = field(default_factory=dict)
    several: Mapping[str, str] = field(default_factory=dict)  # column -> what stands between its answers

    def __or__(self, other: "Labels") -> "Labels":
        return Labels(
            {**self.labels, **other.labels},
            {**self.codes, **other.codes},
            {**self.sets, **other.sets},
            {**self.several, **other.several},
        )

    @property
    def columns(self) -> set[str]:
        """The columns something is told of."""
        return {*self.labels, *self.codes, *self.sets}
