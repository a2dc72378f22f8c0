"""``evalkit codes``: a grantee's codebook or coded project, for programs that code text."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations when it runs
from typing import TYPE_CHECKING, Annotated, Final

import typer

from evalkit.cli_parts import HERE, RootOption, err, find_project, out, print_faults
from evalkit.errors import UsageError

if TYPE_CHECKING:
    from evalkit.errors import Fault
    from evalkit.store import Project

_CODEBOOK: Final = ".qdc"
_PROJECT: Final = ".qdpx"
_NEEDS_FLAG: Final = (
    "a .qdpx holds people's words as they were said, before consent and the identity check are looked at: "
    "add --with-words if that is what you want, or write a .qdc, which holds the codes alone"
)
_HOLDS_WORDS: Final = (
    "holds people's words as they were said; consent and the identity check weren't applied. "
    "Keep it where the grantee's files are kept, and don't pass it on."
)


def codes(
    grantee: Annotated[str, typer.Argument(help="Name of a folder below data/raw.")],
    target: Annotated[
        Path, typer.Option("--out", help="FILE.qdc for the codebook, FILE.qdpx for the whole coded project.")
    ],
    with_words: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--with-words", help="A .qdpx holds people's words: say yes.")
    ] = False,
    root: RootOption = HERE,
) -> None:
    """Write a grantee's codes in the REFI-QDA format, which ATLAS.ti, MAXQDA, NVivo and QualCoder read."""
    project = find_project(root)
    project.check_grantee(grantee)
    kind = target.suffix.lower()
    if kind not in {_CODEBOOK, _PROJECT}:
        message = (
            f"{target.name}: the name must end in .qdc (the codebook) or .qdpx (the whole coded project)"
        )
        raise UsageError(message)
    if kind == _PROJECT and not with_words:
        raise UsageError(_NEEDS_FLAG)
    _check_place(project, target)
    try:
        faults = (
            _write_codebook(project, grantee, target)
            if kind == _CODEBOOK
            else _write_project(project, grantee, target)
        )
    except OSError as error:
        message = f"{target} can't be written: {error.strerror}"
        raise UsageError(message) from None
    if faults:
        print_faults(faults)
        out.print(f"{len(faults)} fault(s) were left out.")


def _check_place(project: Project, target: Path) -> None:
    """Refuse folders that evalkit only reads, or that are published or replaced."""
    for folder in (project.raw, project.processed, project.reports):
        if target.resolve().is_relative_to(folder.resolve()):
            message = f"{target} lies in {folder.relative_to(project.root)}, which evalkit keeps: write it elsewhere"
            raise UsageError(message)


def _write_codebook(project: Project, grantee: str, target: Path) -> list[Fault]:
    from evalkit.definitions import load_study  # noqa: PLC0415 - pandas takes a second to import
    from evalkit.intake.coded_export import read_codes_to_export  # noqa: PLC0415 - as above
    from evalkit.intake.write_qdc import write_qdc  # noqa: PLC0415 - as above

    folder = project.raw / grantee
    found, sets, faults = read_codes_to_export(load_study(folder / "grantee.yml"), folder)
    write_qdc(found, sets, target)
    out.print(f"wrote {target}: {len(found)} codes", markup=False)
    return faults


def _write_project(project: Project, grantee: str, target: Path) -> list[Fault]:
    from evalkit.definitions import load_study  # noqa: PLC0415 - as above
    from evalkit.intake.coded_export import read_project_to_export  # noqa: PLC0415 - as above
    from evalkit.intake.write_qdpx import write_qdpx  # noqa: PLC0415 - as above

    folder = project.raw / grantee
    whole, faults = read_project_to_export(load_study(folder / "grantee.yml"), folder)
    write_qdpx(whole, target)
    counts = (
        f"{len(whole.documents)} documents, {len(whole.segments)} coded passages, {len(whole.codes)} codes"
    )
    out.print(f"wrote {target}: {counts}", markup=False)
    err.print(f"{target.name} {_HOLDS_WORDS}", markup=False)
    return faults
