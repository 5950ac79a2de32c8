// What the picture may show: which nodes are in play, in which of the two views, and where they lie.

const PEOPLE = "people"; // the view of who has to do with whom; the other, EVENTS, shows the events between them
const EVENTS = "events";
const SPACE = { x: 120, y: 64 }; // pixels that a node and its label take where they are added
const AROUND = 40; // nodes added at once

const neighbours = new Map(data.nodes.map((node) => [node.id, new Set()]));
for (const edge of data.edges) {
  neighbours.get(edge.from).add(edge.to);
  neighbours.get(edge.to).add(edge.from);
}

const core = data.nodes.filter((node) => node.x !== undefined).map((node) => node.id);
const state = {
  view: EVENTS, pool: new Set(core), whole: false, selected: null, focus: null, depth: 1, path: null,
  off: new Set(data.off), statusOff: new Set(), from: "", to: "", undated: true, speaker: "", article: "", sure: 0,
};
const visible = new Set();
const added = { [EVENTS]: new Map(), [PEOPLE]: new Map() }; // places of nodes that the picture did not open with

function inRange(event) {
  if (!state.from && !state.to) return state.undated || event.months.length > 0;
  if (!event.months.length) return state.undated;
  const [first, last] = event.months;
  return (!state.from || last >= state.from) && (!state.to || first <= state.to);
}

function articlesOf(fact) {
  return new Set(fact.evidence.map((id) => data.passages[id]?.document));
}

function told(event) {
  if (state.sure && (event.confidence ?? 1) * 100 < state.sure) return false;
  if (state.speaker === "-" ? event.sources.length : state.speaker && !event.sources.includes(state.speaker)) return false;
  return !state.article || articlesOf(event).has(state.article);
}

function passes(node) {
  if (state.off.has(node.group)) return false;
  const event = data.events[node.id];
  return !event || (!state.statusOff.has(event.status) && inRange(event) && told(event));
}

function isNarrowed() {
  return Boolean(state.statusOff.size || state.from || state.to || !state.undated || state.speaker || state.article || state.sure);
}

function inPlay() {
  return data.nodes.filter((node) => state.pool.has(node.id));
}

// The events in play that pass the filters, whether their type is drawn or not.
function events() {
  return inPlay().filter((node) => node.kind === "event" && passes(node));
}

function agentsOf(id) {
  return [...new Set(data.events[id].roles.map(([, filler]) => filler))].filter((filler) => nodeById.has(filler));
}

// Who has to do with whom: for each two agents the events that they have in common.
function pairs() {
  const found = new Map();
  for (const { id } of events()) {
    const agents = agentsOf(id).filter((agent) => state.pool.has(agent) && passes(nodeById.get(agent))).sort();
    agents.forEach((one, i) => agents.slice(i + 1).forEach((other) => {
      const key = `${one} ${other}`;
      if (!found.has(key)) found.set(key, { id: key, from: one, to: other, kind: "pair", events: [] });
      found.get(key).events.push(id);
    }));
  }
  return [...found.values()];
}

// An entity is shown while a shown event or a tenure links it. With events filtered, tenures alone do not keep it,
// unless they are all that is known of it.
function workEvents() {
  const entities = inPlay().filter((node) => node.kind === "entity" && passes(node));
  for (const node of events()) visible.add(node.id);
  for (const node of entities) {
    if ([...neighbours.get(node.id)].some((id) => data.events[id] && visible.has(id))) visible.add(node.id);
  }
  const narrowed = isNarrowed();
  const ready = new Set(narrowed ? visible : entities.map((node) => node.id));
  for (const edge of data.edges) {
    if (edge.kind !== "tenure" || !(ready.has(edge.from) || ready.has(edge.to))) continue;
    for (const id of [edge.from, edge.to]) {
      const eventful = [...neighbours.get(id)].some((other) => data.events[other]);
      if (state.pool.has(id) && passes(nodeById.get(id)) && !(narrowed && eventful)) visible.add(id);
    }
  }
}

function near(id, depth, links) {
  const found = new Set([id]);
  for (let step = 0; step < depth; step += 1) {
    for (const one of [...found]) for (const other of links.get(one) ?? []) found.add(other);
  }
  return found;
}

// Work out what is visible, and the lines between; in the view of who with whom also those.
function work() {
  visible.clear();
  let lines = null;
  if (state.view === PEOPLE) {
    lines = pairs();
    for (const pair of lines) visible.add(pair.from).add(pair.to);
  } else {
    workEvents();
  }
  let only = state.path && new Set(state.path);
  if (state.focus) only = near(state.focus, state.depth, lines ? linksOf(lines) : neighbours);
  if (only) for (const id of [...visible]) if (!only.has(id)) visible.delete(id);
  for (const id of [state.selected, ...(only ?? [])]) {
    if (id && state.pool.has(id) && (state.view === EVENTS || !data.events[id]) && (!state.focus || id === state.focus)) visible.add(id);
  }
  return (lines ?? data.edges).filter((edge) => visible.has(edge.from) && visible.has(edge.to));
}

function linksOf(lines) {
  const links = new Map();
  for (const { from, to } of lines) {
    links.set(from, [...(links.get(from) ?? []), to]);
    links.set(to, [...(links.get(to) ?? []), from]);
  }
  return links;
}

function placeOf(id) {
  const node = nodeById.get(id);
  const own = state.view === PEOPLE ? { x: node.px, y: node.py } : { x: node.x, y: node.y };
  if (state.whole && node.fx !== undefined) return { x: node.fx, y: node.fy };
  return own.x === undefined ? added[state.view].get(id) ?? settle(id, null) : own;
}

// The nearest free spot around an anchor, or below the picture; the same steps lead to the same spots.
function settle(id, anchor) {
  const places = added[state.view];
  const taken = new Set();
  const cell = ({ x, y }) => `${Math.round(x / SPACE.x)} ${Math.round(y / SPACE.y)}`;
  for (const node of data.nodes) {
    const spot = state.view === PEOPLE ? { x: node.px, y: node.py } : node;
    if (spot.x !== undefined) taken.add(cell(spot));
  }
  for (const spot of places.values()) taken.add(cell(spot));
  const known = anchor ?? [...neighbours.get(id)].find((other) => places.has(other) || nodeById.get(other).x !== undefined);
  const from = known && known !== id ? placeOf(known) : { x: 0, y: 0 };
  for (let turn = 1; turn < 4000; turn += 1) {
    const angle = turn * 2.399963;
    const spot = { x: from.x + 52 * Math.sqrt(turn) * Math.cos(angle) * 1.6, y: from.y + 52 * Math.sqrt(turn) * Math.sin(angle) };
    if (taken.has(cell(spot))) continue;
    places.set(id, { x: Math.round(spot.x), y: Math.round(spot.y) });
    break;
  }
  return places.get(id) ?? from;
}

// What lies around a node and is not in play: its events with who else is in them.
function hiddenAround(id) {
  return [...neighbours.get(id)].filter((other) => !state.pool.has(other));
}

function bring(id, anchor) {
  if (state.pool.has(id)) return;
  state.pool.add(id);
  if (nodeById.get(id).x === undefined) settle(id, anchor);
}

function showAround(id) {
  for (const other of hiddenAround(id).slice(0, AROUND)) {
    bring(other, id);
    if (data.events[other]) for (const agent of agentsOf(other)) bring(agent, other);
  }
}
