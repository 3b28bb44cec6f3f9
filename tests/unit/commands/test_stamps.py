from pathlib import Path

from eventsite.commands import stamps


def test_a_step_is_due_until_its_stamp_is_written(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text("flask==3.1.3\n")
    stamp = tmp_path / "installed"

    before = stamps.is_current(stamp, stamps.digest([lock], "3.11"))
    stamps.write(stamp, stamps.digest([lock], "3.11"))

    assert not before
    assert stamps.is_current(stamp, stamps.digest([lock], "3.11"))


def test_a_changed_file_makes_the_step_due_again(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text("flask==3.1.3\n")
    stamp = tmp_path / "installed"
    stamps.write(stamp, stamps.digest([lock]))

    lock.write_text("flask==3.1.4\n")

    assert not stamps.is_current(stamp, stamps.digest([lock]))


def test_a_renamed_an_added_and_another_python_count_as_changes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.css", tmp_path / "b.css"
    first.write_text("a{}")
    second.write_text("a{}")

    digests = {
        stamps.digest([first]),
        stamps.digest([second]),
        stamps.digest([first, second]),
        stamps.digest([first], "3.11"),
        stamps.digest([first], "3.12"),
    }

    assert len(digests) == 5


def test_the_order_in_which_files_are_found_does_not_matter(tmp_path: Path) -> None:
    first, second = tmp_path / "a.css", tmp_path / "b.css"
    first.write_text("a{}")
    second.write_text("b{}")

    assert stamps.digest([first, second]) == stamps.digest([second, first])
