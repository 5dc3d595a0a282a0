from tests.peers.ovh import ovh_peer
from tests.peers.running import certificate, smtp_peer

__all__ = ["certificate", "ovh_peer", "smtp_peer"]
