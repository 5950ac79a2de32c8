// The picture: vis-network draws it from shapes, colours and the state of selection.

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const PANEL = 396; // pixels
const NARROW = 560;
const TINY = 4.5; // pixels of a shape below which a dot does
const HEAVY = 2500; // lines from which on a picture is drawn in fewer strokes
const nodes = new vis.DataSet();
const edges = new vis.DataSet();
let network = null;
let bright = null; // the nodes that stay bright while something is selected
let heavy = false; // whether it is drawn in fewer strokes now
let drawn = []; // the lines of the picture

const byImportance = [...data.nodes].sort((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1
  : neighbours.get(b.id).size - neighbours.get(a.id).size));

// Lines between the same two nodes are bent apart.
function bends(lines) {
  const seen = new Map();
  return new Map(lines.map((edge) => {
    const pair = [edge.from, edge.to].sort().join(" ");
    const turn = seen.get(pair) ?? 0;
    seen.set(pair, turn + 1);
    return [edge.id, turn ? { enabled: true, type: "curvedCW", roundness: 0.18 * turn } : false];
  }));
}

function lineColour(edge) {
  if (edge.kind === "tenure") return colours.person;
  if (edge.kind === "pair") return colours[mostOf(edge.events)];
  return colours.wire;
}

// The kind of event that two have in common most often.
function mostOf(ids) {
  const counts = new Map();
  for (const id of ids) counts.set(data.events[id].key, (counts.get(data.events[id].key) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0][0];
}

function pairLabel(edge) {
  const counts = new Map();
  for (const id of edge.events) counts.set(data.events[id].type, (counts.get(data.events[id].type) ?? 0) + 1);
  const parts = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 2).map(([type, n]) => (n > 1 ? `${type} × ${n}` : type));
  return counts.size > 2 ? `${parts.join(", ")} …` : parts.join(", ");
}

// Roles are told on hover and selection only, so that the first sight is calm.
function lineStyle(edge, bend) {
  const dim = bright && !(bright.has(edge.from) && bright.has(edge.to));
  const pair = edge.kind === "pair";
  const faint = edge.kind === "tenure" ? 0.45 : pair ? 0.6 : 1;
  return {
    id: edge.id, from: edge.from, to: edge.to, kind: edge.kind,
    label: pair ? pairLabel(edge) : edge.label,
    smooth: bend,
    color: { color: lineColour(edge), opacity: dim ? 0.1 : faint },
    width: edge.kind === "tenure" ? 1.6 : pair ? Math.min(1 + 1.6 * Math.sqrt(edge.events.length - 1), 9) : 1,
    dashes: edge.kind === "about" ? [2, 4] : edge.kind === "of" ? [6, 4] : false,
    arrows: { to: { enabled: !pair && /target|about/.test(edge.label), scaleFactor: 0.4 } },
    font: { size: 11, face: FONT, align: "horizontal", color: "rgba(0,0,0,0)", strokeWidth: 0 },
    chosen: {
      edge: (values) => {
        values.color = colours["wire-strong"];
        values.opacity = 1;
        values.width = Math.max(values.width, 2);
      },
      label: (values) => {
        values.color = colours.ink;
        values.strokeWidth = 4;
        values.strokeColor = colours.ground;
      },
    },
  };
}

function drawShape(context, node, x, y, state) {
  const look = LOOKS[data.events[node.id]?.status] ?? LOOKS.Occurred;
  const colour = colours[node.group];
  const size = shapeSize(node);
  if (isHeavy() && size * network.getScale() < TINY && !state.selected && !state.hover) {
    context.fillStyle = colour;
    context.fillRect(x - size / 2, y - size / 2, size, size);
    return;
  }
  const unit = 1 / size;
  context.translate(x, y);
  context.scale(size, size);
  const path = paths.get(node.group);
  if (state.selected || state.hover) {
    context.strokeStyle = colours.accent;
    context.globalAlpha *= state.selected ? 0.45 : 0.25;
    context.lineWidth = 12 * unit;
    context.stroke(path);
    context.globalAlpha = isDim(node.id) ? 0.14 : 1;
  }
  context.fillStyle = colours.ground;
  context.fill(path);
  context.save();
  context.globalAlpha *= look.pale ? 0.25 : 1;
  context.fillStyle = colour;
  if (!look.hollow) context.fill(path);
  context.restore();
  const width = look.width * unit;
  context.lineWidth = width;
  context.strokeStyle = look.dash.length || look.hollow ? colour : colours.ground;
  context.setLineDash(look.dash.map((part) => part * width));
  context.stroke(path);
  context.setLineDash([]);
  context.strokeStyle = colour;
  if (look.struck) {
    context.beginPath();
    context.moveTo(-1.5, 1.3);
    context.lineTo(1.5, -1.3);
    context.stroke();
  }
  if (look.ring) {
    context.scale(1.45, 1.45);
    context.lineWidth = unit;
    context.stroke(path);
  }
}

