// Keeps a file that came through the page's own connection.
export function render({ model }) {
  model.on("saved", () => {
    const bytes = Uint8Array.from(atob(model.content), (c) => c.charCodeAt(0));
    const url = URL.createObjectURL(new Blob([bytes], { type: model.kind }));
    const link = document.createElement("a");
    link.href = url;
    link.download = model.name_of_file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  });
}
