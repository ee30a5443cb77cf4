"""What git says changed, against repositories whose changes are known."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from git_folder import GitFolder, lines
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from valuecheck.cli.changes import changed_files, changed_lines, find_changes
from valuecheck.errors import UsageError

Make = Callable[[str], GitFolder]


def names(folder: GitFolder, ref: str = "HEAD", below: str = ".") -> set[str]:
    return {os.fspath(path) for path in changed_files(ref, folder.path / below)}


def changed(folder: GitFolder, name: str, ref: str = "HEAD") -> set[int]:
    return changed_lines(folder.path / name, ref)


def test_nothing_changed(repository: GitFolder) -> None:
    repository.write("a.md", lines(1, 2))
    repository.commit()
    os.utime(repository.path / "a.md", (1, 1))  # touched, not changed
    assert names(repository) == set()
    assert changed(repository, "a.md") == set()


def test_edits_staged_unstaged_and_both(repository: GitFolder) -> None:
    for name in ("staged.md", "unstaged.md", "both.md", "undone.md", "same.md"):
        repository.write(name, lines(*range(1, 7)))
    repository.commit()
    repository.write("staged.md", lines(1, "two", 3, 4, 5, 6))
    repository.write("both.md", lines(1, "two", 3, 4, 5, 6))
    repository.write("undone.md", lines("one", 2, 3, 4, 5, 6))
    repository.git("add", "staged.md", "both.md", "undone.md")
    repository.write("both.md", lines(1, "two", 3, 4, 5, "six"))
    repository.write("unstaged.md", lines(0, 1, 2, 4, 5, 6, 7))
    repository.write("undone.md", lines(*range(1, 7)))
    assert names(repository) == {"staged.md", "unstaged.md", "both.md"}
    assert changed(repository, "staged.md") == {2}
    assert changed(repository, "both.md") == {2, 6}
    assert changed(repository, "unstaged.md") == {1, 7}
    assert changed(repository, "undone.md") == set()


def test_a_renamed_file_is_its_new_name_and_only_its_edits(repository: GitFolder) -> None:
    repository.write("old.md", lines(*range(1, 21)))
    repository.write("plain.md", lines(*range(31, 51)))
    repository.commit()
    repository.git("mv", "old.md", "new name.md")
    repository.git("mv", "plain.md", "sub.md")
    repository.write("new name.md", lines(*range(1, 10), "ten", *range(11, 21)))
    assert names(repository) == {"new name.md", "sub.md"}
    assert changed(repository, "new name.md") == {10}
    assert changed(repository, "sub.md") == set()


def test_names_that_change_places(repository: GitFolder) -> None:
    first, second = lines(*range(1, 21)), lines(*range(101, 121))
    repository.write("a.md", first)
    repository.write("b.md", second)
    repository.commit()
    repository.write("a.md", second)
    repository.write("b.md", first)
    assert names(repository) == {"a.md", "b.md"}
    assert changed(repository, "a.md") == set(range(1, 21))


def test_a_renamed_file_whose_old_name_is_taken(repository: GitFolder) -> None:
    repository.write("a.md", lines(*range(1, 21)))
    repository.commit()
    repository.git("mv", "a.md", "b.md")
    repository.write("a.md", lines(*range(201, 221)))
    repository.git("add", "--all")
    assert names(repository) == {"a.md", "b.md"}
    assert changed(repository, "a.md") == set(range(1, 21))
    assert changed(repository, "b.md") == set(range(1, 21))


def test_a_copy_is_a_new_file(repository: GitFolder) -> None:
    repository.write("a.md", lines(*range(1, 21)))
    repository.commit()
    repository.write("copy.md", lines(*range(1, 21)))
    repository.git("add", "copy.md")
    repository.write("a.md", lines(*range(1, 20), "last"))
    assert names(repository) == {"a.md", "copy.md"}
    assert changed(repository, "copy.md") == set(range(1, 21))
    assert changed(repository, "a.md") == {20}


def test_deleted_files_are_not_there(repository: GitFolder) -> None:
    for name in ("staged.md", "unstaged.md", "forgotten.md", "shorter.md"):
        repository.write(name, lines(*range(1, 6)))
    repository.commit()
    repository.git("rm", "--quiet", "staged.md")
    (repository.path / "unstaged.md").unlink()
    repository.git("rm", "--quiet", "--cached", "forgotten.md")
    repository.write("shorter.md", lines(1, 2, 4, 5))
    assert names(repository) == {"forgotten.md", "shorter.md"}
    assert changed(repository, "shorter.md") == set()


def test_untracked_and_ignored_files(repository: GitFolder) -> None:
    repository.write(".gitignore", "*.tmp.md\nbuild/\n")
    repository.commit()
    repository.write("new.md", "one\ntwo")
    repository.write("deep/er/new.md", "one\n")
    repository.write("empty.md", "")
    repository.write("x.tmp.md", "ignored\n")
    repository.write("build/y.md", "ignored\n")
    repository.write("meant.md", "added later\n")
    repository.git("add", "--intent-to-add", "meant.md")
    assert names(repository) == {"new.md", "deep/er/new.md", "empty.md", "meant.md"}
    assert changed(repository, "new.md") == {1, 2}
    assert changed(repository, "empty.md") == set()
    assert changed(repository, "meant.md") == {1}


def test_before_the_first_commit(repository: GitFolder) -> None:
    repository.write("staged.md", lines(1, 2))
    repository.git("add", "staged.md")
    repository.write("new.md", lines(1))
    assert names(repository) == {"staged.md", "new.md"}
    assert changed(repository, "staged.md") == {1, 2}


ODD = ["two words.md", "café 🎉.md", "new\nline.md", 'quo"te.md', "back\\slash.md", "tab\t.md"]
ODD += ["-dash.md", ":(top).md", "*.md", "a -> b.md", " lead.md", "trail .md"]


@pytest.mark.parametrize("name", ODD)
def test_odd_names(repository: GitFolder, name: str) -> None:
    repository.write(f"odd/{name}", lines(*range(1, 9)))
    repository.write("star.md", lines(1))
    repository.commit()
    repository.write(f"odd/{name}", lines(1, "two", *range(3, 9)))
    repository.write(f"new/{name}", lines(1))
    assert names(repository) == {f"odd/{name}", f"new/{name}"}
    assert changed(repository, f"odd/{name}") == {2}
    repository.git("mv", "--", f"odd/{name}", f"moved-{name}")
    assert changed(repository, f"moved-{name}") == {2}


def test_a_name_that_is_no_utf8(repository: GitFolder) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    try:
        repository.write(name, lines(1))
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert names(repository) == {name}


def test_from_a_subfolder(repository: GitFolder) -> None:
    for name in ("top.md", "a/one.md", "a/b/two.md", "c/three.md"):
        repository.write(name, lines(1))
    repository.commit()
    for name in ("top.md", "a/one.md", "a/b/two.md", "c/three.md"):
        repository.write(name, lines(1, 2))
    repository.write("a/new.md", lines(1))
    found = names(repository, below="a/b")
    assert found == {"../../top.md", "../one.md", "../new.md", "two.md", "../../c/three.md"}
    assert all((repository.path / "a/b" / name).exists() for name in found)
    assert find_changes("HEAD", repository.path / "a/b").lines(Path("../one.md")) == {2}


def test_from_a_folder_behind_a_link(repository: GitFolder, tmp_path: Path) -> None:
    repository.write("a/one.md", lines(1))
    (tmp_path / "link").symlink_to(repository.path / "a")
    assert [*map(str, changed_files("HEAD", tmp_path / "link"))] == ["one.md"]


def test_links_are_not_drafts(repository: GitFolder) -> None:
    repository.write("a.md", lines(1))
    repository.commit()
    (repository.path / "link.md").symlink_to("a.md")
    (repository.path / "tracked.md").symlink_to("a.md")
    repository.git("add", "tracked.md")
    assert names(repository) == set()
    (repository.path / "tracked.md").unlink()
    repository.write("tracked.md", lines(1, 2))
    assert names(repository) == {"tracked.md"}


def test_a_submodule_is_a_repository_of_its_own(repository: GitFolder, make: Make) -> None:
    other = make("other")
    other.write("inner.md", lines(1))
    other.commit()
    repository.write("outer.md", lines(1))
    repository.git("submodule", "--quiet", "add", str(other.path), "sub")
    repository.commit()
    inner = GitFolder(repository.path / "sub", init=False)
    inner.write("inner.md", lines(1, 2))
    inner.write("new.md", lines(1))
    repository.write("outer.md", lines("one"))
    assert names(repository) == {"outer.md"}
    assert names(repository, below="sub") == {"inner.md", "new.md"}
    inner.commit()
    assert names(repository) == {"outer.md"}


def test_a_repository_that_is_not_a_submodule(repository: GitFolder) -> None:
    nested = GitFolder(repository.path / "nested")
    nested.write("a.md", lines(1))
    nested.commit()
    repository.write("b.md", lines(1))
    assert names(repository) == {"b.md"}


def branches(repository: GitFolder) -> None:
    """Make a branch with work of its own, and work on main that it does not have."""
    for name in ("both.md", "ours.md", "theirs.md"):
        repository.write(name, lines(*range(1, 11)))
    repository.commit()
    repository.git("switch", "--quiet", "--create", "ours")
    repository.write("ours.md", lines(1, "ours", *range(3, 11)))
    repository.write("both.md", lines("ours", *range(2, 11)))
    repository.commit()
    repository.git("switch", "--quiet", "main")
    repository.write("theirs.md", lines(1, "theirs", *range(3, 11)))
    repository.write("both.md", lines(*range(1, 10), "theirs"))
    repository.write("theirs-new.md", lines(1))
    repository.commit()
    repository.git("switch", "--quiet", "ours")


def test_against_a_branch_only_this_side_counts(repository: GitFolder) -> None:
    branches(repository)
    assert names(repository, "main") == {"ours.md", "both.md"}
    assert changed(repository, "both.md", "main") == {1}
    repository.write("ours.md", lines(1, "ours", *range(3, 10), "ten"))
    repository.write("new.md", lines(1))
    assert names(repository, "main") == {"ours.md", "both.md", "new.md"}
    assert changed(repository, "ours.md", "main") == {2, 10}


def test_against_a_tag_and_an_older_commit(repository: GitFolder) -> None:
    repository.write("a.md", lines(1))
    repository.commit()
    repository.git("tag", "v1")
    repository.write("b.md", lines(1))
    second = repository.commit()
    repository.write("c.md", lines(1))
    repository.commit()
    assert names(repository, "v1") == {"b.md", "c.md"}
    assert names(repository, second) == {"c.md"}
    assert names(repository, "HEAD~2") == {"b.md", "c.md"}


def test_a_shallow_clone(repository: GitFolder, tmp_path: Path) -> None:
    branches(repository)
    gone = repository.git("rev-parse", "main~1").strip()
    shallow = GitFolder(tmp_path / "shallow", init=False)
    url = repository.path.as_uri()
    shallow.git("clone", "--quiet", "--depth=1", "--branch=ours", url, ".")
    shallow.write("new.md", lines(1))
    assert names(shallow) == {"new.md"}
    with pytest.raises(UsageError, match="shallow clone; fetch that commit first"):
        changed_files("origin/main", shallow.path)
    with pytest.raises(UsageError, match="shallow clone; fetch that commit first"):
        changed_files(gone, shallow.path)
    # With the tip of main but not where both parted, the whole difference counts.
    shallow.git("fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main")
    assert names(shallow, "origin/main") == {"ours.md", "both.md", "theirs.md", "new.md"}
    assert changed(shallow, "both.md", "origin/main") == {1, 10}
    shallow.git("fetch", "--quiet", "--unshallow", "origin")
    assert names(shallow, "origin/main") == {"ours.md", "both.md", "new.md"}
    assert changed(shallow, "both.md", "origin/main") == {1}


def test_a_worktree(repository: GitFolder, tmp_path: Path) -> None:
    repository.write("a.md", lines(1))
    repository.commit()
    repository.write("a.md", lines(1, 2))
    repository.git("worktree", "add", "--quiet", str(tmp_path / "tree"))
    tree = GitFolder(tmp_path / "tree", init=False)
    tree.write("b.md", lines(1))
    assert names(tree) == {"b.md"}
    assert names(repository) == {"a.md"}


def test_a_merge_with_conflicts(repository: GitFolder) -> None:
    repository.write("a.md", lines(1, 2, 3))
    repository.commit()
    repository.git("switch", "--quiet", "--create", "side")
    repository.write("a.md", lines(1, "side", 3))
    repository.commit()
    repository.git("switch", "--quiet", "main")
    repository.write("a.md", lines(1, "main", 3))
    repository.commit()
    repository.git("merge", "side", ok=False)
    assert names(repository) == {"a.md"}
    # <<<<<<<, =======, the side's line and >>>>>>> are new; the line of HEAD is not.
    assert changed(repository, "a.md") == {2, 4, 5, 6}


def test_content_that_looks_like_a_diff(repository: GitFolder) -> None:
    tricky = "@@ -1,1 +1,9 @@\n+++ b/a.md\n--- a/a.md\ndiff --git a/a.md b/a.md\n"
    repository.write("a.md", lines(1))
    repository.commit()
    repository.write("a.md", lines(1) + "++ b/x\n" + tricky)
    assert changed(repository, "a.md") == {2, 3, 4, 5, 6}
    repository.commit()
    repository.write("a.md", lines(1, "end"))
    assert changed(repository, "a.md") == {2}


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_bytes_that_are_no_text(repository: GitFolder, ending: str) -> None:
    repository.write(".gitattributes", "a.md binary diff=nothing\n")
    repository.write("a.md", lines(1, 2, 3, end=ending))
    repository.commit()
    repository.write("a.md", lines(1, 2, end=ending).encode() + b"\x00\xff\xfe\n4")
    assert changed(repository, "a.md") == {3, 4}


def test_no_setting_changes_the_answer(repository: GitFolder, tmp_path: Path) -> None:
    repository.write("sub/a.md", lines(*range(1, 21)))
    repository.write("b.md", lines(*range(31, 51)))
    repository.commit()
    repository.write("sub/a.md", lines("one", *range(2, 4), "four", *range(5, 21)))
    repository.git("mv", "b.md", "c d.md")
    repository.write("c d.md", lines(*range(31, 50), "fifty"))
    (tmp_path / "gitconfig").write_text(
        "[diff]\n\tnoprefix = true\n\tmnemonicPrefix = true\n\trenames = copies\n"
        "\trelative = true\n\texternal = false\n\tinterHunkContext = 20\n\tcontext = 5\n"
        "\tautoRefreshIndex = false\n\tignoreSubmodules = none\n\twsErrorHighlight = all\n"
        "[color]\n\tui = always\n[core]\n\tquotePath = false\n\tpager = false\n"
        "[status]\n\tshowUntrackedFiles = no\n"
    )
    assert names(repository) == {"sub/a.md", "c d.md"}
    assert names(repository, below="sub") == {"a.md", "../c d.md"}
    assert changed(repository, "sub/a.md") == {1, 4}
    assert changed(repository, "c d.md") == {20}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    kept=st.lists(st.booleans(), min_size=1, max_size=30),
    added=st.lists(st.integers(0, 30), max_size=8),
    last_break=st.booleans(),
)
def test_lines_against_ground_truth(
    tmp_path_factory: pytest.TempPathFactory, kept: list[bool], added: list[int], last_break: bool
) -> None:
    repository = GitFolder(tmp_path_factory.mktemp("truth"))
    before = [f"kept {number}" for number in range(len(kept))]
    repository.write("a.md", "\n".join(before) + "\n")
    repository.commit()
    after = [line for line, keep in zip(before, kept, strict=True) if keep]
    for number, place in enumerate(added):
        after.insert(min(place, len(after)), f"added {number}")
    text = "\n".join(after) + ("\n" if last_break and after else "")
    repository.write("a.md", text)
    truth = {number for number, line in enumerate(after, 1) if line.startswith("added")}
    if after and not last_break:
        truth.add(len(after))  # a line that lost its break is another line
    assert changed(repository, "a.md") == truth


def test_no_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="git is not installed, or not on the PATH"):
        changed_files("HEAD", tmp_path)


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a git repository"):
        changed_files("HEAD", tmp_path)
    with pytest.raises(UsageError, match="no such folder"):
        changed_files("HEAD", tmp_path / "gone")


@pytest.mark.parametrize("ref", ["nowhere", "HEAD~9", "", "--output=x", "a..b", "HEAD:a.md"])
def test_no_such_commit(repository: GitFolder, ref: str) -> None:
    repository.write("a.md", lines(1))
    repository.commit()
    with pytest.raises(UsageError, match="commit"):
        changed_files(ref, repository.path)
    assert not (repository.path / "x").exists()
