// A list that is read and acted on: every text is shown as it is, never as markup.
export function render({ model, el }) {
  const root = document.createElement("div");
  let open = false;

  const made = (tag, name, words) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    if (words !== undefined) node.textContent = words;
    return node;
  };
  const icon = (name, tone) => {
    const node = made("span", `icon ${tone || ""}`, name);
    node.setAttribute("aria-hidden", "true");
    return node;
  };
  const button = (line, action, label, name) => {
    const node = made("button", name, label);
    node.type = "button";
    node.dataset.line = line.key;
    node.dataset.action = action;
    node.addEventListener("click", () => model.send_msg({ key: line.key, action }));
    return node;
  };
  const row = (line) => {
    const item = made("li");
    if (line.when) item.append(made("span", "when", line.when));
    if (line.icon) item.append(icon(line.icon, line.tone));
    const main = made("div", "main");
    const head = made("div", "head");
    head.append(line.opens ? button(line, "open", line.title, "title link") : made("span", "title", line.title));
    for (const [words, style] of line.chips) head.append(made("span", `chip ${style}`, words));
    main.append(head);
    if (line.detail) main.append(made("div", "detail", line.detail));
    item.append(main);
    if (line.actions.length) {
      const actions = made("div", "actions");
      for (const one of line.actions) {
        const node = button(line, one.key, "", `action ${one.tone}`);
        if (one.icon) node.append(icon(one.icon));
        node.append(made("span", "", one.label));
        node.setAttribute("aria-label", one.label + " : " + line.title);
        actions.append(node);
      }
      item.append(actions);
    }
    return item;
  };
  const draw = () => {
    const held = el.getRootNode().activeElement?.dataset ?? {};
    const lines = model.lines;
    const shown = open || !model.few || lines.length <= model.few + 1
      ? lines : lines.slice(0, model.few);
    root.replaceChildren();
    if (!lines.length && model.empty) root.append(made("p", "empty", model.empty));
    let list = null;
    let heading = null;
    for (const line of shown) {
      if (!list || line.heading !== heading) {
        heading = line.heading;
        if (heading) {
          const node = made("div", "heading", heading);
          node.setAttribute("role", "heading");
          node.setAttribute("aria-level", "3");
          root.append(node);
        }
        list = made("ul");
        list.setAttribute("aria-label", heading || model.label);
        root.append(list);
      }
      list.append(row(line));
    }
    if (shown.length < lines.length) {
      const rest = made("button", "rest", model.more.replace("{n}", lines.length - shown.length));
      rest.type = "button";
      rest.addEventListener("click", () => { open = true; draw(); });
      root.append(rest);
    }
    if (held.line !== undefined) {
      root.querySelector(
        `button[data-line="${CSS.escape(held.line)}"][data-action="${CSS.escape(held.action)}"]`)?.focus();
    }
  };
  root.style.setProperty("--when", `${model.when_width}px`);
  root.className = "listing";
  model.on("lines", draw);
  draw();
  return root;
}
