// What only the browser can do: its print dialog, and how wide it is.
export function render({ model }) {
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
