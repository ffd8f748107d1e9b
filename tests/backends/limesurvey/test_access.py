"""Where the server is and who signs in; no secret in a file of the project."""

from __future__ import annotations

import os
import sys
import types
from pathlib import Path

import pytest

from generator.backends.limesurvey import access
from generator.errors import Problems
from generator.model.survey import LimeSurvey

URL = "https://survey.example.org/index.php/admin/remotecontrol"
HERE = LimeSurvey(url=URL, user="baseline")


def codes(refused: pytest.ExceptionInfo[Problems]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_the_environment_comes_first(tmp_path: Path) -> None:
    found = access.account_of(
        HERE,
        tmp_path,
        {"BASELINE_LIMESURVEY_USER": "other", "BASELINE_LIMESURVEY_PASSWORD": "pw"},
    )
    assert (found.user, found.password) == ("other", "pw")
    assert "pw" not in repr(found)


def test_then_a_private_file_with_one_line(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "limesurvey-password"
    path.parent.mkdir()
    path.write_text("a password with ümlaut \r\n", encoding="utf-8")
    path.chmod(0o600)
    found = access.account_of(HERE, tmp_path, {})
    assert (found.user, found.password) == ("baseline", "a password with ümlaut ")


def test_signs_that_an_editor_puts_before_the_password_are_none_of_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "keys" / "limesurvey-password"
    path.parent.mkdir()
    path.write_bytes("\ufeffpäss\n".encode())
    path.chmod(0o600)
    assert access.account_of(HERE, tmp_path, {}).password == "päss"
    path.write_bytes("päss\n".encode("latin-1"))
    with pytest.raises(Problems) as refused:
        access.account_of(HERE, tmp_path, {})
    assert codes(refused) == ["limesurvey-account"]
    assert "UTF-8" in str(refused.value)


@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX matter")
def test_a_password_others_can_read_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "limesurvey-password"
    path.parent.mkdir()
    path.write_text("canary\n")
    path.chmod(0o644)
    with pytest.raises(Problems) as refused:
        access.account_of(HERE, tmp_path, {})
    assert codes(refused) == ["limesurvey-account"]
    assert "chmod 600" in str(refused.value)
    assert "canary" not in str(refused.value)


def test_then_the_systems_keyring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = types.ModuleType("keyring")
    stored = {("practice-baseline", "baseline"): "from the ring"}
    keyring.get_password = lambda *key: stored.get(key)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    assert access.account_of(HERE, tmp_path, {}).password == "from the ring"
    stored.clear()
    with pytest.raises(Problems) as refused:
        access.account_of(HERE, tmp_path, {})
    assert "BASELINE_LIMESURVEY_PASSWORD" in str(refused.value)


def test_without_a_user_it_is_said_where_to_name_one(tmp_path: Path) -> None:
    with pytest.raises(Problems) as refused:
        access.account_of(LimeSurvey(url=URL), tmp_path, {})
    assert codes(refused) == ["limesurvey-account"]
    assert "BASELINE_LIMESURVEY_USER" in str(refused.value)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (URL, "https://survey.example.org/index.php/12?token=a&lang=de"),
        (
            "https://x.org/ls/index.php?r=admin/remotecontrol",
            "https://x.org/ls/index.php?r=survey/index&sid=12&token=a&lang=de",
        ),
        (f"{URL}/", "https://survey.example.org/index.php/12?token=a&lang=de"),
    ],
)
def test_the_forms_address_follows_from_the_interfaces(url: str, address: str) -> None:
    assert access.address_of(LimeSurvey(url=url), 12, token="a", lang="de") == address


def test_another_address_can_be_named() -> None:
    settings = LimeSurvey(url=URL, survey_address="https://s.example.org/{sid}")
    assert access.address_of(settings, 12) == "https://s.example.org/12"


def test_no_password_crosses_a_network_in_plain_text() -> None:
    plain = LimeSurvey(url=URL.replace("https", "http"))
    with pytest.raises(Problems) as refused:
        access.refuse_plain_http(plain)
    assert codes(refused) == ["limesurvey-plain-http"]
    access.refuse_plain_http(
        LimeSurvey(url="http://127.0.0.1:8061/admin/remotecontrol")
    )
    access.refuse_plain_http(HERE)
