// The legend and the filters: types, statuses, months, speakers, articles, sureness.

function applyFilters() {
  sync();
  drawFilters();
  const said = `${visible.size} of ${data.nodes.length} shown`;
  if (byId("announce").textContent !== said) byId("announce").textContent = said;
  byId("empty").hidden = visible.size > 0;
  for (const id of ["hint", "zoom"]) byId(id).hidden = !visible.size;
  byId("reset").hidden = byId("views").hidden = !data.nodes.length;
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
    if (rest) bar.dataset.rest = rest;
    byId("histogram").append(bar);
  });
  const undated = Object.values(data.events).filter((event) => !event.months.length).length;
  byId("undated").parentElement.hidden = !undated;
  byId("undated").nextElementSibling.textContent = `Keep ${undated} without a date`;
}

// Drag over the bars, or click one, to choose months.
function startBrush() {
  const bars = byId("histogram");
  let first = null;
  const barAt = (press) => {
    const all = [...bars.children];
    return all.findIndex((bar) => press.clientX <= bar.getBoundingClientRect().right + 1) >>> 0;
  };
  const range = (press) => {
    const all = [...bars.children];
    const [low, high] = [first, Math.min(barAt(press), all.length - 1)].sort((a, b) => a - b);
    const [from, to] = [all[low].dataset, all[high].dataset];
    setRange(from.rest === "earlier" ? "" : from.first, to.rest === "later" ? "" : to.last);
  };
  bars.addEventListener("pointerdown", (press) => {
    first = Math.min(barAt(press), bars.children.length - 1);
    bars.setPointerCapture(press.pointerId);
    range(press);
  });
  bars.addEventListener("pointermove", (press) => { if (first !== null) range(press); });
  for (const end of ["pointerup", "pointercancel"]) bars.addEventListener(end, () => { first = null; });
}

function buildChoices() {
  const speakers = new Map();
  const articles = new Map();
  for (const event of Object.values(data.events)) {
    for (const source of event.sources) speakers.set(source, (speakers.get(source) ?? 0) + 1);
    for (const article of articlesOf(event)) articles.set(article, (articles.get(article) ?? 0) + 1);
  }
  const fill = (id, counts, label) => {
    const sorted = [...counts].filter(([key]) => label(key)).sort((a, b) => b[1] - a[1] || (label(a[0]) < label(b[0]) ? -1 : 1));
    for (const [key, count] of sorted.slice(0, 400)) {
      const option = make("option", "", `${label(key)} (${count})`);
      option.value = key;
      byId(id).append(option);
    }
    byId(id).parentElement.hidden = !sorted.length;
    byId(id).addEventListener("change", () => {
      state[id] = byId(id).value;
      applyFilters();
    });
  };
  fill("speaker", speakers, nameOf);
  fill("article", articles, (id) => data.documents[id]?.title);
  byId("sure").addEventListener("input", () => {
    state.sure = Number(byId("sure").value);
    byId("sure-told").textContent = `${state.sure} %`;
    applyFilters();
  });
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
  byId("reset").disabled = !(state.off.size || isNarrowed() || state.focus || state.path);
}

function resetFilters() {
  state.off.clear();
  state.statusOff.clear();
  state.undated = byId("undated").checked = true;
  for (const id of ["speaker", "article"]) state[id] = byId(id).value = "";
  state.sure = byId("sure").value = 0;
  byId("sure-told").textContent = "0 %";
  state.focus = state.path = null;
  setRange("", "");
}

function startFilters() {
  buildLegend();
  buildDates();
  buildChoices();
  startBrush();
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
