// What the panel shows as Turtle, with the IRIs of the graph that this page was made from.

const PREFIXES = {
  dip: "https://w3id.org/diplomacy-kg/ontology#", skos: "http://www.w3.org/2004/02/skos/core#",
  dct: "http://purl.org/dc/terms/", xsd: "http://www.w3.org/2001/XMLSchema#",
};

function iri(id) {
  return `<${id}>`;
}

function literal(text, type) {
  const escapes = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const quoted = `"${text.replace(/[\\"\n\r\t]/g, (letter) => escapes[letter])}"`;
  return type === "en" ? `${quoted}@en` : type ? `${quoted}^^xsd:${type}` : quoted;
}

function dateLiteral(text) {
  return literal(text, text.startsWith("--") ? "gMonthDay" : { 4: "gYear", 7: "gYearMonth" }[text.length] ?? "date");
}

function block(subject, pairs) {
  const told = pairs.filter(([, value]) => value).map(([name, value]) => `${name} ${value}`);
  return told.length ? `${iri(subject)} ${told.join(" ;\n  ")} .\n` : "";
}

function passageTurtle(id) {
  const { text, exact, document, start, end } = data.passages[id];
  return block(id, [
    ["a", "dip:Passage"], ["dip:inDocument", iri(document)], ["dip:exact", literal(exact ?? text)],
    ["dip:start", literal(String(start), "integer")], ["dip:end", literal(String(end), "integer")],
  ]);
}

function groundsOf(fact) {
  return [
    ...fact.sources.map((id) => ["dip:attributedTo", iri(id)]),
    ...fact.evidence.map((id) => ["dip:evidence", iri(id)]),
    ["dip:confidence", fact.confidence === null ? "" : literal(String(fact.confidence), "decimal")],
  ];
}

function eventTurtle(id) {
  const event = data.events[id];
  return block(id, [
    ["a", `dip:${event.class}`], ["dip:status", `dip:${event.status}`],
    [event.end ? "dip:startDate" : "dip:date", event.date && dateLiteral(event.date)],
    ["dip:endDate", event.end && dateLiteral(event.end)],
    ...event.roles.map(([role, filler]) => [`dip:${role}`, iri(filler)]),
    ...event.places.map((place) => ["dip:place", iri(place)]),
    ...event.about.map((other) => ["dip:about", iri(other)]),
    ...event.content.map((text) => ["dip:content", literal(text)]),
    ...groundsOf(event),
  ]);
}

function tenureTurtle(id) {
  const tenure = data.tenures[id];
  return block(id, [
    ["a", "dip:Tenure"], ["dip:holder", iri(tenure.holder)], ["dip:office", iri(tenure.officeId)],
    ["dip:postedTo", tenure.postedTo && iri(tenure.postedTo)], ["dip:former", tenure.former ? "true" : ""], ...groundsOf(tenure),
  ]);
}

function entityTurtle(id) {
  const entity = data.entities[id];
  return block(id, [
    ["a", `dip:${entity.class}`], ["skos:prefLabel", literal(entity.label, "en")],
    ...entity.names.map((name) => ["skos:altLabel", literal(name, "en")]), ["dip:of", entity.of && iri(entity.of)],
  ]);
}

function documentTurtle(id) {
  const { title, date, publisher, source } = data.documents[id];
  return block(id, [
    ["a", "dip:Document"], ["dct:title", literal(title)], ["dct:issued", date && dateLiteral(date)],
    ["dct:publisher", publisher && literal(publisher)], ["dct:source", source && literal(source)],
  ]);
}

// Facts with their passages, articles and the names of those whom they mention.
function turtle(ids) {
  const facts = ids.map((id) => data.events[id] ?? data.tenures[id]).filter(Boolean);
  const passages = new Set(facts.flatMap((fact) => fact.evidence).filter((id) => data.passages[id]));
  const documents = new Set([...passages].map((id) => data.passages[id].document).filter((id) => data.documents[id]));
  const named = new Set(ids.filter((id) => data.entities[id]));
  for (const fact of facts) {
    for (const [, filler] of fact.roles ?? []) named.add(filler);
    for (const id of [...(fact.places ?? []), ...fact.sources, fact.holder, fact.postedTo]) if (id) named.add(id);
  }
  const text = [
    ...[...named].filter((id) => data.entities[id]).map(entityTurtle),
    ...ids.filter((id) => data.events[id]).map(eventTurtle), ...ids.filter((id) => data.tenures[id]).map(tenureTurtle),
    ...[...passages].map(passageTurtle), ...[...documents].map(documentTurtle),
  ];
  const prefixes = Object.entries(PREFIXES).map(([name, base]) => `@prefix ${name}: <${base}> .\n`).join("");
  return `${prefixes}\n${text.join("\n")}`;
}

// Pages opened from a file may have no clipboard of their own: then by way of a field that is selected.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = make("textarea", "hidden-label");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

function copyButton(ids) {
  const button = make("button", "action", "Copy as Turtle");
  button.type = "button";
  button.addEventListener("click", async () => {
    await copy(turtle(ids));
    button.textContent = "Copied";
    byId("announce").textContent = "Copied as Turtle";
  });
  return button;
}
