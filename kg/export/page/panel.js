// The side panel: who or what was clicked, its facts, and each fact's sentences.

const MOST_CARDS = 60;

// A name to walk to where it is drawn, else plain text.
function walk(id, text) {
  const label = text ?? nameOf(id);
  if (!nodeById.has(id)) return make("span", "", label);
  const button = make("button", "walk", label);
  button.type = "button";
  button.addEventListener("click", () => choose(id, true));
  return button;
}

function walks(ids) {
  return ids.filter(nameOf).flatMap((id, i) => (i ? [document.createTextNode(", "), walk(id)] : [walk(id)]));
}

// Only web addresses become links.
function link(address, text) {
  if (!/^https?:\/\//i.test(address)) return make("span", "", text);
  const anchor = make("a", "", text);
  anchor.href = address;
  anchor.rel = "noopener noreferrer nofollow";
  anchor.target = "_blank";
  return anchor;
}

function hostOf(address) {
  return address.replace(/^https?:\/\/(www\.)?/i, "").split("/")[0];
}

function badge(status) {
  return make("span", `badge ${status}`, status);
}

// A sentence with the words that tell its event marked.
function marked(text, triggers) {
  const words = triggers.map((words) => words.split(/\s+/).filter(Boolean).map((word) => word.replace(/[$()*+./?[\\\]^{|}]/g, "\\$&")).join("\\s+"))
    .filter(Boolean).sort((a, b) => b.length - a.length);
  if (!words.length) return [make("span", "", text)];
  const pieces = text.split(new RegExp(`(?<![\\p{L}\\p{N}])(${words.join("|")})(?![\\p{L}\\p{N}])`, "u"));
  return pieces.map((piece, i) => make(i % 2 ? "mark" : "span", "", piece));
}

function quote(id, fact, around) {
  const passage = data.passages[id];
  const article = data.documents[passage.document];
  const block = make("blockquote");
  const sentence = make("p");
  if (around && passage.before) sentence.append(make("span", "around", `${passage.before} `));
  sentence.append(...marked(passage.text, fact.triggers ?? []));
  if (around && passage.after) sentence.append(make("span", "around", ` ${passage.after}`));
  block.append(sentence);
  const footer = make("footer");
  const speakers = fact.sources.map(nameOf).filter(Boolean);
  if (speakers.length) footer.append(make("span", "", `according to ${speakers.join(", ")} · `));
  if (article) {
    footer.append(link(article.source, article.title));
    for (const part of [article.publisher, article.when]) if (part) footer.append(` · ${part}`);
  }
  block.append(footer);
  return block;
}

// The sentence to read first: the one that names most of those who take part, the earliest of several.
function leadOf(fact, known) {
  const last = (fact.roles ?? []).map(([, filler]) => (nameOf(filler) ?? "").split(" ").pop()).filter(Boolean);
  const named = (id) => last.filter((name) => data.passages[id].text.includes(name)).length;
  return known.reduce((best, id) => (named(id) > named(best) ? id : best), known[0]);
}

// The sentences of a fact, by date. On its own card each stands in its surroundings; elsewhere one is enough at first.
function quotes(fact, around) {
  const known = fact.evidence.filter((id) => data.passages[id]);
  const key = (id) => [data.documents[data.passages[id].document]?.date || "9999", data.passages[id].start];
  known.sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    return x[0] < y[0] ? -1 : x[0] > y[0] ? 1 : x[1] - y[1];
  });
  if (!around) known.unshift(...known.splice(known.indexOf(leadOf(fact, known)), 1));
  const blocks = known.map((id) => quote(id, fact, around));
  if (around || blocks.length < 3) return blocks;
  const rest = make("details", "told");
  rest.append(make("summary", "", `${blocks.length - 1} more sentences`), ...blocks.slice(1));
  return [blocks[0], rest];
}

function lines(pairs) {
  const list = make("dl");
  for (const [name, values] of pairs) {
    if (!values.length) continue;
    const value = make("dd");
    value.append(...values);
    list.append(make("dt", "", name), value);
  }
  return list;
}

