"""A right click on a part of the page: the seed's « clic-droit/Annuler… »."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import param
from panel.custom import JSComponent


class ContextMenu(JSComponent):
    """One command on the right click of everything that has a class.

    The keyboard's menu key and a long press on a phone open it too, as browsers do.
    """

    target = param.String(doc="CSS class of the part that is clicked.")
    label = param.String(doc="The command.")
    clicked = param.Integer(doc="Grows by one for each choice.")

    _esm = """
    export function render({ model, el }) {
      let menu = null;
      const close = () => { menu?.remove(); menu = null; };
      const open = (event) => {
        const inside = event.composedPath().some(
          (node) => node.classList?.contains(model.target));
        close();
        if (!inside) return;
        event.preventDefault();
        menu = document.createElement('div');
        menu.setAttribute('role', 'menu');
        menu.style.cssText = `position:fixed;z-index:2000;background:#fff;padding:6px 0;
          border:1px solid #c8ced4;border-radius:8px;box-shadow:0 4px 16px #0003;
          left:${Math.min(event.clientX, innerWidth - 280)}px;
          top:${Math.min(event.clientY, innerHeight - 60)}px`;
        const item = document.createElement('button');
        item.setAttribute('role', 'menuitem');
        item.textContent = model.label;
        item.style.cssText = `font:inherit;background:none;border:0;padding:10px 18px;
          cursor:pointer;color:#b71c1c;font-weight:600;white-space:nowrap`;
        item.onclick = () => { close(); model.clicked += 1; };
        menu.append(item);
        document.body.append(menu);
        item.focus();
      };
      const away = (event) => {
        if (menu && !event.composedPath().includes(menu)) close();
      };
      const escape = (event) => { if (event.key === 'Escape') close(); };
      document.addEventListener('contextmenu', open);
      document.addEventListener('pointerdown', away);
      document.addEventListener('keydown', escape);
      model.on('remove', () => {
        close();
        document.removeEventListener('contextmenu', open);
        document.removeEventListener('pointerdown', away);
        document.removeEventListener('keydown', escape);
      });
    }
    """

    def __init__(self, *, chosen: Callable[..., None], **parameters: Any) -> None:
        super().__init__(width=0, height=0, margin=0, **parameters)
        self.param.watch(chosen, "clicked")
