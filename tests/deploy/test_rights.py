"""What MySay may do where others run it: units, containers and pods with few rights, and commands that fit them."""

import configparser
import subprocess
from collections.abc import Iterator, Mapping
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
PODS = {"Deployment", "StatefulSet"}


class Unit(configparser.RawConfigParser):
    """A file of systemd's, where a setting may stand more than once."""

    def __init__(self, file: Path) -> None:
        super().__init__(strict=False, allow_no_value=True)
        self.optionxform = str
        self.read(file, encoding="utf-8")


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_a_service_has_few_rights(file):
    """No root, no way to become it, nothing to write but its own folder."""
    service = Unit(file)["Service"]
    assert (service["User"], service["CapabilityBoundingSet"], service["NoNewPrivileges"]) == ("mysay", "", "yes")
    assert (service["ProtectSystem"], service["ProtectHome"], service["PrivateTmp"]) == ("strict", "yes", "yes")


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_a_service_has_a_home_it_may_write_to(file):
    """Libraries of Rasa's end where they find none."""
    assert "HOME=/tmp" in Unit(file)["Service"]["Environment"].split()


def test_the_command_of_a_server_runs_as_the_service_does():
    """By the same user, on the same folder, with the same settings."""
    command = DEPLOY / "systemd" / "mysay"
    subprocess.run(["sh", "-n", command], check=True)
    text, service = command.read_text("utf-8"), Unit(DEPLOY / "systemd" / "mysay@.service")["Service"]
    assert f"--property=User={service['User']}" in text
    assert f"--working-directory={service['WorkingDirectory']}" in text
    settings = [one for one in service["Environment"].split() if not one.startswith("MYSAY_PART")]
    assert all(f"--setenv={one}" in text for one in settings)
    assert "EnvironmentFile=-/etc/mysay/mysay.env" in text


def test_a_container_has_few_rights():
    """A root file system that nobody writes to, no capability, and no way to more."""
    services = yaml.safe_load((DEPLOY / "container" / "compose.yml").read_text("utf-8"))["services"]
    ours = [one for one in services.values() if one["image"] == "mysay"]
    assert len(ours) == 5
    for one in ours:
        assert (one["read_only"], one["cap_drop"], one["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])
        assert all("mode=1777" in place and "uid=" not in place for place in one["tmpfs"])  # podman knows no uid there


def test_containers_find_one_another_also_after_one_was_made_anew():
    """A page keeps its address, which nginx asks for once; a password may hold a slash; the database is up for all."""
    file = yaml.safe_load((DEPLOY / "container" / "compose.yml").read_text("utf-8"))
    services, front = file["services"], file["networks"]["front"]["ipam"]["config"][0]
    addresses = [ip_address(services[page]["networks"]["front"]["ipv4_address"]) for page in ("page-1", "page-2")]
    assert all(one in ip_network(front["subnet"]) and one not in ip_network(front["ip_range"]) for one in addresses)
    assert "PASSWORD" not in services["page-1"]["environment"]["MYSAY_DATABASE"]
    assert "127.0.0.1" in services["database"]["healthcheck"]["test"]


def test_a_pod_has_few_rights():
    """As Kubernetes' own restricted standard asks, and the root file system besides."""
    found = list(_pods())
    assert len(found) == 3
    for pod in found:
        assert pod["securityContext"]["runAsNonRoot"]
        assert not pod["automountServiceAccountToken"]
        for one in pod["containers"]:
            assert one["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }


def _pods() -> Iterator[Mapping[str, Any]]:
    for file in (DEPLOY / "kubernetes").glob("*.yaml"):
        for thing in yaml.safe_load_all(file.read_text("utf-8")):
            if thing["kind"] in PODS:
                yield thing["spec"]["template"]["spec"]
