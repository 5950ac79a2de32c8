// The picture: vis-network draws it from shapes, colours and the state of selection.

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const EVENT_LABELS = 0.45; // the zoom from which on events are labelled
const nodes = new vis.DataSet(data.nodes.map((node) => ({ ...node })));
const edges = new vis.DataSet();
const neighbours = new Map(data.nodes.map((node) => [node.id, new Set()]));
let network = null;
let plan = null; // the labels that fit at the present zoom
let bright = null; // the nodes that stay bright while something is selected

for (const edge of data.edges) {
  neighbours.get(edge.from).add(edge.to);
  neighbours.get(edge.to).add(edge.from);
}

const byImportance = [...data.nodes].sort((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1
  : neighbours.get(b.id).size - neighbours.get(a.id).size));

// Lines between the same two nodes are bent apart.
function bends() {
  const seen = new Map();
  return new Map(data.edges.map((edge) => {
    const pair = [edge.from, edge.to].sort().join(" ");
    const turn = seen.get(pair) ?? 0;
    seen.set(pair, turn + 1);
    return [edge.id, turn ? { enabled: true, type: "curvedCW", roundness: 0.18 * turn } : false];
  }));
}

function lineColour(edge) {
  if (edge.kind === "tenure") return colours.person;
  return colours.wire;
}

// Roles are told on hover and selection only, so that the first sight is calm.
function lineStyle(edge, bend) {
  const dim = bright && !(bright.has(edge.from) && bright.has(edge.to));
  return {
    ...edge,
    smooth: bend,
    color: { color: lineColour(edge), opacity: dim ? 0.1 : edge.kind === "tenure" ? 0.45 : 1 },
    width: edge.kind === "tenure" ? 1.6 : 1,
    dashes: edge.kind === "about" ? [2, 4] : edge.kind === "of" ? [6, 4] : false,
    arrows: { to: { enabled: /target|about/.test(edge.label), scaleFactor: 0.4 } },
    font: { size: 11, face: FONT, align: "horizontal", color: "rgba(0,0,0,0)", strokeWidth: 0 },
    chosen: {
      edge: (values) => {
        values.color = colours["wire-strong"];
        values.opacity = 1;
        values.width = 2;
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

// Which labels are written at this zoom, and how large: names keep a readable size however far away they are, and a
// label that would cover a more important one waits until there is room.
function planLabels(context) {
  const scale = network.getScale();
  if (plan && Math.abs(plan.scale / scale - 1) < 0.02) return plan.sizes;
  plan = { scale, sizes: new Map() };
  const taken = [];
  for (const node of byImportance) {
    if (!visible.has(node.id)) continue;
    const size = labelSize(node, scale);
    if (node.kind === "event" && scale < EVENT_LABELS) continue;
    const box = labelBox(context, node, size, scale < EVENT_LABELS ? 9 / scale : 0);
    const clash = taken.some((one) => one.left < box.right && box.left < one.right && one.top < box.bottom
      && box.top < one.bottom);
    if (clash) continue;
    taken.push(box);
    plan.sizes.set(node.id, size);
  }
  return plan.sizes;
}

function labelSize(node, scale) {
  return node.kind === "entity" ? Math.max(15, 11 / scale) : Math.max(11, 9 / scale);
}

// Shapes, too, keep a size that can be seen and hit.
function shapeSize(node) {
  return Math.max(node.size, (node.kind === "entity" ? 5 : 3) / network.getScale());
}

function labelFont(node, size) {
  return `${node.kind === "entity" ? 600 : 400} ${size}px ${FONT}`;
}

function labelBox(context, node, size, air) {
  context.font = labelFont(node, size);
  const lines = node.label.split("\n");
  const half = Math.max(...lines.map((line) => context.measureText(line).width)) / 2;
  const { x, y } = network.getPosition(node.id);
  const top = y + shapeSize(node) + size * 0.3;
  const bottom = top + lines.length * size * 1.15;
  return { left: x - half - air, right: x + half + air, top: top - air, bottom: bottom + air };
}

function drawLabel(context, node, x, y, state) {
  const lively = state.selected || state.hover || (bright && bright.has(node.id));
  const size = lively ? labelSize(node, network.getScale()) : planLabels(context).get(node.id);
  if (!size) return;
  context.font = labelFont(node, size);
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  context.lineWidth = size / 3.5;
  context.strokeStyle = colours.ground;
  context.fillStyle = node.kind === "entity" || lively ? colours.ink : colours.soft;
  node.label.split("\n").forEach((line, i) => {
    const top = y + shapeSize(node) + size * (0.35 + i * 1.15);
    context.strokeText(line, x, top);
    context.fillText(line, x, top);
  });
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

const bendOf = bends();

function restyle() {
  plan = null;
  edges.update(data.edges.map((edge) => ({ ...lineStyle(edge, bendOf.get(edge.id)), hidden: isHiddenEdge(edge) })));
}

// Only this node, its neighbours and the lines between them stay bright; null brings all back.
function spotlight(ids) {
  bright = ids === null ? null : new Set(ids.flatMap((id) => [id, ...neighbours.get(id)]));
  restyle();
}

function startPicture() {
  readColours();
  const options = { ...data.options, nodes: { ...data.options.nodes, ctxRenderer: render } };
  network = new vis.Network(byId("graph"), { nodes, edges }, options);
  network.on("dragEnd", () => { plan = null; });
  restyle();
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
  const shown = data.nodes.filter((node) => !nodes.get(node.id).hidden).map((node) => node.id);
  if (!shown.length) return;
  const before = { scale: network.getScale(), position: network.getViewPosition() };
  network.fit({ nodes: shown, maxZoomLevel: 1.4 });
  const whole = { scale: network.getScale() * 0.97, position: network.getViewPosition() };
  if (animate) network.moveTo(before);
  network.moveTo({ ...whole, animation: animate && { duration: 300 } });
}

function bringToView(id) {
  const narrow = byId("stage").clientWidth < 560;
  const scale = Math.max(network.getScale(), 0.9);
  const offset = narrow ? { x: 0, y: -byId("stage").clientHeight / 4 } : { x: -190, y: 0 };
  network.focus(id, { scale, offset, animation: calmMotion() ? false : { duration: 350 } });
}

function calmMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
