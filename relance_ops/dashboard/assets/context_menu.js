// Commands on the right click of everything that has the class `model.target`.
// The keyboard's menu key and a long press on a phone open them too, as browsers do.
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
  const row_of = (event) => {
    const row = event.composedPath().find(
      (node) => node.classList?.contains("tabulator-row"));
    return Number(row?.querySelector("[data-row]")?.dataset.row ?? -1);
  };
  const command = (label, colour, chosen) => {
    const button = document.createElement("button");
    button.setAttribute("role", "menuitem");
    button.textContent = label;
    button.style.cssText = `font:600 1rem Roboto,sans-serif;background:none;border:0;
      padding:12px 20px;cursor:pointer;color:${colour};white-space:nowrap;
      text-align:left`;
    button.onclick = () => {
      close();
      chosen();
      model.clicked += 1;
    };
    return button;
  };
  const open = (event) => {
    close();
    const inside = event.composedPath().some(
      (node) => node.classList?.contains(model.target));
    if (!inside) return;
    const row = row_of(event);
    const commands = (row < 0 ? [] : model.row_labels).map((label, index) =>
      command(label, "#1d2733", () => {
        model.row = row;
        model.command = index;
      }));
    if (model.label)
      commands.push(command(model.label, "#b71c1c", () => { model.command = -1; }));
    if (!commands.length) return;
    event.preventDefault();
    before = event.composedPath()[0];
    menu = document.createElement("div");
    menu.setAttribute("role", "menu");
    menu.setAttribute("aria-label", model.title);
    const height = 16 + 44 * commands.length;
    menu.style.cssText = `position:fixed;z-index:1250;background:#fff;padding:6px 0;
      display:flex;flex-direction:column;
      border:1px solid #c8ced4;border-radius:10px;box-shadow:0 6px 24px #0003;
      left:${Math.max(8, Math.min(event.clientX, innerWidth - 290))}px;
      top:${Math.max(8, Math.min(event.clientY, innerHeight - height))}px`;
    menu.append(...commands);
    document.body.append(menu);
    commands[0].focus();
  };
  const away = (event) => {
    if (menu && !event.composedPath().includes(menu)) close();
  };
  const keys = (event) => {
    if (!menu) return;
    if (event.key === "Escape") return give_back();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...menu.children];
    const next = all.indexOf(document.activeElement) + step;
    all[(next + all.length) % all.length].focus();
  };
  document.addEventListener("contextmenu", open);
  document.addEventListener("pointerdown", away);
  document.addEventListener("keydown", keys);
  model.on("remove", () => {
    close();
    document.removeEventListener("contextmenu", open);
    document.removeEventListener("pointerdown", away);
    document.removeEventListener("keydown", keys);
  });
}