function head(key, status, kind, title) {
  const top = make("div", "kind");
  top.append(swatch(key, status), make("span", "", kind));
  const close = make("button", "close", "×");
  close.type = "button";
  close.setAttribute("aria-label", "Close details");
  close.addEventListener("click", () => choose(null));
  top.append(close);
  return [top, make("h2", "", title)];
}

function eventLines(event) {
  const pairs = Object.entries(data.roleNames).filter(([role]) => role !== "place").map(
    ([role, { label }]) => [label, walks(event.roles.filter(([own]) => own === role).map(([, id]) => id))]);
  return lines([
    ...pairs,
    ["Place", walks(event.places)],
    ["Topic", event.topics.length ? [event.topics.join(", ")] : []],
    ["Said", event.content.length ? [`“${event.content.join("” “")}”`] : []],
    ["About", walks(event.about)],
    ["According to", walks(event.sources)],
  ]);
}

// What can be done with what is selected.
function actions(id) {
  const row = make("div", "actions");
  const button = (text, act, pressed) => {
    const made = make("button", "action", text);
    made.type = "button";
    if (pressed !== undefined) made.setAttribute("aria-pressed", String(pressed));
    made.addEventListener("click", act);
    row.append(made);
  };
  const hidden = hiddenAround(id).length;
  if (hidden) button(hidden > AROUND ? `Show ${AROUND} of ${hidden} more around` : `Show ${hidden} more around`, () => expand(id));
  const focused = state.focus === id;
  button(focused ? "Show all again" : "Only what is around", () => focusOn(focused ? null : id), focused);
  if (focused) button("One step wider", () => focusOn(id, state.depth + 1));
  const facts = data.events[id] ? [id] : [id, ...factsOf(id)];
  row.append(copyButton(facts));
  return row;
}

function factsOf(id) {
  const tenures = Object.entries(data.tenures).filter(([, t]) => [t.holder, t.of, t.postedTo].includes(id)).map(([key]) => key);
  return [...tenures, ...[...neighbours.get(id)].filter((other) => data.events[other])];
}

function sureness(fact) {
  const text = fact.confidence === null ? "" : `Read by machine, ${Math.round(fact.confidence * 100)} % sure.`;
  return make("p", "muted", text);
}

function section(title, cards) {
  return cards.length ? [make("h3", "", title), ...cards] : [];
}

function eventPanel(id) {
  const event = data.events[id];
  const type = typeByKey.get(event.key);
  const line = make("p", "head");
  line.append(badge(event.status));
  if (event.when) line.append(` ${event.when}`);
  line.append(actions(id));
  const spoken = Object.keys(data.events).filter((other) => data.events[other].about.includes(id));
  return [
    ...head(event.key, event.status, type.label, event.type), line, eventLines(event),
    ...section("Spoken of in", byDate(spoken).map((other) => eventCard(other, null))),
    make("h3", "", "What the articles say"), ...quotes(event, true), sureness(event),
  ];
}

function eventCard(id, seenFrom) {
  const event = data.events[id];
  const card = make("div", "fact");
  const line = make("div", "head");
  line.append(swatch(event.key, event.status), walk(id));
  if (event.status !== "Occurred") line.append(badge(event.status));
  card.append(line);
  const roles = event.roles.filter(([, filler]) => filler === seenFrom).map(([role]) => data.roleNames[role].with);
  if (event.places.includes(seenFrom)) roles.push(data.roleNames.place.with);
  const others = [...new Set(event.roles.map(([, filler]) => filler))].filter((filler) => filler !== seenFrom);
  const company = make("div", "muted", roles.length ? `${roles.join(", ")}${others.length ? " · with " : ""}` : "");
  company.append(...walks(others));
  card.append(company, ...quotes(event));
  return card;
}

