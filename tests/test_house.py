"""The house itself: lock, floors, version, documents."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import wijkgenese3d

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("scenes/**/*.md")])


def locked() -> list[str]:
    """Each entry of the lock in one line: the requirement, then its hashes."""
    return [
        line for line in LOCK.replace("\\\n", " ").splitlines() if line.strip() and not line.startswith("#")
    ]


def test_lock_has_a_hash_for_every_requirement():
    entries = locked()
    assert len(entries) > 50
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+(\[[a-z0-9,._-]+\])?==\S+ ", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


def test_lock_names_no_address_and_no_place():
    assert not re.search(
        r"https?:|file:|--(extra-)?index|--find-links|(^|\s)/|\s@\s", LOCK, flags=re.MULTILINE
    )


def test_lock_holds_what_the_project_asks_for():
    versions = {}
    for entry in locked():
        name, version = entry.split(";")[0].split()[0].split("==")
        versions[canonicalize_name(Requirement(name).name)] = version
    groups = PROJECT["dependency-groups"]
    for text in [*PROJECT["project"]["dependencies"], *groups["dev"], *groups["build"]]:
        wanted = Requirement(text)
        version = versions.get(canonicalize_name(wanted.name))
        assert version, f"{text} is not in requirements.lock: run `make lock`"
        assert wanted.specifier.contains(version), (
            f"{text}, but requirements.lock has {version}: run `make lock`"
        )


def test_floors_are_kept():
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_version_is_said_once():
    assert PROJECT["project"]["version"] == wijkgenese3d.__version__


def test_every_dependency_is_accounted_for():
    text = (ROOT / "docs" / "decisions" / "dependencies.md").read_text(encoding="utf-8")
    groups = PROJECT["dependency-groups"]
    for requirement in [*PROJECT["project"]["dependencies"], *groups["dev"], *groups["build"]]:
        name = Requirement(requirement).name
        assert re.search(rf"^\|[^|]*\b{re.escape(name)}\b", text, flags=re.MULTILINE), f"{name} has no line"


@pytest.mark.parametrize("command", ["make run", "make test"])
def test_readme_says_how_to_start(command):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"^\s*(\$ )?{command}\b", readme, flags=re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document):
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s#]+)[^)]*\)", text):
        if not re.match(r"[a-z]+:", target):
            assert (document.parent / target).exists(), f"{target} in {document.name} leads nowhere"
