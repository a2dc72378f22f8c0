"""One file of the city-wide programme, as programme.yml names it."""

from __future__ import annotations

from pydantic import Field

from evalkit.definitions.study_parts import Part, Text


class ProgrammeFile(Part):
    """One file beside programme.yml; its headings are fixed."""

    file: Text = Field(description="File in the programme's folder: .csv or .xlsx.")
    sheet: str | None = Field(default=None, description="Sheet of a workbook.")

    @property
    def missing_codes(self) -> tuple[str, ...]:
        """Words for a blank cell: none but the blank itself."""
        return ()
