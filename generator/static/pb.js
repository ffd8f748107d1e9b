/* Charts on intent: the drawing is there already; Plotly comes only when asked for. */
(function () {
  "use strict";

  var own = document.currentScript;
  var words = {
    en: { open: "Explore this chart", close: "Back to the drawing", failed: "The chart tool could not be loaded." },
    de: { open: "Diagramm erkunden", close: "Zurück zur Zeichnung", failed: "Das Diagrammwerkzeug ließ sich nicht laden." },
  };
  var config = {
    displayModeBar: false,
    scrollZoom: false,
    doubleClick: false,
    displaylogo: false,
    responsive: true,
  };
  var loading = null;

  function say() {
    var language = (document.documentElement.lang || "en").slice(0, 2);
    return words[language] || words.en;
  }

  function script() {
    return own || document.querySelector('script[src*="assets/pb.js"]');
  }

  function plotly() {
    if (window.Plotly) return Promise.resolve(window.Plotly);
    if (loading) return loading;
    loading = new Promise(function (resolve, reject) {
      var here = script();
      var element = document.createElement("script");
      element.src =
        (here && here.dataset.plotly) ||
        new URL("vendor/plotly-basic.min.js", here ? here.src : document.baseURI).href;
      element.onload = function () {
        window.Plotly ? resolve(window.Plotly) : reject(new Error("no Plotly"));
      };
      element.onerror = function () {
        loading = null;
        reject(new Error("not loaded"));
      };
      document.head.appendChild(element);
    });
    return loading;
  }

  /* Colours in a figure are tokens of the style sheet: looked up when drawn. */
  function coloured(value, style) {
    if (typeof value === "string") {
      var token = /^var\((--[\w-]+)\)$/.exec(value);
      return token ? style.getPropertyValue(token[1]).trim() : value;
    }
    if (Array.isArray(value)) {
      return value.map(function (one) { return coloured(one, style); });
    }
    if (value && typeof value === "object") {
      var copy = {};
      Object.keys(value).forEach(function (key) { copy[key] = coloured(value[key], style); });
      return copy;
    }
    return value;
  }

  function draw(plot) {
    var figure = coloured(
      JSON.parse(plot.dataset.figure),
      getComputedStyle(document.body)
    );
    var narrow = plot.clientWidth < 560;
    var labelled = figure.layout.yaxis && figure.layout.yaxis.ticktext;
    if (narrow && labelled) {
      figure.layout.margin.l = 130;
      figure.layout.height = Math.max(figure.layout.height, 60 + labelled.length * 52);
      figure.layout.yaxis.tickfont = { size: 12 };
      figure.layout.yaxis.ticktext = labelled.map(function (text) {
        return text.replace(/<br>/g, " ").replace(/(.{9,16}?)\s/g, "$1<br>");
      });
    }
    figure.layout.font.family = getComputedStyle(plot).fontFamily;
    return plotly().then(function (Plotly) {
      return Plotly.react(plot.pbCanvas, figure.data, figure.layout, config);
    });
  }

  function open(plot, button) {
    var canvas = document.createElement("div");
    canvas.className = "pb-canvas";
    plot.pbCanvas = canvas;
    button.disabled = true;
    plotly()
      .then(function () {
        plot.classList.add("pb-live");
        plot.appendChild(canvas);
        return draw(plot);
      })
      .then(function () {
        button.textContent = say().close;
        button.setAttribute("aria-pressed", "true");
      })
      .catch(function () { close(plot, button); button.textContent = say().failed; })
      .then(function () { button.disabled = false; });
  }

  function close(plot, button) {
    if (plot.pbCanvas) {
      if (window.Plotly && plot.pbCanvas.data) window.Plotly.purge(plot.pbCanvas);
      plot.pbCanvas.remove();
      plot.pbCanvas = null;
    }
    plot.classList.remove("pb-live");
    button.textContent = say().open;
    button.setAttribute("aria-pressed", "false");
  }

  function boot() {
    document.querySelectorAll(".pb-plot[data-figure]").forEach(function (plot) {
      if (plot.dataset.ready) return;
      plot.dataset.ready = "yes";
      var button = document.createElement("button");
      button.type = "button";
      button.className = "pb-explore";
      button.textContent = say().open;
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", function () {
        plot.pbCanvas ? close(plot, button) : open(plot, button);
      });
      plot.insertAdjacentElement("afterend", button);
    });
    name('[data-md-component="search"][role="dialog"]:not([aria-label])', "Search");
    name('[data-md-component="progress"]:not([aria-label])', "Progress");
  }

  function name(selector, label) {
    document.querySelectorAll(selector).forEach(function (element) {
      element.setAttribute("aria-label", label);
    });
  }

  /* Dark mode changed: draw what is open again in the other colours. */
  new MutationObserver(function () {
    document.querySelectorAll(".pb-plot.pb-live").forEach(draw);
  }).observe(document.documentElement, {
    subtree: true,
    attributeFilter: ["data-md-color-scheme"],
  });

  /* On paper every table is open; afterwards the page is as it was. */
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.pb-table:not([open])").forEach(function (one) {
      one.open = true;
      one.dataset.forPrint = "yes";
    });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll("details.pb-table[data-for-print]").forEach(function (one) {
      one.open = false;
      delete one.dataset.forPrint;
    });
  });

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", boot);
  } else {
    boot();
  }
  if (window.document$ && window.document$.subscribe) window.document$.subscribe(boot);
})();
