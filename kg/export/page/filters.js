// What is shown: types, statuses and months, and the legend that toggles them.

const state = { off: new Set(data.off), statusOff: new Set(), from: "", to: "", undated: true, selected: null };
const visible = new Set();

function inRange(event) {
  if (!state.from && !state.to) return state.undated || event.months.length > 0;
  if (!event.months.length) return state.undated;
  const [first, last] = event.months;
  return (!state.from || last >= state.from) && (!state.to || first <= state.to);
}

function passes(node) {
  if (state.off.has(node.group)) return false;
  const event = data.events[node.id];
  return !event || (!state.statusOff.has(event.status) && inRange(event));
}

// An entity is shown while a shown event or a tenure links it. With events filtered by status or date, tenures
// alone do not keep it, unless they are all that is known of it.
function work() {
  visible.clear();
  const narrowed = state.statusOff.size > 0 || state.from || state.to || !state.undated;
  for (const node of data.nodes) if (node.kind === "event" && passes(node)) visible.add(node.id);
  const entities = data.nodes.filter((node) => node.kind === "entity" && passes(node));
  for (const node of entities) {
    if ([...neighbours.get(node.id)].some((id) => data.events[id] && visible.has(id))) visible.add(node.id);
  }
  const ready = new Set(narrowed ? visible : entities.map((node) => node.id));
  for (const edge of data.edges) {
    if (edge.kind !== "tenure" || !(ready.has(edge.from) || ready.has(edge.to))) continue;
    for (const id of [edge.from, edge.to]) {
      const eventful = [...neighbours.get(id)].some((other) => data.events[other]);
      if (passes(nodeById.get(id)) && !(narrowed && eventful)) visible.add(id);
    }
  }
  if (state.selected) visible.add(state.selected);
}

function isHiddenEdge(edge) {
  return !(visible.has(edge.from) && visible.has(edge.to));
}

function applyFilters() {
  work();
  nodes.update(data.nodes.map((node) => ({ id: node.id, hidden: !visible.has(node.id) })));
  restyle();
  drawFilters();
  const said = `${visible.size} of ${data.nodes.length} shown`;
  if (byId("announce").textContent !== said) byId("announce").textContent = said;
  byId("empty").hidden = visible.size > 0;
  for (const id of ["hint", "zoom"]) byId(id).hidden = !visible.size;
  byId("reset").hidden = !data.nodes.length;
  byId("empty").textContent = data.nodes.length
    ? "Nothing matches these filters."
    : "This graph is empty.\nAdd articles that tell of meetings, statements or offices, then export again.";
}

function toggle(set, key) {
  if (!set.delete(key)) set.add(key);
  applyFilters();
}

function row(label, count, mark, set, key) {
  const button = make("button", "row");
  button.type = "button";
  button.dataset.key = key;
  button.append(mark, make("span", "name", label), make("span", "count", String(count)));
  button.addEventListener("click", () => toggle(set, key));
  return button;
}

function countBy(keyOf) {
  const counts = new Map();
  for (const node of data.nodes) counts.set(keyOf(node), (counts.get(keyOf(node)) ?? 0) + 1);
  return counts;
}

function buildLegend() {
  const types = countBy((node) => node.group);
  for (const type of data.legend) {
    if (!types.has(type.key)) continue;
    byId(`${type.kind}-types`).append(row(type.label, types.get(type.key), swatch(type.key), state.off, type.key));
  }
  const statuses = countBy((node) => data.events[node.id]?.status);
  for (const status of data.statuses) {
    if (!statuses.has(status)) continue;
    byId("statuses").append(row(status, statuses.get(status), swatch("talks", status), state.statusOff, status));
  }
  for (const id of ["entity-types", "event-types", "statuses"]) {
    byId(id).parentElement.hidden = !byId(id).childElementCount;
  }
}

function months(first, last) {
  const found = [];
  let [year, month] = first.split("-").map(Number);
  const name = () => `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
  while (name() <= last) {
    found.push(name());
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  return found;
}

function beginnings() {
  return Object.values(data.events).filter((event) => event.months.length).map((event) => event.months[0]).sort();
}

// The bars of the histogram as [first, last] month: months, or years where the events span more than three years.
// A few events far off the others share one bar at the end.
function periods() {
  const all = beginnings();
  if (!all.length) return [];
  const few = Math.floor(all.length / 20);
  const [start, end] = [all[few], all[all.length - 1 - few]];
  let spans = months(start, end).map((name) => [name, name]);
  if (spans.length > 36) {
    const years = new Set(spans.map(([name]) => name.slice(0, 4)));
    spans = [...years].map((year) => [`${year}-01`, `${year}-12`]);
  }
  const [begin, finish] = [spans[0][0], spans[spans.length - 1][1]];
  if (all[0] < begin) spans.unshift(["0000-01", begin, "earlier"]);
  if (all[all.length - 1] > finish) spans.push([finish, "9999-12", "later"]);
  return spans;
}

function buildDates() {
  const spans = periods();
  byId("dates").hidden = !spans.length;
  const begin = beginnings();
  const inside = ([first, last, rest]) => (start) => (rest === "earlier" ? start < last : rest ? start > first
    : start >= first && start <= last);
  const counts = spans.map((span) => begin.filter(inside(span)).length);
  spans.forEach(([first, last, rest], i) => {
    const bar = make("div");
    bar.style.height = `${Math.round((100 * counts[i]) / Math.max(...counts, 1))}%`;
    bar.dataset.first = first;
    bar.dataset.last = last;
    bar.title = `${rest ?? (first === last ? first : first.slice(0, 4))}: ${counts[i]}`;
    bar.addEventListener("click", () => setRange(rest === "earlier" ? "" : first, rest === "later" ? "" : last));
    byId("histogram").append(bar);
  });
  const undated = Object.values(data.events).filter((event) => !event.months.length).length;
  byId("undated").parentElement.hidden = !undated;
  byId("undated").nextElementSibling.textContent = `Keep ${undated} without a date`;
}

function setRange(from, to) {
  state.from = from;
  state.to = to;
  byId("from").value = from;
  byId("to").value = to;
  applyFilters();
}

function drawFilters() {
  for (const button of document.querySelectorAll(".row")) {
    const off = state.off.has(button.dataset.key) || state.statusOff.has(button.dataset.key);
    button.setAttribute("aria-pressed", String(!off));
  }
  for (const bar of byId("histogram").children) {
    const out = (state.from && bar.dataset.last < state.from) || (state.to && bar.dataset.first > state.to);
    bar.className = out ? "" : "in";
  }
  byId("reset").disabled = !(state.off.size || state.statusOff.size || state.from || state.to || !state.undated);
}

function resetFilters() {
  state.off.clear();
  state.statusOff.clear();
  state.undated = byId("undated").checked = true;
  setRange("", "");
}

function startFilters() {
  buildLegend();
  buildDates();
  for (const end of ["from", "to"]) {
    byId(end).addEventListener("input", () => {
      const value = byId(end).value;
      state[end] = /^\d{4}-\d\d$/.test(value) ? value : "";
      applyFilters();
    });
  }
  byId("undated").addEventListener("change", () => {
    state.undated = byId("undated").checked;
    applyFilters();
  });
  byId("reset").addEventListener("click", resetFilters);
  byId("filters-toggle").addEventListener("click", () => {
    const shown = byId("filters").classList.toggle("shown");
    byId("filters-toggle").setAttribute("aria-expanded", String(shown));
  });
  applyFilters();
}
