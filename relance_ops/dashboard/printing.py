"""Opening the browser's print dialog on a run's merged PDF."""

from __future__ import annotations

import param
from panel.custom import JSComponent


class Printer(JSComponent):
    """Prints `url` when `asked` grows, through a hidden frame of this page.

    The PDF is fetched by the browser like any page; it never travels through the
    websocket. Where a browser cannot print a frame, the file opens in a new tab.
    """

    url = param.String(doc="The PDF, on this server.")
    asked = param.Integer(doc="Grows by one for each print.")

    _esm = """
    export function render({ model, el }) {
      model.on('asked', () => {
        document.getElementById('print-frame')?.remove();
        const frame = document.createElement('iframe');
        frame.id = 'print-frame';
        frame.title = 'PDF';
        frame.setAttribute('aria-hidden', 'true');
        frame.style.cssText =
          'position:fixed;right:0;bottom:0;width:1px;height:1px;border:0;opacity:0';
        frame.onload = () => {
          try {
            frame.contentWindow.focus();
            frame.contentWindow.print();
          } catch (error) {
            window.open(model.url, '_blank');
          }
        };
        frame.src = model.url;
        document.body.append(frame);
      });
    }
    """

    def print(self, url: str) -> None:
        """Open the print dialog on *url*."""
        self.param.update(url=url, asked=self.asked + 1)
