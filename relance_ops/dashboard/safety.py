"""What every answer of the dashboard carries."""

from __future__ import annotations

import tornado.web

# Panel's bundles need inline scripts and blobs; nothing may come from elsewhere.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob: ws: wss:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob:",
        "object-src 'self' blob:",
        "frame-ancestors 'self'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)


class SafeHandler(tornado.web.RequestHandler):
    """What every answer carries."""

    def set_default_headers(self) -> None:
        """Tell the browser to trust this server and nobody else.

        No Strict-Transport-Security: on a clinic's network the same machine often
        answers in clear on other ports or next year, and a browser that was told
        "https for ever" would then refuse it with no way out for a receptionist.
        """
        self.set_header("Content-Security-Policy", CONTENT_POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")
