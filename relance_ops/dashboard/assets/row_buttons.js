// The buttons with `data-do` inside everything that has the class `model.target`.
export function render({ model }) {
  const press = (event) => {
    const path = event.composedPath();
    const button = path.find((node) => node.dataset?.do);
    if (!button || !path.some((node) => node.classList?.contains(model.target))) return;
    model.action = button.dataset.do;
    model.row = Number(button.dataset.row);
    model.pressed += 1;
  };
  document.addEventListener("click", press);
  model.on("remove", () => document.removeEventListener("click", press));
}
