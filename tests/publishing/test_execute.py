"""Running a notebook: what it says, what it leaves behind, and how it fails."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from evalkit.errors import BuildError, UsageError
from evalkit.publishing.execute import execute, strip_traces

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSource = Callable[..., Path]

PARAMETERS = 'grantee: str = "none"  # whose report\nnumber: int = 3'


def test_parameters_folder_environment_and_interpreter_reach_the_kernel(
    make_source: MakeSource, tmp_path: Path
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    source = make_source(
        PARAMETERS, 'import os, sys\nprint(grantee, os.getcwd(), os.environ["MARK"], sys.executable, sep="|")'
    )
    environment = {**os.environ, "MARK": "set"}
    done = execute(source, tmp_path / "out.ipynb", {"grantee": "x"}, folder=folder, environment=environment)
    cells = nbformat.read(done, as_version=4).cells
    assert cells[-1].outputs[0].text.strip() == f"x|{folder}|set|{sys.executable}"


def test_two_runs_leave_the_same_bytes_and_no_times(make_source: MakeSource, tmp_path: Path) -> None:
    source = make_source(PARAMETERS, "print(number)")
    once = execute(source, tmp_path / "1.ipynb", {"number": 4}, folder=tmp_path).read_bytes()
    twice = execute(source, tmp_path / "2.ipynb", {"number": 4}, folder=tmp_path).read_bytes()
    assert once == twice
    assert b"papermill" not in once
    assert b"time" not in once.replace(b"runtime", b"")
    assert str(tmp_path).encode() not in once


def test_an_unknown_parameter_is_refused_before_anything_runs(
    make_source: MakeSource, tmp_path: Path
) -> None:
    source = make_source(PARAMETERS, "raise SystemExit")
    with pytest.raises(UsageError, match=r"no parameter 'grante'; did you mean 'grantee'\?"):
        execute(source, tmp_path / "out.ipynb", {"grante": "x"}, folder=tmp_path)
    assert not (tmp_path / "out.ipynb").exists()


@pytest.mark.parametrize("parameters", [{}, {"number": 0}], ids=["as they stand", "injected"])
def test_a_failing_cell_is_named_with_its_cause(
    parameters: dict[str, int], make_source: MakeSource, tmp_path: Path
) -> None:
    source = make_source(PARAMETERS, "#| label: outcomes\n1 / (number - number)")
    with pytest.raises(BuildError) as caught:
        execute(source, tmp_path / "out.ipynb", parameters, folder=tmp_path)
    assert str(caught.value) == "source.ipynb, cell 3 (outcomes): ZeroDivisionError: division by zero"
    assert not (tmp_path / "out.ipynb").exists()


def test_a_long_message_is_cut_to_its_first_and_last_line(make_source: MakeSource, tmp_path: Path) -> None:
    source = make_source(PARAMETERS, 'raise ValueError("first\\nmiddle\\nlast")')
    with pytest.raises(BuildError, match=r"cell 3: ValueError: first … last$"):
        execute(source, tmp_path / "out.ipynb", {}, folder=tmp_path)


def test_a_cell_that_takes_too_long_is_stopped(make_source: MakeSource, tmp_path: Path) -> None:
    source = make_source(PARAMETERS, "import time\ntime.sleep(60)")
    with pytest.raises(BuildError, match=r"source\.ipynb: A cell timed out"):
        execute(source, tmp_path / "out.ipynb", {}, folder=tmp_path, seconds_per_cell=1)


def test_a_kernel_that_dies_is_reported(make_source: MakeSource, tmp_path: Path) -> None:
    source = make_source(PARAMETERS, "import os\nos._exit(3)")
    with pytest.raises(BuildError, match=r"source\.ipynb: Kernel died"):
        execute(source, tmp_path / "out.ipynb", {}, folder=tmp_path)


def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.ipynb"
    path.write_text("title,version\n")
    with pytest.raises(BuildError, match=r"report\.ipynb can't be read as a notebook"):
        execute(path, tmp_path / "out.ipynb", {}, folder=tmp_path)


def test_another_python3_kernel_of_the_user_is_not_used(
    make_source: MakeSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = tmp_path / "data" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text(
        json.dumps({"argv": ["/bin/false"], "display_name": "other", "language": "python"})
    )
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    source = make_source(PARAMETERS, "import sys\nprint(sys.executable)")
    done = execute(source, tmp_path / "out.ipynb", {}, folder=tmp_path)
    assert nbformat.read(done, as_version=4).cells[-1].outputs[0].text.strip() == sys.executable


@pytest.mark.slow
def test_ctrl_c_ends_the_kernel_too(make_source: MakeSource, tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    source = make_source(
        PARAMETERS,
        f"import os, pathlib, time\npathlib.Path({str(mark)!r}).write_text(str(os.getpid()))\ntime.sleep(120)",
    )
    script = (
        "import pathlib, sys; from evalkit.publishing.execute import execute; "
        f"f = pathlib.Path({str(tmp_path)!r}); execute(pathlib.Path({str(source)!r}), f / 'o.ipynb', {{}}, folder=f)"
    )
    run = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE)
    with run:
        deadline = time.monotonic() + 60
        while not (mark.exists() and mark.read_text()) and time.monotonic() < deadline:
            time.sleep(0.1)
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=30)
    assert run.returncode != 0
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)
    assert not (tmp_path / "o.ipynb").exists()


def test_stripping_leaves_the_original_alone(sample: Path) -> None:
    notebook = nbformat.read(sample, as_version=4)
    notebook.cells[1].metadata["papermill"] = {"duration": 1.5}
    clean = strip_traces(notebook)
    assert "papermill" in notebook.cells[1].metadata
    assert "papermill" not in clean.cells[1].metadata
    assert clean.cells[1].outputs == notebook.cells[1].outputs


def test_what_is_printed_in_pieces_is_kept_in_one() -> None:
    pieces = [new_output("stream", name=name, text=text) for name, text in PRINTED]
    notebook = new_notebook(cells=[new_code_cell("", outputs=pieces)])
    clean = strip_traces(notebook).cells[0].outputs
    assert [(output.name, output.text) for output in clean] == [
        ("stdout", "a table\n"),
        ("stderr", "oh"),
        ("stdout", "more"),
    ]
    assert len(notebook.cells[0].outputs) == len(PRINTED)


PRINTED = [("stdout", "a ta"), ("stdout", "ble\n"), ("stderr", "oh"), ("stdout", "mo"), ("stdout", "re")]
