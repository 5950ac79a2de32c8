// Selection, views and start.

function showPanel(parts) {
  const panel = byId("panel");
  panel.replaceChildren(...(parts ?? []));
  panel.hidden = !parts;
  panel.scrollTop = 0;
  byId("stage").classList.toggle("open", Boolean(parts));
}

// Select a node or nothing; `move` brings it into view and the keyboard into the panel.
function choose(id, move) {
  if (id !== null) bring(id, null);
  if (state.path && id !== null && !state.path.includes(id)) state.path = null;
  if (state.focus && move) state.focus = null;
  if (data.events[id] && state.view === PEOPLE) {
    state.view = EVENTS;
    drawView();
    nodes.clear();
  }
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
  const edge = drawn.find((one) => one.id === id);
  state.selected = null;
  applyFilters();
  bright = new Set([edge.from, edge.to]);
  restyle();
  network.selectEdges([id]);
  showPanel(edgePanel(edge));
}

// Bring more of what lies around a node into the picture.
function expand(id) {
  showAround(id);
  choose(id, false);
  summary();
}

function focusOn(id, depth = 1) {
  Object.assign(state, { focus: id, depth, path: null });
  choose(state.selected ?? id, false);
  wholeView(!calmMotion());
}

function setView(view) {
  Object.assign(state, { view, path: null, focus: state.focus && data.events[state.focus] ? null : state.focus });
  drawView();
  nodes.clear();
  choose(state.selected && !(view === PEOPLE && data.events[state.selected]) ? state.selected : null);
  wholeView(false);
}

function drawView() {
  for (const button of byId("views").children) button.setAttribute("aria-pressed", String(button.dataset.view === state.view));
}

// Everything at once, in the places that were worked out for it; or back to the core.
function showWhole(whole) {
  state.whole = whole;
  state.pool = new Set(whole ? nodeById.keys() : core);
  Object.assign(state, { focus: null, path: null });
  nodes.clear();
  choose(null);
  summary();
  wholeView(false);
}

function summary() {
  const events = data.nodes.filter((node) => node.kind === "event").length;
  const articles = Object.keys(data.documents).length;
  const count = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
  byId("summary").textContent = [
    count(data.nodes.length - events, "name", "names"), count(events, "event", "events"),
    count(articles, "article", "articles"),
  ].join(" · ");
  const held = data.nodes.length;
  const notice = byId("notice");
  notice.hidden = held === core.length && data.total === held;
  if (notice.hidden) return;
  const number = (n) => n.toLocaleString("en");
  const shown = state.whole ? `All ${number(held)} names and events are drawn. ` : `The picture opens with the ${
    number(state.pool.size)} best connected of ${number(held)} names and events. Search finds all; a click on one shows more around it. `;
  const left = data.total > held ? `${number(data.total - held)} more are not in this file: export a smaller graph to see them. ` : "";
  const button = make("button", "walk", state.whole ? "Back to the best connected" : `Draw all ${number(held)}`);
  button.type = "button";
  button.id = "whole-graph";
  button.addEventListener("click", () => showWhole(!state.whole));
  notice.replaceChildren(shown, left, ...(held > core.length ? [button] : []));
}

function startButtons() {
  const zoom = (factor) => network.moveTo({
    scale: network.getScale() * factor,
    animation: !calmMotion() && { duration: 200 },
  });
  byId("closer").addEventListener("click", () => zoom(1.3));
  byId("farther").addEventListener("click", () => zoom(1 / 1.3));
  byId("whole").addEventListener("click", () => wholeView(!calmMotion()));
  for (const button of byId("views").children) button.addEventListener("click", () => setView(button.dataset.view));
  document.addEventListener("keydown", (press) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName);
    if (press.key === "Escape" && !typing) choose(null);
    if (press.key === "/" && !typing) {
      press.preventDefault();
      byId("search").focus();
    }
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
window.diplomacyGraph = { network, nodes, edges, choose, state, turtle, shortest };
