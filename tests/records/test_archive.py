"""Many files as one zip, in pieces."""

import io
import subprocess
import threading
import zipfile

from records.exports.archive import SUMS, made, zipped


def test_a_zip_in_pieces_is_a_zip(tmp_path):
    """What comes piece by piece unpacks to the same files, with hashes that `sha256sum` agrees with."""
    files = [(f"{number}.txt", b"words " * number) for number in range(20)]
    body = b"".join(zipped(files))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    assert [(tmp_path / name).read_bytes() for name, _ in files] == [content for _, content in files]
    subprocess.run(["sha256sum", "--check", "--quiet", SUMS], cwd=tmp_path, check=True)


def test_two_files_of_one_name_are_both_kept():
    """The second has a number."""
    body = b"".join(zipped([("a.fhir.json", b"1"), ("a.fhir.json", b"2"), ("a.fhir.json", b"3")]))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.namelist() == ["a.fhir.json", "a-2.fhir.json", "a-3.fhir.json", SUMS]


def test_nothing_is_made_long_before_it_is_taken():
    """Work goes on two at a time, in order, and waits for whoever takes it: memory does not grow with the number."""
    begun = []
    results = made(lambda job: (begun.append(job), job)[1], range(1000))
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    assert len(begun) < 20
    assert list(results) == list(range(3, 1000))


def test_a_download_that_is_cut_off_leaves_nothing_running():
    """Who stops taking stops the making."""
    pieces = zipped(made(lambda job: (str(job), b"x"), range(100)))
    next(pieces)
    pieces.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ThreadPoolExecutor")]
