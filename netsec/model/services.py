"""Services by the names that people type, with the ports of IANA's Service Name and Port Number Registry."""

from __future__ import annotations

from collections.abc import Mapping

# Name → port and protocol, as `netsec reach` takes them.
SERVICES: Mapping[str, str] = {
    "http": "80/tcp",
    "https": "443/tcp",
    "ssh": "22/tcp",
    "rdp": "3389/tcp",
    "smtp": "25/tcp",
    "dns": "53/udp",
    "ntp": "123/udp",
    "nfs": "2049/tcp",
    "mysql": "3306/tcp",
    "mssql": "1433/tcp",
    "oracle": "1521/tcp",
    "postgres": "5432/tcp",
    "postgresql": "5432/tcp",
    "mongodb": "27017/tcp",
    "redis": "6379/tcp",
    "ping": "icmp",
}
