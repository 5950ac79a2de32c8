// The SPARQL editor in place of the plain form, with the ontology's prefixes, its terms and the ready questions.
"use strict";

const known = JSON.parse(document.getElementById("known").textContent);

function prefixesOf() {
  return Promise.resolve(known.prefixes);
}

// What of the ontology begins with the letters that stand before the cursor.
function completer(name, type) {
  const base = Yasgui.Yasqe.Autocompleters[type];
  return { ...base, name, bulk: true, autoShow: true, persistenceId: null, get: () => Promise.resolve(known.terms[type === "class" ? "classes" : "properties"]) };
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
  target.hidden = false;
  document.getElementById("plain").hidden = true;
  const editor = new Yasgui(target, {
    requestConfig: { endpoint: `${location.origin}/sparql`, method: "GET" },
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [{ endpoint: `${location.origin}/sparql` }] },
    persistenceId: null,
    yasqe: { value: known.sparql, prefixCcApi: null, showQueryButton: true, createShareableLink: (yasqe) => `${location.origin}/query?query=${encodeURIComponent(yasqe.getValue())}` },
  });
  const tab = editor.getTab();
  tab.setQuery(known.sparql);
  for (const link of document.querySelectorAll(".ready a")) {
    link.addEventListener("click", (press) => {
      press.preventDefault();
      tab.setQuery(new URL(link.href).searchParams.get("query"));
      tab.query();
    });
  }
  if (known.answered || new URLSearchParams(location.search).has("query")) tab.query();
  window.editor = editor;
}

if (window.Yasgui) start();
