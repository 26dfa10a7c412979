"""The versions of Python that the project promises are stated once, and any other is refused."""

import re
import shutil
import subprocess
import sys

import pytest
import yaml
from conftest import PROJECT

PROMISED = ["3.11", "3.12", "3.13"]


def make_install(folder, version: str) -> subprocess.CompletedProcess:
    """Run `make install` with a Python that says it is of a version, and cannot create a venv."""
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(PROJECT / name, folder / name)
    python = folder / "python"
    python.write_text(
        "#!/bin/sh\n"
        f'case "$1" in --version) echo "Python {version}.0";;\n'
        f'-c) {sys.executable} -c "import sys; sys.version_info = '
        f'({version.replace(".", ", ")}, 0); $2";;\n'
        "*) exit 3;; esac\n",
        encoding="utf-8",
    )
    python.chmod(0o755)
    return subprocess.run(
        ["make", "install", f"PYTHON={python}"], cwd=folder, capture_output=True, text=True
    )


def test_the_versions_are_the_same_everywhere():
    stated = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    assert re.search(r'^requires-python = ">=3\.11,<3\.14"', stated, re.M)
    workflow = yaml.safe_load((PROJECT / ".github/workflows/test.yml").read_text(encoding="utf-8"))
    assert workflow["jobs"]["test"]["strategy"]["matrix"]["python-version"] == PROMISED
    assert "Python 3.11 to 3.13" in (PROJECT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("version", ["3.10", "3.14"])
def test_another_version_is_refused(tmp_path, version):
    done = make_install(tmp_path, version)
    assert done.returncode == 2
    assert "Python 3.11 to 3.13 is needed" in done.stderr
    assert f"is Python {version}.0" in done.stderr


@pytest.mark.parametrize("version", PROMISED)
def test_a_promised_version_creates_the_environment(tmp_path, version):
    done = make_install(tmp_path, version)
    assert "is needed" not in done.stderr
    assert "Error 3" in done.stderr  # of -m venv
