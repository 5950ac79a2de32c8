// The shortest way from one agent to another, through the events that they have in common with others.

// Agents and events in turn, or null. Of two ways of the same length that of the better connected agents wins.
function shortest(from, to) {
  const before = new Map([[from, null]]);
  let edge = [from];
  while (edge.length && !before.has(to)) {
    const next = [];
    for (const agent of edge) {
      for (const event of neighbours.get(agent)) {
        if (!data.events[event] || !passes(nodeById.get(event)) || !agentsOf(event).includes(agent)) continue;
        for (const other of agentsOf(event)) {
          if (before.has(other)) continue;
          before.set(other, { event, agent });
          next.push(other);
        }
      }
    }
    edge = next.sort((a, b) => neighbours.get(b).size - neighbours.get(a).size || (a < b ? -1 : 1));
  }
  if (!before.has(to)) return null;
  const way = [to];
  for (let step = before.get(to); step; step = before.get(step.agent)) way.unshift(step.agent, step.event);
  return way;
}

function showPath(from, to) {
  const way = shortest(from, to);
  if (way) {
    way.forEach((id, i) => bring(id, way[i - 1] ?? way[1]));
    Object.assign(state, { path: way, focus: null, selected: null, view: EVENTS });
    bright = null;
    drawView();
    applyFilters();
    wholeView(!calmMotion());
  }
  showPanel(pathPanel(from, to, way));
  byId("panel").focus({ preventScroll: true });
}

function pathPanel(from, to, way) {
  const parts = head("person", undefined, "Path", `${nameOf(from)} to ${nameOf(to)}`);
  if (!way) return [...parts, make("p", "", "No events connect the two, as far as the filters let them through.")];
  const steps = (way.length - 1) / 2;
  parts.push(make("p", "muted", steps === 1 ? "They have an event in common." : `${steps} events lead from one to the other.`));
  for (let i = 1; i < way.length; i += 2) parts.push(eventCard(way[i], way[i - 1]));
  return parts;
}

function pathForm(id) {
  const form = make("div", "search path");
  const input = make("input");
  const list = make("ul");
  list.id = "path-suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  const attributes = {
    id: "path-to", type: "search", placeholder: "Path to …", autocomplete: "off", role: "combobox",
    "aria-label": `Path from ${nameOf(id)} to`, "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list",
  };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  form.append(input, list);
  complete(input, list, (other) => other !== id && Boolean(data.entities[other]), (other) => showPath(id, other));
  return form;
}
