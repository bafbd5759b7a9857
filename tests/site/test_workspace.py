from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from luodi.core.errors import InputError
from luodi.core.generated import MARKER
from luodi.site import workspace


def test_all_who_start_at_once_sign_with_one_key(tmp_path):
    for number in range(20):
        here, start = workspace.at(tmp_path / str(number)), Barrier(8)

        def key(_, here=here, start=start):
            start.wait()
            return here.secret

        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(key, range(8)))
        assert keys == {(here.folder / "secret_key").read_text("ascii")}
        assert (here.folder / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_key_that_was_never_written_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(workspace, "WRITTEN_WITHIN", 1)
    here = workspace.at(tmp_path)
    (tmp_path / "secret_key").touch()
    with pytest.raises(InputError, match="empty"):
        _ = here.secret


def test_generated_data_are_known_by_their_folder_s_name_or_its_marker(tmp_path):
    for name in ("city", "generated-city", "marked"):
        (tmp_path / name).mkdir()
    marker = '{"city": "示例市", "seed": 1, "enterprises": 1, "years": 1, "last_year": 2025, "rows": {}}'
    (tmp_path / "marked" / MARKER).write_text(marker, "utf-8")
    kinds = {path.name: workspace.kind_of(path) for path in tmp_path.iterdir()}
    assert kinds == {"city": "real", "generated-city": "generated", "marked": "generated"}
    real = workspace.at(tmp_path / "workspace")
    workspace.refuse_other_kind(real, tmp_path / "city")
    with pytest.raises(InputError, match="this folder holds generated data"):
        workspace.refuse_other_kind(real, tmp_path / "marked")
