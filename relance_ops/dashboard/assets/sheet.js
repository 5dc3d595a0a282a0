// HTML of ours whose parts with `data-do` can be pressed: the server is told which.
export function render({ model }) {
  const sheet = document.createElement("div");
  sheet.className = "sheet";
  const draw = () => {
    // What was pressed is drawn anew: the keyboard stays where it was.
    const pressed = sheet.getRootNode().activeElement?.dataset?.do;
    sheet.innerHTML = model.html;
    if (pressed) sheet.querySelector(`button[data-do="${pressed}"]`)?.focus();
  };
  const close = (event) => {
    for (const open of sheet.querySelectorAll("details.meaning[open]")) {
      if (event.key === "Escape" || !event.composedPath().includes(open)) open.open = false;
    }
  };
  const escape = (event) => {
    if (event.key === "Escape") close(event);
  };
  sheet.addEventListener("click", (event) => {
    const asked = event.target.closest("[data-do]");
    if (asked) model.send_msg(asked.dataset.do);
  });
  document.addEventListener("pointerdown", close);
  document.addEventListener("keydown", escape);
  model.on("html", draw);
  model.on("remove", () => {
    document.removeEventListener("pointerdown", close);
    document.removeEventListener("keydown", escape);
  });
  draw();
  return sheet;
}
