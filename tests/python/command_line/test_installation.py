"""`make install` puts the command `monitoring` into the environment, and nothing else changes."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PROJECT
from contract import tracked_files


def run(folder: Path, *words: str) -> str:
    done = subprocess.run(
        words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_the_project_is_installed_after_the_pinned_packages(tmp_path):
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(PROJECT / name, tmp_path)
    lines = run(tmp_path, "make", "--dry-run", "install", f"PYTHON={sys.executable}").splitlines()
    first, second = (line for line in lines if "pip install" in line)
    assert first.endswith(" -r requirements.txt")
    assert second.endswith(" --no-deps --editable .")
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert ".venv/bin/pip install -r requirements.txt -e . && .venv/bin/dbt build" in readme


@pytest.mark.full
def test_a_fresh_clone_has_the_command_after_make_install(tmp_path):
    clone = tmp_path / "clone"
    for name in tracked_files():
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(PROJECT / name, clone / name)
    run(clone, "git", "init", "--quiet")
    run(clone, "git", "add", "--all")
    install = ("make", "install", f"PYTHON={sys.executable}")
    run(clone, *install)
    assert "Nothing to be done" in run(clone, *install)
    # git lists the files that were added, and none beside them
    changes = run(clone, "git", "status", "--porcelain", "--untracked-files=all").splitlines()
    assert [line for line in changes if not line.startswith("A  ")] == []
    command = clone / ".venv" / "bin" / "monitoring"
    out = tmp_path / "out"
    small = ("simulate", "--days", "1", "--sessions-per-day", "2", "--out", str(out))
    run(tmp_path, str(command), *small)
    assert len(list(out.glob("*.csv"))) == 7 + 1  # the ground truth
    python = str(clone / ".venv" / "bin" / "python")
    where = run(tmp_path, python, "-c", "import python_steps; print(python_steps.__file__)")
    assert where.strip() == str(clone / "python_steps" / "__init__.py")
