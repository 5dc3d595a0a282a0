// One command on the right click of everything that has the class `model.target`.
// The keyboard's menu key and a long press on a phone open it too, as browsers do.
export function render({ model }) {
  let menu = null;
  let before = null;
  const close = () => {
    menu?.remove();
    menu = null;
  };
  const give_back = () => {
    close();
    before?.focus?.();
  };
  const open = (event) => {
    close();
    const inside = event.composedPath().some(
      (node) => node.classList?.contains(model.target));
    if (!inside) return;
    event.preventDefault();
    before = event.composedPath()[0];
    menu = document.createElement("div");
    menu.setAttribute("role", "menu");
    menu.setAttribute("aria-label", model.title);
    menu.style.cssText = `position:fixed;z-index:1250;background:#fff;padding:6px 0;
      border:1px solid #c8ced4;border-radius:10px;box-shadow:0 6px 24px #0003;
      left:${Math.max(8, Math.min(event.clientX, innerWidth - 290))}px;
      top:${Math.max(8, Math.min(event.clientY, innerHeight - 64))}px`;
    const command = document.createElement("button");
    command.setAttribute("role", "menuitem");
    command.textContent = model.label;
    command.style.cssText = `font:600 1rem Roboto,sans-serif;background:none;border:0;
      padding:12px 20px;cursor:pointer;color:#b71c1c;white-space:nowrap`;
    command.onclick = () => {
      close();
      model.clicked += 1;
    };
    menu.append(command);
    document.body.append(menu);
    command.focus();
  };
  const away = (event) => {
    if (menu && !event.composedPath().includes(menu)) close();
  };
  const escape = (event) => {
    if (menu && event.key === "Escape") give_back();
  };
  document.addEventListener("contextmenu", open);
  document.addEventListener("pointerdown", away);
  document.addEventListener("keydown", escape);
  model.on("remove", () => {
    close();
    document.removeEventListener("contextmenu", open);
    document.removeEventListener("pointerdown", away);
    document.removeEventListener("keydown", escape);
  });
}
