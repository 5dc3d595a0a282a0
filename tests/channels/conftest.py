from tests.peers.running import certificate, smtp_peer

__all__ = ["certificate", "smtp_peer"]
