// The side panel: who or what was clicked, its facts, and each fact's sentences.

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

function quote(id, fact) {
  const passage = data.passages[id];
  const article = data.documents[passage.document];
  const block = make("blockquote");
  block.append(make("p", "", passage.text));
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

function quotes(fact) {
  const known = fact.evidence.filter((id) => data.passages[id]);
  const key = (id) => [data.documents[data.passages[id].document]?.date ?? "", data.passages[id].start];
  known.sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    return x[0] < y[0] ? -1 : x[0] > y[0] ? 1 : x[1] - y[1];
  });
  return known.map((id) => quote(id, fact));
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
  const spoken = Object.keys(data.events).filter((other) => data.events[other].about.includes(id));
  return [
    ...head(event.key, event.status, type.label, event.type), line, eventLines(event),
    ...section("Spoken of in", byDate(spoken).map((other) => eventCard(other, null))),
    make("h3", "", "What the articles say"), ...quotes(event), sureness(event),
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

function entityPanel(id) {
  const entity = data.entities[id];
  const parts = head(entity.key, undefined, entity.type, entity.label);
  if (entity.names.length) parts.push(make("p", "muted", `also ${entity.names.join(", ")}`));
  const of = entity.of && nameOf(entity.of) ? [walk(entity.of)] : [];
  const known = entity.links.map((address) => link(address, hostOf(address)));
  const spaced = known.flatMap((anchor, i) => (i ? [", ", anchor] : [anchor]));
  parts.push(lines([["Part of", of], ["More about it", spaced]]));
  const tenures = Object.values(data.tenures).filter((t) => [t.holder, t.of, t.postedTo].includes(id));
  parts.push(...section(`Offices (${tenures.length})`, tenures.map((tenure) => tenureCard(tenure, id))));
  const events = byDate([...neighbours.get(id)].filter((other) => data.events[other]));
  parts.push(...section(`Events (${events.length})`, events.map((event) => eventCard(event, id))));
  return parts;
}

function edgePanel(edge) {
  if (edge.kind === "tenure") {
    const tenure = data.tenures[edge.fact];
    const line = make("p");
    line.append(...officeText(tenure, false));
    return [
      ...head("person", undefined, "Office", tenure.office), line,
      make("h3", "", "What the articles say"), ...quotes(tenure), sureness(tenure),
    ];
  }
  if (edge.kind === "of") {
    const line = make("p");
    line.append(walk(edge.from), " is part of ", walk(edge.to), ".");
    return [...head(nodeById.get(edge.from).group, undefined, "Link", "Part of"), line];
  }
  return eventPanel(edge.from);
}
