// The SPARQL editor in place of the plain form, with the ontology's prefixes, its terms and the ready questions.
"use strict";

const MOST_TRIPLES = 300; // above it a picture is a tangle

const known = JSON.parse(document.getElementById("known").textContent);

function prefixesOf() {
  return Promise.resolve(known.prefixes);
}

// What of the ontology begins with the letters that stand before the cursor.
function completer(name, type) {
  const base = Yasgui.Yasqe.Autocompleters[type];
  return { ...base, name, bulk: true, autoShow: true, persistenceId: null, get: () => Promise.resolve(known.terms[type === "class" ? "classes" : "properties"]) };
}

// The editor wants every prefix declared; this endpoint knows them, so those that a query uses are put in front.
function declared(query) {
  const used = Object.keys(known.prefixes).filter((name) => new RegExp(`(^|[^\\w<:/])${name}:`).test(query));
  const missing = used.filter((name) => !new RegExp(`prefix\\s+${name}:`, "i").test(query));
  return missing.map((name) => `PREFIX ${name}: <${known.prefixes[name]}>\n`).join("") + query;
}

function shorten(iri) {
  const [name, base] = Object.entries(known.prefixes).filter(([, one]) => iri.startsWith(one)).sort((a, b) => b[1].length - a[1].length)[0] ?? [];
  return base ? `${name}:${iri.slice(base.length)}` : iri;
}

// The triples of a CONSTRUCT or DESCRIBE as a picture.
class Picture {
  constructor(yasr) {
    this.yasr = yasr;
    this.priority = 20;
    this.label = "Graph";
  }

  canHandleResults() {
    return Boolean(this.yasr.results?.getStatements?.()?.length);
  }

  getIcon() {
    const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    icon.setAttribute("viewBox", "0 0 24 24");
    const path = document.createElementNS(icon.namespaceURI, "path");
    path.setAttribute("d", "M6 3a3 3 0 1 0 0 6a3 3 0 1 0 0-6M18 8a3 3 0 1 0 0 6a3 3 0 1 0 0-6M9 16a3 3 0 1 0 0 6a3 3 0 1 0 0-6M6 8l3 9M8 7l8 3M10 18l7-5");
    icon.append(path);
    return icon;
  }

  draw() {
    const nodes = new Map();
    const edges = [];
    for (const { subject, predicate, object } of this.yasr.results.getStatements().slice(0, MOST_TRIPLES)) {
      nodes.set(subject.value, { id: subject.value, label: shorten(subject.value).slice(0, 40), shape: "box" });
      const literal = object.termType === "Literal";
      const id = literal ? `${subject.value} ${predicate.value} ${object.value}` : object.value;
      if (!nodes.has(id)) nodes.set(id, { id, label: (literal ? object.value : shorten(id)).slice(0, 40), shape: literal ? "text" : "box" });
      edges.push({ from: subject.value, to: id, label: shorten(predicate.value), arrows: "to", font: { size: 10 } });
    }
    const box = document.createElement("div");
    box.className = "picture";
    this.yasr.resultsEl.append(box);
    const picture = new vis.Network(box, { nodes: [...nodes.values()], edges }, {
      layout: { randomSeed: 1 }, physics: { solver: "repulsion", repulsion: { nodeDistance: 160 }, stabilization: { iterations: 150 } },
    });
    picture.once("stabilized", () => picture.setOptions({ physics: false }));
  }
}

function start() {
  const target = document.getElementById("yasgui");
  const { Yasqe, Yasr } = Yasgui;
  Yasqe.defaults.autocompleters = ["prefixes", "variables"];
  for (const [name, type] of [["dip-properties", "property"], ["dip-classes", "class"]]) {
    if (!Yasqe.Autocompleters?.[type]) continue;
    Yasqe.registerAutocompleter(completer(name, type), true);
  }
  Yasr.defaults.prefixes = known.prefixes;
  Yasr.registerPlugin("graph", Picture, true);
  target.hidden = false;
  document.getElementById("plain").hidden = true;
  const editor = new Yasgui(target, {
    autofocus: false,
    requestConfig: { endpoint: `${location.origin}/sparql`, method: "GET" },
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [{ endpoint: `${location.origin}/sparql` }] },
    persistenceId: null,
    yasqe: { value: declared(known.sparql), prefixCcApi: null, showQueryButton: true, createShareableLink: (yasqe) => `${location.origin}/query?query=${encodeURIComponent(yasqe.getValue())}` },
  });
  const tab = editor.getTab();
  const field = tab.getYasqe();
  field.getInputField().setAttribute("aria-label", "Query");
  // Tab leads on, as everywhere: who has only a keyboard must get out of the editor again.
  field.setOption("extraKeys", { ...field.getOption("extraKeys"), Tab: false, "Shift-Tab": false });
  tab.setQuery(declared(known.sparql));
  for (const link of document.querySelectorAll(".ready a")) {
    link.addEventListener("click", (press) => {
      press.preventDefault();
      tab.setQuery(declared(new URL(link.href).searchParams.get("query")));
      tab.query();
    });
  }
  // What the graph holds has a page here.
  target.addEventListener("click", (press) => {
    const link = press.target.closest?.("a[href]");
    if (!link?.href.startsWith(known.prefixes.id)) return;
    press.preventDefault();
    location.assign(`/id/${link.href.slice(known.prefixes.id.length)}`);
  });
  if (known.answered || new URLSearchParams(location.search).has("query")) tab.query();
  window.editor = editor;
}

if (window.Yasgui) start();
