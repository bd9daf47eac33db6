import os
import subprocess
import sys

import pytest

from posestudio.common.progress import progress_bar
from posestudio.common.standard_streams import complete_streams


@pytest.mark.parametrize("missing", ["stdin", "stdout", "stderr"])
def test_a_missing_stream_takes_and_gives_nothing(missing, monkeypatch):
    monkeypatch.setattr(sys, missing, None)
    complete_streams()
    stream = getattr(sys, missing)
    assert stream.read() == "" if missing == "stdin" else stream.write("words") == 5
    stream.close()


def test_progress_needs_no_standard_error(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    with progress_bar("reading") as progress:
        progress(1, 2, "a.bvh")


@pytest.mark.skipif(os.name == "nt", reason="closes descriptors as a POSIX shell does")
@pytest.mark.parametrize("closed", ["2>&-", "1>&-", "0<&-", "0<&- 1>&- 2>&-"])
def test_commands_work_without_standard_streams(closed, tmp_path):
    """What is opened next does not become standard error: a file would get what a library writes there."""
    code = (
        "import os, sys; from posestudio import cli; status = cli.main(['lift', 'no.json', '--out', 'o.npz']);"
        "kept = open('kept.txt', 'w'); os.write(2, b'a library complains'); print('said');"
        "kept.write(f'{status} {kept.fileno() > 2} {sys.stderr.write(chr(33))}'); kept.close()"
    )
    environment = dict(os.environ, PYTHONPATH=os.getcwd())
    subprocess.run(
        f'"{sys.executable}" -c "{code}" {closed}', shell=True, cwd=tmp_path, env=environment, timeout=120,
        capture_output=True, check=True,
    )  # fmt: skip
    assert (tmp_path / "kept.txt").read_text() == "1 True 1"
