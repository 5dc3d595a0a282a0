// What only the browser can do: print, know its width, say the menu button's name.
function header(el) {
  for (let root = el.getRootNode(); root; root = root.host?.getRootNode()) {
    const found = root.querySelector("header");
    if (found) return found;
  }
  return null;
}

// The frame names its button anew each time the menu opens or closes.
function translate(el, words) {
  const bar = header(el);
  if (!bar) return;
  const speak = () => {
    for (const button of bar.querySelectorAll("button[aria-label]")) {
      const ours = words[button.getAttribute("aria-label")];
      if (ours) button.setAttribute("aria-label", ours);
    }
  };
  speak();
  new MutationObserver(speak).observe(bar, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label"],
  });
}

export function render({ model, el }) {
  setTimeout(() => translate(el, model.words), 300);
  // The page's own parts do not listen yet while this one is drawn.
  setTimeout(() => { model.narrow = window.innerWidth < 600; }, 300);
  model.on("asked", () => {
    document.getElementById("print-frame")?.remove();
    const frame = document.createElement("iframe");
    frame.id = "print-frame";
    frame.title = "PDF";
    frame.setAttribute("aria-hidden", "true");
    frame.tabIndex = -1;
    frame.style.cssText =
      "position:fixed;right:0;bottom:0;width:1px;height:1px;border:0;opacity:0";
    frame.onload = () => {
      try {
        frame.contentWindow.focus();
        frame.contentWindow.print();
      } catch (error) {
        window.open(model.url, "_blank");
      }
    };
    frame.src = model.url;
    document.body.append(frame);
  });
}
