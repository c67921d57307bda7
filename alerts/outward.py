"""Connections of a webhook: to where its name leads now, but never back to this machine or to what is beside it.

The address that is looked at is the one that is connected to, so that a name which first leads elsewhere and then here
gains nothing. A school's own network is let through: a chat server of its own is where alerts belong.
"""

import ipaddress
import socket

import urllib3
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

from operating.environment import is_loopback


def may_reach(address: str, host: str) -> bool:
    """Whether a webhook may speak to an address that a host name has led to.

    Never to the addresses of a link, where clouds keep their secrets; to this machine only where the operator named it.
    """
    reached = ipaddress.ip_address(address.partition("%")[0])
    reached = getattr(reached, "ipv4_mapped", None) or reached
    if reached.is_loopback:
        return is_loopback(host)
    return not (reached.is_link_local or reached.is_multicast or reached.is_unspecified or reached.is_reserved)


class Outward(HTTPSConnection):
    """Looked at before a byte is sent, the greeting of TLS too."""

    def _new_conn(self) -> socket.socket:
        connected = super()._new_conn()
        if not may_reach(connected.getpeername()[0], self.host):
            connected.close()
            raise NewConnectionError(self, "an address that is not let through")
        return connected


class OutwardPool(HTTPSConnectionPool):
    """Of such connections."""

    ConnectionCls = Outward


def outward() -> urllib3.PoolManager:
    """What a webhook is sent with. Plain http is for this machine alone, as its setting says."""
    pool = urllib3.PoolManager()
    pool.pool_classes_by_scheme = {"http": HTTPConnectionPool, "https": OutwardPool}
    return pool
