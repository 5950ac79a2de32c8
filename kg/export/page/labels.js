// Names beside the shapes: which are written, where, and how large.

const BESIDE = ["below", "above", "right", "left"]; // where a name may stand, as it is tried
const EVENT_LABELS = 0.45; // the zoom from which on events are labelled
const MOST_LABELS = 700;
const FEW_LABELS = 90; // in a heavy picture
let plan = null; // the labels that fit at the present zoom

// Which labels are written at this zoom, and how large: names keep a readable size however far away they are, and a
// label that would cover a more important one waits until there is room.
function planLabels(context) {
  const scale = network.getScale();
  if (plan && Math.abs(plan.scale / scale - 1) < 0.02) return plan.spots;
  plan = { scale, spots: new Map() };
  const free = room(200 / scale);
  const [west, east] = isHeavy() ? [0, 0] : width();
  const first = bright ? [...byImportance].sort((a, b) => isDim(a.id) - isDim(b.id)) : byImportance;
  for (const node of first) {
    if (!visible.has(node.id) || !nodes.get(node.id) || plan.spots.size >= (isHeavy() ? FEW_LABELS : MOST_LABELS)) continue;
    const size = labelSize(node, scale);
    const shining = bright !== null && bright.has(node.id);
    if (node.kind === "event" && scale < EVENT_LABELS && !shining) continue;
    const air = scale < EVENT_LABELS ? 6 / scale : 0;
    const places = (node.kind === "entity" || shining) && !isHeavy() ? BESIDE : ["below"];
    const place = places.find((one) => {
      const box = labelBox(context, node, size, air, one);
      const inside = one === "below" || one === "above" || (box.left > west && box.right < east);
      return inside && free(box);
    });
    if (!place) continue;
    plan.spots.set(node.id, spot(context, node, size, place));
    free(heart(node));
  }
  return plan.spots;
}

// Whether a box overlaps none that was asked for before; boxes are kept by the squares that they touch.
function room(side) {
  const squares = new Map();
  return (box) => {
    const keys = [];
    for (let x = Math.floor(box.left / side); x <= box.right / side; x += 1) {
      for (let y = Math.floor(box.top / side); y <= box.bottom / side; y += 1) keys.push(`${x} ${y}`);
    }
    const clash = keys.some((key) => (squares.get(key) ?? []).some((one) => one.left < box.right
      && box.left < one.right && one.top < box.bottom && box.top < one.bottom));
    if (clash) return false;
    for (const key of keys) squares.set(key, [...(squares.get(key) ?? []), box]);
    return true;
  };
}

function labelSize(node, scale) {
  return node.kind === "entity" ? Math.max(15, 11 / scale) : Math.max(11, 9 / scale);
}

function labelFont(node, size) {
  return `${node.kind === "entity" ? 600 : 400} ${size}px ${FONT}`;
}

// From where to where the shapes lie: no name sticks out beside them.
function width() {
  const all = [...visible].filter((id) => nodes.get(id)).map((id) => network.getPosition(id).x);
  return [Math.min(...all), Math.max(...all)];
}

// The middle of a shape, which no label of a less important one covers.
function heart(node) {
  const { x, y } = network.getPosition(node.id);
  const half = shapeSize(node) / 2;
  return { left: x - half, right: x + half, top: y - half, bottom: y + half };
}

function labelBox(context, node, size, air, place) {
  context.font = labelFont(node, size);
  const lines = node.label.split("\n");
  const width = Math.max(...lines.map((line) => context.measureText(line).width));
  const height = lines.length * size * 1.15;
  const gap = shapeSize(node) + size * 0.3;
  const { x, y } = network.getPosition(node.id);
  const left = place === "right" ? x + gap : place === "left" ? x - gap - width : x - width / 2;
  const top = place === "below" ? y + gap : place === "above" ? y - gap - height : y - height / 2;
  return { left: left - air, right: left + width + air, top: top - air, bottom: top + height + air };
}

// How large a label is, and where the middle of its top lies, seen from its node.
function spot(context, node, size, place) {
  const box = labelBox(context, node, size, 0, place);
  const { x, y } = network.getPosition(node.id);
  return { size, right: (box.left + box.right) / 2 - x, down: box.top - y };
}

function drawLabel(context, node, x, y, state) {
  const lively = state.selected || state.hover;
  const planned = planLabels(context).get(node.id);
  if (!planned && !lively) return;
  const { size, right, down } = planned ?? spot(context, node, labelSize(node, network.getScale()), "below");
  context.font = labelFont(node, size);
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  context.lineWidth = size / 3.5;
  context.strokeStyle = colours.ground;
  context.fillStyle = node.kind === "entity" || lively || (bright && bright.has(node.id)) ? colours.ink : colours.soft;
  node.label.split("\n").forEach((line, i) => {
    const top = y + down + size * (0.05 + i * 1.15);
    context.strokeText(line, x + right, top);
    context.fillText(line, x + right, top);
  });
}
