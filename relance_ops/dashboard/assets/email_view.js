// An email as a mail program shows it: a frame of its own, where no script ever runs.
export function render({ model }) {
  const frame = document.createElement("iframe");
  // Same origin only so that its height can be read; without allow-scripts it runs nothing.
  frame.setAttribute("sandbox", "allow-same-origin");
  frame.style.cssText =
    "width:100%;border:0;display:block;background:#f4f2ee;border-radius:10px;pointer-events:none";
  frame.style.height = "420px";
  frame.tabIndex = -1;
  const fit = () => {
    const page = frame.contentDocument?.documentElement;
    if (page) frame.style.height = `${Math.max(120, page.scrollHeight)}px`;
  };
  const show = () => {
    frame.title = model.label;
    frame.srcdoc = model.page;
  };
  frame.addEventListener("load", fit);
  const watch = new ResizeObserver(fit);
  watch.observe(frame);
  model.on(["page", "label"], show);
  model.on("remove", () => watch.disconnect());
  show();
  return frame;
}
