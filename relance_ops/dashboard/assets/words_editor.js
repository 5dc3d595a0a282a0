// Boxes for the words of a template, and the fields that a click puts where the caret was.
// What is typed and not saved stays in this browser tab until it is saved or given up.
const PAUSE = 250;
const FIELDS = /(\{\{.*?\}\}|\[\[tableau\]\])|(\{%.*?%\})/g;

export function render({ model }) {
  const root = document.createElement("div");
  root.className = "editor";
  const boxes = new Map();
  let last = null;
  let timer = null;

  const made = (tag, name, text) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    if (text) node.textContent = text;
    return node;
  };
  const stored = (key) => {
    try {
      return JSON.parse(sessionStorage.getItem(key) ?? "null");
    } catch {
      return null;
    }
  };
  const dirty = () => [...boxes].some(
    ([part, { area }]) => area.value.trim() !== (model.saved[part] ?? "").trim());
  const keep = () => {
    if (!model.draft_key) return;
    if (!dirty()) {
      sessionStorage.removeItem(model.draft_key);
      return;
    }
    const words = Object.fromEntries([...boxes].map(([part, { area }]) => [part, area.value]));
    sessionStorage.setItem(model.draft_key, JSON.stringify({ words, saved: model.saved }));
  };
  const tell = () => {
    clearTimeout(timer);
    timer = null;
    const words = Object.fromEntries([...boxes].map(([part, { area }]) => [part, area.value]));
    if (JSON.stringify(words) !== JSON.stringify(model.words)) model.words = words;
  };
  // Behind the words, the fields are tinted; the box is as tall as what is in it.
  const tint = ({ area, tints }) => {
    const text = area.value;
    tints.replaceChildren();
    let end = 0;
    for (const found of text.matchAll(FIELDS)) {
      tints.append(text.slice(end, found.index));
      tints.append(made("mark", found[1] ? "field" : "choice", found[0]));
      end = found.index + found[0].length;
    }
    tints.append(`${text.slice(end)}\n`);
  };
  // The button leads back to what would serve without these words.
  const offer = ({ area, back }, part) => {
    const base = model.bases[part];
    back.hidden = model.locked || base === undefined || area.value.trim() === base.trim();
  };
  const typed = () => {
    keep();
    boxes.forEach(tint);
    boxes.forEach(offer);
    clearTimeout(timer);
    timer = setTimeout(tell, PAUSE);
  };

  const box = ({ part, label, rows }) => {
    const place = made("div", "box");
    const area = document.createElement("textarea");
    area.id = `words-${part}`;
    area.rows = rows;
    area.spellcheck = true;
    if (rows === 1) {
      area.addEventListener("keydown", (event) => {
        if (event.key === "Enter") event.preventDefault();
      });
    }
    const paper = made("div", "paper");
    const tints = made("div", "tints");
    tints.setAttribute("aria-hidden", "true");
    paper.style.setProperty("--rows", rows);
    paper.append(tints, area);
    const name = made("label", "", label);
    name.htmlFor = area.id;
    name.id = `name-${part}`;
    const note = made("p", "note");
    note.id = `note-${part}`;
    const fault = made("p", "fault");
    fault.id = `fault-${part}`;
    fault.setAttribute("role", "alert");
    area.setAttribute("aria-describedby", `${note.id} ${fault.id}`);
    area.addEventListener("input", typed);
    area.addEventListener("focus", () => { last = part; });
    area.addEventListener("blur", () => { if (timer) tell(); });
    const back = made("button", "back", model.back_label);
    back.type = "button";
    back.setAttribute("aria-describedby", name.id);
    back.addEventListener("click", () => {
      area.value = model.bases[part] ?? "";
      typed();
      tell();
      area.focus({ preventScroll: true });
    });
    const foot = made("div", "foot");
    foot.append(note, back);
    place.append(name, fault, paper, foot);
    boxes.set(part, { place, area, name, label, note, fault, tints, back });
    return place;
  };

  const insert = (snippet) => {
    const part = model.shown.includes(last) ? last : model.shown[model.shown.length - 1];
    const { area } = boxes.get(part);
    if (area.readOnly) return;
    const used = last === part || document.activeElement === area;
    const start = used ? area.selectionStart : area.value.length;
    const end = used ? area.selectionEnd : area.value.length;
    const chosen = area.value.slice(start, end);
    const text = snippet.replaceAll("|", () => chosen);
    const caret = snippet.includes("|") ? start + snippet.indexOf("|") : start + text.length;
    area.focus();
    area.setRangeText(text, start, end, "end");
    area.setSelectionRange(caret, caret + (snippet.includes("|") ? chosen.length : 0));
    typed();
    tell();
  };

  // One group at a time, so that they stay in sight under the words.
  const chips = made("div", "chips");
  let group = 0;
  const chip = (one) => {
    const button = made("button", "chip");
    button.type = "button";
    button.append(made("span", "what", one.label));
    if (one.example) button.append(made("span", "example", one.example));
    button.title = one.example ? `${one.label} — ${one.example}` : one.label;
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => insert(one.snippet));
    return button;
  };
  const fits = (one) => !one.parts || one.parts.some((part) => model.shown.includes(part));
  const draw_chips = () => {
    const groups = made("div", "groups");
    groups.append(made("span", "title", model.chips_title));
    model.chips.forEach(({ label }, number) => {
      const choice = made("button", "group", label);
      choice.type = "button";
      choice.setAttribute("aria-pressed", number === group);
      choice.addEventListener("pointerdown", (event) => event.preventDefault());
      choice.addEventListener("click", () => {
        group = number;
        for (const other of groups.querySelectorAll("button")) {
          other.setAttribute("aria-pressed", other === choice);
        }
        fill();
      });
      groups.append(choice);
    });
    const those = made("div", "those");
    const fill = () => {
      those.replaceChildren(...(model.chips[group]?.chips ?? []).filter(fits).map(chip));
    };
    fill();
    chips.replaceChildren(groups, those);
  };

  const show = () => {
    for (const [part, { place, area, name, label, note, fault }] of boxes) {
      name.textContent = model.labels[part] ?? label;
      place.hidden = !model.shown.includes(part);
      area.readOnly = model.locked;
      note.textContent = model.notes[part] ?? "";
      fault.textContent = model.faults[part] ?? "";
      fault.hidden = !fault.textContent;
      area.setAttribute("aria-invalid", fault.textContent ? "true" : "false");
    }
    chips.hidden = model.locked;
    boxes.forEach(offer);
  };
  const take = () => {
    clearTimeout(timer);
    timer = null;
    for (const [part, { area }] of boxes) {
      const text = model.words[part] ?? "";
      if (area.value !== text) area.value = text;
    }
    boxes.forEach(tint);
    boxes.forEach(offer);
  };
  // Another template, or this one saved: the words of before belong to it no more.
  const begin = () => {
    last = null;
    const draft = stored(model.draft_key);
    const same = draft && JSON.stringify(draft.saved) === JSON.stringify(model.saved);
    if (!same || model.locked) return;
    for (const [part, { area }] of boxes) area.value = draft.words[part] ?? area.value;
    boxes.forEach(tint);
    boxes.forEach(offer);
    tell();
  };

  for (const one of model.boxes) root.append(box(one));
  root.append(chips);
  model.on("words", take);
  model.on("began", begin);
  model.on("pointed", () => {
    const [, wrong] = [...boxes].find(([part]) => model.faults[part]) ?? [];
    wrong?.place.scrollIntoView({ block: "center", behavior: "smooth" });
    wrong?.area.focus({ preventScroll: true });
  });
  model.on("settled", () => sessionStorage.removeItem(model.draft_key));
  model.on(["shown", "chips"], draw_chips);
  model.on(["shown", "notes", "faults", "locked", "labels", "bases"], show);
  const leaving = (event) => {
    if (dirty()) event.preventDefault();
  };
  window.addEventListener("beforeunload", leaving);
  model.on("remove", () => {
    clearTimeout(timer);
    window.removeEventListener("beforeunload", leaving);
  });
  take();
  draw_chips();
  show();
  // Until the page listens, what is told is lost.
  if (model.listening) setTimeout(begin, 0);
  else model.on("listening", begin);
  return root;
}
