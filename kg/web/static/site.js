// Completion in search boxes: the only script that pages for reading have, and they do without.
"use strict";

function complete(input) {
  const goes = input.dataset.suggest !== "value";
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${input.name}-suggestions`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  const told = document.createElement("span");
  told.className = "hidden-label";
  told.setAttribute("role", "status");
  input.after(list, told);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }
  let asked = 0;

  function open(shown) {
    list.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown));
    if (!shown) input.removeAttribute("aria-activedescendant");
  }

  function take(item) {
    if (goes) location.assign(item.dataset.path);
    else input.value = item.dataset.label;
    open(false);
  }

  function option(found, i) {
    const item = document.createElement("li");
    item.id = `${list.id}-${i}`;
    item.dataset.path = found.path;
    item.dataset.label = found.label;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const dot = document.createElement("span");
    dot.className = `t-${found.key} dot`;
    const what = document.createElement("span");
    what.className = "what";
    what.textContent = found.kind;
    item.append(dot, found.label, what);
    item.addEventListener("mousedown", (press) => {
      press.preventDefault();
      take(item);
    });
    return item;
  }

  async function ask() {
    const turn = ++asked;
    const words = input.value.trim();
    if (!words) return open(false);
    const answer = await fetch(`/suggest?q=${encodeURIComponent(words)}`);
    const found = answer.ok ? await answer.json() : [];
    if (turn !== asked) return undefined;
    const fitting = goes ? found : found.filter((one) => one.kind !== "Article");
    list.replaceChildren(...fitting.map(option));
    told.textContent = fitting.length ? `${fitting.length} found, arrow keys choose` : "nothing is called so";
    return open(fitting.length > 0);
  }

  function step(by) {
    const options = [...list.children];
    const now = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const next = now < 0 ? (by > 0 ? 0 : options.length - 1) : (now + by + options.length) % options.length;
    options.forEach((one, i) => one.setAttribute("aria-selected", String(i === next)));
    input.setAttribute("aria-activedescendant", options[next].id);
    options[next].scrollIntoView({ block: "nearest" });
  }

  input.addEventListener("input", ask);
  input.addEventListener("blur", () => open(false));
  input.addEventListener("keydown", (press) => {
    if (list.hidden) return;
    if (press.key === "ArrowDown" || press.key === "ArrowUp") {
      press.preventDefault();
      step(press.key === "ArrowDown" ? 1 : -1);
    } else if (press.key === "Escape") {
      open(false);
    } else if (press.key === "Enter") {
      const chosen = list.querySelector("[aria-selected=true]") ?? (goes ? null : list.firstElementChild);
      if (chosen) {
        press.preventDefault();
        take(chosen);
      }
    }
  });
}

for (const input of document.querySelectorAll("[data-suggest]")) complete(input);