function byDate(ids) {
  const key = (id) => data.events[id].date || "9999";
  return [...ids].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function officeText(tenure, asTitle) {
  const parts = [walk(tenure.holder), `: ${tenure.former ? "former " : ""}${tenure.office}`];
  if (asTitle) parts[1] = parts[1].slice(2);
  if (tenure.of) parts.push(" of ", walk(tenure.of));
  if (tenure.postedTo) parts.push(", posted to ", walk(tenure.postedTo));
  return asTitle ? parts.slice(1) : parts;
}

function tenureCard(tenure, seenFrom) {
  const card = make("div", "fact");
  const line = make("div");
  line.append(...officeText(tenure, tenure.holder === seenFrom));
  card.append(line, ...quotes(tenure));
  return card;
}

// Whom somebody met, as far as it happened, with the events.
function company(id, events) {
  const found = new Map();
  for (const event of events.filter((one) => data.events[one].key === "talks" && /Occurred|Ongoing/.test(data.events[one].status))) {
    if (!agentsOf(event).includes(id)) continue;
    for (const other of agentsOf(event)) if (other !== id) found.set(other, [...(found.get(other) ?? []), event]);
  }
  return [...found].sort((a, b) => b[1].length - a[1].length || (nameOf(a[0]) < nameOf(b[0]) ? -1 : 1));
}

// Each leads to the meetings of the two, with who says so.
function metList(id, met) {
  return met.slice(0, 15).map(([other, events]) => {
    const button = make("button", "met");
    button.type = "button";
    button.append(swatch(nodeById.get(other).group), nameOf(other), make("span", "count", events.length > 1 ? `${events.length} times` : "once"));
    button.addEventListener("click", () => {
      showPanel(pairPanel({ from: id, to: other, events }));
      byId("panel").focus({ preventScroll: true });
    });
    return button;
  });
}

function entityPanel(id) {
  const entity = data.entities[id];
  const parts = head(entity.key, undefined, entity.type, entity.label);
  if (entity.names.length) parts.push(make("p", "muted", `also ${entity.names.join(", ")}`));
  parts.push(actions(id));
  if (Object.values(data.events).length) parts.push(pathForm(id));
  const of = entity.of && nameOf(entity.of) ? [walk(entity.of)] : [];
  const known = entity.links.map((address) => link(address, hostOf(address)));
  const spaced = known.flatMap((anchor, i) => (i ? [", ", anchor] : [anchor]));
  parts.push(lines([["Part of", of], ["More about it", spaced]]));
  const events = byDate([...neighbours.get(id)].filter((other) => data.events[other]));
  const met = company(id, events);
  parts.push(...section(`Met (${met.length})`, met.length ? metList(id, met) : []));
  const tenures = Object.values(data.tenures).filter((t) => [t.holder, t.of, t.postedTo].includes(id));
  parts.push(...section(`Offices (${tenures.length})`, tenures.map((tenure) => tenureCard(tenure, id))));
  const cards = events.slice(0, MOST_CARDS).map((event) => eventCard(event, id));
  if (events.length > cards.length) cards.push(make("p", "muted", `and ${events.length - cards.length} more: narrow them by the filters`));
  parts.push(...section(`Events (${events.length})`, cards));
  return parts;
}

function pairPanel(pair) {
  const title = `${nameOf(pair.from)} and ${nameOf(pair.to)}`;
  const line = make("div", "actions");
  line.append(copyButton(pair.events));
  return [
    ...head(mostOf(pair.events), undefined, "Together in events", title), line,
    ...section(`Events (${pair.events.length})`, byDate(pair.events).map((id) => eventCard(id, pair.from))),
  ];
}

function edgePanel(edge) {
  if (edge.kind === "pair") return pairPanel(edge);
  if (edge.kind === "tenure") {
    const tenure = data.tenures[edge.fact];
    const line = make("p");
    line.append(...officeText(tenure, false));
    return [
      ...head("person", undefined, "Office", tenure.office), line,
      make("h3", "", "What the articles say"), ...quotes(tenure, true), sureness(tenure),
    ];
  }
  if (edge.kind === "of") {
    const line = make("p");
    line.append(walk(edge.from), " is part of ", walk(edge.to), ".");
    return [...head(nodeById.get(edge.from).group, undefined, "Link", "Part of"), line];
  }
  return eventPanel(edge.from);
}
