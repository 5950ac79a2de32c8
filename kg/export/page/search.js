// Search with completion, for the whole graph and for the other end of a path.

function fold(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
}

function searchItem({ id }) {
  const entity = data.entities[id];
  if (entity) {
    const words = fold([entity.label, ...entity.names].join(" "));
    return { id, title: entity.label, what: entity.type, words, first: 0 };
  }
  const event = data.events[id];
  const names = [...new Set(event.roles.map(([, filler]) => nameOf(filler)))];
  const title = names.length ? `${event.type}: ${[...new Set(event.named.map(nameOf))].slice(0, 3).join(", ")}` : event.type;
  const what = [event.when, event.status === "Occurred" ? "" : event.status].filter(Boolean).join(" · ");
  return { id, title, what, words: fold(`${title} ${names.join(" ")} ${what} ${event.date}`), first: 1 };
}

let searchable = null; // made when first needed

// Names that start with the words first, then any word, entities before events, the best linked first.
function matches(query, fits) {
  searchable ??= data.nodes.map(searchItem);
  const wanted = fold(query).split(/\s+/).filter(Boolean);
  const score = (item) => (item.words.startsWith(wanted[0] ?? "") ? 0 : 2) + item.first;
  return searchable.filter((item) => fits(item.id) && wanted.every((word) => item.words.includes(word)))
    .sort((a, b) => score(a) - score(b) || neighbours.get(b.id).size - neighbours.get(a.id).size)
    .slice(0, 9);
}

// Completion below an input: `take` is told the id that was chosen among those that fit.
function complete(input, list, fits, take) {
  const open = (shown) => {
    list.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown));
    if (!shown) input.removeAttribute("aria-activedescendant");
  };
  const chosen = (id) => {
    open(false);
    input.value = nameOf(id);
    take(id);
  };
  const option = (item, i) => {
    const line = make("li");
    line.id = `${list.id}-${i}`;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    const text = make("span", "", item.title);
    text.append(make("span", "what", item.what));
    line.append(swatch(nodeById.get(item.id).group, data.events[item.id]?.status), text);
    line.dataset.id = item.id;
    line.addEventListener("mousedown", (press) => {
      press.preventDefault();
      chosen(item.id);
    });
    return line;
  };
  const suggest = () => {
    const found = matches(input.value, fits);
    list.replaceChildren(...found.map(option));
    if (!found.length) list.append(make("li", "none", "No match"));
    open(true);
  };
  const step = (by) => {
    const options = [...list.querySelectorAll("[role=option]")];
    if (!options.length) return;
    const now = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const next = now < 0 ? (by > 0 ? 0 : options.length - 1) : (now + by + options.length) % options.length;
    options.forEach((one, i) => one.setAttribute("aria-selected", String(i === next)));
    options[next].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[next].id);
  };
  input.addEventListener("input", suggest);
  input.addEventListener("focus", suggest);
  input.addEventListener("blur", () => open(false));
  input.addEventListener("keydown", (press) => {
    if (press.key === "ArrowDown" || press.key === "ArrowUp") {
      press.preventDefault();
      if (list.hidden) suggest();
      step(press.key === "ArrowDown" ? 1 : -1);
    } else if (press.key === "Enter") {
      const line = list.querySelector("[aria-selected=true]") ?? list.querySelector("[role=option]");
      if (!list.hidden && line) chosen(line.dataset.id);
    } else if (press.key === "Escape") {
      open(false);
    }
  });
}

function startSearch() {
  complete(byId("search"), byId("suggestions"), () => true, (id) => choose(id, true));
}
