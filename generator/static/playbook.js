/* A wide table scrolls inside its frame: let the keyboard reach it, and name it. */
(function () {
  "use strict";
  function name(frame) {
    var place = frame;
    while (place && !/^H[1-6]$/.test(place.tagName)) {
      place = place.previousElementSibling || place.parentElement;
    }
    return place ? place.firstChild.textContent : document.title;
  }
  function reach() {
    document.querySelectorAll(".md-typeset__scrollwrap").forEach(function (frame) {
      if (frame.scrollWidth > frame.clientWidth + 1) {
        frame.tabIndex = 0;
        frame.setAttribute("role", "region");
        frame.setAttribute("aria-label", name(frame));
      } else {
        ["tabindex", "role", "aria-label"].forEach(function (attribute) {
          frame.removeAttribute(attribute);
        });
      }
    });
  }
  function start() {
    setTimeout(reach, 0);
    addEventListener("resize", reach);
  }
  if (document.readyState === "complete") { start(); } else { addEventListener("load", start); }
})();