// Shapes, too, keep a size that can be seen and hit.
function shapeSize(node) {
  return Math.max(node.size, (node.kind === "entity" ? 5 : 3) / network.getScale());
}

function isDim(id) {
  return bright !== null && !bright.has(id);
}

function render({ ctx, id, x, y, state }) {
  const node = nodeById.get(id);
  const alpha = isDim(id) ? 0.14 : 1;
  const reach = Math.max(2.4 * shapeSize(node), 24);
  return {
    drawNode() {
      ctx.globalAlpha = alpha;
      drawShape(ctx, node, x, y, state);
    },
    drawExternalLabel() {
      ctx.globalAlpha = alpha;
      drawLabel(ctx, node, x, y, state);
    },
    nodeDimensions: { width: reach, height: reach },
  };
}

// Bring the picture to what is visible now: only what has changed is touched.
function sync() {
  drawn = work();
  plan = null;
  const gone = nodes.getIds().filter((id) => !visible.has(id));
  nodes.remove(gone);
  nodes.update([...visible].filter((id) => !nodes.get(id) || moved(id)).map((id) => ({ ...nodeById.get(id), ...placeOf(id) })));
  if (heavy !== isHeavy()) {
    edges.clear();
    heavy = isHeavy();
    network.setOptions({
      interaction: { hideEdgesOnDrag: heavy, hideEdgesOnZoom: heavy },
      edges: { smooth: false, color: { color: colours.wire, opacity: 1, inherit: false } },
    });
  }
  const kept = new Set(drawn.map((edge) => edge.id));
  edges.remove(edges.getIds().filter((id) => !kept.has(id)));
  if (heavy) edges.add(drawn.filter((edge) => !edges.get(edge.id)).map(({ id, from, to }) => ({ id, from, to })));
  else restyle();
}

function isHeavy() {
  return drawn.length > HEAVY;
}

function moved(id) {
  const { x, y } = placeOf(id);
  const now = nodes.get(id);
  return now.x !== x || now.y !== y;
}

// Lines as they look with the present selection. In a heavy picture those of the selection stand out by themselves.
function restyle() {
  plan = null;
  if (isHeavy()) return;
  const bendOf = bends(drawn);
  edges.update(drawn.map((edge) => lineStyle(edge, bendOf.get(edge.id))));
}

function linked(id) {
  return drawn.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []));
}

// Only this node, its neighbours and the lines between them stay bright; null brings all back.
function spotlight(ids) {
  bright = ids === null ? null : new Set(ids.flatMap((id) => [id, ...linked(id)]));
  restyle();
}

function startPicture() {
  readColours();
  const options = { ...data.options, nodes: { ...data.options.nodes, ctxRenderer: render } };
  network = new vis.Network(byId("graph"), { nodes, edges }, options);
  byId("graph").firstElementChild.setAttribute("role", "application"); // takes the arrow keys itself
  byId("graph").firstElementChild.setAttribute("aria-label", "Picture of the graph: arrow keys move it, + and - zoom");
  network.on("dragEnd", () => { plan = null; });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  for (const name of ["beforeprint", "afterprint"]) {
    addEventListener(name, () => {
      document.documentElement.classList.toggle("paper", name === "beforeprint");
      repaint();
    });
  }
}

// At once: a printer does not wait for the next frame.
function repaint() {
  readColours();
  restyle();
  network.body.emitter.emit("_redraw");
}

function wholeView(animate) {
  const shown = [...visible];
  if (!shown.length) return;
  const before = { scale: network.getScale(), position: network.getViewPosition() };
  network.fit({ nodes: shown, maxZoomLevel: 1.4 });
  const width = byId("stage").clientWidth;
  const open = byId("panel").hidden || width < NARROW ? 0 : PANEL; // the panel covers the right
  const scale = network.getScale() * 0.97 * Math.max((width - open) / width, 0.4);
  const { x, y } = network.getViewPosition();
  const whole = { scale, position: { x: x + open / 2 / scale, y } };
  if (animate) network.moveTo(before);
  network.moveTo({ ...whole, animation: animate && { duration: 300 } });
}

function bringToView(id) {
  const narrow = byId("stage").clientWidth < NARROW;
  const scale = Math.max(network.getScale(), 0.9);
  const offset = narrow ? { x: 0, y: -byId("stage").clientHeight / 4 } : { x: -190, y: 0 };
  network.focus(id, { scale, offset, animation: calmMotion() ? false : { duration: 350 } });
}

function calmMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
