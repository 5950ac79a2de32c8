// Data, shapes, colours and small helpers that every other part uses.

const data = JSON.parse(document.getElementById("data").textContent);
const nodeById = new Map(data.nodes.map((node) => [node.id, node]));
const typeByKey = new Map(data.legend.map((type) => [type.key, type]));
const paths = new Map(data.legend.map((type) => [type.key, new Path2D(type.path)]));
const SVG = "http://www.w3.org/2000/svg";

const LOOKS = data.looks;

let colours = {};

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["ground", "card", "ink", "soft", "wire", "wire-strong", "accent", ...typeByKey.keys()];
  colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

function byId(id) {
  return document.getElementById(id);
}

// The only way to make an element: its text is text, whatever it holds.
function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function svg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

// The shape of a type as it is drawn in the picture; with a status, with its border.
function swatch(key, status) {
  const look = LOOKS[status] ?? LOOKS.Occurred;
  const colour = `var(--${key})`;
  const box = svg("svg", { viewBox: "-1.7 -1.7 3.4 3.4", class: "swatch", "aria-hidden": "true" });
  const width = 0.2 * (status ? look.width / 1.5 : 1);
  box.append(svg("path", {
    d: typeByKey.get(key).path,
    fill: look.hollow ? "none" : colour,
    "fill-opacity": look.pale ? 0.25 : 1,
    stroke: colour,
    "stroke-width": width,
    "stroke-dasharray": look.dash.map((part) => part * width).join(" ") || "none",
  }));
  if (look.struck) box.append(svg("path", { d: "M-1.5 1.3L1.5 -1.3", stroke: colour, "stroke-width": width }));
  if (look.ring) {
    box.append(svg("path", {
      d: typeByKey.get(key).path, fill: "none", stroke: colour, "stroke-width": 0.12, transform: "scale(1.45)",
    }));
  }
  return box;
}

// The whole name of an entity or event, also of one that is not drawn.
function nameOf(id) {
  if (data.entities[id]) return data.entities[id].label;
  const event = data.events[id];
  return event ? `${event.type}${event.when ? `, ${event.when}` : ""}` : "";
}
