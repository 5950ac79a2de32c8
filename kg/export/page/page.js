// Selection, search and start.

function showPanel(parts) {
  const panel = byId("panel");
  panel.replaceChildren(...(parts ?? []));
  panel.hidden = !parts;
  panel.scrollTop = 0;
  byId("stage").classList.toggle("open", Boolean(parts));
}

// Select a node or nothing; `move` brings it into view and the keyboard into the panel.
function choose(id, move) {
  state.selected = id;
  applyFilters();
  spotlight(id === null ? null : [id]);
  if (id === null) {
    network.unselectAll();
    showPanel(null);
    return;
  }
  network.selectNodes([id]);
  showPanel(data.events[id] ? eventPanel(id) : entityPanel(id));
  if (!move) return;
  bringToView(id);
  byId("panel").focus({ preventScroll: true });
}

function chooseEdge(id) {
  const edge = data.edges.find((one) => one.id === id);
  state.selected = null;
  applyFilters();
  bright = new Set([edge.from, edge.to]);
  restyle();
  network.selectEdges([id]);
  showPanel(edgePanel(edge));
}

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
  const title = names.length ? `${event.type}: ${names.slice(0, 3).join(", ")}` : event.type;
  const what = [event.when, event.status === "Occurred" ? "" : event.status].filter(Boolean).join(" · ");
  return { id, title, what, words: fold(`${title} ${names.join(" ")} ${what} ${event.date}`), first: 1 };
}

const searchable = data.nodes.map(searchItem);

// Names that start with the words first, then any word, entities before events, the best linked first.
function matches(query) {
  const wanted = fold(query).split(/\s+/).filter(Boolean);
  const score = (item) => (item.words.startsWith(wanted[0] ?? "") ? 0 : 2) + item.first;
  return searchable.filter((item) => wanted.every((word) => item.words.includes(word)))
    .sort((a, b) => score(a) - score(b) || neighbours.get(b.id).size - neighbours.get(a.id).size)
    .slice(0, 9);
}

function suggest() {
  const list = byId("suggestions");
  const found = matches(byId("search").value);
  list.replaceChildren(...found.map((item, i) => {
    const option = make("li");
    option.id = `suggestion-${i}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const text = make("span", "", item.title);
    text.append(make("span", "what", item.what));
    option.append(swatch(nodeById.get(item.id).group, data.events[item.id]?.status), text);
    option.addEventListener("mousedown", (press) => {
      press.preventDefault();
      take(item.id);
    });
    option.dataset.id = item.id;
    return option;
  }));
  if (!found.length) list.append(make("li", "none", "No match"));
  openList(true);
}

function openList(open) {
  byId("suggestions").hidden = !open;
  byId("search").setAttribute("aria-expanded", String(open));
  if (!open) byId("search").removeAttribute("aria-activedescendant");
}

function take(id) {
  openList(false);
  byId("search").value = nameOf(id);
  choose(id, true);
}

function step(by) {
  const options = [...byId("suggestions").querySelectorAll("[role=option]")];
  if (!options.length) return;
  const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const next = now < 0 ? (by > 0 ? 0 : options.length - 1) : (now + by + options.length) % options.length;
  options.forEach((option, i) => option.setAttribute("aria-selected", String(i === next)));
  options[next].scrollIntoView({ block: "nearest" });
  byId("search").setAttribute("aria-activedescendant", options[next].id);
}

function searchKey(press) {
  if (press.key === "ArrowDown" || press.key === "ArrowUp") {
    press.preventDefault();
    if (byId("suggestions").hidden) suggest();
    step(press.key === "ArrowDown" ? 1 : -1);
  } else if (press.key === "Enter") {
    const options = byId("suggestions");
    const option = options.querySelector("[aria-selected=true]") ?? options.querySelector("[role=option]");
    if (!options.hidden && option) take(option.dataset.id);
  } else if (press.key === "Escape") {
    openList(false);
  }
}

function startSearch() {
  const search = byId("search");
  search.addEventListener("input", suggest);
  search.addEventListener("focus", suggest);
  search.addEventListener("blur", () => openList(false));
  search.addEventListener("keydown", searchKey);
}

function summary() {
  const events = data.nodes.filter((node) => node.kind === "event").length;
  const articles = Object.keys(data.documents).length;
  const count = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
  byId("summary").textContent = [
    count(data.nodes.length - events, "name", "names"), count(events, "event", "events"),
    count(articles, "article", "articles"),
  ].join(" · ");
  if (data.total > data.nodes.length) {
    byId("notice").hidden = false;
    byId("notice").textContent = `The ${data.nodes.length.toLocaleString("en")} best connected of `
      + `${data.total.toLocaleString("en")} names and events are shown. To see the others, export a smaller graph: `
      + "fewer articles, a shorter time, or what a query selects.";
  }
}

function startButtons() {
  const zoom = (factor) => network.moveTo({
    scale: network.getScale() * factor,
    animation: !calmMotion() && { duration: 200 },
  });
  byId("closer").addEventListener("click", () => zoom(1.3));
  byId("farther").addEventListener("click", () => zoom(1 / 1.3));
  byId("whole").addEventListener("click", () => wholeView(!calmMotion()));
  document.addEventListener("keydown", (press) => {
    if (press.key === "Escape" && document.activeElement !== byId("search")) choose(null);
  });
}

function startClicks() {
  network.on("click", (click) => {
    if (click.nodes.length) choose(click.nodes[0]);
    else if (click.edges.length) chooseEdge(click.edges[0]);
    else choose(null);
  });
  for (const what of ["Node", "Edge"]) {
    network.on(`hover${what}`, () => { byId("graph").style.cursor = "pointer"; });
    network.on(`blur${what}`, () => { byId("graph").style.cursor = ""; });
  }
}

startPicture();
startFilters();
startSearch();
startButtons();
startClicks();
summary();
wholeView(false);
window.diplomacyGraph = { network, nodes, edges, choose };
